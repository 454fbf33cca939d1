"""One step of a run, taken apart: the rule with this step's numbers, every quantity, and where the next step lands."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.hyper import AbstractNumber, hypers
from optim_core.base.result import AbstractResult, Array
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.latex import DIGITS, filled, number, symbols, with_numbers
from optim_core.optimizers.rules import Equation, Quantities
from optim_core.specs.results import Trajectory

EXACT = 1e-12
"""The rule shown gives torch's step to this share of it."""
HYPER_DIGITS = 12


@dataclass(frozen=True, kw_only=True)
class EquationView:
    """An equation of the rule in LaTeX, without its left side: `symbol` = `formula` = `numbers` for x, for y."""

    symbol: str
    formula: str
    numbers: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Quantity(AbstractResult):
    """What a step uses or computes, (2,) each; `before` is its value before the step, for what is remembered.

    `symbol` is empty where no rule gives it one.
    """

    name: str
    symbol: str
    value: Array
    before: Array | None = None


@dataclass(frozen=True, kw_only=True)
class StepView(AbstractResult):
    """The update number `step`, from 1. Points and vectors are (2,); state and positions are torch's own."""

    step: int
    start: Array
    end: Array
    landing: Array | None
    """Where the next update lands, by the rule; without one, None after the last."""
    gradient: Array
    """As the optimizer saw it: with noise, before any weight decay."""
    momentum: Array | None
    """The average or sum of gradients, in the gradient's units."""
    divisor: Array | None
    """What the step divides by, such as √v̂ + ε."""
    equations: tuple[EquationView, ...]
    quantities: tuple[Quantity, ...]
    deviation: float | None
    """Between the rule's step and torch's, as a share: the largest of positions and state. None without a rule."""

    @property
    def exact(self) -> bool:
        """Whether the rule shown gives torch's step."""
        return self.deviation is not None and self.deviation <= EXACT


@np.errstate(over="ignore", invalid="ignore")
def step_view(trajectory: Trajectory, step: int) -> StepView:
    """The update `step` of a trajectory, 1 to `trajectory.steps`."""
    rule, h = trajectory.optimizer.rule, trajectory.values(step)
    if rule is None:
        return _unexplained(trajectory, step)
    found, after = quantities(trajectory, step), quantities(trajectory, step + 1)
    equations = [line._replace(formula=line.first or line.formula) if step == 1 else line for line in rule.equations(h)]
    noisy = bool(trajectory.noise.any())
    return StepView(
        step=step,
        start=trajectory.xy[step - 1],
        end=trajectory.xy[step],
        landing=trajectory.xy[step] + after["update"],
        gradient=seen(trajectory, step),
        momentum=_momentum(found),
        divisor=found.get(trajectory.optimizer.divisor),
        equations=_lines(trajectory, step, equations, found, noisy=noisy),
        quantities=_table(trajectory, step, equations, found),
        deviation=_deviation(trajectory, step, found),
    )


def _unexplained(trajectory: Trajectory, step: int) -> StepView:
    """What can be seen of a step without knowing its rule."""
    first, last = _given_and_done(trajectory, step, r"\Delta\theta_t")
    return StepView(
        step=step,
        start=trajectory.xy[step - 1],
        end=trajectory.xy[step],
        landing=trajectory.xy[step + 1] if step < trajectory.steps else None,
        gradient=seen(trajectory, step),
        momentum=None,
        divisor=None,
        equations=(),
        quantities=(*first, *_remembered(trajectory, step), *last),
        deviation=None,
    )


def seen(trajectory: Trajectory, step: int) -> Array:
    """The gradient that the update `step` was given (2,)."""
    gradient: Array = trajectory.grad[step - 1] + trajectory.noise[step - 1]
    return gradient


def quantities(trajectory: Trajectory, step: int) -> dict[str, Array]:
    """What the update `step` computes: name -> (2,), from torch's state before it; nothing without a rule."""
    params, state = torch.tensor(trajectory.xy[step - 1]), _state(trajectory, step - 1)
    grad = torch.tensor(seen(trajectory, step))
    rule, h = trajectory.optimizer.rule, trajectory.values(step)
    if rule is None:
        return {}
    return {name: value.numpy() for name, value in rule.update(grad, state, params, step, h).items()}


def effective_lr(trajectory: Trajectory, step: int, found: dict[str, Array]) -> Array:
    """What each coordinate's gradient, or its average, is multiplied by: the step's lr over the divisor (2,).

    Of steps that take the gradient's sign alone: the step's length over the gradient's, 0 where it has none.
    """
    optimizer, lr = trajectory.optimizer, trajectory.values(step)["lr"]
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        if optimizer.signed:
            length, slope = np.abs(found["update"] - found.get("decay", 0.0)), np.abs(found["g"])
            return np.divide(length, slope, out=np.zeros(2), where=slope > 0)
        effective: Array = found.get("lr_t", np.full(2, lr)) / found.get(optimizer.divisor, np.ones(2))
    return effective


@np.errstate(over="ignore", invalid="ignore")
def effective_lrs(trajectory: Trajectory, steps: NDArray[np.int64]) -> Array | None:
    """`effective_lr` of these steps (k, 2); None where there is no rule to tell."""
    if trajectory.optimizer.rule is None:
        return None
    return np.stack([effective_lr(trajectory, int(step), quantities(trajectory, int(step))) for step in steps])


def _state(trajectory: Trajectory, step: int) -> Quantities:
    """torch's state after `step` updates."""
    return {name: torch.tensor(history[step]) for name, history in trajectory.state.items()}


def _momentum(found: dict[str, Array]) -> Array | None:
    for name in ("exp_avg", "heavy_ball"):
        if name in found:
            return found[name]
    if "momentum_buffer" not in found:
        return None
    # A buffer of steps that were divided already (RMSprop) goes back to the gradient's units.
    return found["momentum_buffer"] * found.get("denom", np.ones(2))


def _lines(
    trajectory: Trajectory, step: int, equations: list[Equation], found: dict[str, Array], *, noisy: bool
) -> tuple[EquationView, ...]:
    optimizer = trajectory.optimizer
    shown = symbols(type(optimizer), equations, noisy=noisy)
    values = {f"{name}~": history[step - 1] for name, history in trajectory.state.items()} | found
    values |= {"theta~": trajectory.xy[step - 1], "grad": seen(trajectory, step)}
    fixed = {
        name: number(value, DIGITS if name in trajectory.scheduled else HYPER_DIGITS)
        for name, value in trajectory.values(step).items()
        if isinstance(hypers(type(optimizer))[name], AbstractNumber)
    } | {"t": str(step)}

    def numbers(line: Equation, axis: int) -> str:
        if line.joint:
            return number(float(values[line.name][axis]))
        texts = fixed | {name: number(float(value[axis])) for name, value in values.items()}
        holding = (case.formula for case in line.cases if case.holds(values[case.quantity][axis]))
        put_in, result = with_numbers(next(holding, line.formula), texts), texts[line.name]
        bare = put_in.removeprefix(r"\left(").removesuffix(r"\right)")
        return result if bare == result else f"{put_in} = {result}"

    return tuple(
        EquationView(
            symbol=line.symbol,
            formula=filled(line.formula, shown.__getitem__),
            numbers=(numbers(line, 0), numbers(line, 1)),
        )
        for line in equations
    )


def _table(
    trajectory: Trajectory, step: int, equations: list[Equation], found: dict[str, Array]
) -> tuple[Quantity, ...]:
    state, (rows, last) = trajectory.state, _given_and_done(trajectory, step, equations[-1].symbol)
    for line in equations[:-1]:
        if line.name == "g" and np.array_equal(found["g"], trajectory.grad[step - 1]):
            continue
        kept = state.get(line.name)
        before, value = (None, found[line.name]) if kept is None else (kept[step - 1], kept[step])
        rows.append(Quantity(name=line.name, symbol=line.symbol, value=value, before=before))
    lr = effective_lr(trajectory, step, found)
    rows.append(Quantity(name="effective_lr", symbol=_lr_symbol(trajectory.optimizer, equations), value=lr))
    last[0] = replace(last[0], value=found["update"])
    return (*rows, *last)


def _given_and_done(trajectory: Trajectory, step: int, update: str) -> tuple[list[Quantity], list[Quantity]]:
    """The rows that open a table and those that close it; `update` is the symbol of the step made."""
    xy = trajectory.xy
    given = [Quantity(name="gradient", symbol=r"\nabla f(\theta_{t-1})", value=trajectory.grad[step - 1])]
    if trajectory.noise.any():
        given.append(Quantity(name="noise", symbol=r"\xi_t", value=trajectory.noise[step - 1]))
    return given, [
        Quantity(name="update", symbol=update, value=xy[step] - xy[step - 1]),
        Quantity(name="theta", symbol=r"\theta_t", value=xy[step], before=xy[step - 1]),
    ]


def _remembered(trajectory: Trajectory, step: int) -> tuple[Quantity, ...]:
    """torch's state around a step; what it was before the first one, no rule tells."""
    return tuple(
        Quantity(name=name, symbol="", value=kept[step], before=kept[step - 1] if step > 1 else None)
        for name, kept in trajectory.state.items()
    )


def _lr_symbol(optimizer: AbstractOptimizer, equations: list[Equation]) -> str:
    symbols = {line.name: line.symbol for line in equations}
    if optimizer.signed:
        return rf"|{symbols['update']}| / |{symbols['g']}|"
    over = f" / {symbols[optimizer.divisor]}" if optimizer.divisor in symbols else ""
    return symbols.get("lr_t", r"\eta") + over


def _deviation(trajectory: Trajectory, step: int, found: dict[str, Array]) -> float:
    start, end = trajectory.xy[step - 1], trajectory.xy[step]
    # A coordinate that all but cancels keeps the rounding of the larger of its two parts.
    pairs = [(start + found["update"], end, np.maximum(abs(start), abs(found["update"])))]
    pairs += [
        (found[name], kept[step], np.maximum(abs(kept[step - 1]), abs(kept[step])))
        for name, kept in trajectory.state.items()
    ]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        shares = [np.where(one == other, 0.0, abs(one - other) / scale) for one, other, scale in pairs]
    return float(np.max(shares))
