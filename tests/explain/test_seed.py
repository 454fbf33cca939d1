"""Each statement of the notes that this project began with is taught somewhere, and what is wrong in it is a claim.

`tests/data/seed-ko.txt` has these notes: prose, and for each of five optimizers its signature and its arguments.
"""

import ast
import inspect
import re
from functools import cache
from pathlib import Path

import pytest
import torch

from optim_core.base.hyper import hypers
from optim_core.base.text import LANGUAGES, load
from optim_core.explain.claims import CLAIMS
from optim_core.explain.lessons import LESSONS
from optim_core.optimizers import OPTIMIZERS
from optim_core.optimizers.shared_hypers import shared_texts

NOTES = (Path(__file__).parents[1] / "data" / "seed-ko.txt").read_text(encoding="utf-8").splitlines()
HEADING, SIGNATURE, ARGUMENT = (
    re.compile(r"\d\.? .*"),
    re.compile(r"torch\.optim\.(\w+)\((.*)\)"),
    re.compile(r"- (\w+)(?: \([^)]*\))?:"),
)

PROSE = {
    "학습 과정에서 모델의 가중치와 편향을 업데이트하여": {"lesson.training-loop": "가중치와 편향을 업데이트"},
    "를 수행하는 알고리즘이 'Optimizer'": {"lesson.training-loop": "이 일을 하는 알고리즘이 **옵티마이저**"},
    "가장 기본적인 최적화 알고리즘이 경사하강법": {
        "lesson.training-loop": "가장 기본적인 옵티마이저가 경사하강법",
        "lesson.gradient-step": "경사하강법은 이 정보만",
    },
    "PyTorch의 주요 최적화 알고리즘": {"lesson.training-loop": "`torch.optim` 모듈에 옵티마이저"},
    "' torch.optim.ooo '": {"lesson.training-loop": "torch.optim.SGD("},
    "PyTorch에서 제공하는 최적화(optimizer)를 포함하는 모듈": {
        "lesson.training-loop": "`torch.optim` 모듈에 옵티마이저"
    },
    "확률적인 버전": {"lesson.mini-batch": "확률적 경사하강법"},
    "무작위로 선택된 일부 샘플(mini-batch)": {
        "lesson.mini-batch": "무작위로 고른 일부",
        "catalogue.about.SGD": "미니배치",
    },
    "각각의 파라미터에 대해 학습률(learning rate)을 곱한 값": {"lesson.gradient-step": "새 점 = 점 − lr × 그래디언트"},
    "현재 가장 널리 사용되는 옵티마이저": {
        "catalogue.about.Adam": "가장 널리 쓰이는",
        "claim.AdamDecaysLr": "학습률 감소",
    },
    "학습률을 각 파라미터마다 적응적으로 조절하는": {
        "catalogue.about.Adam": "제곱의 이동 평균",
        "lesson.build-adam": "이동 평균",
    },
    "그래디언트의 제곱값의 이동 평균을 이용하여": {
        "lesson.rmsprop": "이동 평균",
        "catalogue.about.RMSprop": "제곱의 이동 평균",
    },
    "주로 순환 신경망(RNN)": {"lesson.rmsprop": "순환 신경망"},
    "기울기의 크기가 크게 변하는 경우 더 작은 학습률": {"claim.RMSpropLowersLr": "더 작은 학습률"},
    "이전 그래디언트의 제곱의 누적 값": {"lesson.adagrad": "그래디언트 제곱을 모두 더한"},
    "특히 희소한 데이터셋에 적합": {"claim.AdagradSuitsSparse": "희소", "catalogue.about.Adagrad": "희소한 데이터"},
    "Adam 옵티마이저에 가중치 감쇠(L2 정규화)를 추가한 버전": {"claim.AdamWIsL2": "L2", "lesson.adamw": "L2 벌점"},
    "모델의 복잡성을 제어하고, 오버피팅": {"claim.DecayCurbsOverfitting": "과적합", "lesson.overfitting": "과적합"},
}
"""Part of one line of prose -> where that is taught, and Korean words that stand there."""

WRONG_DEFAULTS = {
    ("SGD", "lr"): "LrIsRequired",
    ("RMSprop", "momentum_decay"): "HasMomentumDecay",
    ("AdamW", "weight_decay"): "NoDecayByDefault",
}
"""Optimizer and argument whose default is another one in torch, or which torch does not have -> the claim about it."""

WRONG_ARGUMENTS = {
    "두 개의 모멘텀 계수": "BetasAreMomenta",
    "감마 값들": "BetasAreMomenta",
    "1에 가까울수록 이동 평균이 빠르게 갱신": "AlphaIsFast",
    "momentum decay를 적용합니다": "HasMomentumDecay",
}
"""Part of one line or more about an argument -> the claim that it makes."""


def written(place: str, language: str) -> str:
    """All that stands at a place: a lesson, a claim or a text."""
    kind, _, name = place.partition(".")
    if kind == "lesson":
        text = LESSONS[name].texts[language]
        return " ".join((text.title, text.intro, text.explanation))
    if kind == "claim":
        assert name in {cls.__name__ for cls in CLAIMS}
        return load(language).entries[f"{place}.says"]
    return load(language).entries[place]


def is_prose(line: str) -> bool:
    return not (HEADING.fullmatch(line) or SIGNATURE.match(line) or ARGUMENT.match(line) or line.startswith("http"))


@pytest.mark.parametrize("line", [line for line in NOTES if is_prose(line)])
def test_each_line_of_prose_has_its_places(line):
    assert len([part for part in PROSE if part in line]) == 1


@pytest.mark.parametrize("part", PROSE)
def test_what_the_prose_says_stands_where_it_is_taught(part):
    assert any(part in line for line in NOTES)
    for place, words in PROSE[part].items():
        assert words in written(place, "ko"), place
        assert all(written(place, language) for language in LANGUAGES)


@cache
def arguments() -> dict[str, dict[str, object]]:
    """Optimizer -> argument -> default in the notes, None for a required one."""
    found = {}
    for name, inside in (match.groups() for line in NOTES if (match := SIGNATURE.match(line))):
        call = ast.parse(f"f({inside.replace('<required>', 'None')})", mode="eval").body
        assert isinstance(call, ast.Call)
        found[name] = {one.arg: ast.literal_eval(one.value) for one in call.keywords if one.arg}
    return found


def test_a_default_that_differs_from_that_of_torch_is_a_claim():
    assert arguments().keys() == {"SGD", "Adam", "RMSprop", "Adagrad", "AdamW"}
    different = set()
    for name, defaults in arguments().items():
        signature = inspect.signature(getattr(torch.optim, name)).parameters
        different |= {
            (name, one) for one, value in defaults.items() if one not in signature or value != signature[one].default
        }
    assert different == WRONG_DEFAULTS.keys()
    assert set(WRONG_DEFAULTS.values()) | set(WRONG_ARGUMENTS.values()) <= {cls.__name__ for cls in CLAIMS}


def test_each_argument_has_its_help_or_its_claim():
    classes = {cls.__name__: cls for cls in OPTIMIZERS}
    assert "`params`" in written("lesson.training-loop", "ko")
    for name, defaults in arguments().items():
        cls = classes[name]
        for argument in defaults:
            fields = ("beta1", "beta2") if argument == "betas" else (argument,)
            for field in fields:
                assert field in hypers(cls)
                for language in LANGUAGES:
                    entries = load(language).entries
                    shared = f"help.{shared_texts(cls).get(field, field)}"
                    assert entries.get(f"help.{name}.{field}", entries.get(shared)), (name, field)


def test_each_wrong_line_about_an_argument_is_there_and_each_line_is_about_an_argument():
    lines = [line for line in NOTES if ARGUMENT.match(line)]
    assert all(any(part in line for line in lines) for part in WRONG_ARGUMENTS)
    known = {"params"}.union(*arguments().values())
    assert {match[1] for line in lines if (match := ARGUMENT.match(line))} == known


def test_the_notes_have_five_optimizers_in_the_catalogue_with_their_full_names():
    headings = [line for line in NOTES if HEADING.fullmatch(line)]
    assert len(headings) == 5
    for language in LANGUAGES:
        about = {name: written(f"catalogue.about.{name}", language) for name in arguments()}
        assert "stochastic" in about["SGD"]
        assert "adaptive moment estimation" in about["Adam"]
        assert "root mean square propagation" in about["RMSprop"]
        assert "adaptive gradient" in about["Adagrad"]
        assert "Adam" in about["AdamW"]
