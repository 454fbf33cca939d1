"""References for runs: torch's own classes, and a plain loop over a rule."""

from collections.abc import Iterable

import torch

from optim_core.optimizers import AbstractOptimizer


class ByRule(torch.optim.Optimizer):
    """An optimizer that applies a rule literally; it replaces state and parameters instead of writing in place."""

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
    """The torch optimizer of a spec; `ByRule` for one that torch does not have."""
    return ByRule(params, spec) if spec.torch_class is None else spec.torch_class(params, **spec.torch_kwargs())
