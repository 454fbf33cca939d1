"""One step of a run, taken apart: the rule with this step's numbers, every quantity, and where the next step lands."""

from dataclasses import dataclass

import numpy as np
import torch

from optim_core.hyper import AbstractNumber, hypers
from optim_core.latex import filled, number, symbols, with_numbers
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.rules import Equation, Quantities
from optim_core.results import AbstractResult, Array, Trajectory

EXACT = 1e-12
"""The rule shown gives torch's step to this share of it."""
HYPER_DIGITS = 12


@dataclass(frozen=True, kw_only=True)
class Line:
    """An equation of the rule in LaTeX, without its left side: `symbol` = `formula` = `numbers` for x, for y."""

    symbol: str
    formula: str
    numbers: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Quantity(AbstractResult):
    """What a step uses or computes, (2,) each; `before` is its value before the step, for what is remembered."""

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
    landing: Array
    """Where the next update lands, by the rule."""
    gradient: Array
    """As the optimizer saw it: with noise, before any weight decay."""
    momentum: Array | None
    """The average or sum of gradients, in the gradient's units."""
    divisor: Array | None
    """What the step divides by, such as √v̂ + ε."""
    lines: tuple[Line, ...]
    quantities: tuple[Quantity, ...]
    deviation: float
    """Between the rule's step and torch's, as a share: the largest of positions and state."""

    @property
    def exact(self) -> bool:
        """Whether the rule shown gives torch's step."""
        return self.deviation <= EXACT


def step_view(trajectory: Trajectory, step: int) -> StepView:
    """The update `step` of a trajectory, 1 to `trajectory.steps`."""
    rule, h = trajectory.optimizer.rule, trajectory.optimizer.values()
    found, after = quantities(trajectory, step), quantities(trajectory, step + 1)
    lines = [line._replace(formula=line.first or line.formula) if step == 1 else line for line in rule.equations(h)]
    noisy = bool(trajectory.noise.any())
    return StepView(
        step=step,
        start=trajectory.xy[step - 1],
        end=trajectory.xy[step],
        landing=trajectory.xy[step] + after["update"],
        gradient=seen(trajectory, step),
        momentum=_momentum(found),
        divisor=found.get(trajectory.optimizer.divisor),
        lines=_lines(trajectory, step, lines, found, noisy=noisy),
        quantities=_table(trajectory, step, lines, found, noisy=noisy),
        deviation=_deviation(trajectory, step, found),
    )


def seen(trajectory: Trajectory, step: int) -> Array:
    """The gradient that the update `step` was given (2,)."""
    gradient: Array = trajectory.grad[step - 1] + trajectory.noise[step - 1]
    return gradient


def quantities(trajectory: Trajectory, step: int) -> dict[str, Array]:
    """What the update `step` computes: name -> (2,), from torch's state before it."""
    params, state = torch.tensor(trajectory.xy[step - 1]), _state(trajectory, step - 1)
    grad = torch.tensor(seen(trajectory, step))
    rule, h = trajectory.optimizer.rule, trajectory.optimizer.values()
    return {name: value.numpy() for name, value in rule.update(grad, state, params, step, h).items()}


def effective_lr(optimizer: AbstractOptimizer, found: dict[str, Array]) -> Array:
    """What each coordinate's gradient, or its average, is multiplied by: the lr over the divisor (2,).

    Of steps that take the gradient's sign alone: the step's length over the gradient's, 0 where it has none.
    """
    with np.errstate(divide="ignore", over="ignore"):
        if optimizer.signed:
            length, slope = np.abs(found["update"]), np.abs(found["g"])
            return np.divide(length, slope, out=np.zeros(2), where=slope > 0)
        lr: Array = found.get("lr_t", np.full(2, optimizer.lr)) / found.get(optimizer.divisor, np.ones(2))
    return lr


def _state(trajectory: Trajectory, step: int) -> Quantities:
    """torch's state after `step` updates."""
    return {name: torch.tensor(history[step]) for name, history in trajectory.state.items()}


def _momentum(found: dict[str, Array]) -> Array | None:
    if "exp_avg" in found:
        return found["exp_avg"]
    if "momentum_buffer" not in found:
        return None
    # A buffer of steps that were divided already (RMSprop) goes back to the gradient's units.
    return found["momentum_buffer"] * found.get("denom", np.ones(2))


def _lines(
    trajectory: Trajectory, step: int, lines: list[Equation], found: dict[str, Array], *, noisy: bool
) -> tuple[Line, ...]:
    optimizer = trajectory.optimizer
    shown = symbols(type(optimizer), lines, noisy=noisy)
    values = {f"{name}~": history[step - 1] for name, history in trajectory.state.items()} | found
    values |= {"theta~": trajectory.xy[step - 1], "grad": seen(trajectory, step)}
    fixed = {
        name: number(getattr(optimizer, name), HYPER_DIGITS)
        for name, domain in hypers(type(optimizer)).items()
        if isinstance(domain, AbstractNumber)
    } | {"t": str(step)}

    def numbers(line: Equation, axis: int) -> str:
        texts = fixed | {name: number(float(value[axis])) for name, value in values.items()}
        holding = (case.formula for case in line.cases if case.holds(values[case.quantity][axis]))
        put_in, result = with_numbers(next(holding, line.formula), texts), texts[line.name]
        bare = put_in.removeprefix(r"\left(").removesuffix(r"\right)")
        return result if bare == result else f"{put_in} = {result}"

    return tuple(
        Line(
            symbol=line.symbol,
            formula=filled(line.formula, shown.__getitem__),
            numbers=(numbers(line, 0), numbers(line, 1)),
        )
        for line in lines
    )


def _table(
    trajectory: Trajectory, step: int, lines: list[Equation], found: dict[str, Array], *, noisy: bool
) -> tuple[Quantity, ...]:
    xy, state = trajectory.xy, trajectory.state
    rows = [Quantity(name="gradient", symbol=r"\nabla f(\theta_{t-1})", value=trajectory.grad[step - 1])]
    if noisy:
        rows.append(Quantity(name="noise", symbol=r"\xi_t", value=trajectory.noise[step - 1]))
    for line in lines[:-1]:
        if line.name == "g" and np.array_equal(found["g"], trajectory.grad[step - 1]):
            continue
        kept = state.get(line.name)
        before, value = (None, found[line.name]) if kept is None else (kept[step - 1], kept[step])
        rows.append(Quantity(name=line.name, symbol=line.symbol, value=value, before=before))
    lr = effective_lr(trajectory.optimizer, found)
    rows.append(Quantity(name="effective_lr", symbol=_lr_symbol(trajectory.optimizer, lines), value=lr))
    rows.append(Quantity(name="update", symbol=lines[-1].symbol, value=found["update"]))
    rows.append(Quantity(name="theta", symbol=r"\theta_t", value=xy[step], before=xy[step - 1]))
    return tuple(rows)


def _lr_symbol(optimizer: AbstractOptimizer, lines: list[Equation]) -> str:
    symbols = {line.name: line.symbol for line in lines}
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
