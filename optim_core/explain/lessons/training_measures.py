"""Numbers of trainings that a lesson can ask for, with the parameters of the other measures; means are over the seeds.

A loss is infinite, and an accuracy 0, if a network diverged or failed.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch.nn.utils import vector_to_parameters

from optim_core.base.result import Array
from optim_core.explain.lessons.scenes import SceneResult
from optim_core.specs.results import TrainingLog, by_contender


def data(scene: Any, _result: SceneResult, _contender: int, name: str) -> float:
    """Hyperparameter `name` of the data set."""
    return float(getattr(scene.dataset, name))


def knob_of_model(scene: Any, _result: SceneResult, _contender: int, name: str) -> float:
    """Hyperparameter `name` of the model."""
    return float(getattr(scene.model, name))


def accuracy(scene: Any, result: SceneResult, contender: int) -> float:
    """Mean share of test examples that are classified correctly after the last epoch."""
    return float(_accuracies(scene, result, contender).mean())


def accuracy_range(scene: Any, result: SceneResult, contender: int) -> float:
    """Highest accuracy of a seed minus the lowest one."""
    return float(np.ptp(_accuracies(scene, result, contender)))


def accuracy_deviation(scene: Any, result: SceneResult, contender: int) -> float:
    """Sample standard deviation of the accuracy over the seeds; 0 for one seed."""
    found = _accuracies(scene, result, contender)
    return float(found.std(ddof=1)) if len(found) > 1 else 0.0


def loss_in_training(scene: Any, result: SceneResult, contender: int, epoch: int = -1) -> float:
    """Mean training loss after `epoch` epochs; -1 is the last one."""
    return _mean(_logs(scene, result, contender), lambda log: log.train_loss[_row(log, epoch)])


def best_lr(scene: Any, result: SceneResult, _contender: int) -> float:
    """The lr of the contender whose mean training loss after the last epoch is the lowest of all."""
    losses = _final_losses(scene, result)
    return float(scene.optimizers[losses.index(min(losses))].lr)


def best_loss_in_training(scene: Any, result: SceneResult, _contender: int) -> float:
    """The lowest of the contenders' mean training losses after the last epoch."""
    return min(_final_losses(scene, result))


def loss_in_test(scene: Any, result: SceneResult, contender: int) -> float:
    """Mean test loss after the last epoch."""
    return _mean(_logs(scene, result, contender), lambda log: log.test_loss[-1])


def lowest_loss_in_test(scene: Any, result: SceneResult, contender: int) -> float:
    """Mean of the lowest test loss after any epoch."""
    return _mean(_logs(scene, result, contender), lambda log: log.test_loss.min())


def best_epoch(scene: Any, result: SceneResult, contender: int) -> float:
    """Mean number of epochs after which the test loss is lowest."""
    return _mean(_logs(scene, result, contender), lambda log: log.measured_epochs[log.test_loss.argmin()])


def mean_batch_loss(scene: Any, result: SceneResult, contender: int) -> float:
    """Mean loss of the mini-batches of the last epoch."""
    return _mean(_logs(scene, result, contender), lambda log: log.loss[-scene.steps_per_epoch :].mean())


def batch_loss_deviation(scene: Any, result: SceneResult, contender: int) -> float:
    """Standard deviation of the losses of the mini-batches of the last epoch; its mean over the seeds."""
    return _mean(_logs(scene, result, contender), lambda log: log.loss[-scene.steps_per_epoch :].std())


def faded(scene: Any, result: SceneResult, contender: int, *, trained: bool = False) -> float:
    """Gradient of a recurrent network's answer for the first entry of a sequence, as a share of that for the last.

    Mean lengths over the test sequences, of the first seed's network before the training, or after it if `trained`.
    """
    dataset, log = scene.dataset, _logs(scene, result, contender)[0]
    model = scene.model.build(dataset.inputs, dataset.outputs)
    vector_to_parameters(torch.tensor(log.weights[-1 if trained else 0]), model.parameters())
    sequences = dataset.split().test_x.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(model(sequences).sum(), sequences)
    lengths = gradient.norm(dim=2).mean(dim=0)
    return float(lengths[0] / lengths[-1])


def _final_losses(scene: Any, result: SceneResult) -> list[float]:
    return [loss_in_training(scene, result, contender) for contender in range(len(scene.optimizers))]


def _logs(scene: Any, result: SceneResult, contender: int) -> Sequence[TrainingLog]:
    return by_contender(result, scene.seeds)[contender]


def _row(log: TrainingLog, epoch: int) -> int:
    """The row of the measures after `epoch` epochs, or after the next that were measured; -1 is the last one."""
    return epoch if epoch < 0 else int(np.searchsorted(log.measured_epochs, epoch))


def _accuracies(scene: Any, result: SceneResult, contender: int) -> Array:
    logs = _logs(scene, result, contender)
    return np.array([log.test_score[-1] if log.status.has_result else 0.0 for log in logs])


def _mean(logs: Sequence[TrainingLog], number: Callable[[TrainingLog], Any]) -> float:
    return float(np.mean([number(log) if log.status.has_result else np.inf for log in logs]))
