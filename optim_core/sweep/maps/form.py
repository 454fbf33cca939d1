"""The link entries of the maps page, and the runs they describe."""

from collections.abc import Mapping

from optim_core.base.domains import Real, Whole
from optim_core.models import MODELS
from optim_core.models.datasets import DATASETS, OWN_DATA, Digits
from optim_core.models.default_models import DEFAULT_MODELS
from optim_core.permalink import (
    Complete,
    Query,
    as_it_is,
    read_fields,
    read_member,
    read_optimizers,
    read_start,
    read_surface,
    write_member,
)
from optim_core.permalink.form import CLIPPED, CONTENDERS, OFF, Form
from optim_core.specs import COORDINATE, MAX_OPTIMIZERS, EqualBudgetRace, TunedTrainings, noise_of
from optim_core.specs.parameter_sweep import PARAMETER_AXES
from optim_core.specs.setup_axes import SETUP_AXES
from optim_core.specs.sweep import STARTS
from optim_core.surfaces import SURFACES, Transformed
from optim_core.sweep.maps.axes import EQUIVALENTS
from optim_core.sweep.maps.model_maps import ModelMapRun
from optim_core.sweep.maps.spec import MapRun, MapView

END = Real("", -1e9, 1e9)
"""The domain of an axis end before its axis is known, which checks it again."""
AXIS_ENDS = tuple(f"{axis}.{end}" for axis in "xy" for end in ("low", "high"))
NO_HYPERPARAMETERS = (*STARTS, *PARAMETER_AXES, *SETUP_AXES)
PICK = {"pick": Whole("", 1, MAX_OPTIMIZERS), "pick.x": END, "pick.y": END}
"""The cell that was clicked: the contender's index, counted from 1, and the values of both axes."""

MAPS_FORM = Form(
    members={"surface": SURFACES, "dataset": (*DATASETS, *OWN_DATA), "model": MODELS, **CONTENDERS, **CLIPPED},
    specs=(MapRun, EqualBudgetRace, ModelMapRun, TunedTrainings, Transformed),
    views=(MapView,),
    others={"start.x": COORDINATE, "start.y": COORDINATE, **dict.fromkeys(AXIS_ENDS, END), **PICK, **OFF},
    opening={
        "surface": "Quadratic",
        "x.low": "0.0001",
        "x.high": "10",
        "y.low": "0.01",
        "y.high": "0.999",
        "o1": "SGD",
        "o2": "SGD",
        "o2.momentum": "0.9",
        "o2.nesterov": "True",
        "o3": "Adam",
    },
)

MODEL_OPENING = write_member("dataset", Digits()) | write_member("model", DEFAULT_MODELS[Digits])
"""The entries that a map over trainings starts with; absent from the link of any other map."""

EQUAL_BUDGET_EXAMPLE = {
    "view": "fair",
    "surface": "Rosenbrock",
    "steps": "500",
    "o1": "SGD",
    "o2": "SGD",
    "o2.momentum": "0.9",
    "o3": "Adagrad",
    "o4": "RMSprop",
    "o5": "Adam",
}
"""An equal-budget race that reverses the ranking at default settings."""


def read_map_run(query: Query) -> MapRun:
    """The map over races that a query describes; SpecError names the first entry that cannot be read."""
    surface = read_surface(query)
    return MapRun(
        surface=surface,
        optimizers=tuple(read_optimizers(query).values()),
        start=read_start(surface, query),
        x_ends=(_end(query, "x.low"), _end(query, "x.high")),
        y_ends=(_end(query, "y.low"), _end(query, "y.high")),
        **read_fields(MapRun, query),
    )


def read_model_map_run(query: Query, complete: Complete = as_it_is) -> ModelMapRun:
    """The map over trainings that a query describes; SpecError names the first entry that cannot be read."""
    query = MODEL_OPENING | dict(query)
    return ModelMapRun(
        dataset=complete(read_member("dataset", (*DATASETS, *OWN_DATA), query)),
        model=read_member("model", MODELS, query),
        optimizers=tuple(read_optimizers(query).values()),
        x_ends=(_end(query, "x.low"), _end(query, "x.high")),
        y_ends=(_end(query, "y.low"), _end(query, "y.high")),
        **read_fields(ModelMapRun, query),
    )


def read_equal_budget_race(query: Query) -> EqualBudgetRace:
    """The equal-budget race of a query: surface, contenders, start and steps as in `read_map_run`, with its errors."""
    run = read_map_run(query)
    settings = read_fields(EqualBudgetRace, query) | {"steps": run.steps, **noise_of(run)}
    return EqualBudgetRace(
        surfaces=(run.surface,),
        optimizers=run.optimizers,
        tuned=_tuned(query, run.x, run.y),
        start=run.start,
        **settings,
    )


def read_tuned_trainings(query: Query, complete: Complete = as_it_is) -> TunedTrainings:
    """The fair race of trainings of a query: data set, model and contenders as in `read_model_map_run`."""
    run = read_model_map_run(query, complete)
    return TunedTrainings(
        dataset=run.dataset,
        model=run.model,
        optimizers=run.optimizers,
        tuned=_tuned(query, run.x, run.y),
        **read_fields(TunedTrainings, query) | {"epochs": run.epochs, "batch_size": run.batch_size, "seed": run.seed},
    )


def _tuned(query: Query, x: str, y: str) -> tuple[str, ...]:
    """What contenders tune: lr, and the hyperparameters on the axes or their equivalents if the view asks for them."""
    view, names = MapView(**read_fields(MapView, query)), ["lr"]
    for name in (x, y) if view.tuned == "axes" else ():
        names += [each for each in (name, EQUIVALENTS.get(name)) if each and each not in NO_HYPERPARAMETERS]
    return tuple(dict.fromkeys(names))


def read_pick(query: Query) -> tuple[int, float, float] | None:
    """(contender index from 0, x value, y value) of the clicked cell; None without one. SpecError if unreadable."""
    if not PICK.keys() <= query.keys():
        return None
    number, x, y = (PICK[name].parse(query[name], name) for name in PICK)
    return number - 1, x, y


def _end(query: Mapping[str, str], name: str) -> float | None:
    return float(MAPS_FORM.others[name].parse(query[name], name)) if name in query else None
