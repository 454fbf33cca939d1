"""The averages of `torch.optim.swa_utils` beside the training of one network, for comparisons."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from optim_core.specs import ModelRun
from optim_core.train.functions import batches

Weights = NDArray[np.float32]


def torch_averages(run: ModelRun, number: int) -> list[tuple[Weights, Weights]]:
    """Weights and averages (P,) of contender `number`, first seed, before its training and after each update."""
    torch.manual_seed(run.seed)
    data, model = run.dataset.split(), run.model.build(run.dataset.inputs, run.dataset.outputs)
    averages = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(run.ema_decay))
    optimizer, pairs = run.optimizers[number].build(list(model.parameters())), [(flat(model), flat(model))]
    for epoch in range(1, run.epochs + 1):
        for batch in batches(len(data.train_y), run.batch_size, run.seed, epoch):
            model.zero_grad()
            run.dataset.task.loss(model(data.train_x[batch]), data.train_y[batch]).backward()
            optimizer.step()
            averages.update_parameters(model)
            pairs.append((flat(model), flat(averages)))
    return pairs


def flat(module: nn.Module) -> Weights:
    """All parameters of a module as one row (P,)."""
    row: Weights = nn.utils.parameters_to_vector(module.parameters()).detach().numpy().copy()
    return row
