"""Schedules in the cards of both labs, in both languages."""

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.figures.schedules import applied_values_alt, applied_values_drawing, schedule_alt, schedule_drawing
from optim_core.optimizers import SGD, Adam
from optim_core.optimizers.labels import labels
from optim_core.optimizers.schedules import SCHEDULES, CosineAnnealingLR, OneCycleLR
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Sphere
from optim_core.sweep.maps.form import MAPS_FORM
from tests.pages.test_pages import RAW_KEY, draft, in_this_process, korean, name_now, opened, spoken

__all__ = ["in_this_process"]
LINKS = {
    "surface": {"surface": "Quadratic", "o1": "SGD", "o1.lr": "0.1", "o3": "Adam", "steps": "40"},
    "model": {"dataset": "Moons", "o1": "SGD", "epochs": "2"},
}
both = pytest.mark.parametrize("page", LINKS)


def unfolded(page: str, language: str = "en", **more: str):
    test = opened(page, language, **LINKS[page] | more)
    test.session_state[f"{page}.o1.schedule.fold"] = True
    return test.run()


def choose(test, page: str, name: str):
    return test.selectbox(key=name_now(test, f"{page}.o1.schedule")).set_value(name).run()


@both
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_schedule_has_its_words_and_knobs(page, language):
    test = unfolded(page, language)
    for cls in SCHEDULES:
        choose(test, page, cls.__name__)
        assert not test.exception
        words = list(spoken(test))
        assert [text for text in words if RAW_KEY.search(text)] == []
        assert load(language)(f"schedule.about.{cls.__name__}") in words
        assert korean(words) == (language == "ko")
        assert draft(test, page)["o1.schedule"] == cls.__name__
        for name in cls().values():
            keys = [f"{page}.o1.schedule.{name}{end}" for end in ("", ".box")]
            assert any(key in test.session_state["widget_keys"] for key in keys), name


def test_a_schedule_begins_as_long_as_the_run_and_goes_as_a_whole():
    test = unfolded("surface")
    plain = draft(test)
    choose(test, "surface", "OneCycleLR")
    assert draft(test) == plain | {"o1.schedule": "OneCycleLR", "o1.schedule.total_steps": "40"}
    test.number_input(key="surface.o1.schedule.pct_start.box").set_value(0.5).run()
    assert test.query_params["o1.schedule.pct_start"] == "0.5"
    test.run().button(key="surface.undo").click().run()
    assert "o1.schedule.pct_start" not in draft(test)
    choose(test, "surface", "")
    assert draft(test) == plain
    test.run().button(key="surface.undo").click().run()
    assert draft(test)["o1.schedule.total_steps"] == "40"


def test_a_schedule_stays_as_long_as_the_run_and_one_set_by_hand_says_so():
    test = choose(unfolded("surface"), "surface", "CosineAnnealingLR")
    test.run().number_input(key="surface.steps.box").set_value(90).run()
    assert draft(test)["o1.schedule.T_max"] == "90"
    assert not [text for text in spoken(test) if "set by hand" in text]
    schedule = {"o1.schedule": "CosineAnnealingLR", "o1.schedule.T_max": "50", "o1.schedule.warmup": "10"}
    test = unfolded("surface", **schedule)
    assert "T_max is 50, and was set by hand: the run has 40 updates, 10 of them" in " ".join(spoken(test))
    test.button(key="surface.o1.schedule.match").click().run()
    assert draft(test)["o1.schedule.T_max"] == "30"


@pytest.mark.parametrize("warmup", ["40", "5000"])
def test_no_length_is_offered_where_the_warm_up_lasts_for_the_whole_run(warmup):
    schedule = {"o1.schedule": "CosineAnnealingLR", "o1.schedule.T_max": "50", "o1.schedule.warmup": warmup}
    test = unfolded("surface", **schedule)
    assert "lasts for the whole run (40 updates), so the rate only rises" in " ".join(spoken(test))
    assert not [button for button in test.button if button.key == "surface.o1.schedule.match"]


def test_milestones_that_cannot_be_read_stay_in_their_box_with_the_reason():
    test = choose(unfolded("surface"), "surface", "MultiStepLR")

    def box():
        return test.text_input(key=name_now(test, "surface.o1.schedule.milestones"))

    box().set_value("5, 20").run()
    assert draft(test)["o1.schedule.milestones"] == "5,20"
    box().set_value("5, x").run()
    assert draft(test)["o1.schedule.milestones"] == "5,20"
    assert box().value == "5, x"
    assert any("milestones" in error.value for error in test.error)
    box().set_value("7").run()
    assert draft(test)["o1.schedule.milestones"] == "7"
    assert not test.error


@both
def test_a_schedule_survives_the_language_goes_with_a_copy_and_leaves_with_a_reset(page):
    test = unfolded(page, **{"o1.schedule": "StepLR", "o1.schedule.step_size": "7"})
    before = draft(test, page)
    assert before["o1.schedule.step_size"] == "7"
    test.segmented_control(key=name_now(test, f"{page}.language")).set_value("ko").run()
    assert draft(test, page) == before
    test.menu_button(key=f"{page}.o1.menu").set_value("duplicate").run()
    copies = [name for name, text in draft(test, page).items() if text == "StepLR"]
    assert len(copies) == 2
    assert all(draft(test, page)[f"{name}.step_size"] == "7" for name in copies)
    test.menu_button(key=f"{page}.o1.menu").set_value("reset").run()
    assert [name for name, text in draft(test, page).items() if text == "StepLR"] == copies[1:]
    assert not test.exception


def test_a_link_with_a_wrong_knob_says_which():
    test = opened("surface", **LINKS["surface"], **{"o1.schedule": "StepLR", "o1.schedule.step_size": "none"})
    assert "o1.schedule.step_size" not in draft(test)
    assert any("o1.schedule.step_size" in warning.value for warning in test.warning)


def test_maps_say_that_they_take_no_schedule():
    link = {"surface": "Sphere", "o1": "SGD", "o1.schedule": "StepLR", "o1.schedule.step_size": "7"}
    _, wrong = MAPS_FORM.clean(link)
    assert [(error.where, error.key) for error in wrong] == [("o1.schedule", "scheduled")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawn_schedule_is_what_the_race_is_given(language):
    t = load(language)
    spec = Adam(lr=0.1, schedule=OneCycleLR(total_steps=50, warmup=5))
    run = SurfaceRun(surface=Sphere(), optimizers=(SGD(lr=0.01), spec), steps=50)
    still, moved = descend(run)
    drawn = schedule_drawing(spec, 50, 1, t)["data"]
    np.testing.assert_allclose(drawn[0]["y"], moved.scheduled["lr"][:-1], rtol=1e-6)
    np.testing.assert_allclose(drawn[1]["y"], moved.scheduled["beta1"][:-1], rtol=1e-6)
    assert "OneCycleLR" in schedule_alt(spec, 50, t)
    names = labels(run.optimizers)
    lines = applied_values_drawing([still, moved], names, "lr", [0, 1], t)["data"]
    assert [line["name"] for line in lines] == list(names)
    np.testing.assert_allclose(lines[0]["y"], 0.01)
    assert [line["name"] for line in applied_values_drawing([still, moved], names, "momentum", [0, 1], t)["data"]] == [
        names[1]
    ]
    assert "0.01" in applied_values_alt([still, moved], names, "lr", t)


def test_a_schedule_that_ends_at_0_can_be_drawn():
    spec = SGD(lr=0.1, schedule=CosineAnnealingLR(T_max=10))
    (path,) = descend(SurfaceRun(surface=Sphere(), optimizers=(spec,), steps=11))
    (line,) = applied_values_drawing([path], ["SGD"], "lr", [0], load("en"))["data"]
    assert len(line["y"]) == 11
