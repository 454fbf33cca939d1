"""The torch optimizers of one contender, which step its networks for all seeds independently."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from optim_core.base.failures import CAUGHT, failure_of
from optim_core.base.result import Failure
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import ModelRun
from optim_core.train.param_groups import param_groups
from optim_core.train.stepper import Stepper


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
        self.steppers: list[Stepper] = []
        factors = run.lr_factors(spec)
        self.as_one_parameter = spec.elementwise and not factors
        """Whether a torch optimizer steps all weights of a network as a single parameter."""
        self.together = self.as_one_parameter and not spec.loss_dependent
        """Whether one torch optimizer steps the networks of all seeds as rows of a single parameter."""
        if self.as_one_parameter:
            for row in range(len(weights)) if spec.loss_dependent else [slice(None)]:
                of_weights, of_gradients = {"": weights[row]}, {"": self.given[row]}
                self.steppers.append(Stepper(spec, len(self.steppers), of_weights, of_gradients))
        else:
            for network, both in enumerate(zip(weights, self.given, strict=True)):
                of_weights, of_gradients = (views(run, part) for part in both)
                for optimizer, names in param_groups(run, spec):
                    few, slopes = ({name: part[name] for name in names} for part in (of_weights, of_gradients))
                    self.steppers.append(Stepper(optimizer, network, few, slopes, factors))
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
                    stepper.apply_schedule(step, losses[stepper.network])
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
        """The state dict of each torch optimizer, as in `Stepper.saved`."""
        return tuple(stepper.saved() for stepper in self.steppers)
