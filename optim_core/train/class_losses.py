"""Losses of a classifier by how often a class occurs: what becomes of the rare ones."""

import torch
from torch import Tensor, nn

from optim_core.base.result import Array
from optim_core.models.datasets import AbstractDataset
from optim_core.models.tasks import CLASSES, TOKENS
from optim_core.specs import ModelRun
from optim_core.train.forward import networks_at_once, outputs

GROUPS = ("frequent", "middle", "rare")
FREQUENT, MIDDLE = 0.5, 0.9
"""Shares of the training targets at which the frequent classes and those of the middle end."""
LEAST_CLASSES = 8


def has_groups(dataset: AbstractDataset) -> bool:
    """Whether the data set has at least `LEAST_CLASSES` classes, so that groups by frequency make sense."""
    return dataset.task in (CLASSES, TOKENS) and dataset.outputs >= LEAST_CLASSES


def class_groups(dataset: AbstractDataset) -> Tensor:
    """Index in `GROUPS` of each class (classes,). The share of examples in more frequent classes decides."""
    counts = torch.bincount(dataset.split().train_y.flatten(), minlength=dataset.outputs)
    order = counts.argsort(descending=True, stable=True)
    before = (counts[order].cumsum(0) - counts[order]) / counts.sum()
    groups = torch.empty_like(order)
    groups[order] = (before >= FREQUENT).long() + (before >= MIDDLE).long()
    return groups


def class_losses(run: ModelRun, weights: Array) -> Array:
    """Mean −log softmax at the target (K, groups) over the training targets of each group, for networks (K, P)."""
    x, y, *_ = run.dataset.split()
    classes = y.flatten()
    members = nn.functional.one_hot(class_groups(run.dataset)[classes], len(GROUPS)).double()
    size, found = networks_at_once(x), []
    for low in range(0, len(weights), size):
        scores = outputs(run, weights[low : low + size], x).flatten(1, -2)
        losses = [nn.functional.cross_entropy(each, classes, reduction="none").double() for each in scores]
        found.append(torch.stack(losses) @ members)
    means: Array = (torch.cat(found) / members.sum(0)).numpy()
    return means
