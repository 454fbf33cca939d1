"""The general text of a hyperparameter belongs to one meaning; any other use of the name has a text of its own."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

import pytest

from optim_core.base.domains import Real
from optim_core.base.hyper import hypers
from optim_core.base.text import load
from optim_core.models import MODELS
from optim_core.models.datasets import DATASETS
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer
from optim_core.optimizers.schedules import SCHEDULES
from optim_core.optimizers.shared_hypers import Beta1, LearningRate, shared_texts
from optim_core.surfaces import SURFACES, Formula
from optim_core.surfaces.expression import PARAMETERS

T = load("en")
BUILT_IN = [cls for cls in OPTIMIZERS if not cls.import_path]


def misread(cls: type) -> set[str]:
    """The hyperparameters of a class that would show a general text which is not about them."""
    own = {name for name in hypers(cls) if f"help.{cls.__name__}.{name}" in T}
    return set(hypers(cls)) - own - shared_texts(cls).keys()


@pytest.mark.parametrize("cls", BUILT_IN, ids=lambda cls: cls.__name__)
def test_an_optimizer_shows_a_general_text_only_for_a_shared_hyperparameter(cls):
    assert not misread(cls)


def test_another_meaning_of_a_shared_name_is_noticed():
    @dataclass(frozen=True, kw_only=True)
    class Other(AbstractOptimizer):
        lr: LearningRate = 0.1
        beta1: Beta1 = 0.9
        beta2: Annotated[float, Real("β₂", 0.0, 1.0, scale="complement", high_open=True)] = 0.9
        alpha: Annotated[float, Real("α", 0.0, 1.0)] = 0.5

    assert misread(Other) == {"beta2", "alpha"}


def test_the_general_texts_are_those_that_several_optimizers_show():
    names = {text for cls in BUILT_IN for text in (*hypers(cls), *shared_texts(cls).values())}
    own = {(cls, name) for cls in BUILT_IN for name in hypers(cls) if f"help.{cls.__name__}.{name}" in T}
    pairs = [(cls, name, text) for cls in BUILT_IN for name, text in shared_texts(cls).items()]
    shown = Counter(text for cls, name, text in pairs if (cls, name) not in own)
    assert {name for name in names if f"help.{name}" in T} == {name for name, count in shown.items() if count > 1}


@pytest.mark.parametrize("cls", [*SCHEDULES, *SURFACES, *MODELS, *DATASETS], ids=lambda cls: cls.__name__)
def test_nothing_else_shows_a_text_about_optimizers(cls):
    general = set().union(*map(shared_texts, BUILT_IN)) - (PARAMETERS.keys() if cls is Formula else set())
    assert [name for name in hypers(cls) if name in general and f"help.{cls.__name__}.{name}" not in T] == []
