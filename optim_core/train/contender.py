"""One optimizer over the networks of all its seeds: torch's own classes, each network as if it were alone."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from optim_core.base.failures import failure_of
from optim_core.base.result import Failure
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import ModelRun
from optim_core.train.param_groups import param_groups


def views(run: ModelRun, weights: Tensor) -> dict[str, Tensor]:
    """The parameters (..., *shape) that make up flat weights (..., P), without a copy."""
    shapes = run.model.shapes(run.dataset.inputs, run.dataset.outputs)
    parts = torch.split(weights, [math.prod(shape) for shape in shapes.values()], dim=-1)
    pairs = zip(shapes.items(), parts, strict=True)
    return {name: part.view(*part.shape[:-1], *shape) for (name, shape), part in pairs}


def finite_rows(table: Tensor) -> list[bool]:
    """Which rows of a table (K, P) hold finite numbers only."""
    if math.isfinite(table.sum().item()):  # a sum that is finite has finite parts only; any other needs a closer look
        return [True] * len(table)
    found: list[bool] = torch.isfinite(table).all(1).tolist()
    return found


class ContenderOptimizer:
    """One optimizer over the networks of all its seeds, of which it knows the weights and gradients (S, P)."""

    def __init__(
        self,
        run: ModelRun,
        spec: AbstractOptimizer,
        weights: Tensor,
        gradients: Tensor,
        states: tuple[Mapping[str, Any], ...],
    ) -> None:
        self.spec, self.run = spec, run
        self.members: list[_TorchOptimizer] = []
        self.together = spec.elementwise and not spec.loss_dependent
        """Whether one optimizer moves the networks of all seeds, as the rows of its only parameter."""
        if spec.elementwise:
            for row in range(len(weights)) if spec.loss_dependent else [slice(None)]:
                of_weights, of_gradients = {"": weights[row]}, {"": gradients[row]}
                self.members.append(_TorchOptimizer(spec, len(self.members), of_weights, of_gradients))
        else:
            for network, both in enumerate(zip(weights, gradients, strict=True)):
                of_weights, of_gradients = (views(run, part) for part in both)
                for optimizer, names in param_groups(run, spec):
                    few = ({name: part[name] for name in names} for part in (of_weights, of_gradients))
                    self.members.append(_TorchOptimizer(optimizer, network, *few))
        for member, state in zip(self.members, states, strict=bool(states)):
            if member.optimizer:
                member.optimizer.load_state_dict(_map(state, np.ndarray, torch.tensor))

    def update(
        self,
        step: int,
        losses: Sequence[float],
        evaluate: Sequence[Callable[[Sequence[nn.Parameter]], float]],
        x: Tensor,
    ) -> bool:
        """Make the update number `step`; whether some optimizer raised an exception in it.

        `losses` are those of its batches; an optimizer that uses a closure calls those of `evaluate`. All are of one
        network each, as the examples `x`; each network has its own optimizer if the schedule depends on the loss.
        """
        raised, sparse = False, bool(self.spec.param_requirement and self.spec.param_requirement.sparse)
        looked_up = self.run.model.looked_up(x) if sparse else {}
        for member in self.members:
            if member.optimizer is None or member.failure is not None:
                continue
            try:
                if self.spec.is_scheduled:
                    member.spec.apply_schedule(member.optimizer, step, losses[member.network])
                if sparse:
                    member.keep_only({name: rows[member.network] for name, rows in looked_up.items()})
                if self.spec.uses_closure:
                    member.optimizer.step(partial(evaluate[member.network], list(member.params.values())))
                else:
                    member.optimizer.step()
            except Exception as error:
                member.failure, raised = failure_of(error), True
        return raised

    def failures(self) -> dict[int, Failure]:
        """What was raised: number of the network within the contender -> the first of its failures."""
        found: dict[int, Failure] = {}
        for member in self.members:
            if member.failure is not None:
                networks = range(self.run.seeds) if self.together else [member.network]
                found = dict.fromkeys(networks, member.failure) | found
        return found

    def finite_states(self, networks: int) -> list[bool]:
        """Of each network, whether all that its optimizers remember of its weights is finite."""
        finite = [True] * networks
        for member in self.members:
            for state in member.kept():
                if self.together:
                    finite = [so_far and one for so_far, one in zip(finite, finite_rows(state), strict=True)]
                elif not all(finite_rows(state.reshape(1, -1))):
                    finite[member.network] = False
        return finite

    def states(self) -> tuple[dict[str, Any], ...]:
        """What it takes to go on, tensors as arrays of its own."""
        return tuple(
            _map(each.optimizer.state_dict(), Tensor, lambda t: t.cpu().numpy().copy()) if each.optimizer else {}
            for each in self.members
        )


class _TorchOptimizer:
    """A torch optimizer over parameters of one network, or over one that holds many networks."""

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
        except Exception as error:
            self.failure = failure_of(error)

    def kept(self) -> Iterator[Tensor]:
        """The state tensors that are shaped as their parameters."""
        for param, state in self.optimizer.state.items() if self.optimizer else ():
            for tensor in state.values():
                if isinstance(tensor, Tensor) and tensor.shape == param.shape and not tensor.is_sparse:
                    yield tensor

    def keep_only(self, rows: Mapping[str, Tensor]) -> None:
        """Make the gradients of these parameters sparse, of these rows alone."""
        for name in self.params.keys() & rows.keys():
            gradient, (kept,) = self.gradients[name], rows[name].nonzero(as_tuple=True)
            self.params[name].grad = torch.sparse_coo_tensor(
                kept[None], gradient[kept], gradient.shape, is_coalesced=True, check_invariants=False
            )


def _map(value: Any, kind: type, change: Any) -> Any:
    """The same nest of dicts, lists and tuples with every instance of `kind` changed."""
    if isinstance(value, kind):
        return change(value)
    if isinstance(value, dict):
        return {name: _map(each, kind, change) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_map(each, kind, change) for each in value)
    return value
