"""A coarse map as JSON for the browser, which runs its cells."""

from dataclasses import replace
from typing import Any

from optim_core.descend.portable import portable_race
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs.ranking import loss_rounding
from optim_core.specs.sweep import STARTS
from optim_core.sweep.maps.axes import equivalent_name
from optim_core.sweep.maps.spec import MapRun, MapView

SIDE = 24
"""Values of each axis."""
COLOURS = ("final_loss", "best_loss", "steps_to")
"""The quantities that the browser computes."""


def portable_map(run: MapRun, optimizer: AbstractOptimizer, view: MapView) -> dict[str, Any] | None:
    """The map of one optimizer for `frontend/engine/cells.js`: `MapJson` in `frontend/types/engine.d.ts`.

    None if the browser cannot run it: an axis is a parameter of the formula, or the race has no program.
    """
    if run.parameter or view.colour not in COLOURS:
        return None
    race = portable_race(replace(run.race, optimizers=(optimizer,)))
    if race is None or race["contenders"][0] is None:
        return None
    names = [str(equivalent_name(type(optimizer), axis.name)) for axis in run.axes]
    hyper = list(race["optimizers"][0]["hyper"])
    return {
        "race": race,
        "axes": [
            {"place": name if name in STARTS else hyper.index(name), "values": list(values)}
            for name, values in zip(names, run.axis_values(SIDE), strict=True)
        ],
        "colour": view.colour,
        "target": view.target,
        "lowest": run.surface.lowest,
        "rounding": loss_rounding(run.surface),
    }
