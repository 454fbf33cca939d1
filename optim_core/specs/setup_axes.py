"""Axes over what is trained instead of over the optimizer: the width of the model, and the size of a batch."""

from collections.abc import Mapping
from dataclasses import replace

from optim_core.base.domains import Whole
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.models import AbstractModel
from optim_core.specs.races import ModelRun

SETUP_AXES = ("model.width", "batch_size")
"""Names of these axes, which are those of entries of links."""


def setup_domains(model: AbstractModel) -> dict[str, Whole]:
    """Name of each such axis that trainings of `model` have -> domain of its values; not each model has a width."""
    found = {"model.width": hypers(type(model)).get("width"), "batch_size": hypers(ModelRun)["batch_size"]}
    return {name: domain for name, domain in found.items() if isinstance(domain, Whole)}


def with_setup(run: ModelRun, setup: Mapping[str, int]) -> ModelRun:
    """The run with these values of `SETUP_AXES`; a SpecError names axis and value if such a run is beyond a limit."""
    if not setup:
        return run
    width = {"width": setup["model.width"]} if "model.width" in setup else {}
    try:
        return replace(run, model=replace(run.model, **width), batch_size=setup.get("batch_size", run.batch_size))
    except SpecError as error:
        where = ", ".join(f"{name} {value}" for name, value in setup.items())
        raise SpecError(where, error.key, **error.values) from error
