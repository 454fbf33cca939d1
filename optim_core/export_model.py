"""A model run as a stand-alone torch script."""

import inspect

from optim_core.hyper import Declared
from optim_core.labels import labels
from optim_core.optimizer_source import contenders, schedule_sources
from optim_core.results import DIVERGENCE
from optim_core.specs import ModelRun
from optim_core.training_parts import batches, measure

HEADER = '''"""{title}

Needs torch, NumPy and scikit-learn. Prints, for each contender, the loss over the whole training set
and the accuracy over the test set after its last finite epoch.
"""

import math

import torch
from torch import Tensor, nn

torch.set_num_threads(1)  # more threads add in another order, which changes the last digits

EPOCHS = {epochs}
BATCH_SIZE = {batch_size}
SEED = {seed}


{definitions}


def train(name, make, before_step=lambda optimizer, step: None):
    train_x, train_y, test_x, test_y = {load}
    torch.manual_seed(SEED)
    model = {model}
    optimizer = make(model.parameters())
    last = *measure(model, train_x, train_y), *measure(model, test_x, test_y)
    limit = {divergence:g} * max(last[0], 1.0)
    step = 0
    for epoch in range(1, EPOCHS + 1):
        value = 0.0
        for batch in batches(len(train_y), BATCH_SIZE, SEED, epoch):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(train_x[batch]), train_y[batch])
            value = loss.item()
            if not value <= limit:
                break
            loss.backward()
            step += 1
            before_step(optimizer, step)
            optimizer.step()
        now = *measure(model, train_x, train_y), *measure(model, test_x, test_y)
        if not (value <= limit and all(map(math.isfinite, now))):
            break
        last = now
        if last[0] > limit:
            break
    print(f"{{name}} loss={{last[0]!r}} test_accuracy={{last[3]!r}}")


'''


def model_script(run: ModelRun) -> str:
    """A script without this project in it that prints the same final numbers as `train`, to the last bit.

    That holds on one machine, with the same torch, where `train` has one torch thread as the script does.
    """
    load, make = type(run.dataset).load, type(run.model).make
    functions = (*run.dataset.helpers, load, *run.model.helpers, make, batches, measure)
    sources = [inspect.getsource(function) for function in functions]
    sizes = f"{run.dataset.inputs}, {run.dataset.outputs}"
    head = HEADER.format(
        title=f"{type(run.model).__name__} on {type(run.dataset).__name__}: {', '.join(labels(run.optimizers))}.",
        epochs=run.epochs,
        batch_size=run.batch_size,
        seed=run.seed,
        definitions="\n\n".join([*sources, *schedule_sources(run.optimizers)]).rstrip(),
        load=f"{load.__name__}({_knobs(run.dataset)})",
        model=f"{make.__name__}({', '.join(filter(None, [sizes, _knobs(run.model)]))})",
        divergence=DIVERGENCE,
    )
    return head + contenders("train", run.optimizers)


def _knobs(spec: Declared) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in spec.values().items())
