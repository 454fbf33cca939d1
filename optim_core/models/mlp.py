"""The multilayer perceptron."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.domains import Choice, Flag, Whole
from optim_core.models.base import FLAT, AbstractModel, Params
from optim_core.models.batched import ACTIVATIONS, batch_norm, linear
from optim_core.models.init import Init, initialized
from optim_core.models.mup import Parametrization, mup_factors, mup_initialized, mup_ratio


def mlp(
    inputs: int,
    outputs: int,
    width: int,
    depth: int,
    activation: str,
    batch_norm: bool,
    init: str,
    parametrization: str,
) -> nn.Sequential:
    """`depth` hidden layers of `width` units with an activation, then a linear layer.

    Batch norm uses the mean and variance of the current batch, also in evaluation; it has no running statistics.
    The layer before it has no bias, because batch norm would subtract it. With the parametrization "mup" the initial
    weights depend on the width as in the maximal update parametrization.
    """
    bend = {"tanh": nn.Tanh, "relu": nn.ReLU, "gelu": nn.GELU}[activation]
    layers: list[nn.Module] = []
    for layer in range(depth):
        layers.append(nn.Linear(inputs if layer == 0 else width, width, bias=not batch_norm))
        if batch_norm:
            layers.append(nn.BatchNorm1d(width, track_running_stats=False))
        layers.append(bend())
    made = initialized(nn.Sequential(*layers, nn.Linear(width, outputs)), init)
    return mup_initialized(made, init, width) if parametrization == "mup" else made


@dataclass(frozen=True, kw_only=True)
class MLP(AbstractModel):
    """Fully connected layers with a nonlinearity between them (Rumelhart, Hinton & Williams, 1986)."""

    make: ClassVar = staticmethod(mlp)
    helpers: ClassVar = (initialized, mup_ratio, mup_initialized)
    kinds: ClassVar = FLAT

    width: Annotated[int, Whole("", 1, 256, scale="log", slider_range=(1, 64))] = 32
    depth: Annotated[int, Whole("", 1, 4)] = 1
    activation: Annotated[str, Choice("", ("tanh", "relu", "gelu"))] = "tanh"
    batch_norm: Annotated[bool, Flag()] = False
    init: Init = "torch"
    parametrization: Parametrization = "standard"

    @property
    def least_batch(self) -> int:
        return 2 if self.batch_norm else 1

    def lr_factors(self, inputs: int, outputs: int, scale_free: bool) -> tuple[float, ...]:
        if self.parametrization == "standard":
            return ()
        dimensions = [len(shape) for shape in self.shapes(inputs, outputs).values()]
        return tuple(mup_factors(dimensions, self.width, scale_free))

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Examples (B, inputs) or (K, B, inputs) to outputs (K, B, outputs), with each parameter (K, ...)."""
        per_layer = 3 if self.batch_norm else 2
        for at in range(0, per_layer * self.depth, per_layer):
            x = linear(x, params[f"{at}.weight"], params.get(f"{at}.bias"))
            if self.batch_norm:
                x = batch_norm(x, params[f"{at + 1}.weight"], params[f"{at + 1}.bias"])
            x = ACTIVATIONS[self.activation](x)
        last = per_layer * self.depth
        return linear(x, params[f"{last}.weight"], params[f"{last}.bias"])
