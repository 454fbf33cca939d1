"""A race on a surface, made by the real `torch.optim` classes in float64."""

import math
import time
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from optim_core.errors import SpecError
from optim_core.results import CONVERGENCE, DIVERGENCE, Array, Status, Trajectory
from optim_core.specs import SURFACE_SECONDS, FairRace, SurfaceRun, Sweep


def descend(run: SurfaceRun, seconds: float = SURFACE_SECONDS) -> tuple[Trajectory, ...]:
    """Run every optimizer of `run`, in its order, for at most `seconds` of wall-clock time.

    One backward pass a step yields the gradients of all rows; each optimizer then steps on its own row.
    Nothing is clipped: a run that diverges stops, keeps its finite points and says so in its status.
    SpecError if the surface has no finite value and gradient at the start.
    """
    deadline = time.monotonic() + seconds
    xy = torch.tensor([run.start] * len(run.optimizers), dtype=torch.float64)
    given, ones, noise = torch.zeros_like(xy), torch.ones_like(xy[:, 0]), gradient_noise(run)
    lanes = [_Lane(run, index, xy[index], given[index]) for index in range(len(xy))]
    record = _Record(run, len(lanes), noise.numpy())
    positions = xy.numpy()

    alive = lanes
    for step in range(run.steps + 1):
        leaf = xy.detach().requires_grad_()
        loss = run.surface(leaf)
        (grad,) = torch.autograd.grad(loss, leaf, ones)
        torch.add(grad, noise[step], out=given)
        record.keep(step, positions, loss.detach().numpy(), grad.numpy())
        values, slopes = loss.tolist(), grad.tolist()
        alive = [lane for lane in alive if lane.goes_on(step, values[lane.index], slopes[lane.index])]
        if not alive or step == run.steps:
            break
        if time.monotonic() > deadline:
            for lane in alive:
                lane.stop(step, Status.OUT_OF_TIME, keep=True)
            break
        for lane in alive:
            lane.update(step + 1)
    return tuple(lane.result(record) for lane in lanes)


def gradient_noise(run: SurfaceRun | Sweep | FairRace) -> Tensor:
    """What is added to the gradient before each update (steps + 1, 2); the same for every optimizer."""
    if run.noise == 0:
        return torch.zeros(run.steps + 1, 2, dtype=torch.float64)
    generator = torch.Generator().manual_seed(run.seed)
    return run.noise * torch.randn(run.steps + 1, 2, generator=generator, dtype=torch.float64)


class _Record:
    """What all lanes leave behind, a row a step."""

    def __init__(self, run: SurfaceRun, lanes: int, noise: Array) -> None:
        self.xy = np.empty((run.steps + 1, lanes, 2))
        self.grad, self.loss, self.noise = np.empty_like(self.xy), np.empty(self.xy.shape[:2]), noise

    def keep(self, step: int, xy: Array, loss: Array, grad: Array) -> None:
        self.xy[step], self.loss[step], self.grad[step] = xy, loss, grad


class _Lane:
    """One optimizer on its way."""

    def __init__(self, run: SurfaceRun, index: int, row: Tensor, grad: Tensor) -> None:
        self.index, self.spec, self.rows = index, run.optimizers[index], run.steps + 1
        self.status, self.last, self.limit = Status.RUNNING, run.steps, math.nan
        self.stopped_at: int | None = None
        self.param = torch.nn.Parameter(row)
        self.param.grad = grad
        self.optimizer = self.spec.build([self.param])
        self.step = _bare_step(self.optimizer)
        self.moves = bool(self.spec.schedules())
        self.tracks: dict[str, tuple[Array, Array]] = {}
        self.first = self.spec.rule.init(row, self.spec.values()) if self.spec.rule else {}
        self._track(0)

    def update(self, step: int) -> None:
        if self.moves:
            self.spec.prepare(self.optimizer, step)
        self.step()
        if step == 1:
            self._track(1)
        for name, (source, history) in self.tracks.items():
            history[step] = source if self.spec.rule else self.optimizer.state[self.param][name]

    def _track(self, step: int) -> None:
        """Follow the optimizer's state tensors, which torch makes at the first step and then updates in place.

        Those of classes without a rule may be others at each step, and nothing tells what they were before the first.
        """
        state = self.optimizer.state[self.param]
        for name in self.spec.buffers or [name for name, kept in state.items() if _shaped_as(self.param, kept)]:
            if name in state and name not in self.tracks:
                history = np.zeros((self.rows, 2))
                history[0] = self.first.get(name, 0.0)
                self.tracks[name] = (state[name].numpy(), history)
                history[step] = state[name].numpy()

    def goes_on(self, step: int, loss: float, slope: list[float]) -> bool:
        """Whether the point reached after `step` updates is sound; stops the lane where it is not."""
        if not (math.isfinite(loss) and math.isfinite(slope[0]) and math.isfinite(slope[1])):
            if step == 0:
                raise SpecError("SurfaceRun.start", "start_not_finite")
            self.stop(step, Status.NOT_FINITE, keep=False)
            return False
        if step == 0:
            self.limit = DIVERGENCE * max(abs(loss), 1.0)
        if abs(loss) > self.limit:
            self.stop(step, Status.LEFT_DOMAIN, keep=True)
            return False
        return True

    def stop(self, step: int, status: Status, *, keep: bool) -> None:
        self.status, self.stopped_at, self.last = status, step, step if keep else step - 1

    def result(self, record: _Record) -> Trajectory:
        rows = slice(0, self.last + 1)
        grad = record.grad[rows, self.index].copy()
        if self.status is Status.RUNNING and _flat(grad):
            self.status = Status.CONVERGED
        return Trajectory(
            optimizer=self.spec,
            xy=record.xy[rows, self.index].copy(),
            loss=record.loss[rows, self.index].copy(),
            grad=grad,
            noise=record.noise[rows].copy(),
            state={name: history[rows].copy() for name, (_, history) in self.tracks.items()},
            status=self.status,
            stopped_at=self.stopped_at,
        )


def _bare_step(optimizer: torch.optim.Optimizer) -> Callable[[], object]:
    """torch's own step without the profiler's wrapper around it, which costs as much as the step itself here."""
    step = getattr(type(optimizer).step, "__wrapped__", type(optimizer).step)
    return lambda: step(optimizer)


def _shaped_as(param: Tensor, kept: object) -> bool:
    return isinstance(kept, Tensor) and kept.shape == param.shape


def _flat(grad: Array) -> bool:
    first, last = np.linalg.norm(grad[[0, -1]], axis=1)
    return bool(last <= CONVERGENCE * first)
