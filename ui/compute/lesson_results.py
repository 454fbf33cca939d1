"""Results of the scenes of lessons and claims, shared by all sessions."""

from contextlib import nullcontext
from typing import Any

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Numbers, Scene, run_scene
from optim_core.specs import MODEL_SECONDS, SurfaceRun
from ui.compute import results, shared_results
from ui.session.part_errors import part_errors


def played(lesson: Lesson, t: Translator) -> tuple[list[Any], Numbers] | None:
    """Result of each scene of a lesson, and the lesson's numbers; what may take seconds shows that it runs.

    None if a run or a number fails; the reason is shown in its place.
    """
    slow = not all(isinstance(scene, SurfaceRun) for scene in lesson.scenes)
    with part_errors("lessons.run"), st.spinner(t("lessons.running"), show_time=True) if slow else nullcontext():
        found = [_played(scene) for scene in lesson.scenes]
        return found, lesson.numbers(found)
    return None


def _played(scene: Scene) -> Any:
    if isinstance(scene, SurfaceRun):
        return results.trajectories(scene)
    return shared_results.result(run_scene, scene, seconds=2 * MODEL_SECONDS)
