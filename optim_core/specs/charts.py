"""A chart before it is drawn: lines of numbers and what their axes mean; frozen like a result."""

from dataclasses import dataclass

from optim_core.base.result import AbstractResult, Array


@dataclass(frozen=True, kw_only=True)
class Line(AbstractResult):
    """Points (n,) and (n,). `name` is a text key where there is one of that name, else what it says."""

    name: str
    x: Array
    y: Array


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Lines over common axes; `x` and `y` are text keys of what they mean."""

    x: str
    y: str
    lines: tuple[Line, ...]
    log_x: bool = False
    log_y: bool = False
    marks: bool = False
    """Whether each point is a measurement of its own, to be marked as such."""
