"""Base class of models: their module, the data they accept and their batched forward pass."""

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
"""Parameters of K networks: names as in `named_parameters` -> (K, *shape)."""
FLAT = frozenset({"features", "image", "words"})
"""Data kinds with examples of shape (inputs,)."""


class Problem(Protocol):
    """The part of a data set that decides which models can learn from it."""

    kind: ClassVar[Any]
    task: ClassVar[Task]


@dataclass(frozen=True, kw_only=True)
class AbstractModel(Declared, ABC):
    """A model. `make(inputs, outputs, **hypers)` is a pure function that returns its `nn.Module`.

    `make` uses only torch, `nn` and `helpers`, because exported scripts contain their source.
    Modules have no buffers: the parameters are the whole state of a trained network.
    """

    make: ClassVar[Callable[..., nn.Module]]
    helpers: ClassVar[tuple[Callable[..., Any], ...]] = ()
    kinds: ClassVar[frozenset[str]]
    """Data kinds the model accepts."""
    tasks: ClassVar[tuple[Task, ...]] = (CLASSES, NUMBERS, RECALL)
    import_path: ClassVar[str] = ""
    """`module:Class` of a plugin."""

    @classmethod
    def fits(cls, dataset: Problem | type[Problem]) -> bool:
        """Whether the model can learn from that data set. `ModelRun` raises SpecError where it cannot."""
        return dataset.kind in cls.kinds and dataset.task in cls.tasks

    @property
    def least_batch(self) -> int:
        """Smallest batch size the model accepts."""
        return 1

    def lr_factors(self, inputs: int, outputs: int, scale_free: bool) -> tuple[float, ...]:
        """Factor of the lr of each parameter, in torch's order; () if all factors are 1.

        `scale_free` says that the optimizer's steps do not depend on the size of the gradients.
        """
        return ()

    @abstractmethod
    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Run K networks at once: shared examples (B, ...) or one batch per network (K, B, ...) -> (K, B, outputs)."""

    def used_rows(self, x: Tensor) -> dict[str, Tensor]:
        """Which rows of each embedding table the examples (..., B, ...) use: parameter name -> bool (..., rows)."""
        return {}

    def build(self, inputs: int, outputs: int) -> nn.Module:
        """A new module, initialized from torch's global generator; it maps float32 (B, ...) to (B, outputs)."""
        return type(self).make(inputs, outputs, **self.values())

    def skeleton(self, inputs: int, outputs: int) -> nn.Module:
        """Cached module on the meta device: shapes only, no random numbers. Shared by all callers."""
        return _skeleton(self, inputs, outputs)

    def parameters(self, inputs: int, outputs: int) -> int:
        """Number of parameters of one network."""
        return sum(math.prod(shape) for shape in self.shapes(inputs, outputs).values())

    def shapes(self, inputs: int, outputs: int) -> dict[str, tuple[int, ...]]:
        """Parameter shapes of one network, in torch's order: name -> shape."""
        return {name: tuple(p.shape) for name, p in self.skeleton(inputs, outputs).named_parameters()}

    def layers(self, inputs: int, outputs: int) -> dict[str, tuple[str, ...]]:
        """Parameter names by layer, in torch's order; layers are numbered where a type repeats, such as `Linear 1`."""
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
