"""What disturbs the gradients of a race; drawn from a seed, the same for every optimizer."""

from typing import NamedTuple

import torch
from torch import Tensor

from optim_core.specs import EqualBudgetRace, SurfaceRun, Sweep
from optim_core.surfaces import AbstractSurface


class GradientNoise(NamedTuple):
    """A draw a step (steps + 1, 2): added to the gradient or, where it `shifts`, to the point the gradient is of."""

    draws: Tensor
    shifts: bool = False

    @property
    def silent(self) -> bool:
        """Whether nothing is added at any step."""
        return not self.draws.any()

    def loss(self, surface: AbstractSurface, xy: Tensor, step: int) -> Tensor:
        """The height whose gradient at `xy` (2,) is the disturbed one: f(x) + ξ·x, or f(x + ξ)."""
        draw = self.draws[step]
        return surface(xy + draw) if self.shifts else surface(xy) + draw @ xy

    def added(self, surface: AbstractSurface, xy: Tensor, grad: Tensor, step: int) -> Tensor:
        """What the gradients `grad` (K, 2) at `xy` (K, 2) are disturbed by: ξ, or ∇f(x + ξ) − ∇f(x)."""
        if not self.shifts:
            return self.draws[step].expand_as(grad)
        leaf = (xy + self.draws[step]).requires_grad_()
        (shifted,) = torch.autograd.grad(surface(leaf).sum(), leaf)
        return shifted - grad


def gradient_noise(run: SurfaceRun | Sweep | EqualBudgetRace) -> GradientNoise:
    """The noise of a run.

    Heavy tails are Student's t with `run.tail` degrees of freedom, one for both coordinates:
    a normal vector over √(χ²/ν), so that the noise has no preferred direction either.
    """
    if run.noise == 0:
        return GradientNoise(torch.zeros(run.steps + 1, 2, dtype=torch.float64))
    generator = torch.Generator().manual_seed(run.seed)
    draws = run.noise * torch.randn(run.steps + 1, 2, generator=generator, dtype=torch.float64)
    if run.noise_kind == "student":
        squares = torch.randn(run.steps + 1, run.tail, generator=generator, dtype=torch.float64).square()
        draws /= squares.mean(-1, keepdim=True).sqrt()
    return GradientNoise(draws, shifts=run.noise_kind == "shift")
