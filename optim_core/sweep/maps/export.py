"""Exports of a map: its results as CSV, and its runs as a study file for the command line."""

import csv
import io
from collections.abc import Sequence
from itertools import product

import numpy as np

from optim_core.base.errors import SpecError
from optim_core.specs import Axis
from optim_core.sweep.maps.axes import equivalent_name
from optim_core.sweep.maps.cells import Cells
from optim_core.sweep.maps.model_maps import QUALITIES, ModelCells, ModelMapRun
from optim_core.sweep.maps.spec import MapRun
from optim_core.sweep.study import Study, StudyContender, study_toml

COLUMNS = ("contender", "final_loss", "best_loss", "steps_to", "final_minimum", "status", "stopped_at")


def map_csv(run: MapRun, panels: Sequence[tuple[str, Cells]]) -> str:
    """CSV with one row per run of the named panels, in full precision; two columns hold the map's x and y values."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([COLUMNS[0], run.x, run.y, *COLUMNS[1:]])
    for name, cells in panels:
        up, across = (axis.values for axis in cells.spec.axes)
        for row, column in np.ndindex(*cells.spec.shape):
            at = (row, column)
            minimum = int(cells.minimum[at])
            writer.writerow(
                [
                    name,
                    across[column],
                    up[row],
                    float(cells.final_loss[at]),
                    float(cells.best_loss[at]),
                    _known(int(cells.steps_to[at])),
                    "" if minimum < 0 else "{:g} {:g}".format(*run.surface.minima[minimum]),
                    cells.status.item(at).value,
                    _known(int(cells.stopped_at[at])),
                ]
            )
    return text.getvalue()


def model_map_csv(run: ModelMapRun, panels: Sequence[tuple[str, ModelCells]]) -> str:
    """CSV with one row per training of the named panels that has begun; x and y as in `map_csv`."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([COLUMNS[0], run.x, run.y, *QUALITIES, *COLUMNS[-2:]])
    for name, cells in panels:
        up, across = (axis.values for axis in cells.spec.axes)
        for at in map(tuple, np.argwhere(cells.trained).tolist()):
            measured = [float(getattr(cells, quality)[at]) for quality in QUALITIES]
            ended = [cells.status.item(at).value, _known(int(cells.stopped_at[at]))]
            writer.writerow([name, across[at[1]], up[at[0]], *measured, *ended])
    return text.getvalue()


def map_study(run: MapRun) -> str:
    """The study file (TOML) of the same runs, for every optimizer that has both axes.

    SpecError (`parameter_study`) if an axis is a parameter of a formula: a study has one surface.
    """
    if run.parameter:
        raise SpecError("MapRun.axes", "parameter_study")
    across, up = run.axis_values(run.side)
    named = {run.x: across, run.y: up}
    starts = [named.pop(f"start.{axis}", (default,)) for axis, default in zip("xy", run.start, strict=True)]
    contenders = tuple(
        StudyContender(
            optimizer=optimizer,
            axes=tuple(Axis(str(equivalent_name(type(optimizer), name)), values) for name, values in named.items()),
        )
        for optimizer in run.optimizers
        if not run.missing_axes(optimizer)
    )
    points = tuple((float(x), float(y)) for x, y in product(*starts))
    return study_toml(Study(base=run.race, contenders=contenders, starts=points, seeds=(run.seed,)))


def model_map_study(run: ModelMapRun) -> str:
    """The study file (TOML) of the same trainings, for every optimizer that has both axes.

    SpecError if an axis is no hyperparameter: a study has one model and one batch size. A table in a file of somebody's
    own is named by its digest.
    """
    across, up = run.axis_values(run.side)
    contenders = tuple(
        StudyContender(
            optimizer=optimizer,
            axes=tuple(
                Axis(str(equivalent_name(type(optimizer), name)), values)
                for name, values in ((run.x, across), (run.y, up))
            ),
        )
        for optimizer in run.optimizers
        if not run.missing_axes(optimizer)
    )
    return study_toml(Study(base=run.training, contenders=contenders, seeds=(run.seed,)))


def _known(count: int) -> object:
    return "" if count < 0 else count
