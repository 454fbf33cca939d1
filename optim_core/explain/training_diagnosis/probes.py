"""Measurements at the weights of a finished training that it did not record: computed once, for all its rules."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils.flop_counter import FlopCounterMode

from optim_core.base.result import AbstractResult, Array
from optim_core.explain.training_diagnosis.neighbors import neighbor_score
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.train.contender import views
from optim_core.train.recorder import layer_sizes
from optim_core.train.sharpness import sharpness

LEAST_EXAMPLES, MOST_EXAMPLES, WORK = 64, 512, 1e8
"""Everything is measured on so many random training examples, fewer where a forward pass takes more operations."""
BATCHES = 16
"""Mini-batches whose gradients are compared."""
FACTORS: Array = np.exp2(np.arange(0, 8))
"""How many times the last stretch is repeated in its own direction."""
STRETCH, LATE = 0.1, 0.25
"""Shares of the updates: the stretch that is repeated, and the end whose weights are averaged."""
RELU_NAMES = ("relu", "relu_")


@dataclass(frozen=True, kw_only=True)
class Probes(AbstractResult):
    """Measurements of one trained network; NaN where one is not defined, as of a network that has diverged."""

    loss: float = math.nan
    """Loss at the last weights."""
    ahead: Array
    """Loss (8,) after the last tenth of the updates has been repeated `FACTORS` times in its own direction."""
    mean_loss: float = math.nan
    """Loss at the mean of the weights recorded in the last quarter."""
    sharpness: tuple[float, float] = (math.nan, math.nan)
    """Largest Hessian eigenvalue before the first update and at the end."""
    trial: tuple[float, float] = (math.nan, math.nan)
    """A factor on the rate, and the loss after training on with it, see `trial`; NaN where none was tried or helped."""
    neighbors: float = math.nan
    """Score of predicting each example from its five nearest neighbors; NaN if examples are not plain vectors."""
    noise: float = math.nan
    """Variance of a mini-batch gradient over the squared norm of the gradient, halfway through the training."""
    slopes: Array
    """Root mean square norm of each layer's mini-batch gradients before the first update (L,)."""
    dead: tuple[float, float] = (math.nan, math.nan)
    """Share of ReLU units that are 0 for every example, before the first update and at the end; NaN without ReLU."""


def probe(run: ModelRun, log: TrainingLog) -> Probes:
    """The measurements of a network whose log has its weights, on the CPU. Anything that overflows is NaN."""
    ahead = np.full(len(FACTORS), math.nan)
    if not len(log.weights):
        return Probes(ahead=ahead, slopes=np.full(len(log.layers), math.nan))
    x, y = examples_of(run)
    rows, steps = torch.tensor(log.weights), np.asarray(log.weights_at)
    start, end = rows[:1], rows[-1:]
    slopes = _layer_slopes(run, start, x, y)
    if not log.status.has_result:
        first = _sharpness(run, start.repeat(2, 1), x, y)[0], math.nan
        return Probes(ahead=ahead, slopes=slopes, sharpness=first, dead=(_dead_share(run, start, x), math.nan))
    if len(rows) > 1:
        before = rows[[int(np.argmin(abs(steps - (1 - STRETCH) * steps[-1])[:-1]))]]
        factors = torch.tensor(FACTORS, dtype=torch.float32)[:, None]
        ahead = _losses(run, end + factors * (end - before), x, y)
    late = rows[torch.tensor(steps >= (1 - LATE) * steps[-1])].mean(0, keepdim=True)
    middle = rows[[int(np.argmin(abs(steps - steps[-1] / 2)))]]
    last, mean = _losses(run, torch.cat([end, late]), x, y)
    return Probes(
        loss=_number(last),
        ahead=ahead,
        mean_loss=_number(mean),
        sharpness=_sharpness(run, torch.cat([start, end]), x, y),
        neighbors=neighbor_score(run.dataset, x, y),
        noise=_noise(run, middle, x, y),
        slopes=slopes,
        dead=(_dead_share(run, start, x), _dead_share(run, end, x)),
    )


def examples_of(run: ModelRun) -> tuple[Tensor, Tensor]:
    """Random examples (n, ...) and their targets (n, ...) to measure on, as many as a forward pass can afford."""
    data = run.dataset.split()
    order = torch.randperm(len(data.train_y), generator=torch.Generator().manual_seed(0))[:MOST_EXAMPLES]
    few = data.train_x[order[:LEAST_EXAMPLES]]
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        run.model.forward(
            views(run, torch.zeros(1, run.model.parameters(run.dataset.inputs, run.dataset.outputs))), few
        )
    affordable = int(WORK * len(few) / max(counter.get_total_flops(), 1))
    order = order[: max(affordable, LEAST_EXAMPLES)]
    return data.train_x[order], data.train_y[order]


def _full(run: ModelRun, x: Tensor, y: Tensor) -> Callable[[Tensor], Tensor]:
    return lambda weights: run.dataset.task.loss(run.model.forward(views(run, weights), x), y)


def _losses(run: ModelRun, rows: Tensor, x: Tensor, y: Tensor) -> Array:
    with torch.no_grad():
        found: Array = _full(run, x, y)(rows).double().numpy()
    return np.where(np.isfinite(found), found, np.nan)


def _sharpness(run: ModelRun, rows: Tensor, x: Tensor, y: Tensor) -> tuple[float, float]:
    """The sharpness at each of two rows of weights (2, P)."""
    directions = torch.randn(rows.shape, generator=torch.Generator().manual_seed(0))
    values, _ = sharpness(_full(run, x, y), rows, directions)
    first, last = map(_number, values.tolist())
    return first, last


def _noise(run: ModelRun, row: Tensor, x: Tensor, y: Tensor) -> float:
    """Variance of mini-batch gradients at the weights `row` (1, P) over the squared norm of their full gradient."""
    leaf = row.clone().requires_grad_()
    (full,) = torch.autograd.grad(_full(run, x, y)(leaf).sum(), leaf)
    square = float(full.double().square().sum())
    spread = (_batch_slopes(run, row, x, y) - full).double().square().sum(1).mean()
    return _number(float(spread) / square) if square > 0 else math.nan


def _layer_slopes(run: ModelRun, row: Tensor, x: Tensor, y: Tensor) -> Array:
    parts = torch.split(_batch_slopes(run, row, x, y), layer_sizes(run), dim=1)
    found: Array = torch.stack([part.double().square().sum(1).mean().sqrt() for part in parts]).numpy()
    return np.where(np.isfinite(found), found, np.nan)


def _batch_slopes(run: ModelRun, row: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Gradients (16, P) of as many mini-batches at the weights `row` (1, P)."""
    size = min(max(run.batch_size, run.model.least_batch), len(y))
    drawn = torch.randint(len(y), (BATCHES, size), generator=torch.Generator().manual_seed(1))
    weights = row.repeat(BATCHES, 1).requires_grad_()
    losses = run.dataset.task.loss(run.model.forward(views(run, weights), x[drawn]), y[drawn])
    return torch.autograd.grad(losses.sum(), weights)[0]


class _Relus(TorchFunctionMode):
    """Collects the outputs of every ReLU that is computed while it is active."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Tensor] = []

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        if getattr(func, "__name__", "") in RELU_NAMES and isinstance(result, Tensor):
            self.found.append(result)
        return result


def _dead_share(run: ModelRun, row: Tensor, x: Tensor) -> float:
    with torch.no_grad(), _Relus() as relus:
        run.model.forward(views(run, row), x)
    alive = [_active_units(output) for output in relus.found]
    return 1 - float(torch.cat(alive).double().mean()) if alive else math.nan


def _active_units(output: Tensor) -> Tensor:
    """Whether a unit is above 0 for any example (units,); outputs (1, ..., units), or (B, units, h, w) of images."""
    rows = output.movedim(1, -1) if output.dim() == 4 and len(output) > 1 else output
    return (rows.reshape(-1, rows.shape[-1]) > 0).any(0)


def _number(value: float) -> float:
    return float(value) if math.isfinite(value) else math.nan
