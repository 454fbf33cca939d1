"""Decision boundaries, compared with torch."""

import numpy as np
import torch
from torch import nn

from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import Adam
from optim_core.specs import ModelRun
from optim_core.train import forward as networks
from optim_core.train.decision_boundary import LEVELS, boundaries

RUN = ModelRun(dataset=Moons(samples=400), model=MLP(width=6), optimizers=(Adam(),))
SIZE = sum(int(np.prod(shape)) for shape in networks.shapes(RUN).values())
PATH = np.random.default_rng(0).standard_normal((3, SIZE))


def test_classes_and_confidences_equal_those_of_torch() -> None:
    shown = boundaries(RUN, [PATH], side=9)
    model = RUN.model.build(2, 2)
    nn.utils.vector_to_parameters(torch.tensor(PATH[2], dtype=torch.float32), model.parameters())
    points = torch.tensor(np.stack(np.meshgrid(shown.x, shown.y), axis=-1), dtype=torch.float32)
    with torch.no_grad():
        shares = model(points).softmax(-1)
    (animation,) = shown.answers
    np.testing.assert_array_equal(animation[2] // LEVELS, shares.argmax(-1))
    sure = 2 * shares.max(-1).values.numpy() - 1
    assert np.abs(animation[2] % LEVELS / LEVELS - sure).max() <= 1 / LEVELS


def test_the_frame_holds_all_examples() -> None:
    shown = boundaries(RUN, [PATH[:1]], side=5)
    low, high = RUN.dataset.split().train_x.numpy().min(axis=0), RUN.dataset.split().train_x.numpy().max(axis=0)
    assert shown.x[0] < low[0] < high[0] < shown.x[-1]
    assert shown.y[0] < low[1] < high[1] < shown.y[-1]
    assert len(shown.points) == len(shown.classes) <= 400
