"""Search: what it finds, in which order, and where its links lead."""

import re

import pytest

from optim_core.base.result import Status
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.explain.claims import CLAIM_FORM, CLAIMS
from optim_core.explain.lessons import LESSON_FORM, LESSONS
from optim_core.explain.search import Entry, Link, found, index
from optim_core.explain.search.match import LONGEST
from optim_core.optimizers import OPTIMIZERS
from optim_core.permalink import read_model_run, read_surface_run
from optim_core.permalink.form import MODEL_FORM, SURFACE_FORM, Form
from optim_core.permalink.form_catalogue import CATALOGUE_FORM
from optim_core.permalink.form_microscope import MICROSCOPE_FORM
from optim_core.surfaces import SURFACES
from optim_core.sweep.maps import MAPS_FORM

FORMS: dict[str, Form] = {
    "surface": SURFACE_FORM,
    "model": MODEL_FORM,
    "maps": MAPS_FORM,
    "lessons": LESSON_FORM,
    "claims": CLAIM_FORM,
    "microscope": MICROSCOPE_FORM,
    "catalogue": CATALOGUE_FORM,
}
AWAY = {Status.LEFT_DOMAIN, Status.NOT_FINITE}
LINKS = [link for entry in index() for link in (entry.explained, entry.tried) if link]


def names(text: str, kind: str = "", language: str = "en") -> list[str]:
    return [entry.names[language] for entry in found(text) if kind in ("", entry.kind)]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("beta2", "hyper", "beta2"),
        ("moment", "term", "Moment"),
        ("모멘텀", "term", "Momentum"),
        ("saddle", "term", "Saddle point"),
    ],
)
def test_the_examples_find_their_entry_first(text, kind, name):
    first = found(text)[0]
    assert (first.kind, first.names["en"]) == (kind, name)


@pytest.mark.parametrize(
    ("texts", "kind", "name"),
    [
        (("beta2", "BETA2", "β2", "β₂", "beta_2"), "hyper", "beta2"),
        (("moment", "모멘트", "second moment", "2차 모멘트"), "term", "Moment"),
        (("momentum", "모멘텀", "heavy ball", "헤비볼"), "term", "Momentum"),
        (("momentum", "모멘텀"), "hyper", "momentum"),
        (("saddle", "Saddle Point", "안장", "안장점", "안 장 점"), "term", "Saddle point"),
        (("saddle", "안장"), "surface", "Saddle"),
        (("saddle", "안장"), "lesson", "A saddle on the way"),
        (("saddle", "안장"), "claim", "Adam escapes saddle points faster than SGD."),
        (("rosenbrock", "로젠브록"), "surface", "Rosenbrock's valley"),
        (("weight decay", "weight_decay", "가중치 감쇠", "가중치감쇠"), "hyper", "weight_decay"),
        (("warmup", "warm-up", "warm up", "웜업"), "term", "Warm-up"),
        (("learning rate", "lr", "학습률"), "hyper", "lr"),
        (("betas",), "hyper", "beta1"),
        (("cosine annealing", "CosineAnnealingLR"), "schedule", "CosineAnnealingLR"),
    ],
)
def test_an_entry_is_found_in_every_spelling_of_both_languages(texts, kind, name):
    assert {text: names(text, kind) for text in texts if name not in names(text, kind)} == {}


def test_a_decomposed_syllable_is_the_same():
    decomposed = "\u1106\u1169\u1106\u1166\u11ab\u1110\u1165\u11b7"
    assert decomposed != "모멘텀"
    assert found(decomposed) == found("모멘텀")


def test_better_matches_come_first():
    """The name itself, then those that begin with the text, then those with such a word in them."""
    assert names("adam", "optimizer")[:3] == ["Adam", "AdamW", "Adamax"]
    assert names("minimum", "term")[0] == "Minimum"
    assert [entry.names["en"] for entry in found("rate", 40)].index("Learning rate") < 3
    assert names("exact past divided") == []  # words of different entries


def test_several_words_are_found_in_any_order():
    assert "Nesterov's momentum" in names("momentum nesterov")
    assert "Adam escapes saddle points faster than SGD." in names("saddle sgd")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00",
        "🙂🙃",
        "**",
        "[](javascript:alert(1))",
        "qwertzuiop",
        "가" * 100_000,
        "a" * 100_000,
        "ﷺ" * 100_000,
        "\u0301" * 100_000,
        "\u202eabc",
        ".*+?(",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_hostile_texts_find_nothing(text):
    assert found(text) == ()


@pytest.mark.parametrize("text", ["**adam**", "adam\x00", "🙂 adam", "<adam>", "[adam](", "$adam$", "`adam"])
def test_marks_around_a_word_do_not_count(text):
    assert "Adam" in names(text, "optimizer")


def test_only_the_beginning_of_a_text_counts():
    assert found("saddle" + " " * LONGEST + "nothing of the kind") == found("saddle")
    assert found("x" * LONGEST + "saddle") == ()


def test_a_search_gives_at_most_so_many_entries():
    assert len(found("a")) == 8
    assert len(found("a", 3)) == 3
    assert len(set(map(id, found("a", 10_000)))) == len(found("a", 10_000))


def test_everything_is_in_the_index():
    kinds = {entry.kind: [one.names["en"] for one in index() if one.kind == entry.kind] for entry in index()}
    assert kinds["optimizer"] == [cls.__name__ for cls in OPTIMIZERS]
    assert len(kinds["surface"]) == len(SURFACES)
    assert len(kinds["lesson"]) == len(LESSONS)
    assert len(kinds["claim"]) == len(CLAIMS)
    assert len(kinds["term"]) >= 30
    assert {"beta2", "lr", "momentum", "eps", "alpha", "rho", "weight_decay"} <= set(kinds["hyper"])


def test_every_term_has_its_texts_and_every_text_its_term():
    keys = {key.split(".")[1] for key in load("en").entries if key.startswith("term.")}
    assert len(keys) == sum(entry.kind == "term" for entry in index())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_a_name_and_a_sentence_and_is_found_by_its_name(language):
    t = load(language)
    for entry in index():
        name, sentence = entry.names[language], entry.sentences[language]
        assert name
        assert f"search.kind.{entry.kind}" in t
        assert 10 < len(sentence) < 420, name
        assert not re.search(r"[{}`\n]", name + sentence), name
        assert entry in found(name, len(index())), name


@pytest.mark.parametrize("entry", index(), ids=lambda entry: f"{entry.kind} {entry.names['en']}"[:40])
def test_every_link_opens_without_an_error(entry: Entry):
    links = [link for link in (entry.explained, entry.tried) if link]
    assert links
    for link in links:
        query, errors = FORMS[link.page].clean(link.query)
        assert errors == []
        assert {name: query.get(name) for name in link.query} == dict(link.query)


def test_every_race_of_a_link_can_be_run():
    readers = {"surface": read_surface_run, "model": read_model_run}
    races = [link for link in LINKS if link.page in readers]
    assert len(races) > 90
    for page, query in races:
        readers[page](FORMS[page].clean(query)[0])


def test_only_the_races_about_too_large_rates_and_open_ends_leave_their_surface():
    gone = set()
    for entry in index():
        if entry.kind == "term" and entry.tried and entry.tried.page == "surface":
            run = read_surface_run(SURFACE_FORM.clean(entry.tried.query)[0])
            left = [one.lr for one, path in zip(run.optimizers, descend(run), strict=True) if path.status in AWAY]
            gone |= {(entry.names["en"], *left)} if left else set()
    assert gone == {("Stability limit", 0.21), ("Divergence", 0.21), ("Saddle point", 0.05)}


def test_an_optimizer_leads_to_its_page_and_to_a_race_with_it():
    entry = next(entry for entry in found("Adam") if entry.kind == "optimizer")
    assert entry.explained == Link("catalogue", {"optimizer": "Adam"})
    assert entry.tried is not None
    assert "Adam" in entry.tried.query.values()
