"""The multilayer perceptron."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.hyper import Choice, Whole
from optim_core.models.base import FLAT, AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.tasks import CLASSES, NUMBERS

BENDS = {"tanh": nn.functional.tanh, "relu": nn.functional.relu, "gelu": nn.functional.gelu}


def mlp(inputs: int, outputs: int, width: int, depth: int, activation: str) -> nn.Sequential:
    """`depth` hidden layers of `width` units, each through the activation, and a linear layer to the outputs."""
    bend = {"tanh": nn.Tanh, "relu": nn.ReLU, "gelu": nn.GELU}[activation]
    layers: list[nn.Module] = []
    for layer in range(depth):
        layers += [nn.Linear(inputs if layer == 0 else width, width), bend()]
    return nn.Sequential(*layers, nn.Linear(width, outputs))


@dataclass(frozen=True, kw_only=True)
class MLP(AbstractModel):
    """Fully connected layers with a bend between them (Rumelhart, Hinton & Williams, 1986)."""

    make: ClassVar = staticmethod(mlp)
    kinds: ClassVar = FLAT
    tasks: ClassVar = (CLASSES, NUMBERS)

    width: Annotated[int, Whole("", 1, 128, scale="log")] = 32
    depth: Annotated[int, Whole("", 1, 4)] = 1
    activation: Annotated[str, Choice("", ("tanh", "relu", "gelu"))] = "tanh"

    def forward(self, params: Params, x: Tensor) -> Tensor:
        for layer in range(self.depth):
            x = BENDS[self.activation](linear(x, params[f"{2 * layer}.weight"], params[f"{2 * layer}.bias"]))
        return linear(x, params[f"{2 * self.depth}.weight"], params[f"{2 * self.depth}.bias"])
