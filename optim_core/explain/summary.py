"""The result table of a race on a surface: one row per contender."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optim_core.base.result import Failure, Status
from optim_core.base.text import Translator
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import (
    distance_to_minimum,
    first_touch,
    length,
    nearest_minima,
    path_length,
    same_paths,
    steps_to,
)
from optim_core.specs.ranking import AT_MINIMUM, loss_rounding, race_ranks
from optim_core.specs.results import Trajectory


@dataclass(frozen=True, kw_only=True)
class SurfaceRow:
    """One contender of a race on a surface. A diverged or failed one has no rank, final loss or best loss."""

    label: str
    rank: int | None
    """As in `race_ranks`: by the final loss, then by the evaluations to the target."""
    tied: bool
    """Whether the final loss of another contender differs by rounding at most."""
    final_loss: float | None
    best_loss: float | None
    steps_to: int | None
    """The step from which on the loss stays within the target; None if there is none."""
    first_touch: int | None
    """The first step at which the loss is within the target, also if it leaves it again."""
    evaluations_to: int | None
    """Evaluations of loss and gradient until then."""
    evaluations: int
    """Evaluations of loss and gradient in the whole run."""
    uses_closure: bool
    """Whether a step may need more than one evaluation."""
    path_length: float
    same_path_as: str | None
    """The label of the first contender with the same path; None if there is no earlier one."""
    minimum: tuple[float, float] | None
    """The known minimizer nearest to the last point."""
    distance: float | None
    """Distance of the last point from there; 0 below `AT_MINIMUM` of the frame's diagonal."""
    status: Status
    stopped_at: int | None
    failure: Failure | None
    last_loss: float
    """Loss at the last finite point, also of a diverged run."""


def surface_rows(run: SurfaceRun, trajectories: Sequence[Trajectory], target: float) -> tuple[SurfaceRow, ...]:
    """One row per contender of `run`, in their order.

    `target`: the gap to the lowest known loss that counts as reached, as a share of the gap at the start.
    """
    losses = [float(one.loss[-1]) if one.status.has_result else None for one in trajectories]
    steps = [steps_to(one, run.surface, target) for one in trajectories]
    arrivals = [None if at is None else int(one.evaluations[at]) for one, at in zip(trajectories, steps, strict=True)]
    rounding = loss_rounding(run.surface)
    ranks, by_loss = race_ranks(losses, arrivals, rounding), race_ranks(losses, [None] * len(losses), rounding)
    names, ties = labels(run.optimizers), [by_loss.count(rank) > 1 for rank in by_loss]
    alike = [None if first is None else names[first] for first in same_paths(trajectories, run.surface)]
    places = zip(names, ranks, ties, alike, strict=True)
    rows = zip(trajectories, steps, arrivals, places, strict=True)
    return tuple(_surface_row(run, target, *row) for row in rows)


def _surface_row(
    run: SurfaceRun,
    target: float,
    one: Trajectory,
    reached: int | None,
    arrival: int | None,
    place: tuple[str, int | None, bool, str | None],
) -> SurfaceRow:
    has_result = one.status.has_result
    x, y = nearest_minima(one, run.surface)[-1].tolist()
    known = not math.isnan(x)
    label, rank, tied, alike = place
    distance = float(distance_to_minimum(one, run.surface)[-1])
    shown = 0.0 if distance < AT_MINIMUM * float(length(np.ptp(run.surface.domain, axis=1))) else distance
    return SurfaceRow(
        label=label,
        rank=rank,
        tied=tied and has_result,
        final_loss=float(one.loss[-1]) if has_result else None,
        best_loss=float(one.loss.min()) if has_result else None,
        steps_to=reached,
        first_touch=first_touch(one, run.surface, target),
        evaluations_to=arrival,
        evaluations=int(one.evaluations[-1]),
        uses_closure=one.optimizer.uses_closure,
        path_length=path_length(one),
        same_path_as=alike,
        minimum=(x, y) if known else None,
        distance=shown if known else None,
        status=one.status,
        stopped_at=one.stopped_at,
        failure=one.failure,
        last_loss=float(one.loss[-1]),
    )


def ranks_note(rows: Sequence[SurfaceRow], t: Translator) -> str:
    """A sentence on what decides the ranks of a race, where the numbers in the table do not say it; else empty."""
    notes = [t("table.same_path", name=row.label, other=row.same_path_as) for row in rows if row.same_path_as]
    if any(row.tied for row in rows):
        notes.append(t("table.tied"))
    return " ".join(notes)
