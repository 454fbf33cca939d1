"""Diagnosis of trainings: what happened to each contender, the numbers that show it, and what to try next."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.batch import batch
from optim_core.explain.training_diagnosis.edge import edge
from optim_core.explain.training_diagnosis.ending import ending
from optim_core.explain.training_diagnosis.evidence import Evidence
from optim_core.explain.training_diagnosis.fit import fit
from optim_core.explain.training_diagnosis.gradients import gradients
from optim_core.explain.training_diagnosis.plateau import plateau
from optim_core.explain.training_diagnosis.probes import Probes, probe
from optim_core.explain.training_diagnosis.rate import rate
from optim_core.explain.training_diagnosis.schedule import schedule
from optim_core.explain.training_diagnosis.seeds import seeds
from optim_core.explain.training_diagnosis.spikes import spikes
from optim_core.explain.training_diagnosis.trial import is_unclear, trial
from optim_core.explain.training_diagnosis.units import units
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog, by_contender

__all__ = ["OF_ALL_SEEDS", "REMARK", "Finding", "diagnose_training", "findings_of", "measured"]

REMARK = 20.0
LAST = ("underfit",)
"""Findings that only hold where nothing else explains the loss."""
OF_ALL_SEEDS = ("seeds_diverged", "seeds")
"""Findings that compare the seeds; every other one describes the first seed alone."""
RULES = (ending, gradients, units, seeds, schedule, batch, rate, spikes, fit, plateau, edge)


def diagnose_training(run: ModelRun, logs: Sequence[TrainingLog]) -> tuple[tuple[Finding, ...], ...]:
    """Findings about each contender of a training, the heaviest first. `logs` are those that `train` gives for `run`.

    Measures the first seed's weights, so it takes about as long as a few epochs of the training.
    """
    groups = by_contender(logs, run.seeds)
    return tuple(findings_of(run, group, measured(run, group)) for group in groups)


def measured(run: ModelRun, logs: Sequence[TrainingLog]) -> Probes:
    """Measurements that the rules need besides the logs of one contender, one log a seed."""
    probes = probe(run, logs[0])
    if not len(logs[0].loss) or not len(logs[0].train_loss):
        return probes
    evidence = Evidence(run=run, logs=logs, probes=probes)
    return replace(probes, trial=trial(evidence)) if is_unclear(evidence) else probes


def findings_of(run: ModelRun, logs: Sequence[TrainingLog], probes: Probes) -> tuple[Finding, ...]:
    """Findings about one contender, the heaviest first, from its logs, one a seed, and what was `measured`.

    A finding with a number that is not finite is left out. One with a weight below `REMARK` is no defect.
    """
    evidence = Evidence(run=run, logs=logs, probes=probes)
    rules = RULES if len(logs[0].loss) and len(logs[0].train_loss) else (ending,)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        found = [finding for rule in rules for finding in rule(evidence) if _is_defined(finding)]
    explained = any(finding.weight >= REMARK for finding in found if finding.key not in LAST)
    shown = [finding for finding in found if not (explained and finding.key in LAST)]
    return tuple(sorted(shown, key=lambda finding: -finding.weight))


def _is_defined(finding: Finding) -> bool:
    return all(isinstance(value, str) or math.isfinite(value) for value in finding.values.values())
