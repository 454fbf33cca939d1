"""Charts as data: lines of numbers and the meaning of their axes."""

from dataclasses import dataclass

from optim_core.base.result import AbstractResult, Array


@dataclass(frozen=True, kw_only=True)
class Line(AbstractResult):
    """A named line through the points x (n,), y (n,). `name` is a text key; if no such key exists, it is the label."""

    name: str
    x: Array
    y: Array


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Lines over common axes; `x` and `y` are the text keys of the axis titles."""

    x: str
    y: str
    lines: tuple[Line, ...]
    log_x: bool = False
    log_y: bool = False
    marks: bool = False
    """Whether to draw a marker at each point."""
