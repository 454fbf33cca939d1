"""Results of the scenes of lessons and claims, shared by all sessions."""

from contextlib import nullcontext
from typing import Any

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Scene, run_scene
from optim_core.specs import MODEL_SECONDS, SurfaceRun
from ui.compute import results, shared_results
from ui.session.part_errors import job_errors


def played(lesson: Lesson, t: Translator) -> list[Any]:
    """What came of each scene of a lesson; what may take seconds shows that it runs.

    A page without it ends here, with the reason.
    """
    slow = not all(isinstance(scene, SurfaceRun) for scene in lesson.scenes)
    with job_errors(), st.spinner(t("lessons.running"), show_time=True) if slow else nullcontext():
        return [_played(scene) for scene in lesson.scenes]
    return st.stop()


def _played(scene: Scene) -> Any:
    if isinstance(scene, SurfaceRun):
        return results.trajectories(scene)
    return shared_results.result(run_scene, scene, seconds=2 * MODEL_SECONDS)
