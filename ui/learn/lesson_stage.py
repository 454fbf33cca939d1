"""The scenes of a lesson: their settings before the answer, their runs after it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Scene
from optim_core.export.course.scene_text import contenders, described, scene_alt, scene_chart
from optim_core.figures import curves_figure, race_figure
from optim_core.figures.style import contender_style
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from ui.components.chart import live_chart
from ui.components.race_view import race_view
from ui.compute import results as cache
from ui.session.part_errors import part_errors


def setup(lesson: Lesson, results: Sequence[Any], t: Translator) -> None:
    """The scenes before the first step: contenders, settings and start."""
    st.header(t("lessons.setup"), anchor=False)
    for number, (scene, result) in enumerate(zip(lesson.scenes, results, strict=True)):
        st.caption(described(scene, t))
        st.markdown(
            "  \n".join(f"{contender_style(index).chip} {line}" for index, line in enumerate(contenders(scene)))
        )
        if isinstance(scene, SurfaceRun):
            held = [_held(path) for path in result]
            figure = race_figure(scene, cache.heights(scene.surface), held, SurfaceView(), t, range(len(held)))
            live_chart(figure, key=f"lesson.setup.{number}", alt=described(scene, t), failed=t("race.failed"))


@part_errors("lessons.scenes")
def stage(lesson: Lesson, results: Sequence[Any], t: Translator) -> None:
    """The scenes as they ran; races can be played."""
    for number, (scene, result) in enumerate(zip(lesson.scenes, results, strict=True)):
        st.caption(described(scene, t))
        indices = range(len(scene.optimizers))
        if isinstance(scene, SurfaceRun):
            race_view(scene, cache.heights(scene.surface), result, lesson.view, t, indices, key=f"lesson.race.{number}")
        else:
            figure, alt = scene_chart(lesson, scene, result, t), scene_alt(lesson, scene, result, t)
            live_chart(figure, key=f"lesson.chart.{number}", alt=alt, failed=t("race.failed"))


def charts(lesson: Lesson, scene: Scene, result: Any, t: Translator) -> list[go.Figure]:
    """The figures of a scene."""
    indices = range(len(scene.optimizers))
    if isinstance(scene, SurfaceRun):
        race = race_figure(scene, cache.heights(scene.surface), result, lesson.view, t, indices)
        return [race, curves_figure(scene, result, lesson.view, t, indices)]
    return [scene_chart(lesson, scene, result, t)]


def _held(path: Trajectory) -> Trajectory:
    """A path before its first step."""
    rows = {name: getattr(path, name)[:1] for name in ("xy", "loss", "grad", "noise")}
    state = {name: values[:1] for name, values in path.state.items()}
    return replace(path, **rows, state=state, status=Status.RUNNING, stopped_at=None)
