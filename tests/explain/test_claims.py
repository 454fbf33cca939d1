"""Verdicts on claims are computed, flip as declared, and have their texts in both languages."""

import inspect
import math
from functools import cache
from string import Formatter

import pytest
import torch

from optim_core.base.domains import Choice
from optim_core.base.hyper import hypers
from optim_core.base.text import LANGUAGES, load
from optim_core.explain.claims import CLAIM_FORM, CLAIMS, AbstractClaim, Verdict, VerdictKind
from optim_core.explain.claims.adam_decay import AdamDecaysLr
from optim_core.explain.claims.alpha import AlphaIsFast
from optim_core.explain.claims.base import holds_if_no_later
from optim_core.permalink import read_member, read_surface_run, write_member
from optim_core.permalink.form import SURFACE_FORM

HOLDS, FAILS, DEPENDS = VerdictKind.HOLDS, VerdictKind.FAILS, VerdictKind.DEPENDS
every_claim = pytest.mark.parametrize("cls", CLAIMS, ids=lambda cls: cls.__name__)

KNOWN = {
    "AlphaIsFast": (FAILS, HOLDS),
    "AdamWIsL2": (FAILS, HOLDS),
    "NoDecayByDefault": (FAILS, HOLDS),
    "HasMomentumDecay": (FAILS, HOLDS),
    "RMSpropLowersLr": (DEPENDS, HOLDS),
    "AdagradSuitsSparse": (HOLDS, DEPENDS),
    "AdamDecaysLr": (FAILS, HOLDS),
    "BetasAreMomenta": (FAILS, HOLDS),
    "DecayCurbsOverfitting": (HOLDS, FAILS),
    "LrIsRequired": (FAILS, HOLDS),
    "AdamEscapesSaddles": (HOLDS, FAILS),
    "AdamFindsGlobal": (FAILS, HOLDS),
    "MomentumCannotHurt": (FAILS, HOLDS),
    "NesterovNeverWorse": (FAILS, HOLDS),
    "AdamNeedsNoTuning": (FAILS, HOLDS),
    "FlatMeansConverged": (FAILS, HOLDS),
}
"""The verdict with the default fields, and the one after the flip."""


@cache
def found(cls: type[AbstractClaim], *, flipped: bool) -> Verdict:
    return cls(**(cls.flip if flipped else {})).check()


@every_claim
def test_a_verdict_is_as_known_and_flips(cls):
    verdicts = found(cls, flipped=False).kind, found(cls, flipped=True).kind
    assert verdicts == KNOWN[cls.__name__]
    assert verdicts[0] is not verdicts[1]


def test_no_claim_is_left_out():
    assert [cls.__name__ for cls in CLAIMS] == list(KNOWN)


@pytest.mark.parametrize(
    ("name", "flipped", "numbers"),
    [
        pytest.param("AlphaIsFast", False, {"low_half": 7, "high_half": 69, "high_first": 10}, id="ln ½ / ln α"),
        pytest.param("AdamWIsL2", False, {"adam": 10 / 3, "adamw": 2.0, "ridge": 10 / 3}, id="fact 13"),
        pytest.param("NoDecayByDefault", False, {"left": (1 - 1e-3 * 1e-2) ** 5_000}, id="(1 − η λ)ᵗ"),
        pytest.param("RMSpropLowersLr", False, {"up": (1 + 99 * (1 - 0.99**600)) ** -0.5}, id="1 / √v"),
        pytest.param("AdamDecaysLr", True, {"last": 0.05 / math.sqrt(200)}, id="fact 11"),
        pytest.param("BetasAreMomenta", False, {"turned": 1, "turned_zero": 1}, id="the sign of g"),
        pytest.param("BetasAreMomenta", True, {"turned": 7, "turned_zero": 1}, id="1 − 2 β₁ᵗ > 0"),
        pytest.param("AdamEscapesSaddles", False, {"sgd": math.ceil(math.log(1e6) / math.log(1.05))}, id="(1 + η)ᵗ"),
        pytest.param("MomentumCannotHurt", False, {"plain": math.ceil(math.log(1e6) / math.log(3))}, id="fact 2"),
        pytest.param("MomentumCannotHurt", True, {"plain": 691}, id="fact 2, κ = 100"),
    ],
)
def test_the_numbers_agree_with_theory(name, flipped, numbers):
    (cls,) = (cls for cls in CLAIMS if cls.__name__ == name)
    measured = found(cls, flipped=flipped).numbers
    assert {key: measured[key] for key in numbers} == pytest.approx(numbers, rel=2e-3)


def test_torch_is_as_the_claims_about_its_signatures_say():
    with pytest.raises(TypeError, match="momentum_decay"):
        torch.optim.RMSprop([torch.zeros(1)], momentum_decay=0.1)
    assert torch.optim.SGD([torch.zeros(1)]).param_groups[0]["lr"] == 1e-3
    assert torch.optim.AdamW([torch.zeros(1)]).param_groups[0]["weight_decay"] == 0.01


@pytest.mark.parametrize("alpha", [0.0, 0.9, 0.99, 0.999])
def test_the_claim_on_alpha_compares_two_alphas_and_flips(alpha):
    verdicts = [AlphaIsFast(alpha=alpha, aspect=aspect).check() for aspect in ("average", "first_steps")]
    assert [verdict.numbers["low"] < verdict.numbers["high"] for verdict in verdicts] == [True, True]
    assert [verdict.kind for verdict in verdicts] == [FAILS, HOLDS]


def test_other_fields_change_verdicts_too():
    (rmsprop,) = (cls for cls in CLAIMS if cls.__name__ == "RMSpropLowersLr")
    assert rmsprop(change="down").check().kind is FAILS
    assert [rmsprop(change=change, factor=1.05).check().kind for change in ("up", "down", "both")] == [DEPENDS] * 3
    assert AdamDecaysLr(of="AdamW").check().kind is FAILS
    assert [holds_if_no_later(1, 2), holds_if_no_later(2, 1), holds_if_no_later(math.inf, math.inf)] == [
        HOLDS,
        FAILS,
        DEPENDS,
    ]


@every_claim
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_its_texts(cls, language):
    t, name = load(language), cls.__name__
    for flipped in (False, True):
        verdict = found(cls, flipped=flipped)
        for key in ("does", verdict.kind.value):
            wanted = {field for _, field, _, _ in Formatter().parse(t.entries[f"claim.{name}.{key}"]) if field}
            assert wanted <= {*verdict.numbers, "name"}
        assert all(t(line.name) for line in verdict.chart.lines if line.name.startswith("chart."))
        assert t(verdict.chart.x) != t(verdict.chart.y)
    assert all(f"claim.{name}.{key}" in t for key in ("says", "read", "flips", "holds", "fails"))
    for knob, domain in hypers(cls).items():
        assert f"help.{name}.{knob}" in t or f"help.{knob}" in t
        if isinstance(domain, Choice) and knob != "of":
            assert all(f"option.{knob}.{option}" in t for option in domain.options)


@every_claim
def test_the_lab_link_and_the_claims_own_link_are_read_back(cls):
    claim = cls(**cls.flip)
    query = claim.lab_query()
    assert read_surface_run(query) == claim.lab()
    assert SURFACE_FORM.clean(query)[1] == []
    own = write_member("claim", claim)
    assert CLAIM_FORM.clean(own) == (own, [])
    assert read_member("claim", CLAIMS, own) == claim


@every_claim
def test_a_claim_refuses_fields_out_of_bounds(cls):
    assert cls.flip.keys() <= hypers(cls).keys()
    assert inspect.isabstract(AbstractClaim) or cls.check is not AbstractClaim.check
    for name, domain in hypers(cls).items():
        for bad in domain.bad():
            with pytest.raises(ValueError, match=name):
                cls(**{name: bad})
