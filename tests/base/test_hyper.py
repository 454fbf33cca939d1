import math
import pickle
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Annotated

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.domains import Choice, Flag, Real, Whole
from optim_core.base.errors import SpecError
from optim_core.base.hyper import Declared, defaults, hypers
from optim_core.models import MODELS
from optim_core.models.datasets import DATASETS
from optim_core.optimizers import OPTIMIZERS
from optim_core.specs import ModelRun, SurfaceRun
from optim_core.specs.views import ModelView, SurfaceView
from optim_core.surfaces import SURFACES
from tests.strategies import in_domain

CLASSES = (*OPTIMIZERS, *SURFACES, *MODELS, *DATASETS, SurfaceRun, ModelRun, SurfaceView, ModelView)
DECLARED = {
    f"{cls.__name__}.{name}": (domain, defaults(cls)[name]) for cls in CLASSES for name, domain in hypers(cls).items()
}
NUMBERS = {where: domain for where, (domain, _) in DECLARED.items() if isinstance(domain, Real | Whole)}
DISTINCT = {domain: where for where, (domain, _) in DECLARED.items()}


@dataclass(frozen=True, kw_only=True)
class Sample(Declared):
    rate: Annotated[float, Real("η", 0.0, 1.0, high_open=True)] = 0.5
    count: Annotated[int, Whole("n", 1, 10)] = 3
    kind: Annotated[str, Choice("", ("a", "b"))] = "a"
    on: Annotated[bool, Flag()] = False
    undeclared: str = "free"


def test_an_error_names_the_field_the_range_and_the_value():
    with pytest.raises(SpecError, match=r"^Sample.rate must be in \[0, 1\), got 1.0$"):
        Sample(rate=1.0)
    with pytest.raises(SpecError, match=r"^Sample.count must be in \{1, …, 10\}, got 11$"):
        Sample(count=11)
    with pytest.raises(SpecError, match=r"^Sample.kind must be in \{a, b\}, got c$"):
        Sample(kind="c")
    with pytest.raises(SpecError, match=r"^Sample.on must be in \{False, True\}, got 1$"):
        Sample(on=1)


def test_an_error_can_be_pickled():
    with pytest.raises(SpecError) as caught:
        Sample(rate=2)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert str(copy) == str(caught.value)
    assert (copy.where, copy.key, copy.values) == ("Sample.rate", "range", {"range": "[0, 1)", "got": "2"})


def test_values_take_their_canonical_type():
    sample = Sample(rate=np.float32(0.25), count=np.float64(4.0))
    assert type(sample.rate) is float
    assert type(sample.count) is int
    assert sample.values() == {"rate": 0.25, "count": 4, "kind": "a", "on": False}
    assert Sample(rate=0) == Sample(rate=0.0)
    assert Sample(rate=Fraction(1, 4)).rate == 0.25


def test_undeclared_fields_are_not_changed():
    assert Sample(undeclared="x").undeclared == "x"
    assert list(hypers(Sample)) == ["rate", "count", "kind", "on"]
    assert dict(defaults(Sample)) == {"rate": 0.5, "count": 3, "kind": "a", "on": False}


@pytest.mark.parametrize("huge", [10**400, -(10**400), Fraction(10**400, 1)], ids=["huge", "-huge", "fraction"])
@pytest.mark.parametrize("domain", [Real("", 0, 1), Whole("", 0, 1)], ids=["Real", "Whole"])
def test_numbers_too_large_for_a_float_are_invalid(domain, huge):
    with pytest.raises(SpecError):
        domain.check(huge, "x")


def test_a_value_that_rounds_to_an_open_end_is_invalid():
    with pytest.raises(SpecError):
        Real("", 0, 1, high_open=True).check(1 - Fraction(1, 10**30), "x")


@pytest.mark.parametrize(
    "text", ["", "nan", "inf", "-inf", "1e999", "0,5", "0x1", "true", "5; import os", "9" * 10_000]
)
def test_text_that_is_no_value_is_invalid(text):
    for domain in (Real("", 0, 1), Whole("", 0, 1), Choice("", ("a",)), Flag()):
        with pytest.raises(SpecError):
            domain.parse(text, "x")


@given(text=st.text(max_size=60))
def test_parsing_returns_a_valid_value_or_raises_a_spec_error(text):
    for domain in (Real("", 0, 1), Whole("", 0, 9), Choice("", ("a",)), Flag()):
        try:
            value = domain.parse(text, "x")
        except SpecError:
            continue
        assert domain.check(value, "x") == value


def test_bad_values_are_invalid():
    for domain, value in [(each, value) for each in DISTINCT for value in each.bad()]:
        with pytest.raises(
            SpecError, match=r"^x must be in |^Formula\.text, character (1: type a formula|301: 301 characters) "
        ):
            domain.check(value, "x")


def test_defaults_are_in_their_domain():
    assert [where for where, (domain, default) in DECLARED.items() if domain.check(default, where) != default] == []


@pytest.mark.parametrize("domain", DISTINCT, ids=DISTINCT.values())
@given(data=st.data())
def test_formatted_values_parse_to_the_same_value(domain, data):
    value = data.draw(in_domain(domain))
    assert domain.parse(domain.format(value), "x") == value


def test_a_slider_stops_at_few_short_values_of_the_domain_in_ascending_order():
    for where, domain in NUMBERS.items():
        ticks = domain.ticks
        assert 2 <= len(ticks) <= 200, where
        assert all(a < b for a, b in pairwise(ticks)), where
        assert [domain.check(tick, where) for tick in ticks] == list(ticks)
        assert max(len(domain.format(tick)) for tick in ticks) <= 10, where


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        (Real("", 1.0, 1e6), "[1, 1e6]"),
        (Real("", -1e10, 1e-5, low_open=True, high_open=True), "(-1e10, 1e-5)"),
        (Real("", 0.0, 1000.0), "[0, 1000]"),
        (Real("", 0.001, math.inf, high_open=True), "[0.001, inf)"),
    ],
)
def test_bounds_have_no_computer_notation(domain, text):
    assert domain.range == text


def test_whole_numbers_in_steps():
    domain = Whole("", 8, 32, step=8)
    assert domain.ticks == (8, 16, 24, 32)
    assert domain.check(24.0, "x") == 24
    with pytest.raises(SpecError, match=r"^x must be in \{8, 16, …, 32\}, got 30$"):
        domain.check(30, "x")
