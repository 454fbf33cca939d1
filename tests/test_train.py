"""Training against a plain torch loop, cut into chunks, diverging and out of time."""

import math
import pickle
import time
from dataclasses import fields

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from optim_core.checkpoint import MEASURES
from optim_core.datasets import Digits, Moons
from optim_core.errors import SpecError
from optim_core.models import MLP, Logistic
from optim_core.optimizers import OPTIMIZERS, SGD, Adagrad, Adam, AdamW, RMSprop
from optim_core.results import Status
from optim_core.specs import ModelRun
from optim_core.train import advance, begin, finished, logs, progress, train
from optim_core.training_lane import first_model
from optim_core.training_parts import batches

FIVE = tuple(cls() for cls in OPTIMIZERS)
MOVING = (SGD(lr=0.1, momentum=0.9), Adam(amsgrad=True), Adagrad(lr_decay=0.1), AdamW(maximize=True))
DIVERGING = SGD(lr=1e3, weight_decay=1.0)


def small(*optimizers, **others) -> ModelRun:
    given = {"dataset": Moons(samples=100), "model": MLP(width=8), "epochs": 3, "batch_size": 32} | others
    return ModelRun(optimizers=optimizers or FIVE, **given)


def same(ours, theirs) -> None:
    for log, other in zip(ours, theirs, strict=True):
        for field in fields(log):
            np.testing.assert_array_equal(getattr(log, field.name), getattr(other, field.name), strict=True)


def plain_loop(run, optimizer):
    """What a person would write: mini-batch losses, and the four measures after the last epoch."""
    data = run.dataset.split()
    torch.manual_seed(run.seed)
    model = run.model.build(run.dataset.inputs, run.dataset.classes)
    real = optimizer.torch_class(model.parameters(), **optimizer.torch_kwargs())
    losses = []
    for epoch in range(1, run.epochs + 1):
        for batch in batches(len(data.train_y), run.batch_size, run.seed, epoch):
            real.zero_grad()
            loss = cross_entropy(model(data.train_x[batch]), data.train_y[batch])
            loss.backward()
            real.step()
            losses.append(loss.item())
    measures = []
    with torch.no_grad():
        for x, y in ((data.train_x, data.train_y), (data.test_x, data.test_y)):
            measures += [cross_entropy(model(x), y).item(), (model(x).argmax(1) == y).double().mean().item()]
    return losses, measures


@pytest.mark.parametrize("optimizer", [*FIVE, *MOVING], ids=repr)
@pytest.mark.parametrize(
    ("dataset", "model"),
    [(Digits(), MLP(width=16, activation="relu")), (Moons(), MLP(depth=2)), (Digits(), Logistic())],
    ids=["digits", "moons", "digits-logistic"],
)
def test_equals_a_plain_torch_loop_bit_for_bit(optimizer, dataset, model):
    run = ModelRun(dataset=dataset, model=model, optimizers=(FIVE[1], optimizer), epochs=2, seed=3)
    log = train(run)[1]
    losses, measures = plain_loop(run, optimizer)
    assert log.loss.tolist() == losses
    assert [getattr(log, name)[-1] for name in MEASURES] == measures
    assert log.status is Status.RUNNING
    assert log.stopped_at is None


def test_contenders_share_first_weights_and_batches():
    run = small(Adam(), SGD(), Adam())
    first, other, twin = train(run)
    same([first], [twin])
    assert first.loss[0] == other.loss[0]
    for name in MEASURES:
        assert getattr(first, name)[0] == getattr(other, name)[0]


def test_the_seed_decides_weights_and_batches():
    assert torch.equal(*(next(first_model(small(seed=5)).parameters()) for _ in range(2)))
    assert not torch.equal(*(next(first_model(small(seed=seed)).parameters()) for seed in (5, 6)))
    same(train(small(seed=5)), train(small(seed=5)))
    assert train(small(seed=5))[0].loss[0] != train(small(seed=6))[0].loss[0]


def test_an_epoch_goes_through_every_example_once_in_an_order_of_its_own():
    first, second = (torch.cat(batches(100, 32, 0, epoch)) for epoch in (1, 2))
    assert first.sort().values.tolist() == second.sort().values.tolist() == list(range(100))
    assert not torch.equal(first, second)
    assert [len(batch) for batch in batches(100, 32, 0, 1)] == [32, 32, 32, 4]


def test_torchs_generator_is_left_alone():
    before = torch.get_rng_state()
    train(small())
    assert torch.equal(torch.get_rng_state(), before)


def test_lengths_of_a_log():
    run = small(Adam())
    (log,) = train(run)
    assert run.steps == 12
    assert len(log.loss) == 12
    assert {len(getattr(log, name)) for name in MEASURES} == {4}
    assert all(getattr(log, name).dtype == np.float64 for name in ("loss", *MEASURES))


@pytest.mark.parametrize("size", [1, 2, 5, 12])
def test_chunks_of_any_size_give_the_same_bits(size):
    moving = RMSprop(momentum=0.9, momentum_decay=0.25)
    run = small(*FIVE[:4], moving, AdamW(amsgrad=True), DIVERGING, Adagrad(initial_accumulator_value=0.5))
    checkpoint = begin(run)
    while not finished(run, checkpoint):
        for _ in range(size):
            checkpoint = advance(run, checkpoint, seconds=0.0)
        checkpoint = pickle.loads(pickle.dumps(checkpoint))
    same(logs(run, checkpoint), train(run))


def test_advancing_leaves_the_checkpoint_as_it_was():
    run = small(*FIVE, *MOVING[:3])
    checkpoint = advance(run, begin(run), 0.0)
    before = pickle.dumps(checkpoint)
    same(logs(run, advance(run, checkpoint)), logs(run, advance(run, checkpoint)))
    assert pickle.dumps(checkpoint) == before


def test_a_partial_log_is_the_beginning_of_the_whole_one():
    run = small(Adam())
    checkpoint = begin(run)
    for _ in range(5):
        checkpoint = advance(run, checkpoint, 0.0)
    (part,), (whole,) = logs(run, checkpoint), train(run)
    assert progress(run, checkpoint) == 5 / 12
    assert part.loss.tolist() == whole.loss[:5].tolist()
    assert part.test_accuracy.tolist() == whole.test_accuracy[:2].tolist()
    assert (part.status, part.stopped_at) == (Status.RUNNING, None)
    (stopped,) = logs(run, checkpoint, Status.STOPPED)
    assert (stopped.status, stopped.stopped_at) == (Status.STOPPED, 5)


def test_momentum_decay_is_one_at_step_one_and_moves_what_follows():
    still, moving = train(small(RMSprop(momentum=0.9), RMSprop(momentum=0.9, momentum_decay=0.5)))
    assert still.loss[:2].tolist() == moving.loss[:2].tolist()
    assert still.loss[3] != moving.loss[3]


def test_maximize_goes_uphill():
    down, up = train(small(SGD(lr=0.1), SGD(lr=0.1, maximize=True)))
    assert down.train_loss[-1] < down.train_loss[0] < up.train_loss[-1]


@pytest.mark.parametrize("batch_size", [32, 100], ids=["within an epoch", "at its end"])
@pytest.mark.parametrize("optimizer", [DIVERGING, SGD(lr=1e3, momentum=0.9, weight_decay=10.0)], ids=repr)
def test_a_diverging_contender_stops_alone_and_keeps_finite_values(optimizer, batch_size):
    run = small(optimizer, Adam(), batch_size=batch_size, epochs=20)
    wild, calm = train(run)
    assert wild.status.diverged
    assert wild.stopped_at < run.steps
    assert len(wild.loss) == wild.stopped_at
    for name in ("loss", *MEASURES):
        assert np.isfinite(getattr(wild, name)).all()
    assert calm.status is Status.RUNNING
    same([calm], train(small(Adam(), batch_size=batch_size, epochs=20)))


def test_divergence_in_the_very_last_update_is_seen():
    run = small(SGD(lr=1e3, weight_decay=10.0), epochs=1, batch_size=10)
    stopped_at = train(run)[0].stopped_at
    short = small(SGD(lr=1e3, weight_decay=10.0), epochs=1, batch_size=-(-100 // stopped_at))
    (log,) = train(short)
    assert log.status.diverged
    assert log.stopped_at == short.steps == len(log.loss)


def test_a_run_whose_contenders_are_all_stopped_is_finished():
    run = small(DIVERGING, epochs=50)
    checkpoint = advance(run, begin(run))
    assert checkpoint.step < run.steps
    assert finished(run, checkpoint)
    assert progress(run, checkpoint) == 1.0
    assert checkpoint.contenders[0].weights == ()


def test_the_time_budget_is_kept():
    run = ModelRun(dataset=Digits(), model=MLP(width=128), optimizers=(*FIVE, DIVERGING), epochs=80)
    start = time.monotonic()
    *running, wild = train(run, seconds=0.5)
    assert time.monotonic() - start < 2.0
    steps = {log.stopped_at for log in running}
    assert len(steps) == 1
    assert 0 < steps.pop() < run.steps
    assert {log.status for log in running} == {Status.OUT_OF_TIME}
    assert wild.status.diverged


def test_seconds_of_work_add_up():
    run = small()
    checkpoint = advance(run, begin(run), 0.0)
    assert 0 < checkpoint.seconds < advance(run, checkpoint).seconds < math.inf


@pytest.mark.parametrize(
    ("where", "knobs"),
    [
        ("ModelRun.epochs", {"epochs": 0}),
        ("ModelRun.epochs", {"epochs": 2_001}),
        ("ModelRun.epochs", {"dataset": Digits(), "epochs": 100, "batch_size": 64}),
        ("ModelRun.batch_size", {"batch_size": 0}),
        ("ModelRun.batch_size", {"batch_size": 1_025}),
        ("ModelRun.seed", {"seed": -1}),
        ("ModelRun.model", {"model": MLP(width=128, depth=3)}),
        ("ModelRun.model", {"model": "MLP"}),
        ("ModelRun.dataset", {"dataset": MLP()}),
        ("ModelRun.optimizers", {"optimizers": ()}),
        ("ModelRun.optimizers", {"optimizers": (Adam(),) * 9}),
        ("ModelRun.optimizers", {"optimizers": ("Adam",)}),
    ],
)
def test_limits_are_refused_by_the_name_of_the_field(where, knobs):
    with pytest.raises(SpecError) as error:
        ModelRun(**({"dataset": Moons(), "model": MLP(), "optimizers": (Adam(),)} | knobs))
    assert error.value.where == where


def test_digits_are_learnt():
    (log,) = train(ModelRun(dataset=Digits(), model=MLP(), optimizers=(Adam(lr=3e-3),), epochs=20))
    assert log.test_accuracy[-1] > 0.9
    assert log.test_accuracy[0] < 0.3
