"""Source text of optimizers for stand-alone scripts."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from optim_core.export.definitions import Definitions, definitions
from optim_core.export.schedule_source import schedule_functions, schedule_lines
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.adapter import RuleOptimizer
from optim_core.optimizers.labels import labels

WIDTH = 120
CLOSURE_DEFAULTS = ", uses_closure=False, divergence_factor=1.0"
"""Further parameters of a script's function if some contender uses a closure."""


def construct(optimizer: AbstractOptimizer, params: str) -> str:
    """The expression that creates the optimizer over `params`: lr and the values that differ from torch's defaults.

    For an optimizer without a torch class: a `RuleOptimizer` with every hyperparameter.
    """
    head, arguments = _parts(optimizer)
    return f"{head}({', '.join([params, *arguments])})"


def _parts(optimizer: AbstractOptimizer) -> tuple[str, list[str]]:
    """The name of the class to call, and its arguments after the parameters."""
    if optimizer.torch_class is None:
        values = optimizer.values()
        functions = [function.__name__ for function in _rule_functions(optimizer)]
        return RuleOptimizer.__name__, [*functions, *(["flat=True"] if optimizer.flat else []), *_keywords(values)]
    signature = inspect.signature(optimizer.torch_class).parameters
    values = {name: value for name, value in optimizer.torch_kwargs().items() if value != signature[name].default}
    head = optimizer.import_path.replace(":", ".") or f"torch.optim.{optimizer.torch_class.__name__}"
    return head, _keywords({"lr": optimizer.lr} | values)


def _keywords(values: Mapping[str, Any]) -> list[str]:
    return [f"{name}={value!r}".replace("'", '"') for name, value in values.items()]


def _rule_functions(optimizer: AbstractOptimizer) -> list[Callable[..., Any]]:
    assert optimizer.rule is not None
    return [optimizer.rule.init, optimizer.rule.update]


def optimizer_definitions(optimizers: Iterable[AbstractOptimizer], also: Iterable[Any] = ()) -> Definitions:
    """Definitions for a script with these optimizers: schedule functions, rules, and the objects in `also`."""
    used: list[Any] = [*also]
    optimizers = [*optimizers]
    for optimizer in optimizers:
        used += schedule_functions(optimizer)
        if optimizer.torch_class is None:
            used += [RuleOptimizer, *_rule_functions(optimizer)]
    found = definitions(used)
    plugins = [f"import {one.import_path.partition(':')[0]}" for one in optimizers if one.import_path]
    return found._replace(imports=(*found.imports, *plugins))


class Owner(NamedTuple):
    """An optimizer, the expression of its parameters, and whether these are groups with factors of lr."""

    optimizer: AbstractOptimizer
    params: str
    factored: bool = False


Owners = Sequence[Owner]
"""Optimizers of one contender; two form a `CombinedOptimizer`."""


def over_params(optimizer: AbstractOptimizer) -> Owners:
    """The optimizer over all parameters."""
    return [Owner(optimizer, "params")]


def contenders(
    function: str,
    optimizers: Sequence[AbstractOptimizer],
    parameter: str = "params",
    owners: Callable[[AbstractOptimizer], Owners] = over_params,
) -> str:
    """The calls `function(name, make)` that run the contenders, each after the definition of its schedule.

    `make` is a lambda of one argument named `parameter`; `owners` returns the optimizers over its parameters.
    """
    named = enumerate(zip(labels(optimizers), optimizers, strict=True), 1)
    return "\n".join(_contender(function, number, name, one, parameter, owners(one)) for number, (name, one) in named)


def _contender(
    function: str, number: int, name: str, optimizer: AbstractOptimizer, parameter: str, owners: Owners
) -> str:
    hook, body = "", ""
    if lines := [*_clip_lines(optimizer, owners), *_moving_lines(owners)]:
        hook = f"before_step_{number}"
        gap = "\n" if number > 1 else ""
        body = "\n".join([f"{gap}def {hook}(optimizer, step, loss):", *(f"    {line}" for line in lines), "\n\n"])
    return body + _call(function, f'"{name}"', optimizer, parameter, owners, hook)


def _clip_lines(optimizer: AbstractOptimizer, owners: Owners) -> list[str]:
    """Lines that clip the gradients of all parameters together."""
    if optimizer.clip is None:
        return []
    clip, parts = optimizer.clip, "for part in optimizer.parts for group in part.param_groups"
    groups = parts if len(owners) > 1 else "for group in optimizer.param_groups"
    return [
        f'params = [param {groups} for param in group["params"]]',
        f"torch.nn.utils.{clip.torch_function.__name__}(params, {clip.limit_name}={clip.limit!r})",
    ]


def _moving_lines(owners: Owners) -> list[str]:
    lines = [schedule_lines(one.optimizer, factored=one.factored) for one in owners]
    if len(lines) == 1 or not any(lines):
        return lines[0]
    return ["own, fallback = optimizer.parts", "optimizer = own", *lines[0], "optimizer = fallback", *lines[1]]


def _call(function: str, name: str, optimizer: AbstractOptimizer, parameter: str, owners: Owners, hook: str) -> str:
    """The call that runs a contender, broken into several lines if it is too long."""
    made = [construct(one.optimizer, one.params) for one in owners]
    make = f"lambda {parameter}: " + (made[0] if len(made) == 1 else f"CombinedOptimizer({', '.join(made)})")
    arguments = [argument for argument in (name, make, hook) if argument]
    if optimizer.uses_closure:
        arguments += ["uses_closure=True", f"divergence_factor={optimizer.divergence_factor!r}"]
    line = f"{function}({', '.join(arguments)})\n"
    if len(line) <= WIDTH:
        return line
    if len(make) > WIDTH - len("    ,"):
        if len(owners) == 1:
            arguments[1] = f"lambda {parameter}: {_broken(owners[0].optimizer, owners[0].params, 4)}"
        else:
            parts = "".join(f"\n        {_fitted(owner.optimizer, owner.params, 8)}," for owner in owners)
            arguments[1] = f"lambda {parameter}: CombinedOptimizer({parts}\n    )"
    return "\n".join([f"{function}(", *(f"    {argument}," for argument in arguments), ")\n"])


def _fitted(optimizer: AbstractOptimizer, params: str, indent: int) -> str:
    """The result of `construct`, on one line if that fits after the indent and before a comma."""
    line = construct(optimizer, params)
    return line if len(line) <= WIDTH - indent - 1 else _broken(optimizer, params, indent)


def _broken(optimizer: AbstractOptimizer, params: str, indent: int) -> str:
    """The result of `construct` on several lines."""
    head, inner = _parts(optimizer)
    space, arguments = "\n" + " " * (indent + 4), [params, *inner]
    listed = ", ".join(arguments)
    if len(listed) > WIDTH - indent - 4:
        listed = f",{space}".join([*arguments, ""]).rstrip()
    return f"{head}({space}{listed}\n{' ' * indent})"
