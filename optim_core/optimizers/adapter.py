"""A `torch.optim.Optimizer` that steps by a pure rule; exported scripts contain its source."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor


class RuleOptimizer(torch.optim.Optimizer):
    """Steps by a rule: `init` returns the state before the first step, `update` the quantities of a step.

    Each step reads the hyperparameters from the parameter groups, so that a schedule takes effect at once. State
    tensors are updated in place and are part of `state_dict`. With `flat` the rule sees all parameters of a group as
    one vector, as norms over all of them need.
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
        """Update every parameter that has a gradient; returns the loss of `closure`, if there is one."""
        loss = None if closure is None else closure()
        with torch.no_grad():
            for group in self.param_groups:
                params = [param for param in group["params"] if param.grad is not None]
                if params and self.flat:
                    self._step_flat(params, group)
                else:
                    for param in params:
                        param.add_(self._update_of(param, param, param.grad, group))
        return loss

    def _step_flat(self, params: Sequence[Tensor], group: Mapping[str, Any]) -> None:
        theta = torch.cat([param.flatten() for param in params])
        grad = torch.cat([param.grad.flatten() for param in params if param.grad is not None])
        update = self._update_of(params[0], theta, grad, group)
        for param, part in zip(params, torch.split(update, [param.numel() for param in params]), strict=True):
            param.add_(part.view_as(param))

    def _update_of(self, owner: Tensor, theta: Tensor, grad: Tensor, group: Mapping[str, Any]) -> Tensor:
        """The update of `theta`, in its shape; its state is `self.state[owner]`."""
        state = self.state[owner]
        if not state:
            state |= {"step": 0, **self.init(theta, group)}
        state["step"] += 1
        before = {name: value for name, value in state.items() if name != "step"}
        found = self.update(grad, before, theta, state["step"], group)
        for name, tensor in before.items():
            tensor.copy_(found[name])
        return found["update"]
