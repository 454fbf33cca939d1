"""Specs, views and results: frozen dataclasses. The constructor of a spec checks it, so that any spec can be run."""

from optim_core.specs.equal_budget import MAX_SURFACES, EqualBudgetRace
from optim_core.specs.model_sweep import MAX_NETWORKS, ModelSweep
from optim_core.specs.races import (
    COORDINATE,
    MAX_MODEL_STEPS,
    MAX_OPTIMIZERS,
    MAX_PARAMETERS,
    MODEL_SECONDS,
    SURFACE_SECONDS,
    AddedKind,
    BatchSize,
    Epochs,
    ModelRun,
    Noise,
    Seed,
    Steps,
    SurfaceRun,
    Tail,
    noise_of,
)
from optim_core.specs.sweep import MAX_LANES, SWEEP_SECONDS, Axis, Sweep, axis_domains
from optim_core.specs.tuned_trainings import TunedTrainings

FairRace = EqualBudgetRace
"""The former name of `EqualBudgetRace`, which stays importable."""

__all__ = [
    "COORDINATE",
    "MAX_LANES",
    "MAX_MODEL_STEPS",
    "MAX_NETWORKS",
    "MAX_OPTIMIZERS",
    "MAX_PARAMETERS",
    "MAX_SURFACES",
    "MODEL_SECONDS",
    "SURFACE_SECONDS",
    "SWEEP_SECONDS",
    "AddedKind",
    "Axis",
    "BatchSize",
    "Epochs",
    "EqualBudgetRace",
    "FairRace",
    "ModelRun",
    "ModelSweep",
    "Noise",
    "Seed",
    "Steps",
    "SurfaceRun",
    "Sweep",
    "Tail",
    "TunedTrainings",
    "axis_domains",
    "noise_of",
]
