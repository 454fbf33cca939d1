"""An optimizer as source text of a stand-alone script."""

import inspect
from collections.abc import Iterable, Sequence

from optim_core.labels import labels
from optim_core.optimizers import AbstractOptimizer

WIDTH = 120


def construct(optimizer: AbstractOptimizer, params: str) -> str:
    """The expression that makes it over `params`: lr, then only what differs from torch's own defaults."""
    signature = inspect.signature(optimizer.torch_class).parameters
    told = {name: value for name, value in optimizer.torch_kwargs().items() if value != signature[name].default}
    arguments = "".join(f", {name}={value!r}" for name, value in ({"lr": optimizer.lr} | told).items())
    return f"torch.optim.{optimizer.torch_class.__name__}({params}{arguments})"


def schedule_sources(optimizers: Iterable[AbstractOptimizer]) -> list[str]:
    """The definitions of the schedule functions these optimizers use, each once."""
    used = dict.fromkeys(schedule for optimizer in optimizers for schedule in optimizer.schedules().values())
    return [inspect.getsource(schedule) for schedule in used]


def schedule_lines(optimizer: AbstractOptimizer, optimizer_name: str, step_name: str) -> list[str]:
    """The lines to run before each update, as `AbstractOptimizer.prepare` does; the step counts from 1."""
    lines = []
    for key, schedule in optimizer.schedules().items():
        arguments = "".join(f", {name}={value!r}" for name, value in optimizer.arguments(schedule).items())
        lines.append(f"for group in {optimizer_name}.param_groups:")
        lines.append(f"    group[{key!r}] = {schedule.__name__}({step_name}{arguments})".replace("'", '"'))
    return lines


def contenders(function: str, optimizers: Sequence[AbstractOptimizer]) -> str:
    """The calls `function(name, make)` that run each in a script, after the definition of what it moves each step."""
    named = zip(labels(optimizers), optimizers, strict=True)
    return "\n".join(_contender(function, number, name, one) for number, (name, one) in enumerate(named, 1))


def _contender(function: str, number: int, name: str, optimizer: AbstractOptimizer) -> str:
    made, hook, body = construct(optimizer, "params"), "", ""
    if lines := schedule_lines(optimizer, "optimizer", "step"):
        hook = f"before_step_{number}"
        body = "\n".join([f"\ndef {hook}(optimizer, step):", *(f"    {line}" for line in lines), "\n\n"])
    return body + _call(function, f'"{name}"', f"lambda params: {made}", hook)


def _call(function: str, name: str, make: str, hook: str) -> str:
    """The line that lets a contender run, broken where it is too long."""
    arguments = [argument for argument in (name, make, hook) if argument]
    line = f"{function}({', '.join(arguments)})\n"
    if len(line) <= WIDTH:
        return line
    head, _, rest = make.partition("(")
    if len(make) > WIDTH - len("    ,"):
        arguments[1] = f"{head}(\n        {rest[:-1]}\n    )"
    return "\n".join([f"{function}(", *(f"    {argument}," for argument in arguments), ")\n"])
