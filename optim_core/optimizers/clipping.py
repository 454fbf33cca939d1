"""Clipping of the gradient before an optimizer's step, as the functions of `torch.nn.utils` do it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.base.errors import SpecError, not_instance
from optim_core.base.hyper import Declared, hypers

TINY = 1e-6
"""What torch adds to a norm before it divides by it."""


@dataclass(frozen=True, kw_only=True)
class AbstractClip(Declared, ABC):
    """A limit that gradients are brought within. Its only hyperparameter is the limit, named as in torch."""

    torch_function: ClassVar[Callable[..., Any]]
    """The function of `torch.nn.utils` that clips the gradients of parameters in place."""

    @property
    def limit_name(self) -> str:
        """The name of the limit, which is its keyword in torch."""
        (name,) = hypers(type(self))
        return name

    @property
    def limit(self) -> float:
        """The limit, above 0."""
        return float(getattr(self, self.limit_name))

    @staticmethod
    @abstractmethod
    def clipped(grad: Tensor, limit: Any) -> Tensor:
        """The clipped gradients (..., n), each row along the last axis by itself; `limit` is a number or (..., 1)."""

    def clip(self, params: Iterable[Tensor]) -> None:
        """Clip the gradients of `params` (...) of one point or of one network together, by torch's own function."""
        type(self).torch_function(params, self.limit)


@dataclass(frozen=True, kw_only=True)
class ClipGradNorm(AbstractClip):
    """Shortens a gradient whose norm, over all parameters, is above `max_norm` to that norm; its direction stays.

    Pascanu, Mikolov & Bengio (2013, arXiv:1211.5063), as `torch.nn.utils.clip_grad_norm_`.
    """

    torch_function: ClassVar = torch.nn.utils.clip_grad_norm_

    max_norm: Annotated[float, Real("c", 0.0, 1e9, scale="log", slider_range=(1e-3, 1e3), low_open=True)] = 1.0

    @staticmethod
    def clipped(grad: Tensor, limit: Any) -> Tensor:
        norm = torch.linalg.vector_norm(grad, dim=-1, keepdim=True)
        return grad * torch.clamp(limit / (norm + TINY), max=1.0)


@dataclass(frozen=True, kw_only=True)
class ClipGradValue(AbstractClip):
    """Brings every coordinate of a gradient within ±`clip_value`, as `torch.nn.utils.clip_grad_value_`."""

    torch_function: ClassVar = torch.nn.utils.clip_grad_value_

    clip_value: Annotated[float, Real("c", 0.0, 1e9, scale="log", slider_range=(1e-3, 1e3), low_open=True)] = 1.0

    @staticmethod
    def clipped(grad: Tensor, limit: Any) -> Tensor:
        return torch.clamp(grad, min=-limit, max=limit)


CLIPS: tuple[type[AbstractClip], ...] = (ClipGradNorm, ClipGradValue)
"""In the order of the menu."""


def check_clip(clip: object, optimizer: str, reason: str | None) -> None:
    """SpecError unless `clip` is a clipping, and there is no `reason` against it, as in `error.clip_<reason>`."""
    where = f"{optimizer}.clip"
    if type(clip) not in CLIPS:
        raise not_instance(clip, AbstractClip, where)
    if reason is not None:
        raise SpecError(where, f"clip_{reason}", name=optimizer)
