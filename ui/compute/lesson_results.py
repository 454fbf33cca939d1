"""Results of the scenes of lessons and claims, cached for all sessions."""

from contextlib import nullcontext
from typing import Any

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.experiments import EXPERIMENTS
from optim_core.explain.lessons import Lesson, Scene, run_scene
from optim_core.specs import MODEL_SECONDS, ModelRun, SurfaceRun
from ui.compute import results as cache
from ui.compute import visitor
from ui.session.part_errors import job_errors


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=dict.fromkeys((ModelRun, *EXPERIMENTS), repr))
def _others(scene: Any) -> Any:
    return visitor.run(run_scene, scene, seconds=2 * MODEL_SECONDS)


def played(lesson: Lesson, t: Translator) -> list[Any]:
    """What came of each scene of a lesson; what may take seconds shows that it runs.

    A page without it ends here, with the reason.
    """
    slow = not all(isinstance(scene, SurfaceRun) for scene in lesson.scenes)
    with job_errors(), st.spinner(t("lessons.running"), show_time=True) if slow else nullcontext():
        return [_played(scene) for scene in lesson.scenes]
    return st.stop()


def _played(scene: Scene) -> Any:
    return cache.trajectories(scene) if isinstance(scene, SurfaceRun) else _others(scene)
