"""The maps page without a browser."""

import pytest

from optim_core.sweep.maps import MAPS_FORM, read_map_run
from tests.pages.test_pages import draft, in_this_process, name_now, opened

__all__ = ["in_this_process"]

LINK = {
    "surface": "Quadratic",
    "surface.kappa": "10",
    "o1": "SGD",
    "o2": "Adam",
    "side": "16",
    "steps": "50",
    "y.low": "0",
    "y.high": "0.99",
}


def said(test, kind: str) -> str:
    return " ".join(element.value for element in getattr(test, kind))


def test_axes_are_chosen_change_places_and_have_ends():
    test = opened("maps", **LINK)
    axes = [test.selectbox(key=name_now(test, f"maps.{axis}")).value for axis in "xy"]
    assert axes == ["lr", "momentum"]
    test.number_input(key="maps.x.low.box").set_value(0.001).run()
    assert draft(test, "maps")["x.low"] == "0.001"
    test.selectbox(key=name_now(test, "maps.y")).set_value("lr").run()
    assert (draft(test, "maps")["x"], draft(test, "maps")["y"]) == ("momentum", "lr")
    assert not {"x.low", "y.high"} & draft(test, "maps").keys()
    test.selectbox(key=name_now(test, "maps.x")).set_value("start.x").run()
    assert read_map_run(draft(test, "maps")).axes[0].low == -2
    test.run()  # AppTest forgets the pages while a fragment runs, so that a link to one fails there
    assert not test.exception
    assert not test.error


@pytest.mark.parametrize("quantity", ["final_loss", "best_loss", "steps_to", "minimum"])
def test_every_quantity_is_shown(quantity):
    test = opened("maps", **LINK, colour=quantity)
    assert not test.error
    assert "SGD" in said(test, "markdown")


def test_the_headline_names_the_best_run_of_all_panels():
    slow = LINK | {"o1": "SGD", "o1.maximize": "True", "o2": "Adam"}
    assert "runs of Adam tie as the best of all. One of them: Adam, lr" in said(opened("maps", **slow), "markdown")
    first = slow | {"o1": "Adam", "o1.maximize": "False", "o2": "SGD", "o2.maximize": "True"}
    assert "runs of Adam tie as the best of all. One of them: Adam, lr" in said(opened("maps", **first), "markdown")


def test_an_optimizer_without_an_axis_says_so_beside_the_others():
    test = opened("maps", **LINK, o3="Adagrad")
    assert "Adagrad" in said(test, "info")
    assert "momentum" in said(test, "info")
    assert "of the cells" in said(test, "caption")


def test_settings_that_do_not_go_together_spoil_their_own_panel_only():
    test = opened("maps", **LINK, **{"o1.momentum": "0.9", "o1.nesterov": "True"})
    assert "nesterov" in said(test, "info")
    assert "of the cells" in said(test, "caption")


def test_more_than_a_visitor_may_ask_is_said_with_its_axes_and_offered_as_a_study():
    query = LINK | {"side": "200"}
    test = opened("maps", **query)
    assert "lr [1e-05, 10]" in said(test, "error")
    assert "40000" in said(test, "error")
    (study,) = [button for button in test.download_button if button.key == "maps.study"]
    assert study.label
    assert not test.exception


def test_zooming_in_and_out_lives_in_the_link():
    test = opened("maps", **LINK)
    test.button(key="maps.closer").click().run()
    zoomed = read_map_run(draft(test, "maps"))
    before = read_map_run(LINK)
    for one, other in zip(zoomed.axes, before.axes, strict=True):
        width = (one.ends[1] - one.ends[0]) / (other.ends[1] - other.ends[0])
        assert width == pytest.approx(1 / 3, rel=0.02)
    test.button(key="maps.back").click().run()
    assert draft(test, "maps") == MAPS_FORM.clean(LINK)[0]
    test.button(key="maps.back").click().run()
    assert "y.high" not in draft(test, "maps")
    assert test.button(key="maps.back").disabled


def test_a_chosen_cell_has_its_words_and_its_way_to_the_surface_page():
    test = opened("maps", **LINK, pick="2", **{"pick.x": "0.1", "pick.y": "0.9"})
    assert "Chosen: Adam, lr 0.1" in said(test, "markdown")


@pytest.mark.parametrize(
    "query",
    [
        {"x": "nothing"},
        {"x.low": "5", "x.high": "1"},
        {"y": "beta1", "y.high": "1"},
        {"side": "100000"},
        {"pick": "9", "pick.x": "nan"},
        {"x": "lr", "y": "lr"},
    ],
)
def test_strange_links_are_explained_and_show_a_map(query):
    test = opened("maps", **LINK | query)
    assert not test.exception
    assert test.warning or test.error
    assert "of the cells" in said(test, "caption")


def test_the_classic_equal_budget_race_ranks_its_contenders_and_opens_tuned():
    test = opened("maps", view="fair", surface="Booth", o1="SGD", o2="Adam", trials="9", steps="40")
    assert len(test.table[0].value) == 2
    test.button(key="maps.classic").click().run()
    assert draft(test, "maps")["surface"] == "Rosenbrock"
    first = test.table[0].value.iloc[0].tolist()
    assert "SGD momentum 0.9" in first[0]
    assert first[1:3] == ["lr 0.00316", "4.42e-8"]
    assert first[-1] == "20% (5/25)"
    assert not test.exception


def test_an_equal_budget_race_without_a_known_minimum_is_explained():
    test = opened("maps", view="fair", surface="MonkeySaddle", o1="SGD", o2="Adam")
    assert "minimum" in said(test, "info")
    assert not test.table
    assert not test.exception


PARAMETER = {
    "surface": "Formula",
    "surface.text": "(a - x)^2 + b*y^2",
    "x": "lr",
    "y": "surface.a",
    "y.low": "0.5",
    "y.high": "2",
    "side": "8",
    "steps": "20",
    "o1": "SGD",
}


def test_a_parameter_of_the_formula_is_an_axis():
    test = opened("maps", **PARAMETER)
    assert not test.exception
    assert not test.error
    assert "Along a the formula itself changes" in said(test, "caption")
    assert "lr" in said(test, "markdown")
    one, other = (test.selectbox(key=name_now(test, f"maps.{axis}")) for axis in "xy")
    assert {"Parameter a", "Parameter b"} & set(one.options) == set()  # at most one axis has a parameter
    assert {"Parameter a", "Parameter b"} <= set(other.options)


def test_formulas_have_no_minima_in_common_to_color_by():
    test = opened("maps", **PARAMETER, colour="minimum")
    assert not test.error
    assert "no minima in common" in said(test, "info")


def test_a_parameter_that_has_gone_is_explained():
    test = opened("maps", **PARAMETER | {"surface.text": "x^2 + y^2"})
    assert not test.exception
    assert "no formula with the parameter `a`" in said(test, "error") + said(test, "warning")
