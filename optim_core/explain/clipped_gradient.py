"""The line of a rule that clips the gradient, and the other lines with the clipped gradient in its place."""

from collections.abc import Iterable

from optim_core.optimizers.clipping import AbstractClip, ClipGradNorm
from optim_core.optimizers.rules import Equation

CLIPPED = "clipped"
"""The name of the clipped gradient among the quantities of a step."""
LIMIT = "limit"
"""The token of the limit in the line that clips."""
SYMBOL = r"\bar g_t"
BY_NORM = r"\frac{<limit>\,<grad>}{\max(<limit>,\ \lVert <grad> \rVert + 10^{-6})}"
BY_VALUE = r"\max(-<limit>,\ \min(<limit>,\ <grad>))"


def with_clipping(clip: AbstractClip | None, equations: Iterable[Equation]) -> list[Equation]:
    """The lines of a rule that steps on gradients clipped by `clip`; the first line defines the clipped gradient."""
    if clip is None:
        return [*equations]
    by_norm = isinstance(clip, ClipGradNorm)
    first = Equation(CLIPPED, SYMBOL, BY_NORM if by_norm else BY_VALUE, joint=by_norm)
    return [first, *(_on_clipped(equation) for equation in equations)]


def _on_clipped(equation: Equation) -> Equation:
    cases = tuple(case._replace(formula=_replaced(case.formula)) for case in equation.cases)
    formula, first = _replaced(equation.formula), _replaced(equation.first)
    return equation._replace(formula=formula, first=first, cases=cases)


def _replaced(formula: str) -> str:
    return formula.replace("<grad>", f"<{CLIPPED}>")
