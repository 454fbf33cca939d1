"""What runs are compared with: torch's own classes, and rules applied as they are written."""

from collections.abc import Iterable

import torch

from optim_core.optimizers import AbstractOptimizer


class ByRule(torch.optim.Optimizer):
    """An optimizer's rule as a plain loop: nothing is written in place, state and parameters are replaced."""

    def __init__(self, params: Iterable[torch.Tensor], spec: AbstractOptimizer) -> None:
        super().__init__(params, spec.values())
        self.rule, self.flat, self.steps = spec.rule, spec.flat, 0

    @torch.no_grad()
    def step(self) -> None:
        self.steps += 1
        (group,) = self.param_groups
        for params in [group["params"]] if self.flat else [[one] for one in group["params"]]:
            theta = torch.nn.utils.parameters_to_vector(params) if self.flat else params[0].clone()
            grads = [param.grad for param in params]
            grad = torch.nn.utils.parameters_to_vector(grads) if self.flat else grads[0].clone()
            before = self.state[params[0]] or self.rule.init(theta, group)
            found = self.rule.update(grad, before, theta, self.steps, group)
            self.state[params[0]] = {name: found[name].clone() for name in before}
            moved = theta + found["update"]
            if self.flat:
                torch.nn.utils.vector_to_parameters(moved, params)
            else:
                params[0].copy_(moved)


def reference(spec: AbstractOptimizer, params: list[torch.Tensor]) -> torch.optim.Optimizer:
    """torch's class with its keywords; of an optimizer that torch does not have, its rule."""
    return ByRule(params, spec) if spec.torch_class is None else spec.torch_class(params, **spec.torch_kwargs())
