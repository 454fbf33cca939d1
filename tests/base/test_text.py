import re
import tomllib
from string import Formatter

import pytest

from optim_core.base.hyper import hypers
from optim_core.base.text import FOLDER, LANGUAGES, _flat, load
from optim_core.models import MODELS
from optim_core.models.datasets import DATASETS
from optim_core.optimizers import OPTIMIZERS
from optim_core.optimizers.schedules import SCHEDULES
from optim_core.specs import ModelRun, SurfaceRun
from optim_core.surfaces import SURFACES, Formula
from optim_core.surfaces.expression import PARAMETERS

EN, KO = load("en").entries, load("ko").entries
HANGUL = re.compile("[가-힣]")
WORD = re.compile("[A-Za-z]{2,}")
PARTICLE = re.compile(r"\}[`*_)\]]*\(?(은|는|이|가|을|를|와|과|으로|로|아|야)\)?(는|도|만|의|부터)?(?![가-힣])")

LATIN = {
    "option.activation.tanh",
    "option.activation.relu",
    "option.activation.gelu",
    "option.parametrization.mup",
    "score.points",
}
"""Entries that are the names of functions and methods, in every language."""

HELPED = [
    (f"help.{cls.__name__}.{name}", f"help.{name}")
    for cls in (*OPTIMIZERS, *SCHEDULES, *SURFACES, *MODELS, *DATASETS, SurfaceRun, ModelRun)
    for name in hypers(cls)
    if cls is not Formula or name not in PARAMETERS  # any letter has the text `help.Formula.parameter`
]


def placeholders(text: str) -> list[tuple[str, str, str]]:
    """The fields of a format string with their formats, in any order."""
    fields = ((name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None)
    return sorted((name, spec or "", conversion or "") for name, spec, conversion in fields)


def test_the_languages_have_the_same_keys():
    assert LANGUAGES == ("en", "ko")
    assert sorted(EN) == sorted(KO)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_a_language_share_no_key(language):
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (FOLDER / language).glob("*.toml")]
    keys = [key for file in files for key in dict(_flat(file))]
    assert len(keys) == len(set(keys)) == len(load(language).entries)


def test_the_languages_have_the_same_placeholders():
    assert {key: placeholders(text) for key, text in EN.items()} == {key: placeholders(KO[key]) for key in EN}


def test_no_entry_is_empty():
    assert [key for entries in (EN, KO) for key, text in entries.items() if not text.strip()] == []


def test_korean_is_korean():
    def bare(text: str) -> str:
        return re.sub(r"\{[^}]*\}|:material/\w+:|`[^`]*`|https?://\S+", "", text)

    untranslated = {key for key in EN if WORD.search(bare(EN[key])) and not HANGUL.search(KO[key])}
    assert untranslated == LATIN & EN.keys()


def test_no_korean_particle_follows_a_placeholder():
    assert {key: text for key, text in KO.items() if PARTICLE.search(text)} == {}


def test_no_text_has_an_exclamation_mark():
    assert [key for entries in (EN, KO) for key, text in entries.items() if re.search(r"!(?!\[)", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hyperparameter_has_its_help(language):
    t = load(language)
    helped = {own: t.first(own, shared) if own in t or shared in t else "" for own, shared in HELPED}
    assert {own: text for own, text in helped.items() if len(text) <= 10 or not text.endswith(".")} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translator_fills_placeholders_and_knows_its_keys(language):
    t = load(language)
    assert "0.5" in t("error.range", where="Adam.lr", range="[0, 1)", got=0.5)
    assert "error.range" in t
    assert "error.nothing" not in t
    with pytest.raises(KeyError):
        t("error.nothing")
