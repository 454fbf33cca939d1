"""The coarse maps that the browser runs while a slider is held."""

from functools import lru_cache
from typing import Any

from optim_core.export.race_data import digest
from optim_core.figures.maps.color_scale import ColorScale
from optim_core.optimizers import AbstractOptimizer
from optim_core.sweep.maps import MapRun, MapView
from optim_core.sweep.maps.portable import portable_map


@lru_cache(32)
def panel_preview(run: MapRun, optimizer: AbstractOptimizer, view: MapView, scale: ColorScale, index: int) -> Any:
    """The panel's map for the browser, with its color scale; None if the browser cannot run it."""
    portable = portable_map(run, optimizer, view)
    colors = {"log": scale.log, "floor": scale.floor, "least": scale.lowest}
    return portable and {**portable, **colors, "number": index + 1, "tag": digest(run, optimizer, view)}
