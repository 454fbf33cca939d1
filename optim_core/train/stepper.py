"""One torch optimizer of a contender, with its parameters."""

import pickle
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from optim_core.base.failures import CAUGHT, NEW_TENSORS, failure_of
from optim_core.base.result import Failure
from optim_core.models.mup import LR_FACTOR
from optim_core.optimizers import AbstractOptimizer
from optim_core.train.checkpoint import mapped


class Stepper:
    """One torch optimizer: over parameters of one network, or over the weights of all networks as one parameter.

    With `factors`, one for each parameter, lr is multiplied by them.
    """

    def __init__(
        self,
        spec: AbstractOptimizer,
        network: int,
        weights: Mapping[str, Tensor],
        gradients: Mapping[str, Tensor],
        factors: Sequence[float] = (),
    ) -> None:
        self.spec, self.network, self.gradients = spec, network, gradients
        self.params = {name: nn.Parameter(part) for name, part in weights.items()}
        for name, param in self.params.items():
            param.grad = gradients[name]
        self.optimizer: torch.optim.Optimizer | None = None
        self.failure: Failure | None = None
        try:
            pairs = zip(self.params.values(), factors, strict=bool(factors))
            groups = [{"params": [param], "lr": spec.lr * factor, LR_FACTOR: factor} for param, factor in pairs]
            self.optimizer = spec.build(groups or list(self.params.values()))
        except CAUGHT as error:
            self.failure = failure_of(error)
        self.addresses = self._addresses()

    def apply_schedule(self, step: int, loss: float) -> None:
        """Set the scheduled values of `step`, counted from 1, whose loss is `loss`; lr by the factor of its group."""
        assert self.optimizer is not None
        scheduled = self.spec.apply_schedule(self.optimizer, step, loss)
        for group in self.optimizer.param_groups:
            if "lr" in scheduled and LR_FACTOR in group:
                group["lr"] = scheduled["lr"] * group[LR_FACTOR]

    def load(self, state: Mapping[str, Any]) -> None:
        """Continue from what `saved` returned; an exception is the `failure`."""
        try:
            if self.optimizer and state:
                self.optimizer.load_state_dict(mapped(state, np.ndarray, torch.tensor))
        except CAUGHT as error:
            self.failure = failure_of(error)

    def saved(self) -> dict[str, Any]:
        """The state dict, with copied arrays instead of tensors; {} after a failure, and an exception is one."""
        if self.optimizer is None or self.failure is not None:
            return {}
        try:
            found: dict[str, Any] = mapped(self.optimizer.state_dict(), Tensor, lambda t: t.cpu().numpy().copy())
            if self.spec.import_path:
                pickle.dumps(found)  # raises here, and not on the way to another process
        except CAUGHT as error:
            self.failure = failure_of(error)
            return {}
        return found

    def state_tensors(self) -> list[Tensor]:
        """The dense real state tensors that have the shape of their parameter; an exception is the `failure`."""
        if self.optimizer is None:
            return []
        try:
            pairs = [(param, each) for param, state in self.optimizer.state.items() for each in state.values()]
        except CAUGHT as error:
            self.failure = failure_of(error)
            return []
        tensors = [(param, each) for param, each in pairs if isinstance(each, Tensor)]
        dense = [(param, each) for param, each in tensors if not (each.is_sparse or each.is_complex())]
        return [each for param, each in dense if each.shape == param.shape]

    def restore_gradients(self) -> None:
        """Give each parameter its gradient again, which its optimizer's class may have taken away."""
        for name, param in self.params.items():
            param.grad = self.gradients[name]

    def check_in_place(self) -> None:
        """ValueError if the last step has put new tensors in the place of the parameters' data."""
        if self._addresses() != self.addresses:
            raise ValueError(NEW_TENSORS)

    def _addresses(self) -> list[int]:
        return [param.data_ptr() for param in self.params.values()]

    def make_sparse(self, rows: Mapping[str, Tensor]) -> None:
        """Make the gradients sparse: of each parameter in `rows`, keep the rows where its mask (rows,) is true."""
        for name in self.params.keys() & rows.keys():
            gradient, (indices,) = self.gradients[name], rows[name].nonzero(as_tuple=True)
            self.params[name].grad = torch.sparse_coo_tensor(
                indices[None], gradient[indices], gradient.shape, is_coalesced=True, check_invariants=False
            )
