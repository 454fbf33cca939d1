"""Default entries of each data set, and which of the current entries change when another data set is chosen."""

from collections.abc import Mapping

from optim_core.base.hyper import defaults
from optim_core.models.datasets import AbstractDataset
from optim_core.models.default_models import DEFAULT_MODELS
from optim_core.models.openings import OPENINGS
from optim_core.permalink import write_member
from optim_core.specs import ModelRun

Query = Mapping[str, str]


def opening_query(dataset: type[AbstractDataset]) -> dict[str, str]:
    """The data set with its usual model, epochs, batch size, and contenders with their learning rates."""
    opening, query = OPENINGS[dataset], {"dataset": dataset.__name__} | write_member("model", DEFAULT_MODELS[dataset])
    if opening.epochs != defaults(ModelRun)["epochs"]:
        query["epochs"] = str(opening.epochs)
    if opening.batch_size != defaults(ModelRun)["batch_size"]:
        query["batch_size"] = str(opening.batch_size)
    for number, (name, rate) in enumerate(opening.rates.items(), 1):
        query |= {f"o{number}": name, f"o{number}.lr": f"{rate:g}"}
    return query


def following(query: Query, before: Query, after: Query) -> dict[str, str]:
    """The entries to set when a data set that opens with `after` takes the place of one that opens with `before`.

    A model, epochs, batch size and learning rates that are still those of the one before become those of the other.
    Without an `after`, everything stays.
    """
    if not after:
        return {}
    old, new = rates_of(before), rates_of(after)
    entries = {}
    for name in ("epochs", "batch_size"):
        usual = str(defaults(ModelRun)[name])
        now, there = before.get(name, usual), after.get(name, usual)
        if query.get(name, usual) == now != there:
            entries[name] = there
    if _member(query, "model") == _member(before, "model") != _member(after, "model"):
        entries |= _member(after, "model")
    for name, text in query.items():
        if text in old and text in new and query.get(f"{name}.lr") == old[text]:
            entries[f"{name}.lr"] = new[text]
    return entries


def _member(query: Query, name: str) -> dict[str, str]:
    """The entries of a member."""
    return {entry: text for entry, text in query.items() if entry.partition(".")[0] == name}


def rates_of(opening: Query) -> dict[str, str]:
    """Name of an optimizer -> its learning rate in an opening."""
    return {text: opening[f"{name}.lr"] for name, text in opening.items() if f"{name}.lr" in opening}
