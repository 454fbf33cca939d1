"""Update rules as pure functions: they explain one step of a run, and sweep over thousands of lanes at once.

What a person sees run is `torch.optim`; a rule is held to it by tests.
"""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt
from typing import Any, NamedTuple

import torch
from torch import Tensor

Hyper = Mapping[str, Any]
"""Hyperparameter -> its number, or a tensor that broadcasts over the params, such as (lanes, 1)."""
State = dict[str, Tensor]
"""torch's own names of the optimizer's state tensors -> tensors shaped as the params, where torch keeps one number too.
"""
Quantities = dict[str, Tensor]
"""What a step computes, in that order: name -> tensor shaped as the params. The last, `update`, is added to them."""


RELATIONS: Mapping[str, Callable[[float, float], bool]] = {">": gt, r"\ge": ge, "=": eq, r"\le": le, "<": lt}


class Case(NamedTuple):
    """A formula that holds where a quantity stands in a relation to a number."""

    formula: str
    quantity: str
    relation: str
    bound: float

    def holds(self, value: float) -> bool:
        """Whether it does where the quantity has this value."""
        return RELATIONS[self.relation](value, self.bound)


class Equation(NamedTuple):
    """One line of a rule. In `formula`, LaTeX, `<name>` stands for a quantity or hyperparameter, `<t>` for the step.

    `<name~>` is the value before the step. `<theta~>` are the params before it, `<grad>` is the gradient.
    """

    name: str
    """Of the quantity it gives."""
    symbol: str
    """LaTeX, as papers write it."""
    formula: str
    first: str = ""
    """The formula of the first step, where that has its own."""
    cases: tuple[Case, ...] = ()
    """Which parts of the formula hold where; see `by_cases`."""
    joint: bool = False
    """Whether it takes all coordinates together, so that one coordinate's numbers do not explain it."""


def add_update(params: Tensor, quantities: Quantities, _step: Any, _hyper: Hyper) -> Tensor:
    """The params after a step, from what it has computed."""
    return params + quantities["update"]


class Rule(NamedTuple):
    """A pure update rule; it neither mutates its inputs nor remembers.

    `init`: params, hyper -> state before the first step.
    `update`: grad, state, params, step from 1 (a number, or a tensor of one), hyper -> quantities, which hold the new
    state, none of it the params themselves or another name's old state, and the update.
    `equations`: hyper -> the lines of `update` that these switches use, in order.
    `move`: params, quantities, step, hyper -> the params after the step; a rule that magnifies rounding has its own,
    which rounds as torch does.
    """

    init: Callable[[Tensor, Hyper], State]
    update: Callable[[Tensor, State, Tensor, Any, Hyper], Quantities]
    equations: Callable[[Hyper], tuple[Equation, ...]]
    move: Callable[[Tensor, Quantities, Any, Hyper], Tensor] = add_update


def by_cases(name: str, symbol: str, *cases: Case) -> Equation:
    """A line whose formula depends, coordinate by coordinate, on a quantity before it."""
    rows = (rf"{one.formula} & <{one.quantity}> {one.relation} {one.bound:g}" for one in cases)
    return Equation(name, symbol, r"\begin{cases}" + r" \\ ".join(rows) + r"\end{cases}", cases=cases)


def no_state(_params: Tensor, _hyper: Hyper) -> State:
    """The `init` of a rule that remembers nothing."""
    return {}


def is_on(value: Any) -> bool:
    """Whether a hyperparameter makes a difference: in some lane, or not zero."""
    return isinstance(value, Tensor) or bool(value)


def uphill_and_decay(grad: Tensor, params: Tensor, h: Hyper) -> Tensor:
    """The gradient a rule starts from: turned round where it maximizes, with the L2 penalty's part if it has one."""
    # g <- ±∇f + λ θ
    g = -grad if h["maximize"] else grad
    penalty = is_on(h["weight_decay"]) and not h.get("decoupled_weight_decay", False)
    return g + h["weight_decay"] * params if penalty else g


def add_product(total: Tensor, factor: Any, other: Tensor) -> Tensor:
    """total + factor · other, rounded once, as by torch's `add(alpha=...)` and `addcmul`."""
    if isinstance(factor, Tensor):
        return torch.addcmul(total, factor, other)
    return torch.add(total, other, alpha=factor)


def average_of_squares(before: Tensor, beta: Any, g: Tensor) -> Tensor:
    """β v + (1 − β) g², rounded as by torch's `mul_(beta).addcmul_(g, g, value=1 - beta)`."""
    return torch.addcmul(beta * before, (1 - beta) * g, g)


def torch_gradient(grad: Tensor, params: Tensor, h: Hyper) -> Tensor:
    """As `uphill_and_decay`, rounded as torch's own classes do."""
    g = -grad if h["maximize"] else grad
    penalty = is_on(h["weight_decay"]) and not h.get("decoupled_weight_decay", False)
    return add_product(g, h["weight_decay"], params) if penalty else g


def gradient_equation(h: Hyper, *, decay: bool = True) -> Equation:
    """The line of `uphill_and_decay`; of the bare gradient where the decay is decoupled."""
    sign = "-" if h["maximize"] else ""
    decay = decay and is_on(h.get("weight_decay", 0.0)) and not h.get("decoupled_weight_decay", False)
    penalty = r" + <weight_decay>\,<theta~>" if decay else ""
    return Equation("g", "g_t", f"{sign}<grad>{penalty}")


def apart_from_decay(step: Tensor, params: Tensor, h: Hyper) -> Quantities:
    """A step that starts from parameters shrunk by the decay: θ <- (1 − η λ) θ first."""
    if not is_on(h["weight_decay"]):
        return {"update": step}
    decay = -h["lr"] * h["weight_decay"] * params
    return {"decay": decay, "update": decay + step}


def apart_from_decay_equations(step: str, h: Hyper) -> tuple[Equation, ...]:
    """The lines of `apart_from_decay`, of a step that begins with a minus."""
    if not is_on(h["weight_decay"]):
        return (Equation("update", r"\Delta\theta_t", step),)
    decay = Equation("decay", "w_t", r"-<lr>\,<weight_decay>\,<theta~>")
    return decay, Equation("update", r"\Delta\theta_t", f"<decay> {step}")


def zeros(params: Tensor) -> Tensor:
    """A state tensor before the first step."""
    return torch.zeros_like(params)


def spread(value: Any, params: Tensor) -> Tensor:
    """A number, or one of each lane, shaped as the params."""
    shaped: Tensor = torch.zeros_like(params) + value
    return shaped


def single(value: Any, params: Tensor) -> Tensor:
    """The same rounded to single precision, in which torch keeps numbers that all parameters share."""
    return spread(value, params).float().to(params.dtype)
