"""The table of the quantities that a step uses or computes."""

from dataclasses import dataclass, replace

import numpy as np

from optim_core.base.result import AbstractResult, Array
from optim_core.explain.clipped_gradient import CLIPPED, SYMBOL
from optim_core.explain.step_quantities import effective_lr, given_gradient
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.rules import Equation
from optim_core.specs.results import Trajectory


@dataclass(frozen=True, kw_only=True)
class StepQuantity(AbstractResult):
    """One row of the table of quantities that a step uses or computes."""

    name: str
    symbol: str
    """In LaTeX; empty without a rule."""
    value: Array
    """(2,)."""
    before: Array | None = None
    """Value before the step (2,), for the position and for the optimizer's state; else None."""


def step_table(
    trajectory: Trajectory, step: int, equations: list[Equation], computed: dict[str, Array]
) -> tuple[StepQuantity, ...]:
    """A row for each quantity of update number `step`, as `computed` (2,) each by the `equations`."""
    state, (rows, last) = trajectory.state, first_and_last_rows(trajectory, step, equations[-1].symbol)
    for equation in equations[:-1]:
        is_repeated = equation.name == "g" and any(np.array_equal(computed["g"], row.value) for row in rows)
        if is_repeated or equation.name == CLIPPED:
            continue
        history = state.get(equation.name)
        before, value = (None, computed[equation.name]) if history is None else (history[step - 1], history[step])
        rows.append(StepQuantity(name=equation.name, symbol=equation.symbol, value=value, before=before))
    lr = effective_lr(trajectory, step, computed)
    rows.append(StepQuantity(name="effective_lr", symbol=_lr_symbol(trajectory.optimizer, equations), value=lr))
    last[0] = replace(last[0], value=computed["update"])
    return (*rows, *last)


def first_and_last_rows(
    trajectory: Trajectory, step: int, update: str
) -> tuple[list[StepQuantity], list[StepQuantity]]:
    """The first and the last rows of the table; `update` is the LaTeX symbol of the step."""
    xy = trajectory.xy
    first = [StepQuantity(name="gradient", symbol=r"\nabla f(\theta_{t-1})", value=trajectory.grad[step - 1])]
    if trajectory.noise.any():
        first.append(StepQuantity(name="noise", symbol=r"\xi_t", value=trajectory.noise[step - 1]))
    if trajectory.optimizer.clip is not None:
        first.append(StepQuantity(name=CLIPPED, symbol=SYMBOL, value=given_gradient(trajectory, step)))
    return first, [
        StepQuantity(name="update", symbol=update, value=xy[step] - xy[step - 1]),
        StepQuantity(name="theta", symbol=r"\theta_t", value=xy[step], before=xy[step - 1]),
    ]


def state_rows(trajectory: Trajectory, step: int) -> tuple[StepQuantity, ...]:
    """A row per state tensor of torch, whose state before the first step is unknown."""
    return tuple(
        StepQuantity(name=name, symbol="", value=history[step], before=history[step - 1] if step > 1 else None)
        for name, history in trajectory.state.items()
    )


def _lr_symbol(optimizer: AbstractOptimizer, equations: list[Equation]) -> str:
    symbols = {equation.name: equation.symbol for equation in equations}
    if optimizer.signed:
        return rf"|{symbols['update']}| / |{symbols['g']}|"
    over = f" / {symbols[optimizer.divisor]}" if optimizer.divisor in symbols else ""
    return symbols.get("lr_t", r"\eta") + over
