"""A `torch.optim` optimizer made of a pure rule; exported scripts take its source along."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor


class RuleOptimizer(torch.optim.Optimizer):
    """Steps by a rule: `init` gives the state before the first step, `update` what each step computes.

    Every hyperparameter is an entry of the parameter groups and read there at each step, so that a schedule acts at
    once. State tensors stay the same objects, and become part of `state_dict`. With `flat` the rule sees all parameters
    of a group as one vector, for what is measured over all of them.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        init: Callable[[Tensor, Mapping[str, Any]], dict[str, Tensor]],
        update: Callable[[Tensor, dict[str, Tensor], Tensor, int, Mapping[str, Any]], dict[str, Tensor]],
        *,
        flat: bool = False,
        **hyper: Any,
    ) -> None:
        super().__init__(params, hyper)
        self.init, self.update, self.flat = init, update, flat

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Move every parameter that has a gradient; the loss that `closure` gives is handed back."""
        loss = None if closure is None else closure()
        with torch.no_grad():
            for group in self.param_groups:
                params = [param for param in group["params"] if param.grad is not None]
                if params and self.flat:
                    self._move_together(params, group)
                else:
                    for param in params:
                        param.add_(self._moved(param, param, param.grad, group))
        return loss

    def _move_together(self, params: Sequence[Tensor], group: Mapping[str, Any]) -> None:
        theta = torch.cat([param.flatten() for param in params])
        grad = torch.cat([param.grad.flatten() for param in params if param.grad is not None])
        moved = self._moved(params[0], theta, grad, group)
        for param, part in zip(params, torch.split(moved, [param.numel() for param in params]), strict=True):
            param.add_(part.view_as(param))

    def _moved(self, owner: Tensor, theta: Tensor, grad: Tensor, group: Mapping[str, Any]) -> Tensor:
        """The update of `theta`, whose state is kept under `owner`."""
        state = self.state[owner]
        if not state:
            state |= {"step": 0, **self.init(theta, group)}
        state["step"] += 1
        before = {name: value for name, value in state.items() if name != "step"}
        found = self.update(grad, before, theta, state["step"], group)
        for name, tensor in before.items():
            tensor.copy_(found[name])
        return found["update"]
