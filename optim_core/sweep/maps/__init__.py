"""Maps: grids of races or trainings, one per optimizer, over the same two axes; and their page entries."""

from optim_core.sweep.maps.axes import AXIS_NAMES, MODEL_AXIS_NAMES, MapAxis, equivalent_name, map_axis
from optim_core.sweep.maps.cells import AbstractCells, BestCells, Cells, best_cells
from optim_core.sweep.maps.chunks import chunks, merged
from optim_core.sweep.maps.export import map_csv, map_study, model_map_csv, model_map_study
from optim_core.sweep.maps.form import (
    EQUAL_BUDGET_EXAMPLE,
    MAPS_FORM,
    MODEL_OPENING,
    read_equal_budget_race,
    read_map_run,
    read_model_map_run,
    read_pick,
    read_tuned_trainings,
)
from optim_core.sweep.maps.job import MapJob
from optim_core.sweep.maps.model_maps import ModelCells, ModelMapRun
from optim_core.sweep.maps.spec import AbstractMapRun, MapRun, MapView

__all__ = [
    "AXIS_NAMES",
    "EQUAL_BUDGET_EXAMPLE",
    "MAPS_FORM",
    "MODEL_AXIS_NAMES",
    "MODEL_OPENING",
    "AbstractCells",
    "AbstractMapRun",
    "BestCells",
    "Cells",
    "MapAxis",
    "MapJob",
    "MapRun",
    "MapView",
    "ModelCells",
    "ModelMapRun",
    "best_cells",
    "chunks",
    "equivalent_name",
    "map_axis",
    "map_csv",
    "map_study",
    "merged",
    "model_map_csv",
    "model_map_study",
    "read_equal_budget_race",
    "read_map_run",
    "read_model_map_run",
    "read_pick",
    "read_tuned_trainings",
]
