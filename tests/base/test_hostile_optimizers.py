"""Whatever the class of an optimizer does wrong, in whichever of its methods, costs its own runs only."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np
import pytest
import torch

from optim_core.base.domains import Choice, Whole
from optim_core.base.failures import NEW_TENSORS
from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.explain.diagnosis import diagnose
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import SGD
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.schedules import StepLR
from optim_core.optimizers.shared_hypers import LearningRate
from optim_core.specs import ModelRun, ModelSweep, SurfaceRun, Sweep
from optim_core.surfaces import Sphere
from optim_core.sweep import sweep
from optim_core.sweep.model_sweep import model_sweep
from optim_core.train import advance, begin, finished, logs, train


class UnreadableError(Exception):
    def __str__(self):
        raise RuntimeError("no message")


class Hostile(torch.optim.SGD):
    """Does `what` wrong, in its step from step `at` on."""

    def __init__(self, params, lr=0.1, what="", at=3):
        self.what, self.at, self.done = what, at, 0
        super().__init__(params, lr=lr)
        if what == "exit while constructed":
            raise SystemExit(3)
        if what == "state while constructed":
            (param,) = self.param_groups[0]["params"][:1]
            self.state[param]["kept"] = param.detach().clone().requires_grad_()

    def step(self, closure=None):
        self.done += 1
        found, late = super().step(closure), self.done >= self.at
        params = [param for group in self.param_groups for param in group["params"]]
        if late and self.what == "exit":
            raise SystemExit("bye")
        if late and self.what == "unreadable":
            raise UnreadableError
        if late and self.what == "new tensors":
            for param in params:
                param.data = param.data.clone()
        if late and self.what == "no groups":
            self.param_groups.clear()
        if late and self.what == "odd state":
            self.state[params[0]] = ["no dict"]
        if late and self.what == "unpicklable":
            self.state[params[0]]["call"] = lambda: None
        if self.what == "no gradients":
            self.zero_grad()
        if self.what == "complex state":
            self.state[params[0]]["kept"] = torch.full_like(params[0], 1j, dtype=torch.complex64)
        return "nonsense" if self.what == "nonsense" else found

    def __getattribute__(self, name):
        if name in ("state_dict", "load_state_dict") and super().__getattribute__("what") == name:
            raise KeyError(name)
        return super().__getattribute__(name)

    def add_param_group(self, group):
        if self.what == "add_param_group":
            raise TypeError("no group")
        super().add_param_group(group)


HARMLESS = ("", "no gradients", "complex state", "nonsense")
CONSTRUCTED = ("add_param_group", "exit while constructed")
STEPPED = ("exit", "unreadable", "new tensors")
ANYWHERE = (*HARMLESS, *CONSTRUCTED, *STEPPED)
OTHERS = ("state while constructed", "no groups", "odd state", "unpicklable", "state_dict", "load_state_dict")


@dataclass(frozen=True, kw_only=True)
class Wrong(AbstractOptimizer):
    torch_class: ClassVar = Hostile
    import_path: ClassVar = "somewhere:Hostile"
    lr: LearningRate = 0.1
    what: Annotated[str, Choice("", (*ANYWHERE, *OTHERS))] = ""
    at: Annotated[int, Whole("", 0, 100)] = 3


RACE = SurfaceRun(surface=Sphere(), optimizers=(SGD(lr=0.1), SGD(lr=0.1)), start=(1.0, 2.0), steps=8)
TRAINING = ModelRun(
    dataset=Moons(samples=60), model=MLP(width=6), optimizers=(SGD(lr=0.1),) * 2, epochs=4, batch_size=20, seeds=2
)
every_fault = pytest.mark.parametrize("what", [*ANYWHERE, *OTHERS])
EXPECTED = dict.fromkeys(CONSTRUCTED, 0) | dict.fromkeys(STEPPED, 3)
"""The step at which a run fails, of a race and of a training."""


@pytest.mark.parametrize("schedule", [None, StepLR()])
@every_fault
def test_a_race_goes_on(what, schedule):
    whole, _ = descend(RACE, 600.0)
    run = replace(RACE, optimizers=(Wrong(what=what, schedule=schedule), SGD(lr=0.1)))
    wrong, other = descend(run, 600.0)
    np.testing.assert_array_equal(other.xy, whole.xy)
    expected = EXPECTED | {"state while constructed": 0, "odd state": 3, "no groups": 4}
    if schedule is None:
        expected.pop("no groups")  # it then stands still, as its class wants
    assert (wrong.status, wrong.stopped_at) == (
        (Status.FAILED, expected[what]) if what in expected else (whole.status, None)
    )
    assert (wrong.failure is None) == (what not in expected)
    steps = wrong.steps + 1
    if what != "no groups":
        np.testing.assert_allclose(wrong.xy, whole.xy[:steps], rtol=1e-12)
    assert len(diagnose(run, (wrong, other))) == 2


@pytest.mark.parametrize("seconds", [600.0, 0.0])
@every_fault
def test_a_training_goes_on_also_in_segments(what, seconds):
    whole = train(TRAINING, 600.0)
    run = replace(TRAINING, optimizers=(Wrong(what=what, at=1 if seconds == 0.0 else 3), SGD(lr=0.1)))
    checkpoint = begin(run)
    while not finished(run, checkpoint):
        checkpoint = advance(run, checkpoint, seconds)
    found = logs(run, checkpoint)
    for log, other in zip(found[2:], whole[2:], strict=True):
        assert (log.status, log.failure) == (Status.RUNNING, None)
        np.testing.assert_array_equal(log.weights, other.weights)
    last = 1 if seconds == 0.0 else 3
    stopped = dict.fromkeys(CONSTRUCTED, 0) | dict.fromkeys(STEPPED, last) | {"odd state": run.steps_per_epoch}
    if seconds == 0.0:
        stopped |= dict.fromkeys(("state_dict", "load_state_dict", "unpicklable"), 2)
    for log in found[:2]:
        if what in stopped:
            assert (log.status, log.stopped_at) == (Status.FAILED, stopped[what])
            assert log.failure
        elif what in HARMLESS and (what, seconds) != ("complex state", 0.0):  # which torch itself loads as real numbers
            assert log.status is Status.RUNNING
            np.testing.assert_array_equal(log.loss, whole[0 if log.seed == 0 else 1].loss)


@every_fault
def test_a_sweep_keeps_its_other_cells(what):
    spec = Sweep(surface=Sphere(), optimizer=Wrong(what=what), axes={"at": [1, 100]}, start=(1.0, 2.0), steps=8)
    found = sweep(spec, 600.0)
    assert found.status.shape == (2,)
    assert found.status[1] is (Status.FAILED if what in (*CONSTRUCTED, "state while constructed") else Status.RUNNING)
    cells = ModelSweep(
        dataset=TRAINING.dataset,
        model=TRAINING.model,
        optimizer=Wrong(what=what),
        axes={"at": [1, 100]},
        epochs=4,
        batch_size=20,
    )
    assert model_sweep(cells, 600.0).status.shape == (2,)


def test_a_class_that_replaces_its_tensors_is_told_so():
    (found, _) = descend(replace(RACE, optimizers=(Wrong(what="new tensors"), SGD())), 600.0)
    assert found.failure == ("ValueError", NEW_TENSORS)
    (found, _) = descend(replace(RACE, optimizers=(Wrong(what="unreadable"), SGD())), 600.0)
    assert found.failure == ("UnreadableError", "")
