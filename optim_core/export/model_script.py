"""The stand-alone script of a model run."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from optim_core.base.hyper import Declared
from optim_core.base.result import DIVERGENCE
from optim_core.export.definitions import definitions, import_block
from optim_core.export.optimizer_source import CLOSURE_DEFAULTS, Owner, Owners, contenders, optimizer_definitions
from optim_core.export.script_parts import CLOSURE, averaging, groups_expression, model_call, skipping
from optim_core.models.datasets import AbstractDataset, AbstractOwnData, AbstractOwnTable
from optim_core.models.mup import mup_factors, mup_groups
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.combined import CombinedOptimizer
from optim_core.optimizers.labels import labels
from optim_core.optimizers.requirements import others
from optim_core.specs import ModelRun
from optim_core.train.functions import batches, measure
from optim_core.train.param_groups import param_groups
from optim_core.train.recording_steps import epochs_between

IMPORTS = (
    "import math",
    "from collections.abc import Callable",
    "import torch",
    "from torch import Tensor",
    "from torch import nn",
)
HEADER = '''"""{title}

Needs torch, NumPy and scikit-learn{needs}. Prints, for each contender and each seed, the loss over the whole training
set and the score over the test set after its last finite epoch; if an optimizer fails, also the step and the error.
"""

{imports}

torch.set_num_threads(1)  # more threads sum in another order, which changes the last digits
torch.backends.cudnn.allow_tf32 = False  # full single precision on a GPU too
DEVICE = "{device}"
EPOCHS = {epochs}
BATCH_SIZE = {batch_size}
SEEDS = range({seed}, {end})


{definitions}


DATA = [part.to(DEVICE) for part in {load}]
CURVES = {{}}  # name -> training loss and score, test loss and score: before the first and after each measured epoch


def train(name, make, before_step=lambda optimizer, step, loss: None{closure_defaults}):
    for seed in SEEDS:
        train_once(f"{{name}} seed={{seed}}", seed, make, before_step{closure_parameters})


def is_finite(model, optimizer=None):
    """Whether all weights and their optimizer states are finite."""
    tensors = list(model.parameters())
    for part in getattr(optimizer, "parts", [optimizer] if optimizer else []):
        for param, state in part.state.items():
            tensors += [each for each in state.values() if isinstance(each, Tensor) and each.shape == param.shape]
    return all(torch.isfinite(each).all() for each in tensors)


def failure(step, error):
    text = " ".join(str(error).split())
    return f" failed at step {{step}}: {{type(error).__name__}}: {{text}}"


def train_once(name, seed, make, before_step{closure_parameters}):
    train_x, train_y, test_x, test_y = DATA
    torch.manual_seed(seed)
    model = {model}.to(DEVICE)

    def measures({of}):
        pairs = [measure({net}, {loss}, {score}, x, y) for x, y in (DATA[:2], DATA[2:])]
        return [value.item() for pair in pairs for value in pair]

{closure}    optimizer, failed = None, ""
    try:
        optimizer = make(model)
    except Exception as error:
        failed = failure(0, error)
    last = measures({model_argument})
    CURVES[name] = [last]
{first_average}    limit = {divergence} * max(last[0], 1.0)
    step = 0
    for epoch in range(1, EPOCHS + 1):
        if failed:
            break
        value = 0.0
        for batch in batches(len(train_y), BATCH_SIZE, seed, epoch):
            model.zero_grad()
            loss = {loss}(model(train_x[batch]), train_y[batch])
            value = loss.item()
            if not (value <= limit and is_finite(model)):
                value = math.nan
                break
            loss.backward()
            step += 1
            try:
                before_step(optimizer, step, value)
                optimizer.step({argument})
{average}            except Exception as error:
                failed = failure(step, error)
                break
{skip}        now = measures({model_argument})
        if failed or not (value <= limit and all(map(math.isfinite, now))):
            break
        last = now
{measure_average}        CURVES[name].append(now)
        if last[0] > limit or not is_finite(model, optimizer):
            break
    print(f"{{name}} loss={{last[0]!r}} test_score={{last[3]!r}}{averages}{{failed}}")


'''


def model_script(run: ModelRun) -> str:
    """A script without imports of this project that trains like `train`, with a plain loop per network.

    It prints the same numbers up to rounding: `train` multiplies the matrices of all networks at once, which sums in
    another order, so that float32 results differ from about the seventh digit on. Training may amplify the difference;
    the tests allow 1e-4.
    """
    task, make, data = run.dataset.task, type(run.model).make, _data(run.dataset)
    parts: tuple[Callable[..., Any], ...]
    own = () if run.model.import_path else (*type(run.model).helpers, make)
    rates = (mup_factors, mup_groups) if any(map(run.lr_factors, run.optimizers)) else ()
    parts = (*own, *rates, task.loss, task.score, batches, measure)
    sources = [*data.sources, *(inspect.getsource(function) for function in dict.fromkeys(parts))]
    of_optimizers = optimizer_definitions(run.optimizers, _sharing(run))
    uses_closure = any(one.uses_closure for one in run.optimizers)
    made = run.model.import_path.replace(":", ".") or make.__name__
    plugin = [f"import {run.model.import_path.partition(':')[0]}"] if run.model.import_path else []
    sizes = f"{run.dataset.inputs}, {run.dataset.outputs}"
    head = HEADER.format(
        title=f"{type(run.model).__name__} on {type(run.dataset).__name__}: {', '.join(labels(run.optimizers))}.",
        device=run.device,
        epochs=run.epochs,
        batch_size=run.batch_size,
        seed=run.seed,
        end=run.seed + run.seeds,
        imports=import_block([*IMPORTS, *data.imports, *plugin, *of_optimizers.imports]),
        definitions="\n\n".join([*sources, *of_optimizers.sources]).rstrip(),
        load=data.load,
        needs=data.needs,
        model=model_call(made, ", ".join(filter(None, [sizes, _knobs(run.model)]))),
        loss=task.loss.__name__,
        score=task.score.__name__,
        divergence=f"divergence_factor * {DIVERGENCE!r}" if uses_closure else f"{DIVERGENCE:g}",
        closure_defaults=CLOSURE_DEFAULTS if uses_closure else "",
        closure_parameters=", uses_closure, divergence_factor" if uses_closure else "",
        closure=CLOSURE.format(loss=task.loss.__name__) if uses_closure else "",
        argument="closure if uses_closure else None" if uses_closure else "",
        skip=skipping(epochs_between(run)),
        **averaging(run.ema_decay),
    )
    return head + contenders("train", run.optimizers, "model", partial(_owners, run))


class _Data(NamedTuple):
    """The source that loads a data set, the call that does, and what the script needs for it."""

    imports: tuple[str, ...]
    sources: tuple[str, ...]
    load: str
    needs: str = ""


def _data(dataset: AbstractDataset) -> _Data:
    """Code that loads the data. A visitor's own file is read by its name from the folder the script runs in."""
    load = type(dataset).load
    if isinstance(dataset, AbstractOwnData):
        found, path = definitions([load]), dataset.content.upper()
        kind = f"classes={dataset.classes}, " if isinstance(dataset, AbstractOwnTable) else ""
        call = f"{load.__name__}({path}, {kind}{_knobs(dataset)})"
        name = f"{path} = {dataset.given.name!r}"
        return _Data(found.imports, (name, *found.sources), call, f", and the file {path} beside it")
    sources = [inspect.getsource(function) for function in (*type(dataset).helpers, load)]
    return _Data((), tuple(sources), f"{load.__name__}({_knobs(dataset)})")


def _owners(run: ModelRun, optimizer: AbstractOptimizer) -> Owners:
    """The optimizers of a contender over the parameters of `model`."""
    if run.lr_factors(optimizer):
        return [Owner(optimizer, groups_expression(run, optimizer), factored=True)]
    found, requirement = param_groups(run, optimizer), optimizer.param_requirement
    if requirement is None or (len(found) == 1 and not requirement.sparse):
        return [Owner(optimizer, "model.parameters()")]
    part = requirement.params_of.__name__
    texts = (f"{part}(model)", f"others(model, {part})")
    return [Owner(group.optimizer, text) for group, text in zip(found, texts, strict=False)]


def _sharing(run: ModelRun) -> list[Any]:
    """The functions and classes that split the parameters among several optimizers."""
    found: list[Any] = []
    for requirement, owners in ((one.param_requirement, _owners(run, one)) for one in run.optimizers):
        if requirement and (requirement.sparse or len(owners) > 1):
            found += [requirement.params_of, *([others, CombinedOptimizer] if len(owners) > 1 else [])]
    return found


def _knobs(spec: Declared) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in spec.values().items())
