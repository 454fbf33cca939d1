"""The scenes of a lesson: their settings before the answer, their runs after it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Scene
from optim_core.figures import curves_figure, race_alt, race_figure, training_alt, training_figure
from optim_core.figures.learn.charts import chart_alt, chart_figure
from optim_core.figures.numbers import short
from optim_core.figures.style import contender_style
from optim_core.optimizers.labels import full_name
from optim_core.permalink import write_fields, write_surface
from optim_core.specs import ModelRun, SurfaceRun
from optim_core.specs.results import Trajectory, by_contender
from optim_core.specs.views import SurfaceView
from ui.components.chart import live_chart
from ui.components.race_view import race_view
from ui.compute import results as cache
from ui.session.part_errors import part_errors


def setup(lesson: Lesson, results: Sequence[Any], t: Translator) -> None:
    """The scenes before the first step: contenders, settings and start."""
    st.subheader(t("lessons.setup"), anchor=False)
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
            figure, alt = charts(lesson, scene, result, t)[0], scene_alt(lesson, scene, result, t)
            live_chart(figure, key=f"lesson.chart.{number}", alt=alt, failed=t("race.failed"))


def charts(lesson: Lesson, scene: Scene, result: Any, t: Translator) -> list[go.Figure]:
    """The figures of a scene."""
    indices = range(len(scene.optimizers))
    if isinstance(scene, SurfaceRun):
        race = race_figure(scene, cache.heights(scene.surface), result, lesson.view, t, indices)
        return [race, curves_figure(scene, result, lesson.view, t, indices)]
    if isinstance(scene, ModelRun):
        return [training_figure(scene, by_contender(result, scene.seeds), lesson.training_view, t, indices)]
    return [chart_figure(result.chart, t)]


def scene_alt(lesson: Lesson, scene: Scene, result: Any, t: Translator) -> str:
    """A scene's run in words."""
    if isinstance(scene, SurfaceRun):
        return race_alt(scene, result, lesson.view, t)
    if isinstance(scene, ModelRun):
        return training_alt(scene, by_contender(result, scene.seeds), lesson.training_view, t)
    return chart_alt(result.chart, t)


def described(scene: Scene, t: Translator) -> str:
    """A scene in one line."""
    if isinstance(scene, SurfaceRun):
        x, y = map(short, scene.start)
        query = write_surface(scene.surface)
        plain = query.pop("surface")
        knobs = ", ".join(f"{name.removeprefix('surface.')} {text}" for name, text in query.items())
        return t("lessons.steps", steps=scene.steps, x=x, y=y, surface=_with(t(f"surface.{plain}.name"), knobs))
    if isinstance(scene, ModelRun):
        members = {name: getattr(scene, name) for name in ("model", "dataset")}
        names = {k: _with(t(f"{k}.{type(one).__name__}.name"), _knobs(one)) for k, one in members.items()}
        line = t("lessons.epochs", epochs=scene.epochs, **names)
        return line if scene.seeds == 1 else f"{line} · {t('lessons.seeds', seeds=scene.seeds)}"
    return " · ".join(filter(None, (t("lessons.experiment"), _knobs(scene))))


def _with(name: str, knobs: str) -> str:
    return f"{name} ({knobs})" if knobs else name


def _knobs(declared: Any) -> str:
    return ", ".join(f"{name} {text}" for name, text in write_fields(declared).items())


def contenders(scene: Scene) -> list[str]:
    """Each contender's class and what it is set to."""
    lines = []
    for optimizer in scene.optimizers:
        set_to = {"lr": f"{optimizer.lr:g}"} | write_fields(optimizer)
        values = [f"{name} {text}" for name, text in set_to.items() if name not in getattr(scene, "unused", ())]
        lines.append(" ".join([full_name(optimizer), ", ".join(values)]))
    return lines


def _held(path: Trajectory) -> Trajectory:
    """A path before its first step."""
    rows = {name: getattr(path, name)[:1] for name in ("xy", "loss", "grad", "noise")}
    state = {name: values[:1] for name, values in path.state.items()}
    return replace(path, **rows, state=state, status=Status.RUNNING, stopped_at=None)
