"""Maximal update parametrization (muP) of a multilayer perceptron: the best lr hardly depends on the width.

By table 3 of Yang et al. (2022), "Tensor Programs V", arXiv:2203.03466. For r = `mup_ratio(width)`, and compared with
the standard parametrization of the base width:

| Parameters | Standard deviation of the first weights | lr of SGD and its like | lr of Adam and its like |
| --- | --- | --- | --- |
| weights of the inputs | 1 | r | 1 |
| biases and norms of the hidden units | as in the standard one | r | 1 |
| weights between hidden layers | 1 / √r | 1 | 1 / r |
| weights of the outputs | 1 / r | 1 / r | 1 / r |
| biases of the outputs | as in the standard one | 1 | 1 |

"Like SGD" are optimizers whose steps grow in proportion to the gradient, "like Adam" those whose steps do not depend on
its size. Factors of the output instead of lr can give all layers one lr for either kind, but other factors for each: so
the factors are those of lr, in parameter groups, and the network computes the same function of its weights as ever.
Nothing else changes with the width: a decoupled weight decay, which torch multiplies by lr, is that of the group's lr.
"""

import math
from typing import Annotated

import torch
from torch import nn

from optim_core.base.domains import Choice

LR_FACTOR = "lr_factor"
"""Key of a parameter group for the number that lr is multiplied by in it."""

Parametrization = Annotated[str, Choice("", ("standard", "mup"))]


def mup_ratio(width: int) -> float:
    """The width over that at which both parametrizations are the same."""
    return width / 32


def mup_initialized(layers: nn.Sequential, init: str, width: int) -> nn.Sequential:
    """Scale freshly drawn weights from the standard deviations of the standard parametrization to those of muP.

    In the standard one the variance is in proportion to 1 / fan in, or for Xavier to 1 / (fan in + fan out).
    """
    ratio = mup_ratio(width)
    matrices = [layer.weight for layer in layers if isinstance(layer, nn.Linear)]
    for place, weight in enumerate(matrices):
        outputs, inputs = weight.shape
        is_first, is_last = place == 0, place == len(matrices) - 1
        base_inputs, base_outputs = inputs / (1 if is_first else ratio), outputs / (1 if is_last else ratio)
        fan, base = (inputs, base_inputs) if init in ("torch", "he") else (inputs + outputs, base_inputs + base_outputs)
        smaller = 1 if is_first else ratio if is_last else math.sqrt(ratio)
        with torch.no_grad():
            weight.mul_(math.sqrt(fan / base) / smaller)
    return layers


def mup_factors(dimensions: list[int], width: int, scale_free: bool) -> list[float]:
    """The factor of lr of each parameter of the network by muP, from its number of dimensions, in torch's order.

    `scale_free` tells optimizers like Adam from those like SGD.
    """
    ratio = mup_ratio(width)
    of_inputs, between = (1.0, 1 / ratio) if scale_free else (ratio, 1.0)
    hidden = [between if number > 1 else of_inputs for number in dimensions[1:-2]]
    return [of_inputs, *hidden, 1 / ratio, 1.0]


def mup_groups(model: nn.Module, lr: float, width: int, scale_free: bool) -> list[dict[str, object]]:
    """A parameter group for each parameter, with its own lr."""
    params = list(model.parameters())
    factors = mup_factors([param.dim() for param in params], width, scale_free)
    pairs = zip(params, factors, strict=True)
    return [{"params": [param], "lr": lr * factor, "lr_factor": factor} for param, factor in pairs]
