"""Model classes of somebody else, for tests of plugins."""

import torch
from torch import nn


class Wide(nn.Module):
    """One hidden layer, written with other names than ours."""

    def __init__(self, inputs, outputs, width: int = 16, scale=1.5, residual=True):
        super().__init__()
        self.first, self.last = nn.Linear(inputs, width), nn.Linear(width, outputs)
        self.skip = nn.Linear(inputs, outputs) if residual else None
        self.scale = scale

    def forward(self, x):
        shown = self.last(torch.tanh(self.scale * self.first(x)))
        return shown if self.skip is None else shown + self.skip(x)


class Branching(Wide):
    """Asks for a value, which vmap cannot give."""

    def forward(self, x):
        return super().forward(x) if x.sum().item() > -1e9 else x


class Dropping(Wide):
    def forward(self, x):
        return nn.functional.dropout(super().forward(x))


class Buffered(nn.Sequential):
    def __init__(self, inputs, outputs):
        super().__init__(nn.BatchNorm1d(inputs), nn.Linear(inputs, outputs))


class Fixed(nn.Linear):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, 2)


class Unready(nn.Linear):
    def __init__(self, inputs, outputs, depth):
        super().__init__(inputs, outputs)


class Raising(Wide):
    def forward(self, x):
        raise RuntimeError("not today")
