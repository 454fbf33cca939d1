"""Cleaning of a link: valid entries, and errors for the others."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.domains import Choice, Flag
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.optimizers import SGD
from optim_core.permalink import contender_indices, read_fields, read_model_run, read_surface_run, write_surface_run
from optim_core.permalink.form import MODEL_FORM, SURFACE_FORM
from optim_core.specs import SurfaceRun
from optim_core.specs.views import ModelView, SurfaceView
from optim_core.surfaces import SURFACES
from tests.permalink.test_permalink import ENTRIES, NONSENSE, surface_runs
from tests.quick import examples

FORMS = {"surface": (SURFACE_FORM, read_surface_run, SurfaceView), "model": (MODEL_FORM, read_model_run, ModelView)}
every_form = pytest.mark.parametrize(("form", "read", "view"), FORMS.values(), ids=list(FORMS))

GOOD = {
    "surface": "Quadratic",
    "surface.kappa": "10",
    "surface.rotation": "-45",
    "start.x": "1.5",
    "steps": "40",
    "noise": "0.1",
    "projection": "3d",
    "o2": "RMSprop",
    "o2.lr": "0.1",
    "o2.centered": "True",
    "o5": "Adam",
    "o5.off": "True",
}


@every_form
def test_the_opening_is_clean_and_runs(form, read, view):
    query, wrong = form.clean(form.opening)
    assert wrong == []
    assert query == form.opening
    assert len(read(query).optimizers) == 5
    view(**read_fields(view, query))


@every_form
def test_an_empty_link_has_the_members_of_the_opening(form, read, view):
    query, wrong = form.clean({})
    assert wrong == []
    assert query.items() <= form.opening.items()
    assert read(query).optimizers == read(form.opening).optimizers


def test_a_valid_link_is_not_changed():
    assert SURFACE_FORM.clean(GOOD) == (GOOD, [])


@examples(50)
@given(run=surface_runs())
def test_the_link_of_a_run_is_not_changed(run):
    query = write_surface_run(run)
    assert SURFACE_FORM.clean(query) == (query, [])


NEGATIVE = ("start.x", "surface.rotation")
BAD = [(name, text) for name in GOOD for text in NONSENSE if (name, text) not in [(n, "-1") for n in NEGATIVE]]


def test_only_the_invalid_value_is_dropped_and_reported():
    for name, text in [pair for pair in BAD if pair[0] not in ("surface", "o2", "o5")]:
        query, wrong = SURFACE_FORM.clean(GOOD | {name: text})
        assert [error.where for error in wrong] == [name]
        assert query == {k: v for k, v in GOOD.items() if k != name}, (name, text)
        assert len(str(wrong[0])) < 300


@pytest.mark.parametrize("text", ["Adаm", "adam", "", "x" * 10_000])
def test_an_unknown_contender_is_dropped_with_its_values(text):
    query, wrong = SURFACE_FORM.clean(GOOD | {"o2": text})
    assert [error.where for error in wrong] == ["o2"]
    assert query == {k: v for k, v in GOOD.items() if not k.startswith("o2")}


def test_an_unknown_surface_becomes_the_openings():
    query, wrong = SURFACE_FORM.clean(GOOD | {"surface": "Mount Everest"})
    assert [error.where for error in wrong] == ["surface"]
    kept = {k: v for k, v in GOOD.items() if not k.startswith("surface")}
    assert query == kept | {"surface": SURFACE_FORM.opening["surface"]}


@pytest.mark.parametrize(
    "name", ["o9", "o0", "o1.lr", "o2.beta1", "surface.b", "o2.lr.x", "o2.", "surface.", "start", "start.z"]
)
def test_an_entry_that_does_not_exist_is_reported_by_name(name):
    query, wrong = SURFACE_FORM.clean(GOOD | {name: "1"})
    assert query == GOOD
    assert [error.where for error in wrong] == [name]


@pytest.mark.parametrize("name", ["utm_source", "fbclid", "embed", "", "optimizer", "🙂", "state", "source"])
def test_other_parameters_are_dropped_without_an_error(name):
    assert SURFACE_FORM.clean(GOOD | {name: "1"}) == (GOOD, [])


@pytest.mark.parametrize(("name", "meant"), [("stepss", "steps"), ("surfce", "surface"), ("projektion", "projection")])
def test_a_mistyped_entry_is_reported_with_the_one_that_is_meant(name, meant):
    query, wrong = SURFACE_FORM.clean(GOOD | {name: "1"})
    assert query == GOOD
    assert [(error.where, error.key, error.values["names"]) for error in wrong] == [(name, "unknown", meant)]


def test_a_start_alone_keeps_the_opening_contenders():
    query, wrong = SURFACE_FORM.clean({"start.x": "1.5"})
    assert wrong == []
    assert query == SURFACE_FORM.clean({})[0] | {"start.x": "1.5"}
    run = read_surface_run(query)
    assert run.start == (1.5, run.surface.start[1])


def test_contenders_alone_keep_the_opening_surface():
    query, _ = SURFACE_FORM.clean({"o3": "SGD"})
    assert query == {"o3": "SGD", "surface": SURFACE_FORM.opening["surface"]}


def test_a_contender_that_does_not_exist_cannot_be_off():
    query, _ = SURFACE_FORM.clean({"o1": "SGD", "o3.off": "True"})
    assert "o3.off" not in query


def test_values_that_are_invalid_together_stay_in_the_query():
    query, wrong = SURFACE_FORM.clean(GOOD | {"o1": "SGD", "o1.nesterov": "True"})
    assert wrong == []
    assert query["o1.nesterov"] == "True"
    with pytest.raises(SpecError, match=r"SGD\.nesterov"):
        read_surface_run(query)


@every_form
@examples(100)
@given(given=st.dictionaries(ENTRIES | st.text(max_size=8), st.text(max_size=60) | st.sampled_from(NONSENSE)))
def test_no_link_raises_and_the_cleaned_query_is_clean(form, read, view, given):
    for query in (given, GOOD | given):
        kept, wrong = form.clean(query)
        assert form.clean(kept) == (kept, [])
        assert {error.where for error in wrong} <= query.keys()
        assert contender_indices(kept)
        view(**read_fields(view, kept))
        with suppress(SpecError):
            read(kept)


def test_every_entry_has_its_domain():
    query = {"surface": "Quadratic", "o1": "SGD"}
    assert isinstance(SURFACE_FORM.domain("surface", query), Choice)
    assert SURFACE_FORM.domain("surface", query).options == tuple(cls.__name__ for cls in SURFACES)
    assert isinstance(SURFACE_FORM.domain("o1.off", query), Flag)
    assert SURFACE_FORM.domain("o1.momentum", query) is hypers(SGD)["momentum"]
    assert SURFACE_FORM.domain("steps", query) is hypers(SurfaceRun)["steps"]
    assert SURFACE_FORM.domain("o2.lr", query) is None
    assert SURFACE_FORM.domain("epochs", query) is None
    assert MODEL_FORM.domain("steps", query) is None
