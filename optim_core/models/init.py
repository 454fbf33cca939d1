"""Initialization of the weights."""

from typing import Annotated

from torch import nn

from optim_core.base.domains import Choice

Init = Annotated[str, Choice("", ("torch", "xavier", "he", "small", "large"))]


def initialized(module: nn.Sequential, init: str) -> nn.Sequential:
    """Redraw matrices and filters from a Gaussian and set biases to 0; `torch` leaves the module unchanged.

    Variance 2 / (fan in + fan out) for `xavier` (Glorot & Bengio, 2010), 2 / fan in for `he` (He et al., 2015);
    `small` and `large` have a tenth and ten times the standard deviation of `xavier`.
    """
    if init == "torch":
        return module
    for name, param in module.named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(param)
        elif param.dim() > 1 and init == "he":
            nn.init.kaiming_normal_(param)
        elif param.dim() > 1:
            nn.init.xavier_normal_(param, gain={"xavier": 1.0, "small": 0.1, "large": 10.0}[init])
    return module
