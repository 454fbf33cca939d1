"""An optimizer as source text of a stand-alone script."""

import inspect
from collections.abc import Iterable

from optim_core.optimizers import AbstractOptimizer


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
