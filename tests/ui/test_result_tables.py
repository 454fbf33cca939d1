"""Cells of the result tables."""

from dataclasses import replace

import pytest

from optim_core.base.text import load
from optim_core.explain.training_rows import model_rows
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import LBFGS
from optim_core.specs import ModelRun
from optim_core.train import train
from ui.components.result_tables import model_columns

RUN = ModelRun(dataset=Moons(samples=40), model=MLP(width=4), optimizers=(LBFGS(lr=0.1),), epochs=1)


@pytest.mark.parametrize(("mean", "text"), [(560 / 3, "186.7"), (132.0, "132"), (12_345_678 + 1 / 3, "12345678.3")])
def test_mean_counts_of_evaluations_have_one_decimal_at_most(mean, text):
    t, (row,) = load("en"), model_rows(train(RUN))
    columns = model_columns([replace(row, evaluations=mean)], RUN.dataset.task, 0.1, False, t)
    assert columns[t("table.evaluations")] == [text]
