"""Maps: thousands of runs at once, each optimizer over the same two axes."""

from optim_core.sweep.maps.axes import NAMES, MapAxis, axis, name_in
from optim_core.sweep.maps.cells import AbstractCells, Cells, pieces, whole
from optim_core.sweep.maps.export import map_csv, map_study, model_map_csv
from optim_core.sweep.maps.form import (
    CLASSIC,
    MAPS_FORM,
    MODEL_OPENING,
    read_equal_budget_race,
    read_map_run,
    read_model_map_run,
    read_pick,
)
from optim_core.sweep.maps.job import MapJob
from optim_core.sweep.maps.models import MODEL_NAMES, ModelCells, ModelMapRun
from optim_core.sweep.maps.spec import AbstractMapRun, MapRun, MapView

__all__ = [
    "CLASSIC",
    "MAPS_FORM",
    "MODEL_NAMES",
    "MODEL_OPENING",
    "NAMES",
    "AbstractCells",
    "AbstractMapRun",
    "Cells",
    "MapAxis",
    "MapJob",
    "MapRun",
    "MapView",
    "ModelCells",
    "ModelMapRun",
    "axis",
    "map_csv",
    "map_study",
    "model_map_csv",
    "name_in",
    "pieces",
    "read_equal_budget_race",
    "read_map_run",
    "read_model_map_run",
    "read_pick",
    "whole",
]
