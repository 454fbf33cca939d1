"""A run in plain words: what it did, with the numbers that show it, and what to try next."""

import math
from collections.abc import Sequence

import numpy as np

from optim_core.explain.diagnosis.decay import decay
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
    """The findings of each contender, the most telling first; none of a run without a step.

    Numbers of odd surfaces may overflow or be undefined on the way. A finding with an undefined one is left out.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return tuple(_of(run, path) for path in paths)


def _of(run: SurfaceRun, path: Trajectory) -> tuple[Finding, ...]:
    if not path.steps:
        return ()
    evidence = gather(run, path)
    found = [*stability(evidence), *shape(evidence), *terrain(evidence), *scaling(evidence), *decay(evidence)]
    keys = {finding.key for finding in found}
    told = [
        finding.without(path.scheduled.keys() - {"lr"})
        for finding in found
        if not (finding.key == "floor" and "cycle" in keys) and _is_known(finding)
    ]
    return tuple(sorted(told, key=lambda finding: -finding.weight))


def _is_known(finding: Finding) -> bool:
    return not any(isinstance(value, float) and math.isnan(value) for value in finding.values.values())
