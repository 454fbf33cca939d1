"""Update rules as pure functions, for the microscope and for sweeps over thousands of lanes.

Races run `torch.optim` itself; tests compare every rule with it. Tensors have any shape (...); in a sweep the first
axis is the lane. Unless stated otherwise, arguments and results have the shape of the parameters.
"""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt
from typing import Any, NamedTuple

import torch
from torch import Tensor

Hyper = Mapping[str, Any]
"""Hyperparameter -> a number, or a tensor that broadcasts over the params, such as (lanes, 1)."""
State = dict[str, Tensor]
"""Name of a state tensor in torch -> tensor shaped as the params, even if torch holds a single number."""
Quantities = dict[str, Tensor]
"""Name -> tensor shaped as the params, in order of computation. The last one, `update`, is added to the params."""


RELATIONS: Mapping[str, Callable[[float, float], bool]] = {">": gt, r"\ge": ge, "=": eq, r"\le": le, "<": lt}


class Case(NamedTuple):
    """A formula and its condition: `quantity` `relation` `bound`, such as agreement > 0."""

    formula: str
    quantity: str
    relation: str
    bound: float

    def holds(self, value: float) -> bool:
        """Whether the condition holds for this value of the quantity."""
        return RELATIONS[self.relation](value, self.bound)


class Equation(NamedTuple):
    """One line of a rule. In `formula`, LaTeX, `<name>` stands for a quantity or hyperparameter, `<t>` for the step.

    `<name~>` is the value before the step. `<theta~>` are the params before it, `<grad>` is the gradient.
    """

    name: str
    """The quantity that the line defines."""
    symbol: str
    """Its symbol in LaTeX."""
    formula: str
    first: str = ""
    """The formula of the first step, if it differs."""
    cases: tuple[Case, ...] = ()
    """The cases of the formula, if it has any; see `by_cases`."""
    joint: bool = False
    """Whether it combines all coordinates, so that the numbers of one coordinate do not explain it."""


def add_update(params: Tensor, quantities: Quantities, _step: Any, _hyper: Hyper) -> Tensor:
    """The params after a step: params + update, both of shape (...)."""
    return params + quantities["update"]


class Rule(NamedTuple):
    """A pure update rule: its functions neither change their inputs nor hold state.

    `init`: params, hyper -> the state before the first step.
    `update`: grad, state, params, step (from 1: a number or a one-element tensor), hyper -> quantities. They contain
    the new state and the update; no tensor of the new state is `params` itself or the old state of another name.
    `equations`: hyper -> the lines of `update` for these hyperparameters, in order.
    `move`: params, quantities, step, hyper -> the params after the step; a rule that amplifies rounding errors has its
    own, which rounds like torch.
    """

    init: Callable[[Tensor, Hyper], State]
    update: Callable[[Tensor, State, Tensor, Any, Hyper], Quantities]
    equations: Callable[[Hyper], tuple[Equation, ...]]
    move: Callable[[Tensor, Quantities, Any, Hyper], Tensor] = add_update


def by_cases(name: str, symbol: str, *cases: Case) -> Equation:
    """A line whose formula depends, per coordinate, on the value of an earlier quantity."""
    rows = (rf"{one.formula} & <{one.quantity}> {one.relation} {one.bound:g}" for one in cases)
    return Equation(name, symbol, r"\begin{cases}" + r" \\ ".join(rows) + r"\end{cases}", cases=cases)


def no_state(_params: Tensor, _hyper: Hyper) -> State:
    """The `init` of a rule without state: {} for params of any shape."""
    return {}


def is_on(value: Any) -> bool:
    """Whether a hyperparameter has an effect: it is a tensor of lanes, or not zero."""
    return isinstance(value, Tensor) or bool(value)


def gradient_with_decay(grad: Tensor, params: Tensor, h: Hyper) -> Tensor:
    """The gradient that a rule starts from, (...): negated to maximize, plus the gradient λ θ of an L2 penalty."""
    # g <- ±∇f + λ θ
    g = -grad if h["maximize"] else grad
    penalty = is_on(h["weight_decay"]) and not h.get("decoupled_weight_decay", False)
    return g + h["weight_decay"] * params if penalty else g


def add_product(total: Tensor, factor: Any, other: Tensor) -> Tensor:
    """total + factor · other, all of shape (...), rounded once like torch's `add(alpha=...)` and `addcmul`."""
    if isinstance(factor, Tensor):
        return torch.addcmul(total, factor, other)
    return torch.add(total, other, alpha=factor)


def average_of_squares(before: Tensor, beta: Any, g: Tensor) -> Tensor:
    """β v + (1 − β) g², all of shape (...), rounded like torch's `mul_(beta).addcmul_(g, g, value=1 - beta)`."""
    return torch.addcmul(beta * before, (1 - beta) * g, g)


def torch_gradient(grad: Tensor, params: Tensor, h: Hyper) -> Tensor:
    """The result of `gradient_with_decay`, (...), rounded like torch's own classes."""
    g = -grad if h["maximize"] else grad
    penalty = is_on(h["weight_decay"]) and not h.get("decoupled_weight_decay", False)
    return add_product(g, h["weight_decay"], params) if penalty else g


def gradient_equation(h: Hyper, *, decay: bool = True) -> Equation:
    """The line of `gradient_with_decay`; without the penalty if the decay is decoupled."""
    sign = "-" if h["maximize"] else ""
    decay = decay and is_on(h.get("weight_decay", 0.0)) and not h.get("decoupled_weight_decay", False)
    penalty = r" + <weight_decay>\,<theta~>" if decay else ""
    return Equation("g", "g_t", f"{sign}<grad>{penalty}")


def decoupled_decay(step: Tensor, params: Tensor, h: Hyper) -> Quantities:
    """The quantities `decay` and `update` (...) of a step after decoupled decay: θ <- (1 − η λ) θ + step."""
    if not is_on(h["weight_decay"]):
        return {"update": step}
    decay = -h["lr"] * h["weight_decay"] * params
    return {"decay": decay, "update": decay + step}


def decoupled_decay_equations(step: str, h: Hyper) -> tuple[Equation, ...]:
    """The lines of `decoupled_decay`; the formula `step` begins with a minus sign."""
    if not is_on(h["weight_decay"]):
        return (Equation("update", r"\Delta\theta_t", step),)
    decay = Equation("decay", "w_t", r"-<lr>\,<weight_decay>\,<theta~>")
    return decay, Equation("update", r"\Delta\theta_t", f"<decay> {step}")


def zeros(params: Tensor) -> Tensor:
    """A state tensor of zeros, shaped as the params (...)."""
    return torch.zeros_like(params)


def fill_like(value: Any, params: Tensor) -> Tensor:
    """A number, or one number per lane, expanded to the shape of the params (...)."""
    shaped: Tensor = torch.zeros_like(params) + value
    return shaped


def as_float32(value: Any, params: Tensor) -> Tensor:
    """The value of `fill_like` (...) rounded to float32, as torch stores numbers that all parameters share."""
    return fill_like(value, params).float().to(params.dtype)
