"""Scenes in a link: what each may hold, and how a sequence is composed."""

from urllib.parse import parse_qsl, urlencode

import pytest

from optim_core.base.errors import SpecError
from optim_core.permalink import read_surface_run
from optim_core.permalink.form import SURFACE_FORM
from optim_core.permalink.scenes import (
    LONGEST_LINK,
    LONGEST_SCENE,
    own_entries,
    scenes,
    shown_scene,
    with_scene_added,
    with_scene_earlier,
    with_scene_removed,
    with_scene_shown,
)
from optim_core.specs.views import LAST_STEP, MAX_SCENES

RACES = [{"surface": "Beale", "o1": "Adam", "o1.lr": str(lr)} for lr in (0.1, 0.2, 0.5)]
TEXTS = [urlencode(race) for race in RACES]
LINK = RACES[1] | {"scene": "2"} | {f"scene.{n}": text for n, text in enumerate(TEXTS, 1)}


def rates(query: dict[str, str]) -> list[str]:
    return [dict(parse_qsl(text))["o1.lr"] for text in scenes(query)]


def test_a_link_with_scenes_is_its_race_and_is_not_changed():
    assert SURFACE_FORM.clean(LINK) == (LINK, [])
    assert read_surface_run(LINK) == read_surface_run(RACES[1])
    assert own_entries(LINK) == RACES[1]
    assert (rates(LINK), shown_scene(LINK)) == (["0.1", "0.2", "0.5"], 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "hello=world",
        "surface=Beale&o1=Adam&o1.lr=fast",
        "surface=Everest&o1=Adam",
        "surface=Beale&o1=Adam&o1.rl=0.1",
        "surface=Beale&o1=Adam&steps=%FF",
        "surface=Beale&o1=Adam&" + "x" * LONGEST_SCENE,
        "&".join(["a=1"] * 201),
        TEXTS[0] + "&scene.1=" + "surface%3DBeale",
    ],
)
def test_a_malformed_scene_is_left_out_with_a_sentence_and_nothing_else_is_lost(text):
    query, wrong = SURFACE_FORM.clean(LINK | {"scene.2": text})
    nested = "scene.1=" in text
    assert nested or [(error.where, error.key) for error in wrong] == [("scene.2", "scene")]
    left = ["0.1", "0.1", "0.5"] if nested else ["0.1", "0.5"]
    assert rates(query) == left
    assert own_entries(query) == RACES[1]
    assert all("scene" not in dict(parse_qsl(each)) for each in scenes(query))
    assert shown_scene(query) == (2 if nested else 0)


def test_a_scene_beyond_the_limit_is_reported():
    query, wrong = SURFACE_FORM.clean(LINK | {f"scene.{MAX_SCENES + 1}": TEXTS[0]})
    assert query == LINK
    assert [(error.where, error.key) for error in wrong] == [(f"scene.{MAX_SCENES + 1}", "unknown")]


def test_a_scene_with_a_step_and_a_formula_comes_back_as_it_was():
    race = {"surface": "Formula", "surface.text": "x^2 + 3*y^2", "o1": "SGD", "step": "7"}
    before, wrong = SURFACE_FORM.clean(race)
    assert wrong == []
    added = with_scene_added(before, 7)
    shown = with_scene_shown(SURFACE_FORM.clean(added)[0], 1)
    assert own_entries(shown) == before


def test_added_scenes_follow_and_are_shown_and_each_opens_as_it_was():
    query: dict[str, str] = {}
    for step, race in zip((None, 5, None), RACES, strict=True):
        query = with_scene_added(race | {k: v for k, v in query.items() if k.startswith("scene.")}, step)
    assert (rates(query), shown_scene(query)) == (["0.1", "0.2", "0.5"], 3)
    assert SURFACE_FORM.clean(query) == (query, [])
    assert own_entries(with_scene_shown(query, 2)) == RACES[1] | {"step": "5"}
    assert own_entries(with_scene_shown(query, 1)) == RACES[0]
    assert with_scene_shown(query, 4) == with_scene_shown(query, 0) == query


def test_a_scene_can_be_moved_and_removed_and_the_shown_one_stays_shown():
    assert rates(with_scene_earlier(LINK, 2)) == ["0.2", "0.1", "0.5"]
    assert [shown_scene(with_scene_earlier(LINK, n)) for n in (1, 2, 3)] == [2, 1, 3]
    assert with_scene_earlier(LINK, 1) == with_scene_earlier(LINK, 4) == LINK
    removed = [with_scene_removed(LINK, n) for n in (1, 2, 3)]
    assert [(rates(query), shown_scene(query)) for query in removed] == [
        (["0.2", "0.5"], 1),
        (["0.1", "0.5"], 0),
        (["0.1", "0.2"], 2),
    ]
    assert all(own_entries(query) == RACES[1] for query in removed)


def test_number_and_length_of_scenes_are_bounded():
    query = RACES[0]
    for _ in range(MAX_SCENES):
        query = with_scene_added(query, None)
    with pytest.raises(SpecError) as full:
        with_scene_added(query, None)
    assert full.value.key == "scenes_full"
    with pytest.raises(SpecError) as long:
        with_scene_added({**RACES[0], "surface.text": "x" * LONGEST_SCENE}, None)
    assert long.value.key == "scenes_long"
    query = {**RACES[0], "surface.text": "x" * (LONGEST_SCENE - 60)}
    for _ in range(6):
        query = with_scene_added(query, None)
        assert len(urlencode(query)) <= LONGEST_LINK
    with pytest.raises(SpecError) as many:
        with_scene_added(query, None)
    assert many.value.key == "scenes_long"


@pytest.mark.parametrize(
    ("text", "where"), [(str(LAST_STEP + 1), ["step"]), ("-1", ["step"]), ("x", ["step"]), ("0", [])]
)
def test_the_step_of_a_link_is_parsed_like_every_entry(text, where):
    query, wrong = SURFACE_FORM.clean(RACES[0] | {"step": text})
    assert [error.where for error in wrong] == where
    assert query == (RACES[0] if where else RACES[0] | {"step": text})


def test_step_and_scenes_change_no_result():
    assert all(SURFACE_FORM.is_of_view(name) for name in ("step", "scene", "scene.3"))
    assert not SURFACE_FORM.is_of_view("start.x")
