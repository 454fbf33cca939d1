"""Switches of the surface, kinds of noise and further starts without a browser."""

import pytest

from optim_core.base.text import LANGUAGES, load
from tests.pages.test_pages import RAW_KEY, draft, in_this_process, korean, name_now, opened, spoken
from tests.sheets import sheet
from ui.surface import starts

__all__ = ["in_this_process"]

LINK = {"surface": "Himmelblau", "o1": "SGD", "o1.lr": "0.01", "o3": "Adam", "o3.lr": "0.1", "steps": "60"}
MULTISTART = LINK | {"start_set": "grid", "start_count": "6"}


def unfolded(test, *folds: str):
    for fold in folds:
        test.session_state[f"surface.fold.{fold}"] = True
    return test.run()


def race(test) -> list[list[str]]:
    return sheet(test)[:2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_speaks_its_language(language):
    query = MULTISTART | {"angle": "30", "noise": "0.1", "noise_kind": "student"}
    test = unfolded(opened(language=language, **query), "transformed", "noise", "starts")
    words = list(spoken(test))
    assert [text for text in words if RAW_KEY.search(text)] == []
    assert korean(words) == (language == "ko")
    t = load(language)
    assert {t("starts.summary", count=6), t("noise.student")} <= {caption.value for caption in [*test.caption]}
    assert len(sheet(test)) == 4


def test_switches_turn_the_race_and_its_start():
    test = opened(**LINK | {"start.x": "1", "start.y": "2"})
    before = race(test)
    unfolded(test, "transformed")
    test.number_input(key="surface.angle.box").set_value(90.0).run()
    assert draft(test)["angle"] == "90"
    assert race(test) != before
    assert "(-2, 1)" in " ".join(caption.value for caption in test.sidebar.caption)
    test.number_input(key="surface.angle.box").set_value(0.0).run()
    assert "angle" not in draft(test)
    assert race(test) == before


@pytest.mark.parametrize("page", ["surface", "microscope", "maps"])
@pytest.mark.parametrize("entry", [{"angle": "inf"}, {"scale": "0"}, {"stretch": "x"}, {"tail": "0"}])
def test_a_bad_switch_in_a_link_gets_a_message(page, entry):
    test = opened(page, **LINK | entry)
    assert not test.exception
    assert next(iter(entry)) in test.warning[0].value


def test_the_map_of_a_turned_surface_opens_its_race():
    test = opened("maps", surface="Quadratic", angle="45", o1="SGD", side="8", steps="20")
    assert not test.exception
    assert not test.error
    assert draft(test, "maps")["angle"] == "45"


def test_each_kind_of_noise_is_explained_and_changes_the_race():
    test = unfolded(opened(**LINK | {"noise": "0.5"}), "noise")
    seen = [race(test)]
    for kind in ("student", "shift"):
        test.selectbox(key=name_now(test, "surface.noise_kind")).set_value(kind).run()
        assert load("en")(f"noise.{kind}") in {caption.value for caption in test.caption}
        assert race(test) not in seen
        seen.append(race(test))


def test_further_starts_cost_nothing_until_they_are_asked_for(monkeypatch):
    asked = []
    monkeypatch.setattr("ui.surface.multistart.multistart", lambda *given: asked.append(given))
    test = opened(**LINK)
    assert len(sheet(test)) == 2
    assert not asked


def test_a_grid_of_starts_gets_its_table():
    test = unfolded(opened(**LINK), "starts")
    test.selectbox(key=name_now(test, "surface.start_set")).set_value("grid").run()
    assert draft(test)["start_set"] == "grid"
    assert [row[-1] for row in sheet(test)[2:]] == ["0 of 9", "0 of 9"]
    test.selectbox(key=name_now(test, "surface.start_set")).set_value("none").run()
    assert len(sheet(test)) == 2


def test_starts_drawn_by_hand_are_taken_back_and_removed():
    query = LINK | {"start_set": "drawn", "start_points": "1_2~0_-1~3_3"}
    test = unfolded(opened(**query), "starts")
    assert "3 of 32" in " ".join(caption.value for caption in test.sidebar.caption)
    assert sheet(test)[2][-1] == "0 of 3"
    test.button(key="surface.starts.undraw").click().run()
    assert draft(test)["start_points"] == "1_2~0_-1"
    test.button(key="surface.starts.clear").click().run()
    assert "start_points" not in draft(test)
    assert len(sheet(test)) == 2
    assert test.button(key="surface.starts.clear").disabled


def test_another_surface_forgets_drawn_starts():
    test = opened(**LINK | {"start_set": "drawn", "start_points": "1_2"})
    test.selectbox(key=name_now(test, "surface.surface")).set_value("Sphere").run()
    assert "start_points" not in draft(test)
    assert draft(test)["start_set"] == "drawn"


class Drawn:
    """As much of a draft as a click needs."""

    def __init__(self, *points):
        self.entries = {"start_set": "drawn", "start_points": points}

    def value(self, name, default):
        return self.entries.get(name, default)

    def default(self, name):
        return ()

    def set(self, **entries):
        self.entries |= entries


def test_a_click_adds_a_start_once_and_no_more_than_there_may_be(monkeypatch):
    monkeypatch.setattr(starts, "redraw", lambda *_: None)
    monkeypatch.setattr(starts, "_base_point", lambda draft, x, y: (x, y))
    draft = Drawn()
    for x in (1.0, 1.0, *range(2, 40)):
        starts.take_click(draft, x, 0.0)
    assert draft.entries["start_points"] == tuple((float(x), 0.0) for x in range(1, 33))
