"""A lesson or a claim, ready to be written: a question, the runs that answer it, and texts in every language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView

GIVEN = "{given}"
"""What stands for the answered number in a verdict."""


@dataclass(frozen=True, kw_only=True)
class RaceStage:
    """A race that the browser runs again."""

    run: SurfaceRun
    trajectories: Sequence[Trajectory]
    view: SurfaceView


@dataclass(frozen=True, kw_only=True)
class ChartStage:
    """Charts of what the browser cannot run: for each language a Plotly figure and its alternative text."""

    charts: Mapping[str, tuple[Any, str]]


@dataclass(frozen=True, kw_only=True)
class UnitText:
    """The texts of a unit in one language, as Markdown; titles and names of options are plain text."""

    place: str
    """What kind of unit it is, and where in the course."""
    title: str
    intro: str
    question: str
    hint: str
    """Empty if there is none."""
    options: Mapping[str, str]
    """Name of an answer -> its text; none if the answer is a number."""
    verdicts: Mapping[str, str]
    """Name of a verdict -> its text, in which {given} stands for the number that was answered.

    An option is the name of its verdict; a number is `right`, `low` or `high`. The empty name is that of no answer.
    """
    setup: str
    """What is run; empty if the intro says it."""
    stages: Sequence[str]
    """What stands above each stage."""
    explanation: str
    prompts: Sequence[str]
    """Questions to discuss."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A lesson or a claim."""

    name: str
    """Name of its file, without the ending."""
    right: str | float
    """The right answer, from the numbers of the runs: the name of an option, or a number."""
    tolerance: float
    """Relative tolerance of a number; 0 for options."""
    stages: Sequence[RaceStage | ChartStage]
    texts: Mapping[str, UnitText]
    """Language -> texts."""
    links: Mapping[str, str]
    """Link of the app, relative to its start page -> key of the text that says where it leads."""
