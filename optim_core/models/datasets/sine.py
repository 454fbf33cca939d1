"""A noisy sine wave."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real, Whole
from optim_core.models.datasets.noise import TargetNoise, add_noise
from optim_core.models.datasets.synthetic import AbstractSynthetic
from optim_core.models.tasks import NUMBERS


def sine(samples: int, waves: float, noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """sin(π waves x) at x (n, 1), targets (n,).

    Training: uniform random x in [−1, 1] with noise. Testing: 200 evenly spaced x without noise.
    """
    x = 2 * torch.rand(samples, 1, generator=torch.Generator().manual_seed(0)) - 1
    grid = torch.linspace(-1, 1, 200)[:, None]
    y, exact = (torch.sin(torch.pi * waves * each[:, 0]) for each in (x, grid))
    return x, add_noise(y, noise), grid, exact


@dataclass(frozen=True, kw_only=True)
class Sine(AbstractSynthetic):
    """The height of a sine at a point of the line, learned from noisy heights and tested on exact ones."""

    load: ClassVar = staticmethod(sine)
    helpers: ClassVar = (add_noise,)
    task: ClassVar = NUMBERS
    shape: ClassVar = (1,)
    outputs: ClassVar = 1

    samples: Annotated[int, Whole("n", 10, 2_000, scale="log", slider_range=(20, 2_000))] = 100
    waves: Annotated[float, Real("", 0.25, 10.0, slider_range=(0.5, 5.0))] = 2.0
    noise: TargetNoise = 0.2
