"""The multilayer perceptron."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, ClassVar

from torch import nn

from optim_core.hyper import Choice, Whole
from optim_core.models.base import AbstractModel


def mlp(inputs: int, classes: int, width: int, depth: int, activation: str) -> nn.Sequential:
    """`depth` hidden layers of `width` units, each through the activation, and a linear layer to the logits."""
    bend = {"tanh": nn.Tanh, "relu": nn.ReLU, "gelu": nn.GELU}[activation]
    layers: list[nn.Module] = []
    for layer in range(depth):
        layers += [nn.Linear(inputs if layer == 0 else width, width), bend()]
    return nn.Sequential(*layers, nn.Linear(width, classes))


@dataclass(frozen=True, kw_only=True)
class MLP(AbstractModel):
    """Fully connected layers with a bend between them (Rumelhart, Hinton & Williams, 1986)."""

    make: ClassVar = staticmethod(mlp)

    width: Annotated[int, Whole("", 1, 128, scale="log")] = 32
    depth: Annotated[int, Whole("", 1, 4)] = 1
    activation: Annotated[str, Choice("", ("tanh", "relu", "gelu"))] = "tanh"

    def parameters(self, inputs: int, classes: int) -> int:
        sizes = [inputs, *[self.width] * self.depth, classes]
        return sum((before + 1) * after for before, after in pairwise(sizes))
