"""A small convolutional network."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.domains import Whole
from optim_core.models.base import AbstractModel, Params
from optim_core.models.batched import conv, linear
from optim_core.models.init import Init, initialized
from optim_core.models.tasks import CLASSES


def cnn(inputs: int, outputs: int, channels: int, init: str) -> nn.Sequential:
    """Two blocks of 3 x 3 convolution, ReLU and 2 x 2 max pooling, then a linear layer, on square images."""
    side = round(inputs**0.5)
    layers = [
        nn.Unflatten(1, (1, side, side)),
        *(nn.Conv2d(1, channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(channels, 2 * channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        nn.Flatten(),
        nn.Linear(2 * channels * (side // 4) ** 2, outputs),
    ]
    return initialized(nn.Sequential(*layers), init)


@dataclass(frozen=True, kw_only=True)
class CNN(AbstractModel):
    """Small filters, shared by all parts of an image (LeCun et al., 1989)."""

    make: ClassVar = staticmethod(cnn)
    helpers: ClassVar = (initialized,)
    kinds: ClassVar = frozenset({"image"})
    tasks: ClassVar = (CLASSES,)

    channels: Annotated[int, Whole("", 1, 24, scale="log")] = 8
    init: Init = "torch"

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Pixels (B, side²) or (K, B, side²) to outputs (K, B, outputs), with each parameter (K, ...)."""
        networks, side = len(params["1.weight"]), round(x.shape[-1] ** 0.5)
        images = x.view(*x.shape[:-1], 1, side, side)
        x = images if x.dim() == 2 else images.movedim(0, 1).flatten(1, 2)
        for at in ("1", "4"):
            x = nn.functional.max_pool2d(conv(x, params[f"{at}.weight"], params[f"{at}.bias"]).relu(), 2)
        x = x.reshape(len(x), networks, -1).movedim(1, 0)
        return linear(x, params["8.weight"], params["8.bias"])
