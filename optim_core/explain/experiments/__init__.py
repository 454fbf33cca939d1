"""Experiments other than races on a surface: one file per experiment, and its name in `EXPERIMENTS`."""

from optim_core.explain.experiments.after_silence import AfterSilence
from optim_core.explain.experiments.base import AbstractExperiment, ExperimentResult
from optim_core.explain.experiments.follow_gradients import follow_gradients, gradient_of
from optim_core.explain.experiments.many_starts import ManyStarts
from optim_core.explain.experiments.noisy_bowl import NoisyBowl
from optim_core.explain.experiments.rare_gradient import RareGradient
from optim_core.explain.experiments.thousandfold import Thousandfold
from optim_core.explain.experiments.training_loop import TrainingLoop
from optim_core.explain.experiments.tuning_budget import TuningBudget
from optim_core.explain.experiments.uncorrected import Uncorrected

EXPERIMENTS: tuple[type[AbstractExperiment], ...] = (
    NoisyBowl,
    Thousandfold,
    Uncorrected,
    AfterSilence,
    RareGradient,
    TuningBudget,
    ManyStarts,
    TrainingLoop,
)

__all__ = [
    "EXPERIMENTS",
    "AbstractExperiment",
    "AfterSilence",
    "ExperimentResult",
    "ManyStarts",
    "NoisyBowl",
    "RareGradient",
    "Thousandfold",
    "TrainingLoop",
    "TuningBudget",
    "Uncorrected",
    "follow_gradients",
    "gradient_of",
]
