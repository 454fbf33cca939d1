"""Gradient noise of a race, drawn from a seed; the same for every optimizer."""

from typing import NamedTuple

import torch
from torch import Tensor

from optim_core.specs import EqualBudgetRace, SurfaceRun, Sweep
from optim_core.surfaces import AbstractSurface


class GradientNoise(NamedTuple):
    """One draw ξ per step, `draws` (steps + 1, 2): added to the gradient or, if `shifts`, to the point."""

    draws: Tensor
    shifts: bool = False

    @property
    def silent(self) -> bool:
        """Whether all draws are 0."""
        return not self.draws.any()

    def loss(self, surface: AbstractSurface, xy: Tensor, step: int) -> Tensor:
        """The scalar loss whose gradient at `xy` (2,) is the noisy one: f(x) + ξ·x, or f(x + ξ)."""
        draw = self.draws[step]
        return surface(xy + draw) if self.shifts else surface(xy) + draw @ xy

    def added(self, surface: AbstractSurface, xy: Tensor, grad: Tensor, step: int) -> Tensor:
        """The noise (K, 2) to add to the gradients `grad` (K, 2) at `xy` (K, 2): ξ, or ∇f(x + ξ) − ∇f(x)."""
        if not self.shifts:
            return self.draws[step].expand_as(grad)
        leaf = (xy + self.draws[step]).requires_grad_()
        (shifted,) = torch.autograd.grad(surface(leaf).sum(), leaf)
        return shifted - grad


def gradient_noise(run: SurfaceRun | Sweep | EqualBudgetRace) -> GradientNoise:
    """The noise of a run.

    Student's t with ν = `run.tail` degrees of freedom is a normal vector over √(χ²/ν). Both coordinates share the
    divisor, so that the noise has no preferred direction.
    """
    if run.noise == 0:
        return GradientNoise(torch.zeros(run.steps + 1, 2, dtype=torch.float64))
    generator = torch.Generator().manual_seed(run.seed)
    draws = run.noise * torch.randn(run.steps + 1, 2, generator=generator, dtype=torch.float64)
    if run.noise_kind == "student":
        squares = torch.randn(run.steps + 1, run.tail, generator=generator, dtype=torch.float64).square()
        draws /= squares.mean(-1, keepdim=True).sqrt()
    return GradientNoise(draws, shifts=run.noise_kind == "shift")
