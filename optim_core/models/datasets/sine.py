"""A wave to be found under noise."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.hyper import Real, Whole
from optim_core.models.datasets.drawn import AbstractDrawn
from optim_core.models.datasets.noise import TargetNoise, blurred
from optim_core.models.tasks import NUMBERS


def sine(samples: int, waves: float, noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """sin(π waves x), x in [−1, 1]: anywhere and blurred for training, 200 points evenly spread for testing."""
    x = 2 * torch.rand(samples, 1, generator=torch.Generator().manual_seed(0)) - 1
    grid = torch.linspace(-1, 1, 200)[:, None]
    y, exact = (torch.sin(torch.pi * waves * each[:, 0]) for each in (x, grid))
    return x, blurred(y, noise), grid, exact


@dataclass(frozen=True, kw_only=True)
class Sine(AbstractDrawn):
    """The height of a sine at a point of the line, learned from noisy heights and tested on the true ones."""

    load: ClassVar = staticmethod(sine)
    helpers: ClassVar = (blurred,)
    task: ClassVar = NUMBERS
    shape: ClassVar = (1,)
    outputs: ClassVar = 1

    samples: Annotated[int, Whole("n", 10, 2_000, scale="log", slider_range=(20, 2_000))] = 100
    waves: Annotated[float, Real("", 0.25, 10.0, slider_range=(0.5, 5.0))] = 2.0
    noise: TargetNoise = 0.2
