"""Source text of schedules for stand-alone scripts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from optim_core.models.mup import LR_FACTOR
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.base import MEMORY, argument_names
from optim_core.optimizers.schedules import AbstractSchedule, warm_up

WIDTH = 112
"""Width of a line before it is indented twice."""


def schedule_functions(optimizer: AbstractOptimizer) -> list[Callable[..., Any]]:
    """The functions that `schedule_lines` calls."""
    own: list[Callable[..., Any]] = [*optimizer.keyword_schedules().values()]
    if optimizer.schedule is None:
        return own
    return [
        *([warm_up] if optimizer.schedule.warmup else []),
        optimizer.schedule.rate_function(optimizer.lr).function,
        *own,
    ]


def schedule_lines(optimizer: AbstractOptimizer, *, factored: bool = False) -> list[str]:
    """The body of a function (optimizer, step, loss) equivalent to `AbstractOptimizer.apply_schedule`.

    `factored` says that the parameter groups have factors of lr.
    """
    if not optimizer.is_scheduled:
        return []
    first: list[str] = []
    entries: dict[str, str] = {}
    values = {name: _text(value) for name, value in optimizer.values().items()}
    if schedule := optimizer.schedule:
        first, entries["lr"], values["lr"] = _rate(schedule, optimizer.lr), "lr", "lr"
        if optimizer.import_path:  # a plugin may start from another rate than lr
            initial = 'group.setdefault("initial_lr", group["lr"])'
            entries["lr"] = f"{initial} * (lr / {optimizer.lr!r})" if optimizer.lr else initial
        if optimizer.momentum_name and (call := schedule.momentum_function()):
            step = f"max(step - {schedule.warmup}, 1)" if schedule.warmup else "step"
            first += _assigned("momentum", call.function, [step], call.arguments)
            values[optimizer.momentum_name] = "momentum"
            key, names = optimizer.keyword(optimizer.momentum_name)
            entries[key] = f"({', '.join(values[name] for name in names)})" if names else "momentum"
        if factored:
            entries["lr"] = f'lr * group["{LR_FACTOR}"]'
        if schedule.loss_dependent:
            entries[MEMORY] = MEMORY
    for key, function in optimizer.keyword_schedules().items():
        given = ", ".join(["step", *(f"{name}={values[name]}" for name in argument_names(function))])
        entries[key] = f"{function.__name__}({given})"
    loop = (f'    group["{key}"] = {text}' for key, text in entries.items())
    return [*first, "for group in optimizer.param_groups:", *loop]


def _rate(schedule: AbstractSchedule, lr: float) -> list[str]:
    """Lines that set `lr`, and `memory` if the schedule depends on the loss."""
    call, warmup = schedule.rate_function(lr), schedule.warmup
    if schedule.loss_dependent:
        own = ["lr = memory[0]", *_assigned(MEMORY, call.function, [MEMORY, "loss"], call.arguments)]
    else:
        own = _assigned("lr", call.function, [f"step - {warmup}" if warmup else "step"], call.arguments)
    if warmup:
        given = {"lr": schedule.warm_up_target(lr), "warmup": warmup, "warmup_start": schedule.warmup_start}
        rising = _assigned("lr", warm_up, ["step"], given)
        own = [f"if step <= {warmup}:", *_indented(rising), "else:", *_indented(own)]
    recalled = f'memory = optimizer.param_groups[0].get("{MEMORY}", {_text(schedule.initial_memory(lr))})'
    return [recalled, *own] if schedule.loss_dependent else own


def _assigned(name: str, function: Callable[..., Any], first: Sequence[str], arguments: Mapping[str, Any]) -> list[str]:
    """The statement `name = function(...)`, broken into several lines if it is too long."""
    given = [*first, *(f"{each}={_text(value)}" for each, value in arguments.items())]
    line = f"{name} = {function.__name__}({', '.join(given)})"
    if len(line) <= WIDTH:
        return [line]
    return [f"{name} = {function.__name__}(", *_indented([f"{each}," for each in given]), ")"]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _text(value: Any) -> str:
    return repr(value).replace("'", '"')
