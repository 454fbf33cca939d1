"""One step of a run in detail: the rule with this step's numbers, every quantity, and the end of the next step."""

from dataclasses import dataclass

import numpy as np

from optim_core.base.domains import AbstractNumber
from optim_core.base.hyper import hypers
from optim_core.base.result import AbstractResult, Array
from optim_core.explain.clipped_gradient import CLIPPED, LIMIT, with_clipping
from optim_core.explain.step_quantities import given_gradient, noisy_gradient, quantities
from optim_core.explain.step_table import StepQuantity, first_and_last_rows, state_rows, step_table
from optim_core.optimizers.latex import DIGITS, filled, number, symbols, with_numbers
from optim_core.optimizers.rules import Equation
from optim_core.specs.results import Trajectory

EXACT = 1e-12
"""The largest relative deviation between the rule's step and torch's that counts as equal."""
HYPER_DIGITS = 12
"""Significant digits of a hyperparameter that no schedule changes."""


@dataclass(frozen=True, kw_only=True)
class EquationView:
    """One equation of a rule as LaTeX strings: `symbol` = `formula` = `numbers`."""

    symbol: str
    formula: str
    numbers: tuple[str, str]
    """The formula with the numbers of x, and with those of y."""


@dataclass(frozen=True, kw_only=True)
class StepView(AbstractResult):
    """Update number `step`, from 1. All arrays are (2,); positions and state come from the real torch optimizer."""

    step: int
    start: Array
    end: Array
    landing: Array | None
    """Position after the next update, by the rule. Without a rule it is torch's, and None after the last update."""
    gradient: Array
    """With noise, clipped if the optimizer's gradients are, and before any weight decay."""
    momentum: Array | None
    """Average or sum of gradients, in units of the gradient; None if the optimizer has none."""
    divisor: Array | None
    """Divisor of the step, such as √v̂ + ε; None if the optimizer has none."""
    equations: tuple[EquationView, ...]
    quantities: tuple[StepQuantity, ...]
    deviation: float | None
    """Largest relative deviation between rule and torch, over position and state; None without a rule."""

    @property
    def exact(self) -> bool:
        """Whether the rule reproduces torch's step to `EXACT`."""
        return self.deviation is not None and self.deviation <= EXACT


@np.errstate(over="ignore", invalid="ignore")
def step_view(trajectory: Trajectory, step: int) -> StepView:
    """Details of update number `step` of a trajectory, 1 to `trajectory.steps`."""
    rule, h = trajectory.optimizer.rule, trajectory.values(step)
    if rule is None:
        return _view_without_rule(trajectory, step)
    computed, after = quantities(trajectory, step), quantities(trajectory, step + 1)
    equations = [
        equation._replace(formula=equation.first or equation.formula) if step == 1 else equation
        for equation in rule.equations(h)
    ]
    equations = with_clipping(trajectory.optimizer.clip, equations)
    noisy = bool(trajectory.noise.any())
    return StepView(
        step=step,
        start=trajectory.xy[step - 1],
        end=trajectory.xy[step],
        landing=trajectory.xy[step] + after["update"],
        gradient=given_gradient(trajectory, step),
        momentum=_momentum(computed),
        divisor=computed.get(trajectory.optimizer.divisor),
        equations=_equation_views(trajectory, step, equations, computed, noisy=noisy),
        quantities=step_table(trajectory, step, equations, computed),
        deviation=_deviation(trajectory, step, computed),
    )


def _view_without_rule(trajectory: Trajectory, step: int) -> StepView:
    """The parts of a `StepView` that need no rule."""
    first, last = first_and_last_rows(trajectory, step, r"\Delta\theta_t")
    return StepView(
        step=step,
        start=trajectory.xy[step - 1],
        end=trajectory.xy[step],
        landing=trajectory.xy[step + 1] if step < trajectory.steps else None,
        gradient=given_gradient(trajectory, step),
        momentum=None,
        divisor=None,
        equations=(),
        quantities=(*first, *state_rows(trajectory, step), *last),
        deviation=None,
    )


def _momentum(computed: dict[str, Array]) -> Array | None:
    for name in ("exp_avg", "heavy_ball"):
        if name in computed:
            return computed[name]
    if "momentum_buffer" not in computed:
        return None
    # RMSprop's buffer sums gradients that are divided already: multiplied, it has the gradient's units again.
    return computed["momentum_buffer"] * computed.get("denom", np.ones(2))


def _equation_views(
    trajectory: Trajectory, step: int, equations: list[Equation], computed: dict[str, Array], *, noisy: bool
) -> tuple[EquationView, ...]:
    optimizer = trajectory.optimizer
    shown = symbols(type(optimizer), equations, noisy=noisy)
    values = {f"{name}~": history[step - 1] for name, history in trajectory.state.items()} | computed
    values |= {"theta~": trajectory.xy[step - 1], "grad": noisy_gradient(trajectory, step)}
    values[CLIPPED] = given_gradient(trajectory, step)
    fixed = {
        name: number(value, DIGITS if name in trajectory.scheduled else HYPER_DIGITS)
        for name, value in trajectory.values(step).items()
        if isinstance(hypers(type(optimizer))[name], AbstractNumber)
    } | {"t": str(step)}
    if optimizer.clip is not None:
        fixed[LIMIT] = number(optimizer.clip.limit, HYPER_DIGITS)

    def numbers(equation: Equation, axis: int) -> str:
        if equation.joint:
            return number(float(values[equation.name][axis]))
        texts = fixed | {name: number(float(value[axis])) for name, value in values.items()}
        matching = (case.formula for case in equation.cases if case.holds(values[case.quantity][axis]))
        substituted, result = with_numbers(next(matching, equation.formula), texts), texts[equation.name]
        bare = substituted.removeprefix(r"\left(").removesuffix(r"\right)")
        return result if bare == result else f"{substituted} = {result}"

    return tuple(
        EquationView(
            symbol=equation.symbol,
            formula=filled(equation.formula, shown.__getitem__),
            numbers=(numbers(equation, 0), numbers(equation, 1)),
        )
        for equation in equations
    )


def _deviation(trajectory: Trajectory, step: int, computed: dict[str, Array]) -> float:
    start, end = trajectory.xy[step - 1], trajectory.xy[step]
    # Where two numbers nearly cancel, the error of the sum is relative to the larger of the two.
    pairs = [(start + computed["update"], end, np.maximum(abs(start), abs(computed["update"])))]
    pairs += [
        (computed[name], history[step], np.maximum(abs(history[step - 1]), abs(history[step])))
        for name, history in trajectory.state.items()
    ]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        shares = [np.where(one == other, 0.0, abs(one - other) / scale) for one, other, scale in pairs]
    return float(np.max(shares))
