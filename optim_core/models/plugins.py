"""Plugins: model classes of other packages, which the operator of the server names in `OPTIM_MODELS`.

`OPTIM_MODELS="my_package:MyModel"`: a class of `torch.nn.Module` that is made with the numbers of inputs and outputs;
its signature declares its hyperparameters. K copies are computed at once by `torch.func`, or else one by one.
"""

import inspect
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, make_dataclass
from functools import lru_cache
from typing import Annotated, Any, ClassVar

import torch
from torch import Tensor, nn
from torch.func import functional_call, vmap

from optim_core.base.errors import SpecError, abridged
from optim_core.base.failures import CAUGHT
from optim_core.base.hyper import defaults
from optim_core.base.plugins import error_text, imported, names_in, plugin_error, title_of
from optim_core.base.signature import read_signature
from optim_core.models.base import FLAT, AbstractModel, Params

VARIABLE = "OPTIM_MODELS"
MOST_OUTPUTS = 64
"""Outputs up to which the module that belongs to parameters is looked for."""
COPIES, EXAMPLES, INPUTS, OUTPUTS = 3, 4, 5, 2
"""The sizes of the test at start."""


@dataclass(frozen=True, kw_only=True)
class AbstractPluginModel(AbstractModel):
    """A plugin, whose code runs unchanged."""

    kinds = FLAT
    module_class: ClassVar[type[nn.Module]]
    batched: ClassVar[bool] = False
    """Whether K copies are computed at once, and not one by one."""

    def check_together(self) -> None:
        try:
            self.skeleton(INPUTS, OUTPUTS)
        except CAUGHT as error:
            raise SpecError(
                type(self).__name__, "refused", got=abridged(self.values()), message=error_text(error)
            ) from error

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Examples (B, inputs) or (K, B, inputs) to outputs (K, B, outputs), with each parameter (K, ...)."""
        module = _module(self, x.shape[-1], tuple((name, tuple(part.shape[1:])) for name, part in params.items()))
        return (at_once if self.batched else one_by_one)(module, params, x)


def at_once(module: nn.Module, params: Params, x: Tensor) -> Tensor:
    """Outputs (K, B, outputs) of K copies by `vmap`; raises where the module's code does not allow that."""
    shared = None if x.dim() == 2 else 0
    outputs: Tensor = vmap(lambda few, batch: functional_call(module, few, (batch,)), in_dims=(0, shared))(params, x)
    return outputs


def one_by_one(module: nn.Module, params: Params, x: Tensor) -> Tensor:
    """Outputs (K, B, outputs) of K copies in a loop."""
    count = len(next(iter(params.values())))
    batches = [x] * count if x.dim() == 2 else list(x)
    copies = [{name: part[index] for name, part in params.items()} for index in range(count)]
    return torch.stack([functional_call(module, few, (batch,)) for few, batch in zip(copies, batches, strict=True)])


@lru_cache(maxsize=64)
def _module(model: AbstractPluginModel, inputs: int, shapes: tuple[tuple[str, tuple[int, ...]], ...]) -> nn.Module:
    """A module of the model whose parameters have these shapes."""
    for outputs in range(1, MOST_OUTPUTS + 1):
        if tuple(model.shapes(inputs, outputs).items()) == shapes:
            with torch.random.fork_rng(devices=[]):
                return model.build(inputs, outputs)
    raise ValueError("no number of outputs gives these parameters")


def plugins_from(names: str, used_names: Iterable[str]) -> Iterator[type[AbstractPluginModel]]:
    """Declare the classes of a comma-separated list of `module:Class`.

    A class whose name is in `used_names` gets the name `package_Class`. PluginError if a class cannot be used.
    """
    known = set(used_names)
    for name in names_in(names):
        cls = _declare(name, imported(VARIABLE, name, nn.Module, "no_module"), known)
        if cls.__name__ in known:
            raise plugin_error(VARIABLE, name, "twice")
        cls.batched = _checked(name, cls)
        known.add(cls.__name__)
        globals()[cls.__name__] = cls  # workers look it up here when they unpickle it
        yield cls


def _declare(name: str, module_class: type[nn.Module], known: set[str]) -> type[AbstractPluginModel]:
    try:
        knobs, packed = read_signature(module_class, 2, dir(AbstractPluginModel))
    except (ValueError, TypeError) as error:
        raise plugin_error(VARIABLE, name, "signature", error) from error
    parts = {part for parts in packed.values() for part in parts}
    made: type[AbstractPluginModel] = make_dataclass(
        title_of(name, known),
        [(key, Annotated[kind, domain], default) for key, (kind, domain, default) in knobs.items() if key not in parts],
        bases=(AbstractPluginModel,),
        namespace={
            "make": staticmethod(_maker(module_class)),
            "module_class": module_class,
            "import_path": name,
            "__doc__": inspect.getdoc(module_class),
        },
        frozen=True,
        kw_only=True,
    )
    made.__module__ = __name__
    return made


def _maker(module_class: type[nn.Module]) -> Callable[..., nn.Module]:
    def make(inputs: int, outputs: int, **hypers: Any) -> nn.Module:
        return module_class(inputs, outputs, **hypers)

    return make


def _checked(name: str, cls: type[AbstractPluginModel]) -> bool:
    """Whether copies of the class can be computed at once; PluginError if it cannot be trained at all."""
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            model = cls(**defaults(cls))
            module, x = model.build(INPUTS, OUTPUTS), torch.rand(COPIES, EXAMPLES, INPUTS)
            shapes = model.shapes(INPUTS, OUTPUTS)
            _check_kind(model, module)
            params = {key: torch.rand(COPIES, *shape).requires_grad_() for key, shape in shapes.items()}
            expected = _with_gradients(one_by_one, module, params, x)
            again = _with_gradients(one_by_one, module, params, x)
            if expected[0].shape != (COPIES, EXAMPLES, OUTPUTS):
                raise ValueError(f"it gives {tuple(expected[0].shape[1:])} for {EXAMPLES} examples and 2 outputs")
            if not all(map(torch.equal, expected, again)):
                raise ValueError("it gives other outputs for the same examples")
    except CAUGHT as error:
        raise plugin_error(VARIABLE, name, "cannot_run", error_text(error)) from error
    try:
        found = _with_gradients(at_once, module, params, x)
    except CAUGHT:
        return False
    return all(torch.allclose(a, b, atol=1e-4) for a, b in zip(found, expected, strict=True))


def _check_kind(model: AbstractPluginModel, module: nn.Module) -> None:
    if list(module.buffers()):
        raise ValueError("it has buffers, which a training would not keep apart for its copies")
    if model.shapes(INPUTS, OUTPUTS) == model.shapes(INPUTS, OUTPUTS + 1):
        raise ValueError("its parameters do not depend on the number of outputs")


def _with_gradients(
    forward: Callable[[nn.Module, Params, Tensor], Tensor], module: nn.Module, params: dict[str, Tensor], x: Tensor
) -> list[Tensor]:
    outputs = forward(module, params, x)
    return [outputs, *torch.autograd.grad(outputs.square().sum(), list(params.values()))]


def plugins_from_environment(used_names: Iterable[str]) -> tuple[type[AbstractPluginModel], ...]:
    """The plugins that the environment variable names; PluginError if one cannot be used."""
    return tuple(plugins_from(os.environ.get(VARIABLE, ""), used_names))
