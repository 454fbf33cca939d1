"""A race of five optimizers against five plain torch loops."""

from collections.abc import Callable

import numpy as np
import torch

from benchmarks.measurement import Measurement, best_of
from optim_core.base.result import Array
from optim_core.descend import descend
from optim_core.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Rosenbrock

STEPS, ROUNDS = 300, 15
SURFACE = Rosenbrock()
SPECS = (SGD(lr=1e-3, momentum=0.9), Adam(lr=0.05), RMSprop(lr=0.01), Adagrad(lr=0.5), AdamW(lr=0.1))
PLAIN: tuple[Callable[[list[torch.Tensor]], torch.optim.Optimizer], ...] = (
    lambda params: torch.optim.SGD(params, lr=1e-3, momentum=0.9),
    lambda params: torch.optim.Adam(params, lr=0.05),
    lambda params: torch.optim.RMSprop(params, lr=0.01),
    lambda params: torch.optim.Adagrad(params, lr=0.5),
    lambda params: torch.optim.AdamW(params, lr=0.1),
)


def measurements() -> list[Measurement]:
    """Time of plain loops over the time of `descend`, which gives the same results."""
    torch.set_num_threads(1)
    run = SurfaceRun(surface=SURFACE, optimizers=SPECS, steps=STEPS)
    for trajectory, make in zip(descend(run), PLAIN, strict=True):
        np.testing.assert_array_equal(trajectory.xy, recorded(make))
    ours, theirs = best_of(ROUNDS, lambda: descend(run), lambda: [loop(make) for make in PLAIN])
    how = f"five optimizers x {STEPS} steps on Rosenbrock, equal bit for bit: {1e3 * theirs:.0f} -> {1e3 * ours:.0f} ms"
    name = "descend: times plain loops"
    return [Measurement(what=name, value=theirs / ours, unit="x", target=3, at_least=True, how=how)]


def loop(make: Callable[[list[torch.Tensor]], torch.optim.Optimizer]) -> torch.Tensor:
    """Final position (2,) of the plain loop, which records nothing."""
    p = torch.tensor(SURFACE.start, dtype=torch.float64, requires_grad=True)
    optimizer = make([p])
    for _ in range(STEPS):
        optimizer.zero_grad()
        SURFACE(p).backward()
        optimizer.step()
    return p


def recorded(make: Callable[[list[torch.Tensor]], torch.optim.Optimizer]) -> Array:
    """All positions of the same loop (STEPS + 1, 2)."""
    p = torch.tensor(SURFACE.start, dtype=torch.float64, requires_grad=True)
    optimizer = make([p])
    points = [p.detach().numpy().copy()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        SURFACE(p).backward()
        optimizer.step()
        points.append(p.detach().numpy().copy())
    return np.array(points)
