"""What every model declares."""

import math
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Protocol

import torch
from torch import Tensor, nn

from optim_core.base.hyper import Declared
from optim_core.models.tasks import CLASSES, NUMBERS, RECALL, Task

Params = Mapping[str, Tensor]
"""The weights of K networks: names of `named_parameters` -> (K, *shape)."""
FLAT = frozenset({"features", "image", "words"})
"""The kinds whose examples are rows of numbers."""


class Problem(Protocol):
    """What a model asks of a data set."""

    kind: ClassVar[Any]
    task: ClassVar[Task]


@dataclass(frozen=True, kw_only=True)
class AbstractModel(Declared, ABC):
    """`make(inputs, outputs, **knobs)` is a pure function that gives its `nn.Module`.

    `make` uses nothing but torch, its `nn` and `helpers`: their source is part of exported scripts.
    Modules have no buffers, so that the parameters are all there is to a trained one.
    """

    make: ClassVar[Callable[..., nn.Module]]
    helpers: ClassVar[tuple[Callable[..., Any], ...]] = ()
    kinds: ClassVar[frozenset[str]]
    """What its examples may be."""
    tasks: ClassVar[tuple[Task, ...]] = (CLASSES, NUMBERS, RECALL)

    @classmethod
    def fits(cls, dataset: Problem | type[Problem]) -> bool:
        """Whether it can learn from that data set; a `ModelRun` refuses it otherwise."""
        return dataset.kind in cls.kinds and dataset.task in cls.tasks

    @property
    def least_batch(self) -> int:
        """The fewest examples it can be shown at once."""
        return 1

    @abstractmethod
    def forward(self, params: Params, x: Tensor) -> Tensor:
        """K networks at once: examples (B, ...) for all of them or (K, B, ...) to outputs (K, B, outputs)."""

    def looked_up(self, x: Tensor) -> dict[str, Tensor]:
        """The rows of each table of vectors that examples (..., B, ...) look up: name -> bool (..., rows)."""
        return {}

    def build(self, inputs: int, outputs: int) -> nn.Module:
        """The module, its weights drawn from torch's global generator; float32 (B, ...) to (B, outputs)."""
        return type(self).make(inputs, outputs, **self.values())

    def skeleton(self, inputs: int, outputs: int) -> nn.Module:
        """The module without memory for its weights, so that nothing is drawn; one for all callers."""
        return _skeleton(self, inputs, outputs)

    def parameters(self, inputs: int, outputs: int) -> int:
        """How many weights that is."""
        return sum(math.prod(shape) for shape in self.shapes(inputs, outputs).values())

    def shapes(self, inputs: int, outputs: int) -> dict[str, tuple[int, ...]]:
        """The parameters of one network in torch's order: name -> shape."""
        return {name: tuple(p.shape) for name, p in self.skeleton(inputs, outputs).named_parameters()}

    def layers(self, inputs: int, outputs: int) -> dict[str, tuple[str, ...]]:
        """The parameters of each layer: names such as `Linear 1` -> names of parameters, in torch's order."""
        own = [
            (
                type(module).__name__,
                tuple(f"{path}.{name}".lstrip(".") for name, _ in module.named_parameters("", False)),
            )
            for path, module in self.skeleton(inputs, outputs).named_modules()
        ]
        own = [(kind, names) for kind, names in own if names]
        total, seen, result = Counter(kind for kind, _ in own), Counter[str](), {}
        for kind, names in own:
            seen[kind] += 1
            result[f"{kind} {seen[kind]}" if total[kind] > 1 else kind] = names
        return result


@lru_cache(maxsize=64)
def _skeleton(model: AbstractModel, inputs: int, outputs: int) -> nn.Module:
    with torch.device("meta"):
        return model.build(inputs, outputs)
