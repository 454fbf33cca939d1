"""The torch optimizers of one contender, which step its networks for all seeds independently."""

import math
import pickle
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from optim_core.base.failures import CAUGHT, NEW_TENSORS, failure_of
from optim_core.base.result import Failure
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import ModelRun
from optim_core.train.checkpoint import mapped
from optim_core.train.param_groups import param_groups


def views(run: ModelRun, weights: Tensor) -> dict[str, Tensor]:
    """Flat weights (..., P) as named parameters (..., *shape), without a copy."""
    shapes = run.model.shapes(run.dataset.inputs, run.dataset.outputs)
    parts = torch.split(weights, [math.prod(shape) for shape in shapes.values()], dim=-1)
    pairs = zip(shapes.items(), parts, strict=True)
    return {name: part.view(*part.shape[:-1], *shape) for (name, shape), part in pairs}


def finite_rows(table: Tensor) -> list[bool]:
    """Whether each row of a table (K, P) is finite."""
    if math.isfinite(table.sum().item()):  # a finite sum has finite terms
        return [True] * len(table)
    found: list[bool] = torch.isfinite(table).all(1).tolist()
    return found


class ContenderOptimizer:
    """One contender: steps its S networks, whose `weights` and `gradients` (S, P) are updated in place.

    `states` are state dicts to load, one per torch optimizer, or (). `failures` are those of the S networks so far.
    """

    def __init__(
        self,
        run: ModelRun,
        spec: AbstractOptimizer,
        weights: Tensor,
        gradients: Tensor,
        states: tuple[Mapping[str, Any], ...],
        failures: Sequence[Failure | None],
    ) -> None:
        self.spec, self.run, self.gradients = spec, run, gradients
        self.given = gradients if spec.clip is None else torch.zeros_like(gradients)
        """The gradients (S, P) that the optimizers step on: clipped, each network's by itself, or as they are."""
        self.steppers: list[_Stepper] = []
        self.together = spec.elementwise and not spec.loss_dependent
        """Whether one torch optimizer steps the networks of all seeds as rows of a single parameter."""
        if spec.elementwise:
            for row in range(len(weights)) if spec.loss_dependent else [slice(None)]:
                of_weights, of_gradients = {"": weights[row]}, {"": self.given[row]}
                self.steppers.append(_Stepper(spec, len(self.steppers), of_weights, of_gradients))
        else:
            for network, both in enumerate(zip(weights, self.given, strict=True)):
                of_weights, of_gradients = (views(run, part) for part in both)
                for optimizer, names in param_groups(run, spec):
                    few = ({name: part[name] for name in names} for part in (of_weights, of_gradients))
                    self.steppers.append(_Stepper(optimizer, network, *few))
        for stepper, state in zip(self.steppers, states, strict=bool(states)):
            stepper.load(state)
        for stepper in self.steppers:
            stepper.failure = failures[stepper.network] or stepper.failure

    def update(
        self,
        step: int,
        losses: Sequence[float],
        evaluate: Sequence[Callable[[Sequence[nn.Parameter]], float]],
        x: Tensor,
    ) -> bool:
        """Perform update number `step` of all S networks; whether an optimizer raised an exception in it.

        `losses` are the batch losses, `evaluate` the closures, which take the parameters of a network, and
        `x` (S, B, ...) the examples: one entry per network. Gradients are already in place.
        """
        if self.spec.clip:
            self.given.copy_(self.spec.clip.clipped(self.gradients, self.spec.clip.limit))
        raised, sparse = False, bool(self.spec.param_requirement and self.spec.param_requirement.sparse)
        used_rows = self.run.model.used_rows(x) if sparse else {}
        for stepper in self.steppers:
            if stepper.optimizer is None or stepper.failure is not None:
                continue
            try:
                if self.spec.is_scheduled:
                    stepper.spec.apply_schedule(stepper.optimizer, step, losses[stepper.network])
                stepper.restore_gradients()
                if sparse:
                    stepper.make_sparse({name: rows[stepper.network] for name, rows in used_rows.items()})
                if self.spec.uses_closure:
                    stepper.optimizer.step(partial(evaluate[stepper.network], list(stepper.params.values())))
                else:
                    stepper.optimizer.step()
                stepper.check_in_place()
            except CAUGHT as error:
                stepper.failure, raised = failure_of(error), True
        return raised

    def failures(self) -> dict[int, Failure]:
        """The first failure of each network that has one: number within the contender -> failure."""
        found: dict[int, Failure] = {}
        for stepper in self.steppers:
            if stepper.failure is not None:
                networks = range(self.run.seeds) if self.together else [stepper.network]
                found = dict.fromkeys(networks, stepper.failure) | found
        return found

    def finite_states(self, networks: int) -> list[bool]:
        """Whether the optimizer state of each network is finite, as far as its tensors are shaped as parameters."""
        finite = [True] * networks
        for stepper in self.steppers:
            for state in stepper.state_tensors():
                if self.together:
                    finite = [so_far and row for so_far, row in zip(finite, finite_rows(state), strict=True)]
                elif not all(finite_rows(state.reshape(1, -1))):
                    finite[stepper.network] = False
        return finite

    def states(self) -> tuple[dict[str, Any], ...]:
        """The state dict of each torch optimizer, as in `_Stepper.saved`."""
        return tuple(stepper.saved() for stepper in self.steppers)


class _Stepper:
    """One torch optimizer: over parameters of one network, or over the weights of all networks as one parameter."""

    def __init__(
        self, spec: AbstractOptimizer, network: int, weights: Mapping[str, Tensor], gradients: Mapping[str, Tensor]
    ) -> None:
        self.spec, self.network, self.gradients = spec, network, gradients
        self.params = {name: nn.Parameter(part) for name, part in weights.items()}
        for name, param in self.params.items():
            param.grad = gradients[name]
        self.optimizer: torch.optim.Optimizer | None = None
        self.failure: Failure | None = None
        try:
            self.optimizer = spec.build(list(self.params.values()))
        except CAUGHT as error:
            self.failure = failure_of(error)
        self.addresses = self._addresses()

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
