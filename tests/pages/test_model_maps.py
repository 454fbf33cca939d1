"""Maps over trainings on the maps page, without a browser."""

import time

from optim_core.sweep.maps import MAPS_FORM, read_map_run, read_model_map_run
from tests.pages.test_maps import said
from tests.pages.test_pages import draft, in_this_process, name_now, opened
from tests.sweep.maps.test_model_maps import LINK

__all__ = ["in_this_process"]


def finished(test):
    for _ in range(200):
        if not any(button.key == "maps.stop" for button in test.button):
            return test.run()
        time.sleep(0.05)
        test.run()
    raise AssertionError("the map goes on and on")


def test_a_link_to_a_map_on_a_model_shows_its_panels_and_the_best_training():
    test = finished(opened("maps", **LINK))
    assert not test.exception
    assert not test.error
    assert draft(test, "maps") == MAPS_FORM.clean(LINK)[0]
    assert "Best of all trainings, each with one seed: SGD, lr" in said(test, "markdown")
    assert "Adagrad" in said(test, "info")
    assert "diverge" in said(test, "caption")


def test_a_chosen_cell_has_its_numbers():
    test = finished(opened("maps", **LINK, pick="2", **{"pick.x": "0.0316", "pick.y": "0.45"}))
    assert "Chosen: Adam, lr 0.03" in said(test, "markdown")
    assert "final test score (accuracy)" in said(test, "markdown")


def test_from_a_surface_to_a_model_and_back_contenders_and_what_is_set_stay():
    test = opened("maps", surface="Booth", side="16", steps="20", x="start.x", y="lr", o1="Adam")
    before = read_map_run(draft(test, "maps"))
    test.segmented_control(key=name_now(test, "maps.on")).set_value("model").run()
    run = read_model_map_run(draft(test, "maps"))
    assert (run.optimizers, run.x, run.y) == (before.optimizers, "lr", "momentum")
    assert test.selectbox(key=name_now(test, "maps.dataset")).value == "Digits"
    assert not test.exception
    test.segmented_control(key=name_now(test, "maps.on")).set_value("surface").run()
    assert draft(test, "maps")["surface"] == "Booth"
    assert not test.exception


def test_limits_are_said_and_the_last_good_map_stays():
    test = finished(opened("maps", **LINK))
    best = said(test, "markdown")
    test.number_input(key="maps.grid.box").set_value(32).run()
    test.run()  # AppTest knows no pages to link to when it draws a fragment alone
    assert "2048" in said(test, "error")
    assert said(test, "markdown") == best
    assert not test.exception


def test_width_and_batch_size_are_offered_as_axes_and_the_width_only_where_the_model_has_one():
    link = {name: text for name, text in LINK.items() if name[:2] != "y."}
    test = finished(opened("maps", **link | {"y": "model.width", "grid": "3"}))
    assert not test.exception
    assert not test.error
    assert "width" in said(test, "markdown")
    assert {"Width", "Batch size"} <= set(test.selectbox(key=name_now(test, "maps.y")).options)
    ends = {each.key: each.value for each in test.number_input if each.key.startswith("maps.y.")}
    assert sorted(ends.values()) == [8, 256], ends
    test.selectbox(key=name_now(test, "maps.model")).set_value("Logistic").run()
    test.run()  # AppTest knows no pages to link to when it draws a fragment alone
    assert not test.exception
    assert "`model.width` is not one of" in said(test, "error")
    test.segmented_control(key=name_now(test, "maps.on")).set_value("surface").run()
    assert not test.exception
    assert read_map_run(draft(test, "maps")).y == "momentum"
