"""A race on a surface, made by the real `torch.optim` classes in float64."""

import time

import numpy as np
import torch
from torch import Tensor

from optim_core.results import CONVERGENCE, DIVERGENCE, Array, Status, Trajectory
from optim_core.specs import SURFACE_SECONDS, SurfaceRun


def descend(run: SurfaceRun, seconds: float = SURFACE_SECONDS) -> tuple[Trajectory, ...]:
    """Run every optimizer of `run`, in its order, for at most `seconds` of wall-clock time.

    One backward pass a step yields the gradients of all rows; each optimizer then steps on its own row.
    Nothing is clipped: a run that diverges stops, keeps its finite points and says so in its status.
    """
    deadline = time.monotonic() + seconds
    lanes = [_Lane(run, index) for index in range(len(run.optimizers))]
    xy = torch.tensor([run.start] * len(lanes), dtype=torch.float64)
    given = torch.zeros_like(xy)
    for lane, row, grad in zip(lanes, xy, given, strict=True):
        lane.bind(row, grad)
    noise = gradient_noise(run)
    history = torch.empty(2, run.steps + 1, *xy.shape, dtype=torch.float64)
    losses = torch.empty(run.steps + 1, len(lanes), dtype=torch.float64)

    alive = lanes
    for step in range(run.steps + 1):
        leaf = xy.detach().requires_grad_()
        loss = run.surface(leaf)
        (grad,) = torch.autograd.grad(loss.sum(), leaf)
        torch.add(grad, noise[step], out=given)
        history[0, step], history[1, step], losses[step] = xy, grad, loss.detach()
        values, steepness = losses[step].tolist(), grad.abs().sum(1).tolist()
        alive = [lane for lane in alive if lane.goes_on(step, values[lane.index], steepness[lane.index])]
        if not alive or step == run.steps:
            break
        if time.monotonic() > deadline:
            for lane in alive:
                lane.stop(step, Status.OUT_OF_TIME, keep=True)
            break
        for lane in alive:
            lane.update(step + 1)
    return tuple(lane.result(history, losses, noise) for lane in lanes)


def gradient_noise(run: SurfaceRun) -> Tensor:
    """What is added to the gradient before each update (steps + 1, 2); the same for every optimizer."""
    if run.noise == 0:
        return torch.zeros(run.steps + 1, 2, dtype=torch.float64)
    generator = torch.Generator().manual_seed(run.seed)
    return run.noise * torch.randn(run.steps + 1, 2, generator=generator, dtype=torch.float64)


class _Lane:
    """One optimizer on its way."""

    def __init__(self, run: SurfaceRun, index: int) -> None:
        self.run, self.index, self.spec = run, index, run.optimizers[index]
        self.status, self.last, self.stopped_at = Status.RUNNING, run.steps, None
        self.limit = float("nan")
        self.state: dict[str, Tensor] = {}

    def bind(self, row: Tensor, grad: Tensor) -> None:
        self.param = torch.nn.Parameter(row)
        self.param.grad = grad
        self.optimizer = self.spec.build([self.param])
        self.moves = bool(self.spec.schedules())
        self._record(0)

    def update(self, step: int) -> None:
        if self.moves:
            self.spec.prepare(self.optimizer, step)
        self.optimizer.step()
        self._record(step)

    def _record(self, step: int) -> None:
        state = self.optimizer.state[self.param]
        for name in self.spec.buffers:
            if name in state:
                if name not in self.state:
                    self.state[name] = torch.zeros(self.run.steps + 1, 2, dtype=torch.float64)
                self.state[name][step] = state[name]

    def goes_on(self, step: int, loss: float, steepness: float) -> bool:
        """Whether the point reached after `step` updates is sound; stops the lane where it is not."""
        if not np.isfinite(loss) or not np.isfinite(steepness):
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

    def result(self, history: Tensor, losses: Tensor, noise: Tensor) -> Trajectory:
        rows = slice(0, self.last + 1)
        xy, grad = (_array(part[rows, self.index]) for part in history)
        if self.status is Status.RUNNING and _flat(grad):
            self.status = Status.CONVERGED
        return Trajectory(
            optimizer=self.spec,
            xy=xy,
            loss=_array(losses[rows, self.index]),
            grad=grad,
            noise=_array(noise[rows]),
            state={name: _array(values[rows]) for name, values in self.state.items()},
            status=self.status,
            stopped_at=self.stopped_at,
        )


def _flat(grad: Array) -> bool:
    norm = np.linalg.norm(grad[[0, -1]], axis=1)
    return bool(norm[1] <= CONVERGENCE * norm[0])


def _array(values: Tensor) -> Array:
    return values.numpy().copy()
