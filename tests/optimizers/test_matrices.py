"""Muon, SparseAdam and Adafactor on models, against loops that a person would write with torch's own classes."""

import subprocess
import sys

import numpy as np
import pytest
import torch
from torch import nn

from optim_core.export.model_script import model_script
from optim_core.models import CNN, MLP, AssociativeMemory, Embedding, MatrixFactorisation
from optim_core.models.datasets import Associations, Digits, Moons, Ratings, Words
from optim_core.optimizers import SGD, Adafactor, Adam, Muon, SparseAdam
from optim_core.optimizers.labels import labels
from optim_core.optimizers.schedules import CosineAnnealingLR
from optim_core.specs import ModelRun
from optim_core.specs.results import by_contender
from optim_core.train import advance, begin, finished, logs, train
from optim_core.train.functions import batches
from tests.scripts import printed

MUON = Muon(lr=0.05, rest_lr=0.01, momentum=0.9, adjust_lr_fn="match_rms_adamw", ns_steps=4)
SPARSE = SparseAdam(lr=0.03, beta1=0.8, beta2=0.99)
MLP_RUN = ModelRun(dataset=Moons(samples=96), model=MLP(width=8), optimizers=(MUON,), epochs=4, batch_size=32, seed=3)
MEMORY_RUN = ModelRun(dataset=Associations(), model=AssociativeMemory(), optimizers=(MUON,), epochs=20)
WORDS_RUN = ModelRun(dataset=Words(samples=64), model=Embedding(), optimizers=(SPARSE,), epochs=3, batch_size=8)
RATINGS_RUN = ModelRun(dataset=Ratings(), model=MatrixFactorisation(), optimizers=(SPARSE,), epochs=1, batch_size=16)


def muon(model: nn.Module) -> list[torch.optim.Optimizer]:
    own = {"lr": 0.05, "momentum": 0.9, "adjust_lr_fn": "match_rms_adamw", "ns_steps": 4}
    flat = [param for param in model.parameters() if param.ndim != 2]
    matrices = torch.optim.Muon([param for param in model.parameters() if param.ndim == 2], **own)
    return [matrices, torch.optim.AdamW(flat, lr=0.01)] if flat else [matrices]


def sparse(model: nn.Module) -> list[torch.optim.Optimizer]:
    own, tables = {"lr": 0.03, "betas": (0.8, 0.99)}, [m for m in model.modules() if isinstance(m, nn.Embedding)]
    for table in tables:
        table.sparse = True
    head = list(model.head.parameters()) if hasattr(model, "head") else []
    found = [torch.optim.SparseAdam([table.weight for table in tables], **own)]
    return [*found, torch.optim.Adam(head, **own)] if head else found


def plain_losses(run: ModelRun, make) -> list[float]:
    data = run.dataset.split()
    torch.manual_seed(run.seed)
    model = run.model.build(run.dataset.inputs, run.dataset.outputs)
    optimizers, losses = make(model), []
    for epoch in range(1, run.epochs + 1):
        for batch in batches(len(data.train_y), run.batch_size, run.seed, epoch):
            model.zero_grad()
            loss = run.dataset.task.loss(model(data.train_x[batch]), data.train_y[batch])
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            losses.append(loss.item())
    return losses


@pytest.mark.parametrize(
    ("run", "make", "share"),
    [
        # torch's Muon multiplies in bfloat16: where a last bit of single precision tips its rounding, the entry that
        # is rounded moves by 1/256 of itself
        pytest.param(MLP_RUN, muon, 1e-3, id="Muon and AdamW"),
        pytest.param(MEMORY_RUN, muon, 1e-5, id="Muon alone"),
        pytest.param(WORDS_RUN, sparse, 1e-5, id="SparseAdam and Adam"),
        pytest.param(RATINGS_RUN, sparse, 1e-5, id="SparseAdam alone"),
    ],
)
def test_they_train_as_a_plain_torch_loop_does_and_go_on_from_a_checkpoint(run, make, share):
    (log,) = train(run)
    np.testing.assert_allclose(log.loss, plain_losses(run, make), rtol=share)
    cut = begin(run)
    while not finished(run, cut):
        cut = advance(run, cut, 0.0)
    (again,) = logs(run, cut)
    np.testing.assert_array_equal(again.loss, log.loss)
    np.testing.assert_array_equal(again.weights, log.weights)


def test_rows_that_a_batch_does_not_look_up_stay_as_they_are_moments_included():
    run, width = WORDS_RUN, Embedding().width
    first = advance(run, begin(run), 0.0)
    second = advance(run, first, 0.0)
    (of_tables, _), (later, _) = (checkpoint.networks.states[0] for checkpoint in (first, second))
    x = run.dataset.split().train_x[batches(64, 8, 0, 1)[1]]
    unseen, size = ~(x != 0).any(0).numpy(), x.shape[1] * width
    assert 0 < unseen.sum() < len(unseen)
    rows = [checkpoint.networks.weights[0, :size].reshape(-1, width) for checkpoint in (first, second)]
    moments = [state["state"][0]["exp_avg"] for state in (of_tables, later)]
    for before, after in (rows, moments):
        np.testing.assert_array_equal(before[unseen], after[unseen])
        assert (before[~unseen] != after[~unseen]).any(1).all()


def test_the_steps_of_muon_are_nearly_orthogonal():
    """Newton and Schulz's iteration with torch's coefficients brings singular values to between 0.68 and 1.13."""
    run = ModelRun(dataset=Associations(), model=AssociativeMemory(), optimizers=(Muon(lr=1.0, weight_decay=0.0),))
    start = begin(run)
    moved = (advance(run, start, 0.0).networks.weights - start.networks.weights).reshape(8, 8)
    values = np.linalg.svd(moved, compute_uv=False)
    assert values.max() < 1.25
    assert values.min() > 0.5


@pytest.mark.parametrize("nesterov", [True, False])
def test_muons_formula_is_torchs_step_up_to_its_16_bits(nesterov):
    """bfloat16 has 8 bits: five rounds leave at most a twentieth."""
    spec, generator = Muon(lr=0.1, nesterov=nesterov), torch.Generator().manual_seed(0)
    param = nn.Parameter(torch.randn(6, 3, generator=generator))
    optimizer, average = spec.build([param]), torch.zeros(6, 3)
    for _ in range(3):
        param.grad = torch.randn(6, 3, generator=generator)
        average = spec.momentum * average + (1 - spec.momentum) * param.grad
        mixed = spec.momentum * average + (1 - spec.momentum) * param.grad if nesterov else average
        x = mixed / mixed.norm()
        for _ in range(spec.ns_steps):
            a = x @ x.T
            x = spec.ns_a * x + (spec.ns_b * a + spec.ns_c * a @ a) @ x
        expected = (1 - spec.lr * spec.weight_decay) * param.detach() - spec.lr * 2**0.5 * x
        before = param.detach().clone()
        optimizer.step()
        assert (param.detach() - expected).norm() < 0.05 * (param.detach() - before).norm()


def test_adafactor_keeps_a_row_and_a_column_of_a_matrix():
    run = ModelRun(dataset=Digits(), model=CNN(channels=2), optimizers=(Adafactor(),), epochs=1)
    (state,) = advance(run, begin(run), 0.0).networks.states[0]
    kept = [{name: each[name].shape for name in each if name != "step"} for each in state["state"].values()]
    assert kept[-2:] == [{"row_var": (10, 1), "col_var": (1, 16)}, {"variance": (10,)}]


@pytest.mark.parametrize(
    ("dataset", "model", "few", "share"),
    [
        (Digits(), MLP(width=16), (Muon(lr=0.02), Muon(lr=0.02, schedule=CosineAnnealingLR()), SGD(lr=0.1)), 2e-3),
        (Associations(), AssociativeMemory(), (MUON, Adafactor(lr=0.1)), 1e-4),
        (Words(), Embedding(), (SPARSE, Adam(lr=0.03)), 1e-4),
        (Ratings(), MatrixFactorisation(), (SPARSE, SparseAdam()), 1e-4),
    ],
    ids=["matrices and the rest", "a matrix", "a table and the rest", "tables"],
)
def test_scripts_print_the_same_numbers(dataset, model, few, share, tmp_path):
    """Of Muon up to 2e-3 on a network, where rounding to bfloat16 tips now and then, as above."""
    run = ModelRun(dataset=dataset, model=model, optimizers=few, epochs=2, seeds=2)
    lines = printed(model_script(run), tmp_path)
    found = [log for seeds in by_contender(train(run), run.seeds) for log in seeds]
    names = [f"{name} seed={seed}" for name in labels(few) for seed in range(2)]
    for line, log, name in zip(lines, found, names, strict=True):
        told, _, numbers = line.partition(" loss=")
        assert told == name
        assert float(numbers.split()[0]) == pytest.approx(log.train_loss[-1], rel=share)


def test_what_a_script_hands_out_is_formatted_and_names_both_owners(tmp_path):
    run = ModelRun(dataset=Digits(), model=MLP(), optimizers=(MUON, Muon(schedule=CosineAnnealingLR())))
    script = model_script(run)
    assert "torch.optim.AdamW(others(model, matrices), lr=0.01)" in script
    assert "own, fallback = optimizer.parts" in script
    tail = script[script.index("\ntrain(") :]
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "120", "--diff", "-"]
    done = subprocess.run(command, input=tail.lstrip(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
