"""Trainings with a known defect and healthy ones, to judge the diagnosis of trainings by.

The label of a training follows from how it was made and from the other trainings of its grid. The rules under test are
never asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.planted.cells import HELD_OUT, TUNING, Cell, Training, trained
from benchmarks.planted.defects import PLANTED
from optim_core.optimizers import AbstractOptimizer

__all__ = ["HEALTHY", "HELD_OUT", "TUNING", "Cell", "Training", "trainings"]

HEALTHY = "healthy"
FACTORS = (0.01, 0.1, 1 / 3, 1.0, 3.0, 10.0, 30.0, 100.0)
"""Learning rates of a grid, as multiples of the one with which the data set opens."""
NEAR = 0.05
"""A healthy training's last test loss is within this share of the whole fall of the lowest last test loss known."""
NEAR_SCORE = 0.03
SPOILT = 0.2
"""A rate is a defect if the last training loss misses this share of the fall of the best rate's."""


def trainings(cell: Cell, optimizers: Sequence[AbstractOptimizer] = ()) -> Iterator[Training]:
    """All trainings of a cell whose defect took effect, and its healthy ones; its grids are of `optimizers`, or all."""
    grid = list(_grids(cell, optimizers or cell.optimizers))
    ended = [one for row in grid for one in row if one.logs[0].status.has_result]
    least, best_score = min(map(_test, ended)), max(float(one.logs[0].test_score[-1]) for one in ended)
    for row in grid:
        yield from _labelled(row, least, best_score)
    first = float(ended[0].logs[0].test_loss[0])
    for plant in PLANTED:
        yield from (one for one in plant(cell) if _took_effect(one, first, least))
    several = cell.run(cell.optimizers[2], cell.optimizers[5], seeds=4)
    for one in trained(several, [HEALTHY] * 2):
        if all(_is_near(replace(one, logs=(log,)), least, best_score) for log in one.logs):
            yield one


def _took_effect(one: Training, first: float, least: float) -> bool:
    """Whether what was planted spoilt the training, where `first` and `least` are test losses of the cell's grid.

    Overfitting is compared with the training's own lowest test loss, and seeds with one another; a plateau must last a
    quarter of the training, and a spike must be in the loss over the whole training set.
    """
    losses = one.logs[0].test_loss
    if one.kind == "overfit":
        return bool(losses[-1] - losses.min() > SPOILT * (losses[0] - losses.min()))
    if one.kind == "plateau":  # which costs time
        quarter = losses[len(losses) // 4]
        return bool(first - quarter < SPOILT * (first - least))
    if one.kind == "spikes":
        changes = np.diff(one.logs[0].train_loss)
        return bool(changes.max() > SPOILT * (first - least))
    if one.kind == "seeds":
        scores = [float(log.test_score[-1]) for log in one.logs]
        return max(scores) - min(scores) > SPOILT
    return not one.logs[0].status.has_result or _test(one) - least > SPOILT * (first - least)


def _grids(cell: Cell, optimizers: Sequence[AbstractOptimizer]) -> Iterator[list[Training]]:
    """The trainings of a grid of rates for each optimizer, by ascending rate."""
    for optimizer in optimizers:
        rates = [min(optimizer.lr * factor, 1e3) for factor in FACTORS]
        run = cell.run(*(replace(optimizer, lr=rate) for rate in rates))
        yield list(trained(run, [""] * len(rates)))


def _labelled(row: Sequence[Training], least: float, best_score: float) -> Iterator[Training]:
    ended = [one for one in row if one.logs[0].status.has_result]
    best = min(ended, key=_train)
    at = row.index(best)
    yield from (replace(one, kind=HEALTHY) for one in ended if _is_near(one, least, best_score))
    for index in (0, 1):
        if index < at - 1 and _is_spoilt(row[index], best):
            yield replace(row[index], kind="rate_low")
    for one in row[at + 1 :]:
        if not one.logs[0].status.has_result:
            yield replace(one, kind="diverged")
            break
        if _is_spoilt(one, best):
            yield replace(one, kind="rate_high")


def _is_near(one: Training, least: float, best_score: float) -> bool:
    log = one.logs[0]
    fall = float(log.test_loss[0]) - least
    return _test(one) <= least + NEAR * fall and float(log.test_score[-1]) >= best_score - NEAR_SCORE


def _is_spoilt(one: Training, best: Training) -> bool:
    return _train(one) - _train(best) > SPOILT * (float(best.logs[0].train_loss[0]) - _train(best))


def _test(one: Training) -> float:
    return float(one.logs[0].test_loss[-1])


def _train(one: Training) -> float:
    return float(one.logs[0].train_loss[-1])
