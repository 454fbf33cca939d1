"""Parts of the script of a training that only some runs need."""

from optim_core.models.mup import mup_groups
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.gradient_scale import scale_free
from optim_core.specs import ModelRun

ROOM = 95
"""Characters of the call that makes the model, up to which it stands on one line."""
CLOSURE = """    def closure():
        model.zero_grad()
        loss = {loss}(model(train_x[batch]), train_y[batch])
        loss.backward()
        return loss.item()

"""
AVERAGED = ", averaged weights"
"""Ends the names of the curves of averaged weights."""
FIRST_AVERAGE = """    averages = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn({decay!r})
    )
    averaged = last
    CURVES[name + {ending!r}] = [averaged]
"""
AVERAGE = """                averages.update_parameters(model)
"""
MEASURE_AVERAGE = f"""        averaged = measures(averages)
        CURVES[name + {AVERAGED!r}].append(averaged)
"""
SKIP = """        if epoch % {every} and epoch < EPOCHS and not failed and value <= limit:
            continue  # a training this long is measured after every {every} epochs
"""


def skipping(every: int) -> str:
    """The part of the script that measures after every so many epochs and the last; empty for all epochs."""
    return SKIP.format(every=every) if every > 1 else ""


def averaging(decay: float) -> dict[str, str]:
    """The parts of the script that average the weights and measure the averages; empty if `decay` is 0."""
    if not decay:
        blank = dict.fromkeys(("of", "model_argument", "first_average", "average", "measure_average", "averages"), "")
        return blank | {"net": "model"}
    return {
        "of": "net",
        "net": "net",
        "model_argument": "model",
        "first_average": FIRST_AVERAGE.format(decay=decay, ending=AVERAGED),
        "average": AVERAGE,
        "measure_average": MEASURE_AVERAGE,
        "averages": " averaged_loss={averaged[0]!r} averaged_test_score={averaged[3]!r}",
    }


def groups_expression(run: ModelRun, optimizer: AbstractOptimizer) -> str:
    """The parameter groups of `model` where the lr of its layers differs by muP."""
    return f"{mup_groups.__name__}(model, {optimizer.lr!r}, {run.model.values()['width']}, {scale_free(optimizer)})"


def model_call(name: str, arguments: str) -> str:
    """The call that makes the model, with its arguments on a line of their own if they are many."""
    return f"{name}({arguments})" if len(name + arguments) < ROOM else f"{name}(\n        {arguments}\n    )"
