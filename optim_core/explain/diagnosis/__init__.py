"""Diagnosis of a run: what happened, the numbers that show it, and what to try next."""

import math
from collections.abc import Sequence

import numpy as np

from optim_core.explain.diagnosis.clipping import clipping
from optim_core.explain.diagnosis.decay import decay
from optim_core.explain.diagnosis.ending import ending
from optim_core.explain.diagnosis.evidence import gather
from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.diagnosis.scaling import scaling
from optim_core.explain.diagnosis.shape import shape
from optim_core.explain.diagnosis.stability import stability
from optim_core.explain.diagnosis.terrain import terrain
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory

__all__ = ["Finding", "diagnose"]


def diagnose(run: SurfaceRun, paths: Sequence[Trajectory]) -> tuple[tuple[Finding, ...], ...]:
    """Findings of each contender, the heaviest first. A run without a step has at most one, about its end.

    `paths` are the trajectories of `run`, in the order of its contenders. Intermediate numbers may overflow or be
    undefined on an extreme surface. A finding with a NaN among its values is left out.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return tuple(_findings(run, path) for path in paths)


def _findings(run: SurfaceRun, path: Trajectory) -> tuple[Finding, ...]:
    if not path.steps:
        return tuple(ending(path))
    evidence = gather(run, path)
    parts = (stability, shape, terrain, scaling, decay, clipping)
    found = [*ending(path), *(finding for part in parts for finding in part(evidence))]
    keys = {finding.key for finding in found}
    shown = [
        finding.without(path.scheduled.keys() - {"lr"})
        for finding in found
        if not (finding.key == "floor" and "cycle" in keys) and _is_defined(finding)
    ]
    return tuple(sorted(shown, key=lambda finding: -finding.weight))


def _is_defined(finding: Finding) -> bool:
    return not any(isinstance(value, float) and math.isnan(value) for value in finding.values.values())
