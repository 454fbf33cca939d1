"""Known algorithms among the combinations of `Composed`, from gradient descent to AMSGrad."""

from typing import Any, NamedTuple

from optim_core.base.errors import SpecError
from optim_core.optimizers.adagrad import Adagrad
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.adamw import AdamW
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.lion import Lion
from optim_core.optimizers.rmsprop import RMSprop
from optim_core.optimizers.rules import Hyper
from optim_core.optimizers.sgd import SGD

SWITCHES = ("bias_correction", "nesterov", "amsgrad", "sign")
RECIPES = {
    ("none", "none"): "sgd",
    ("sum", "none"): "momentum",
    ("average", "none"): "averaged",
    ("sum", "none", "nesterov"): "nesterov",
    ("average", "none", "nesterov"): "averaged_nesterov",
    ("none", "none", "sign"): "signsgd",
    ("sum", "none", "sign"): "signum",
    ("average", "none", "sign"): "signum",
    ("sum", "none", "nesterov", "sign"): "lion",
    ("average", "none", "nesterov", "sign"): "lion",
    ("none", "average"): "rmsprop",
    ("none", "average", "bias_correction"): "adam_still",
    ("none", "sum"): "adagrad",
    ("average", "average"): "adam_uncorrected",
    ("average", "average", "bias_correction"): "adam",
    ("average", "average", "bias_correction", "nesterov"): "nadam",
    ("average", "average", "bias_correction", "amsgrad"): "amsgrad",
    ("average", "average", "amsgrad"): "amsgrad_uncorrected",
}
"""(first moment, second moment, active switches...) -> key of the algorithm."""
NAMES = {
    "sgd": "SGD",
    "momentum": "SGD with momentum",
    "averaged": "SGD with averaged momentum",
    "nesterov": "SGD with Nesterov momentum",
    "averaged_nesterov": "SGD with averaged Nesterov momentum",
    "signsgd": "signSGD",
    "signum": "Signum",
    "lion": "Lion",
    "rmsprop": "RMSprop",
    "adagrad": "Adagrad",
    "adam": "Adam",
    "adam_still": "Adam with β₁ = 0",
    "adam_uncorrected": "Adam without bias correction",
    "nadam": "NAdam with constant momentum",
    "amsgrad": "AMSGrad",
    "amsgrad_uncorrected": "AMSGrad without bias correction",
}
DECOUPLED_NAMES = {"adam": "AdamW", "amsgrad": "AdamW with AMSGrad", "momentum": "SGDW", "lion": "Lion"}
"""Key -> the name of the algorithm with decoupled weight decay, if it has one."""
DECOUPLED_CLASSES: dict[type[AbstractOptimizer], type[AbstractOptimizer]] = {Adam: AdamW, Lion: Lion}
"""Class -> the class that takes the same steps with decoupled weight decay."""


class Recipe(NamedTuple):
    """A known algorithm: the `key` of its text, its name, and an optimizer that takes the same steps, if any."""

    key: str
    name: str
    equivalent: AbstractOptimizer | None


def recipe_of(h: Hyper) -> Recipe | None:
    """The algorithm that `Composed` is with these hyperparameters; None if it has no name."""
    key, decays = RECIPES.get(_recipe_key(h)), h["weight_decay"] > 0
    decoupled = decays and h["decoupled_weight_decay"]
    if key is None or (key == "lion" and decays and not decoupled):
        return None
    name = DECOUPLED_NAMES.get(key, f"{NAMES[key]} with decoupled decay") if decoupled else NAMES[key]
    return Recipe(key, name, _equivalent(key, h, decoupled=decoupled))


def _recipe_key(h: Hyper) -> tuple[str, ...]:
    """The key into `RECIPES`; with β₁ = 0 the first moment is g itself, and switches without effect are left out."""
    first = "none" if h["beta1"] == 0 else h["first_moment"]
    idle = {"nesterov"} if first == "none" else set()
    if "average" not in (first, h["second_moment"]):
        idle.add("bias_correction")
    return first, h["second_moment"], *(name for name in SWITCHES if h[name] and name not in idle)


def _equivalent(key: str, h: Hyper, *, decoupled: bool) -> AbstractOptimizer | None:
    b1 = h["beta1"]
    adam = {"beta1": b1, "beta2": h["beta2"], "eps": h["eps"]}
    averaged = {"lr": h["lr"] * (1 - b1), "momentum": b1}  # (1 − β₁) times the heavy ball's sum
    equivalents: dict[str, tuple[type[AbstractOptimizer], dict[str, Any]]] = {
        "sgd": (SGD, {}),
        "momentum": (SGD, {"momentum": b1}),
        "nesterov": (SGD, {"momentum": b1, "nesterov": True}),
        "averaged": (SGD, averaged),
        "averaged_nesterov": (SGD, averaged | {"nesterov": True}),
        "signsgd": (Lion, {"beta1": 0.0, "beta2": 0.0}),
        "signum": (Lion, {"beta1": b1, "beta2": b1}),
        "lion": (Lion, {"beta1": b1 * b1, "beta2": b1}),
        "rmsprop": (RMSprop, {"alpha": h["beta2"], "eps": h["eps"]}),
        "adagrad": (Adagrad, {"eps": h["eps"]}),
        "adam": (Adam, adam),
        "adam_still": (Adam, adam | {"beta1": 0.0}),
        "amsgrad": (Adam, adam | {"amsgrad": True}),
    }
    cls, own = equivalents.get(key, (None, {}))
    if decoupled or (cls is Lion and h["weight_decay"] > 0):
        cls = DECOUPLED_CLASSES.get(cls) if decoupled and cls else None
    try:
        return cls(**{name: h[name] for name in ("lr", "weight_decay", "maximize")} | own) if cls else None
    except SpecError:  # the product of two values may be outside the domain
        return None
