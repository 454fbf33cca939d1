"""Maps: thousands of runs at once, each optimizer over the same two axes."""

from optim_core.maps.axes import NAMES, MapAxis, axis, name_in
from optim_core.maps.cells import Cells, pieces, whole
from optim_core.maps.export import map_csv, map_study
from optim_core.maps.form import CLASSIC, MAPS_FORM, read_fair_race, read_map_run, read_pick
from optim_core.maps.spec import MapRun, MapView

__all__ = [
    "CLASSIC",
    "MAPS_FORM",
    "NAMES",
    "Cells",
    "MapAxis",
    "MapRun",
    "MapView",
    "axis",
    "map_csv",
    "map_study",
    "name_in",
    "pieces",
    "read_fair_race",
    "read_map_run",
    "read_pick",
    "whole",
]
