"""The form of the microscope page: a race of the surface page, and the step that is shown."""

from dataclasses import dataclass, replace
from typing import Annotated

from optim_core.base.domains import Choice, Whole
from optim_core.base.hyper import Declared, hypers
from optim_core.permalink.form import SURFACE_FORM
from optim_core.specs import MAX_OPTIMIZERS, SurfaceRun

LAST = int(hypers(SurfaceRun)["steps"].high)  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True)
class MicroscopeView(Declared):
    """Step `at` of contender `look`, both counted from 1; `beside` is a second contender to compare with, or 0."""

    at: Annotated[int, Whole("", 1, LAST)] = 1
    look: Annotated[int, Whole("", 1, MAX_OPTIMIZERS)] = 1
    beside: Annotated[int, Whole("", 0, MAX_OPTIMIZERS)] = 0
    frame: Annotated[str, Choice("", ("near", "whole"))] = "near"


MICROSCOPE_FORM = replace(
    SURFACE_FORM,
    views=(*SURFACE_FORM.views, MicroscopeView),
    opening={**SURFACE_FORM.opening, "at": "12", "look": "2"},
)
"""Includes all entries of the surface page, so that links between the two pages carry the race and its view."""
