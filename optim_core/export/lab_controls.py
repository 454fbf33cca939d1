"""The sliders of the lab: which values they offer, and their words."""

from dataclasses import replace
from typing import Any

from optim_core.base.domains import AbstractNumber, Real
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.hyper_label import hyper_label
from optim_core.base.text import Translator
from optim_core.descend.programs import optimizer_programs
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.shared_hypers import shared_texts
from optim_core.specs import SurfaceRun


def sliders(optimizer: AbstractOptimizer) -> list[dict[str, Any]]:
    """Each real hyperparameter that the browser can change: its name, round values, and the ends that are refused.

    None of an optimizer without step programs; none that its schedule sets, but for the learning rate.
    """
    if optimizer_programs(optimizer) is None or optimizer.loss_dependent:
        return []
    scheduled = set() if optimizer.schedule is None else {*optimizer.scheduled_values(1)} - {"lr"}
    found = []
    for name, domain in hypers(type(optimizer)).items():
        if not isinstance(domain, Real) or name in scheduled:
            continue
        ticks = [tick for tick in domain.ticks if _accepts(optimizer, name, tick)]
        if len(ticks) > 1:
            ends = [end for end in (domain.low, domain.high) if not _accepts(optimizer, name, end)]
            found.append({"name": name, "ticks": ticks, "refused": ends})
    return found


def step_slider() -> dict[str, Any]:
    """The slider of the number of steps."""
    domain = hypers(SurfaceRun)["steps"]
    return {"name": "steps", "ticks": list(domain.ticks) if isinstance(domain, AbstractNumber) else [], "refused": []}


def slider_words(optimizer: AbstractOptimizer, t: Translator) -> list[dict[str, str]]:
    """Label, effect and range of each of `sliders`."""
    cls = type(optimizer)
    return [_words(cls, slider["name"], shared_texts(cls).get(slider["name"], ""), t) for slider in sliders(optimizer)]


def step_words(t: Translator) -> dict[str, str]:
    """Label, effect and range of the slider of the number of steps."""
    return _words(SurfaceRun, "steps", "", t)


def _words(cls: type, name: str, shared: str, t: Translator) -> dict[str, str]:
    domain = hypers(cls)[name]
    keys = (f"help.{cls.__name__}.{name}", f"help.{shared or name}")
    help_text = next((t(key) for key in keys if key in t), "")
    return {"label": hyper_label(t, cls, name, domain), "help": help_text, "range": domain.range}


def _accepts(optimizer: AbstractOptimizer, name: str, value: float) -> bool:
    try:
        replace(optimizer, **{name: value})  # type: ignore[arg-type]  # a name of `hypers`
    except SpecError:
        return False
    return True
