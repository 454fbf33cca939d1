"""Update rules as pure functions: they explain one step of a run, and sweep over thousands of lanes at once.

What a person sees run is `torch.optim`; a rule is held to it by tests.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor

Hyper = Mapping[str, Any]
"""Hyperparameter -> its number, or a tensor that broadcasts over the params, such as (lanes, 1)."""
State = dict[str, Tensor]
"""torch's own names of the optimizer's state tensors -> tensors shaped as the params."""
Quantities = dict[str, Tensor]
"""What a step computes, in that order: name -> tensor shaped as the params. The last, `update`, is added to them."""


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


class Rule(NamedTuple):
    """A pure update rule; it neither mutates its inputs nor remembers.

    `init`: params, hyper -> state before the first step.
    `update`: grad, state, params, step from 1 (a number, or a tensor of one), hyper -> quantities, which hold the new
    state and the update.
    `equations`: hyper -> the lines of `update` that these switches use, in order.
    """

    init: Callable[[Tensor, Hyper], State]
    update: Callable[[Tensor, State, Tensor, Any, Hyper], Quantities]
    equations: Callable[[Hyper], tuple[Equation, ...]]


def no_state(_params: Tensor, _hyper: Hyper) -> State:
    """The `init` of a rule that remembers nothing."""
    return {}


def is_on(value: Any) -> bool:
    """Whether a hyperparameter makes a difference: in some lane, or not zero."""
    return isinstance(value, Tensor) or bool(value)


def uphill_and_decay(grad: Tensor, params: Tensor, h: Hyper) -> Tensor:
    """The gradient a rule starts from: turned round where it maximizes, with the L2 penalty's part."""
    # g <- ±∇f + λ θ
    g = -grad if h["maximize"] else grad
    return g + h["weight_decay"] * params if is_on(h["weight_decay"]) else g


def gradient_equation(h: Hyper, *, decay: bool = True) -> Equation:
    """The line of `uphill_and_decay`; of the bare gradient where the decay is decoupled."""
    sign = "-" if h["maximize"] else ""
    penalty = r" + <weight_decay>\,<theta~>" if decay and is_on(h["weight_decay"]) else ""
    return Equation("g", "g_t", f"{sign}<grad>{penalty}")


def zeros(params: Tensor) -> Tensor:
    """A state tensor before the first step."""
    return torch.zeros_like(params)
