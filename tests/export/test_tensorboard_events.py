"""A training as event files, read by TensorBoard itself."""

import io
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from optim_core.export.tensorboard_events import tensorboard_zip
from optim_core.models import Logistic
from optim_core.models.datasets import Moons
from optim_core.optimizers import SGD, Adam
from optim_core.specs import ModelRun
from optim_core.specs.thinning import MOST_ROWS
from optim_core.train import train
from optim_core.train.checkpoint import MEASURES
from tests.trainings import LONG, firsts_of

MOMENT = 1_796_000_000.0


def read(folder):
    """Tag -> [(number of updates, value)] of the event file in a folder."""
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    found = accumulator.EventAccumulator(str(folder), size_guidance={accumulator.SCALARS: 0}).Reload()
    return {tag: [(one.step, one.value) for one in found.Scalars(tag)] for tag in found.Tags()["scalars"]}


def unpacked(run, logs, tmp_path):
    with zipfile.ZipFile(io.BytesIO(tensorboard_zip(run, logs, MOMENT))) as archive:
        archive.extractall(tmp_path)
    return [path.parent for path in sorted(tmp_path.rglob("events.out.tfevents.*"))]


def test_tensorboard_reads_every_contender_and_seed(tmp_path):
    run = ModelRun(dataset=Moons(), model=Logistic(), optimizers=(SGD(), SGD(lr=0.5), Adam()), epochs=3, seeds=2)
    logs = train(run)
    folders = unpacked(run, logs, tmp_path)
    assert len(folders) == len(logs)
    for folder, log in zip(folders, logs, strict=True):
        found = read(folder)
        assert set(found) == {"batch_loss", *MEASURES}
        assert [step for step, _ in found["batch_loss"]] == list(range(1, run.steps + 1))
        assert np.allclose([value for _, value in found["batch_loss"]], log.loss, rtol=1e-6)
        for name in MEASURES:
            assert [step for step, _ in found[name]] == [epoch * run.steps_per_epoch for epoch in range(4)]
            assert np.allclose([value for _, value in found[name]], getattr(log, name), rtol=1e-6)


def test_long_runs_are_thinned_from_the_first_to_the_last_update(tmp_path):
    (log,) = firsts_of(LONG)[:1]
    (folder,) = unpacked(replace(LONG, optimizers=LONG.optimizers[:1]), (log,), tmp_path)
    found = read(folder)
    losses = dict(found["batch_loss"])
    assert len(losses) <= MOST_ROWS + 2 < LONG.steps
    assert {1, int(log.loss.argmax()) + 1, int(log.loss.argmin()) + 1, LONG.steps} <= set(losses)
    assert all(value == pytest.approx(log.loss[step - 1], rel=1e-6) for step, value in losses.items())
    assert [step for step, _ in found["test_loss"]] == (log.measured_epochs * LONG.steps_per_epoch).tolist()


def test_averaged_weights_have_curves_of_their_own(tmp_path):
    run = ModelRun(dataset=Moons(), model=Logistic(), optimizers=(SGD(),), epochs=3, ema_decay=0.9)
    (log,) = train(run)
    (folder,) = unpacked(run, (log,), tmp_path)
    found = read(folder)
    for name in MEASURES:
        steps, values = zip(*found[f"averaged_{name}"], strict=True)
        assert list(steps) == [epoch * run.steps_per_epoch for epoch in range(4)]
        assert np.allclose(values, log.averaged[name], rtol=1e-6)


def test_a_network_that_diverged_at_once_has_a_file_that_can_be_read(tmp_path):
    run = ModelRun(dataset=Moons(), model=Logistic(), optimizers=(SGD(lr=1e3, weight_decay=10.0),), epochs=3)
    logs = train(run)
    assert logs[0].status.diverged
    assert 0 < len(logs[0].loss) < run.steps
    (folder,) = unpacked(run, logs, tmp_path)
    assert len(read(folder)["batch_loss"]) == len(logs[0].loss)
