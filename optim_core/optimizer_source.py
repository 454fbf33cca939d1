"""An optimizer as source text of a stand-alone script."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from optim_core.definitions import Definitions, definitions
from optim_core.labels import labels
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.adapter import RuleOptimizer
from optim_core.schedule_source import schedule_functions, schedule_lines

WIDTH = 120
ASKING = ", asks=False, leap=1.0"
"""What a script's function takes besides where some contender evaluates; see `evaluates` and `leap`."""


def construct(optimizer: AbstractOptimizer, params: str) -> str:
    """The expression that makes it over `params`: lr, then only what differs from torch's own defaults.

    Of an optimizer that torch does not have: the adapter over its rule, with every hyperparameter.
    """
    head, arguments = _parts(optimizer)
    return f"{head}({', '.join([params, *arguments])})"


def _parts(optimizer: AbstractOptimizer) -> tuple[str, list[str]]:
    """The name of what makes it and its arguments after the parameters."""
    if optimizer.torch_class is None:
        told = optimizer.values()
        functions = [function.__name__ for function in _rule_functions(optimizer)]
        return RuleOptimizer.__name__, [*functions, *(["flat=True"] if optimizer.flat else []), *_keywords(told)]
    signature = inspect.signature(optimizer.torch_class).parameters
    told = {name: value for name, value in optimizer.torch_kwargs().items() if value != signature[name].default}
    return f"torch.optim.{optimizer.torch_class.__name__}", _keywords({"lr": optimizer.lr} | told)


def _keywords(values: Mapping[str, Any]) -> list[str]:
    return [f"{name}={value!r}" for name, value in values.items()]


def _rule_functions(optimizer: AbstractOptimizer) -> list[Callable[..., Any]]:
    assert optimizer.rule is not None
    return [optimizer.rule.init, optimizer.rule.update]


def optimizer_definitions(optimizers: Iterable[AbstractOptimizer]) -> Definitions:
    """What a script with these optimizers defines first: the functions that move their hyperparameters, and rules."""
    used: list[Any] = []
    for optimizer in optimizers:
        used += schedule_functions(optimizer)
        if optimizer.torch_class is None:
            used += [RuleOptimizer, *_rule_functions(optimizer)]
    return definitions(used)


def contenders(function: str, optimizers: Sequence[AbstractOptimizer]) -> str:
    """The calls `function(name, make)` that run each in a script, after the definition of what it moves each step."""
    named = zip(labels(optimizers), optimizers, strict=True)
    return "\n".join(_contender(function, number, name, one) for number, (name, one) in enumerate(named, 1))


def _contender(function: str, number: int, name: str, optimizer: AbstractOptimizer) -> str:
    hook, body = "", ""
    if lines := schedule_lines(optimizer):
        hook = f"before_step_{number}"
        body = "\n".join([f"\ndef {hook}(optimizer, step, loss):", *(f"    {line}" for line in lines), "\n\n"])
    return body + _call(function, f'"{name}"', optimizer, hook)


def _call(function: str, name: str, optimizer: AbstractOptimizer, hook: str) -> str:
    """The line that lets a contender run, broken where it is too long."""
    make = f"lambda params: {construct(optimizer, 'params')}"
    arguments = [argument for argument in (name, make, hook) if argument]
    if optimizer.evaluates:
        arguments += ["asks=True", f"leap={optimizer.leap!r}"]
    line = f"{function}({', '.join(arguments)})\n"
    if len(line) <= WIDTH:
        return line
    if len(make) > WIDTH - len("    ,"):
        head, inner = _parts(optimizer)
        listed = ", ".join(["params", *inner])
        if len(listed) > WIDTH - 8:
            listed = ",\n        ".join(["params", *inner, ""]).rstrip()
        arguments[1] = f"lambda params: {head}(\n        {listed}\n    )"
    return "\n".join([f"{function}(", *(f"    {argument}," for argument in arguments), ")\n"])
