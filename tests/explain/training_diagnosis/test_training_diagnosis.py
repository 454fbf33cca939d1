"""Each finding on a training that shows it, with a number computed independently, and none on a healthy one."""

import json
import math
import tomllib
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from optim_core.base.hyper import hypers
from optim_core.base.result import Failure, Status
from optim_core.base.text import FOLDER, LANGUAGES, load
from optim_core.explain.training_diagnosis import REMARK, diagnose_training, findings_of, measured, probes
from optim_core.explain.training_diagnosis.attempts import number, option, scaled_rate
from optim_core.explain.training_diagnosis.neighbors import neighbor_score
from optim_core.explain.training_diagnosis.probes import Probes, probe
from optim_core.explain.training_diagnosis.seeds import APART
from optim_core.explain.training_rows import model_rows
from optim_core.models import CNN, MLP, MODELS, DeepLinear, Linear, Logistic, Recurrent
from optim_core.models.datasets import DATASETS, Adding, Chebyshev, Diabetes, Digits, Moons, Text, Wine
from optim_core.models.default_models import DEFAULT_MODELS
from optim_core.optimizers import LBFGS, SGD, Adam
from optim_core.optimizers.schedules import CosineAnnealingLR, CyclicLR, StepLR
from optim_core.permalink import read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.specs import ModelRun
from optim_core.train import train
from tests.quick import examples
from tests.trainings import MOONS

DATA = Moons(samples=120)


def diagnosed(optimizer, **fields):
    """The logs of one contender, and its findings by key."""
    run = ModelRun(**{"dataset": DATA, "model": MLP(width=16), "optimizers": (optimizer,), "epochs": 40} | fields)
    logs = train(run)
    (found,) = diagnose_training(run, logs)
    return run, logs, {finding.key: finding for finding in found}


def test_a_healthy_training_has_no_defect():
    _, _, found = diagnosed(Adam(lr=0.05))
    assert [finding.key for finding in found.values() if finding.weight >= REMARK] == []


def test_plain_descent_above_two_over_the_sharpness_diverges_and_says_so():
    run, logs, found = diagnosed(SGD(lr=3.0), dataset=Diabetes(), model=Linear())
    finding = next(iter(found.values()))
    x = run.dataset.split().train_x
    hessian = torch.cat([x, torch.ones(len(x), 1)], 1)
    sharpness = float(torch.linalg.eigvalsh(hessian.T @ hessian / len(x))[-1])
    assert logs[0].status.diverged
    assert finding.key == "diverged_limit"
    assert finding.values["sharpness"] == pytest.approx(sharpness, rel=0.1)
    assert finding.values["limit"] == pytest.approx(2 / 3.0)
    assert finding.attempt["lr"] < 2 / sharpness


@pytest.mark.parametrize("rate", [1e-3, 1e-4, 1e-5])
def test_a_rate_that_is_too_low_is_told_by_a_trial_with_a_higher_one(rate):
    _, logs, found = diagnosed(Adam(lr=rate))
    finding = next(iter(found.values()))
    assert list(found) == ["rate_low_trial"]
    assert finding.attempt["lr"] >= 0.01
    assert finding.values["lower"] < logs[0].train_loss[-1]


def test_a_rate_that_is_too_high():
    _, logs, found = diagnosed(Adam(lr=5.0))
    finding = next(iter(found.values()))
    rises = np.diff(logs[0].train_loss)[10:].clip(0).sum() / math.log(2)
    assert finding.key == "rate_high"
    assert finding.values["rises"] == pytest.approx(rises)
    assert finding.attempt == {"lr": 0.5}


def test_overfitting_begins_at_the_lowest_test_loss():
    data = Moons(samples=40, label_noise=0.2)
    _, logs, found = diagnosed(Adam(lr=0.01), dataset=data, model=MLP(width=64, depth=2, activation="relu"), epochs=200)
    finding = next(iter(found.values()))
    assert finding.key == "overfit"
    assert finding.values["epoch"] == int(logs[0].test_loss.argmin())
    assert finding.attempt == {"epochs": finding.values["epoch"]}


def test_a_linear_model_underfits_two_moons():
    run, _, found = diagnosed(Adam(lr=0.1), dataset=Moons(samples=300), model=MLP(width=1))
    finding = next(iter(found.values()))
    x, y = run.dataset.split()[:2]
    scaled = x / x.std(0)
    votes = [int(y[((scaled - one).norm(dim=1)).argsort()[1:6]].sum() > 2) for one in scaled]
    share = float((torch.tensor(votes) == y).double().mean())
    assert finding.key == "underfit"
    assert finding.values["neighbors"] == f"{100 * share:.0f}%"
    assert finding.attempt == {"model.width": 4}


def test_dead_units_are_counted():
    run, _, _ = diagnosed(Adam(), model=MLP(width=16, activation="relu"), epochs=1)
    module = run.model.build(2, 2)
    with torch.no_grad():
        module[0].bias[:12].fill_(-100.0)
        module[0].bias[12:].fill_(1.0)  # with random ones, some of these four may be dead, too
    weights = nn.utils.parameters_to_vector(module.parameters()).detach().numpy()[None]
    log = replace(train(run)[0], weights=weights, weights_at=np.array([0]))
    assert probe(run, log).dead == (0.75, 0.75)


def test_dead_filters_of_a_convolution_are_counted():
    run = ModelRun(dataset=Digits(), model=CNN(), optimizers=(Adam(),), epochs=1, batch_size=512)
    (log,) = train(run)
    module = run.model.build(run.dataset.inputs, run.dataset.outputs)
    nn.utils.vector_to_parameters(torch.tensor(log.weights[-1]), module.parameters())
    with torch.no_grad():
        module[1].bias.fill_(-1e3)
        module[4].bias.fill_(-1e3)
    weights = nn.utils.parameters_to_vector(module.parameters()).detach().numpy()[None]
    assert probe(run, replace(log, weights=weights, weights_at=np.array([3]))).dead[1] == 1.0
    assert math.isnan(probe(MOONS, train(MOONS)[0]).dead[0]), "tanh units cannot die"


def test_gradients_vanish_on_the_way_back_through_small_weights():
    model = MLP(width=16, depth=4, init="small")
    run, logs, found = diagnosed(SGD(lr=0.01), model=model, epochs=10, batch_size=8)
    finding = next(iter(found.values()))
    module = run.model.build(2, 2)
    nn.utils.vector_to_parameters(torch.tensor(logs[0].weights[0]), module.parameters())
    x, y = run.dataset.split()[:2]
    squares = []
    for part in torch.randperm(len(y), generator=torch.Generator().manual_seed(5)).split(8):
        module.zero_grad()
        nn.functional.cross_entropy(module(x[part]), y[part]).backward()
        squares.append([sum(float(p.grad.square().sum()) for p in module[at].parameters()) for at in (0, -1)])
    first, last = np.sqrt(np.mean(squares, axis=0))
    assert finding.key == "vanishing"
    assert finding.values["factor"] == pytest.approx(last / first, rel=0.3)
    assert (finding.values["first_layer"], finding.values["last_layer"]) == ("Linear 1", "Linear 5")
    assert finding.attempt == {"model.init": "xavier"}


def test_gradients_explode_with_large_weights():
    model = MLP(width=16, depth=4, init="large", activation="relu")
    _, logs, found = diagnosed(SGD(lr=0.01), model=model, epochs=10)
    finding = next(iter(found.values()))
    assert finding.key == "exploding"
    assert finding.values["ratio"] == pytest.approx(logs[0].train_loss[0] / math.log(2))
    assert finding.attempt == {"model.init": "he"}


def test_spikes_after_a_schedule_raised_the_rate():
    cycle = CyclicLR(max_lr=30.0, step_size_up=20, step_size_down=20, cycle_momentum=False)
    _, logs, found = diagnosed(SGD(lr=0.3, schedule=cycle), epochs=100)
    finding = found["spikes_raised"]
    step = finding.values["step"]
    assert finding.values["rate"] == pytest.approx(logs[0].scheduled["lr"][step - 1])
    assert logs[0].loss[step - 1] >= finding.values["loss"] > 1.5 * finding.values["level"]
    assert finding.attempt == {"schedule.max_lr": 3.0}


def test_a_plateau_of_a_deep_linear_network():
    model = DeepLinear(width=8, depth=4, init="small")
    _, logs, found = diagnosed(SGD(lr=0.2), dataset=Wine(), model=model, epochs=100, batch_size=32)
    finding = found["plateau"]
    begin, end = finding.values["begin"], finding.values["end"]
    assert np.median(logs[0].loss[begin:end]) == pytest.approx(finding.values["loss"], rel=0.05)
    assert logs[0].train_loss[-1] < 0.5 * finding.values["loss"]
    assert finding.attempt == {"model.init": "xavier"}


def test_batches_of_one_example_are_too_small_for_a_rate_that_suits_larger_ones():
    _, _, found = diagnosed(SGD(lr=0.1, momentum=0.9), dataset=Moons(samples=300), epochs=3, batch_size=1)
    finding = next(iter(found.values()))
    assert finding.key == "batch_small"
    assert finding.attempt == {"batch_size": 16}


def test_a_schedule_that_ends_early():
    run, _, found = diagnosed(SGD(lr=1.0, schedule=StepLR(step_size=4, gamma=0.01)))
    finding = next(iter(found.values()))
    assert finding.key == "schedule_early"
    assert finding.values["step"] == 4
    assert finding.attempt == {"schedule.step_size": round(run.steps / 3)}


def test_seeds_that_disagree_are_named():
    run = ModelRun(dataset=DATA, model=MLP(), optimizers=(Adam(lr=0.05),), epochs=3, seeds=3)
    logs = train(run)
    spread = [replace(log, test_score=np.full(4, score)) for log, score in zip(logs, (0.9, 0.5, 0.8), strict=True)]
    found = {finding.key: finding for finding in findings_of(run, spread, measured(run, spread))}
    assert found["seeds"].values == {"seeds": 3, "best": "90%", "worst": "50%", "best_seed": 0, "worst_seed": 1}
    lost = [*logs[:2], replace(logs[2], status=Status.NOT_FINITE, stopped_at=3)]
    found = {finding.key: finding for finding in findings_of(run, lost, measured(run, lost))}
    assert found["seeds_diverged"].values == {"count": 1, "seeds": 3, "seed": 2}
    lost = [replace(log, status=Status.NOT_FINITE, stopped_at=at) for log, at in zip(logs[1:], (9, 3), strict=True)]
    found = {finding.key: finding for finding in findings_of(run, [logs[0], *lost], measured(run, logs))}
    assert found["seeds_diverged"].values["seed"] == model_rows([logs[0], *lost])[0].seed == 2


def test_seeds_do_not_disagree_where_none_has_learned():
    _, logs, found = diagnosed(SGD(lr=1e-4), model=MLP(), seeds=3, epochs=20)
    assert np.ptp([log.test_score[-1] for log in logs]) > APART
    assert next(iter(found)) == "rate_low_trial"
    assert "seeds" not in found


@pytest.mark.slow
def test_full_batch_descent_ends_at_the_edge_of_stability():
    """As the sharpness that a training measures itself says; at a tenth of the rate it stays far below."""
    cubic = {"dataset": Chebyshev(), "model": MLP(width=20, depth=2, init="xavier"), "epochs": 600, "sharpness": True}
    _, logs, found = diagnosed(SGD(lr=0.3), **cubic)
    finding = found["edge"]
    assert finding.weight < REMARK
    assert finding.values["sharpness"] == pytest.approx(logs[0].sharpness[-1], rel=0.05)
    assert finding.values["limit"] == pytest.approx(2 / 0.3)
    _, logs, found = diagnosed(SGD(lr=0.03), **cubic)
    assert logs[0].sharpness[-1] < 0.8 * 2 / 0.03
    assert "edge" not in found


def test_a_failure_quotes_the_optimizer():
    run, logs, _ = diagnosed(Adam(), epochs=1)
    failed = (replace(logs[0], status=Status.FAILED, stopped_at=2, failure=Failure("ValueError", "no")),)
    (first, *_) = findings_of(run, failed, measured(run, failed))
    assert first.values == {"step": 2, "error": "ValueError: no"}


def test_noise_is_that_of_the_batches_own_gradients():
    """With batches of one example, the variance is the mean square of the examples' gradients around their mean."""
    run, logs, _ = diagnosed(SGD(lr=0.0), dataset=Wine(), model=Logistic(), epochs=1, batch_size=1)
    x, y = run.dataset.split()[:2]
    module = run.model.build(run.dataset.inputs, run.dataset.outputs)
    nn.utils.vector_to_parameters(torch.tensor(logs[0].weights[0]), module.parameters())
    rows = []
    for one, target in zip(x, y, strict=True):
        module.zero_grad()
        nn.functional.cross_entropy(module(one[None]), target[None]).backward()
        rows.append(torch.cat([p.grad.flatten() for p in module.parameters()]))
    slopes = torch.stack(rows).double()
    noise = float((slopes - slopes.mean(0)).square().sum(1).mean() / slopes.mean(0).square().sum())
    assert probe(run, logs[0]).noise == pytest.approx(noise, rel=0.5)


@pytest.mark.parametrize(
    ("term", "keys"),
    [
        ("underfitting", {"underfit"}),
        ("vanishing", {"vanishing"}),
        ("exploding", {"exploding"}),
        ("dead", {"died", "dead"}),
        ("plateau", {"plateau", "plateau_ended"}),
    ],
)
def test_the_link_of_a_term_of_the_glossary_leads_to_its_finding(term, keys):
    link = tomllib.loads((FOLDER.parent / "glossary.toml").read_text(encoding="utf-8"))[term]["tried"]
    run = read_model_run(MODEL_FORM.clean(dict(parse_qsl(urlsplit(link).query)))[0])
    ((*found,),) = diagnose_training(run, train(run))
    assert keys & {finding.key for finding in found}


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_and_its_model_can_be_diagnosed(dataset):
    """A short training at two rates, one of which breaks; every sentence is complete in both languages."""
    run = ModelRun(
        dataset=few(dataset),
        model=DEFAULT_MODELS[dataset],
        optimizers=(Adam(lr=0.01), SGD(lr=100.0)),
        epochs=2,
        batch_size=256,
    )
    found = diagnose_training(run, train(run))
    assert len(found) == 2
    check(found)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_and_a_closure_can_be_diagnosed(model):
    data = next(few(cls) for cls in DATASETS if model.fits(cls))
    closure = LBFGS(lr=0.1, max_iter=4)
    run = ModelRun(dataset=data, model=model(), optimizers=(closure,), epochs=1, batch_size=1_024)
    check(diagnose_training(run, train(run)))


def few(dataset):
    """A data set with few examples, if it can have few."""
    if dataset is Text:
        return Text(test_share=0.5)
    return dataset(samples=40) if "samples" in hypers(dataset) else dataset()


def check(found):
    """Every number is finite, and the texts have all placeholders."""
    for finding in (finding for row in found for finding in row):
        json.dumps(dict(finding.values), allow_nan=False)
        for language in LANGUAGES:
            text = load(language)(f"training_finding.{finding.key}", **finding.values)
            assert "nan" not in text.lower()
            assert "{" not in text


def test_a_training_without_a_step_has_no_findings_but_its_end():
    run = replace(MOONS, optimizers=MOONS.optimizers[:1], seeds=1)
    (log,) = train(run)
    empty = np.empty(0)
    names = ("loss", "train_loss", "test_loss", "train_score", "test_score", "grad_norm", "update_ratio")
    rows = ("weights", "weights_at", "updates_at")
    cut = dict.fromkeys(names, empty) | {name: getattr(log, name)[:0] for name in rows}
    none = replace(log, status=Status.NOT_FINITE, stopped_at=0, **cut)
    check((findings_of(run, (none,), measured(run, (none,))),))


floats = st.floats(allow_nan=True, allow_infinity=True, width=32)


@given(st.lists(floats, min_size=7, max_size=7), st.lists(floats, min_size=8, max_size=8), st.data())
@examples(60)
def test_no_number_of_a_measurement_breaks_a_rule(losses, ahead, data):
    """Whatever is measured, and whatever finite losses are recorded, no rule raises, and no text has a NaN."""
    run, log = CASE
    recorded = np.array(losses, np.float64)
    recorded[~np.isfinite(recorded)] = 0.0
    pair = st.tuples(floats, floats)
    probes = Probes(
        ahead=np.array(ahead, np.float64),
        slopes=np.array(data.draw(st.lists(floats, min_size=2, max_size=2)), np.float64),
        loss=data.draw(floats), trial=data.draw(pair), noise=data.draw(floats), neighbors=data.draw(floats),
        sharpness=data.draw(pair), dead=data.draw(pair),
    )  # fmt: skip
    odd = replace(log, train_loss=recorded, test_loss=recorded[::-1].copy(), train_score=recorded)
    check((findings_of(run, (odd,), probes),))


CASE_RUN = ModelRun(
    dataset=DATA, model=MLP(activation="relu"), optimizers=(Adam(schedule=CosineAnnealingLR()),), epochs=6
)
CASE = CASE_RUN, train(CASE_RUN)[0]


def test_attempts_stay_inside_the_sliders():
    assert scaled_rate(Adam(lr=1e-5), 0.1) == {}
    assert scaled_rate(Adam(lr=0.3), 100) == {"lr": 10.0}
    assert scaled_rate(Adam(schedule=CosineAnnealingLR()), 0.1) == {}
    assert number(MLP(), "width", math.nan) == {}
    assert number(Logistic(), "width", 4) == {}
    assert number(MLP(width=32), "width", 4 * 32, "model.") == {"model.width": 64}
    assert option(MLP(init="he"), "init", "he") == {}
    assert option(Linear(), "init", "he") == {}


def test_a_costly_model_is_measured_on_fewer_examples():
    cheap = ModelRun(dataset=Digits(), model=Logistic(), optimizers=(Adam(),), epochs=1)
    costly = ModelRun(dataset=Adding(length=50), model=Recurrent(cell="gru", width=32), optimizers=(Adam(),), epochs=1)
    assert len(probes.examples_of(cheap)[1]) == 512
    count = len(probes.examples_of(costly)[1])
    work = 2 * 50 * 3 * (2 * 32 + 32 * 32)  # multiplications and additions of the gates of one sequence
    assert count == pytest.approx(1e8 / work, rel=0.05)


def test_neighbors_predict_classes_that_lie_apart():
    x = torch.cat([torch.randn(20, 3), torch.randn(20, 3) + 20])
    y = torch.arange(2).repeat_interleave(20)
    assert neighbor_score(Moons(), x, y) == 1.0
    assert math.isnan(neighbor_score(Moons(), x[:5], y[:5]))
