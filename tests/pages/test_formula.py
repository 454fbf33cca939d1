"""Your own formula and the gallery without a browser."""

import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.permalink import read_surface_run
from optim_core.permalink.form import SURFACE_FORM
from optim_core.permalink.presets import NOISY
from tests.pages.test_pages import draft, in_this_process, name_now, opened
from tests.sheets import sheet
from ui.surface.gallery import GROUPS
from ui.widgets.formula import marked

__all__ = ["in_this_process"]

LINK = {"surface": "Formula", "surface.text": "x^2 + 3*y^2", "steps": "20", "o1": "Adam"}
AXES = {"side": "16", "x.low": "0.01", "x.high": "0.3", "y.high": "0.5"}
BAD = ("__import__('os').system('true')", "9**9**9", "(" * 300, "x" * 10_000, "\x00", "log(-1-x^2)")


def captions(test) -> str:
    return " ".join(element.value for element in [*test.sidebar.caption, *test.sidebar.markdown])


def test_a_formula_is_typed_previewed_and_raced():
    test = opened(**LINK)
    before = sheet(test)
    assert "x^{2} + 3 \\cdot y^{2}" in captions(test)
    assert "Minima found numerically in the frame: 1" in captions(test)
    test.text_input(key="surface.surface.text").set_value("sqrt(abs(x)) + y^2").run()
    assert draft(test)["surface.text"] == "sqrt(abs(x)) + y^2"
    assert "At a root of 0 the gradient is infinite" in captions(test)
    assert not test.error
    assert sheet(test) != before


def test_nonsense_is_pointed_at_kept_and_leaves_the_race_standing():
    test = opened(**LINK)
    before = sheet(test)
    test.text_input(key="surface.surface.text").set_value("x^2 + foo(y)").run()
    assert sheet(test) == before
    assert "character 7" in test.error[0].value
    assert test.sidebar.code[0].value == "x^2 + foo(y)\n      ^"
    assert draft(test)["surface.text"] == "x^2 + foo(y)"
    test.text_input(key="surface.surface.text").set_value("x^2 + cos(y)").run()
    assert not test.error


@pytest.mark.parametrize(("language", "says"), [("en", "type a formula of x and y"), ("ko", "x와 y의 식")])
def test_an_emptied_box_says_that_a_formula_is_missing_and_which_one_counts(language, says):
    test = opened("surface", language, **LINK)
    before = sheet(test)
    test.text_input(key="surface.surface.text").set_value("").run()
    assert [error.value for error in test.error if says in error.value and "`x^2 + 3*y^2`" in error.value]
    assert not [error.value for error in test.error if "Formula.text" in error.value]
    assert test.text_input(key=name_now(test, "surface.surface.text")).value == ""
    assert sheet(test) == before
    test.button(key="surface.undo").click().run()
    assert test.text_input(key=name_now(test, "surface.surface.text")).value == "x^2 + 3*y^2"
    assert not test.error


def test_the_place_is_marked_below_wide_letters_too():
    assert marked("ｘ + ? y", 5) == "ｘ + ? y\n\u3000   ^"
    assert marked("?", 1) == "?\n^"


def test_a_link_with_a_bad_formula_keeps_its_contenders_steps_and_frame():
    link = {"surface": "Formula", "surface.x_high": "4", "steps": "25", "o1": "Adam", "o1.lr": "0.3", "o2": "Lion"}
    test = opened(**link, **{"surface.text": "x^2 + foo(y)"})
    assert "character 7" in test.error[0].value
    assert [row[0] for row in sheet(test)] == ["Adam", "Lion"]
    assert draft(test)["o1.lr"] == "0.3"
    assert draft(test)["surface.text"] == "x^2 + foo(y)"
    test.text_input(key="surface.surface.text").set_value("x^2 + y^2").run()
    assert not test.error
    assert [row[0] for row in sheet(test)] == ["Adam", "Lion"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_parameter_gets_a_slider_a_link_entry_and_its_help(language):
    test = opened("surface", language, **LINK | {"surface.text": "a*x² + λ|y|", "surface.lamda": "2"})
    sliders = {one.label: one for one in test.sidebar.select_slider}
    assert {"a", "λ •"} <= sliders.keys()
    assert load(language)("help.Formula.parameter") in sliders["a"].help
    assert "a \\cdot x^{2} + \\lambda" in captions(test)
    before = sheet(test)
    test.select_slider(key="surface.surface.a.slide").set_value(2.5).run()
    assert draft(test)["surface.a"] == "2.5"
    assert sheet(test) != before
    assert not test.error


def test_a_parameter_that_makes_no_formula_keeps_its_slider_and_the_last_race():
    test = opened(**LINK | {"surface.text": "x^2 + y^2 + 1/a"})
    before = sheet(test)
    test.select_slider(key="surface.surface.a.slide").set_value(0.0).run()
    assert "character 13" in test.error[0].value
    assert sheet(test) == before
    test.select_slider(key="surface.surface.a.slide").set_value(2.0).run()
    assert not test.error


@pytest.mark.parametrize(("text", "remedy"), [("lg(x)", "log10(x)"), ("x = 1", "=="), ("x|-y|", "abs(x)")])
def test_a_refused_formula_says_what_to_write_instead(text, remedy):
    for language in LANGUAGES:
        test = opened("surface", language, **LINK | {"surface.text": text})
        assert remedy in test.error[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_minima_that_are_lines_are_described(language):
    said = captions(opened("surface", language, **LINK | {"surface.text": "sin(x)^2", "surface.x_high": "4"}))
    assert load(language)("formula.lines", count=2, lines="x = 0, x = 3.14") in said
    said = captions(opened("surface", language, **LINK | {"surface.text": "(2x - y - 1)^2*(x^2 + y^2)"}))
    assert "y = 2x − 1" in said


def test_paths_that_leave_the_frame_have_an_offer_that_fits_it():
    test = opened(**LINK | {"surface.text": "(x - 5)^2 + y^2", "steps": "300", "o1.lr": "0.1"})
    assert "none known" not in str(sheet(test))
    start = [float(test.number_input(key=f"surface.start.{axis}.box").value) for axis in "xy"]
    before = sheet(test)
    test.button(key="surface.fit").click().run()
    test.run()
    assert float(draft(test)["surface.x_high"]) >= 5
    assert [float(draft(test)[f"start.{axis}"]) for axis in "xy"] == start
    assert [row[:3] for row in sheet(test)] == [row[:3] for row in before]
    assert "surface.fit" not in [button.key for button in test.button]


@pytest.mark.parametrize("page", ["surface", "microscope", "maps"])
def test_the_frame_of_a_transformed_formula_is_fitted_on_every_page(page):
    """Reported: a formula that is turned or scaled had no such offer, and neither had the maps and the microscope."""
    far = {"surface.text": "(x - 5)^2 + y^2", "angle": "90", "scale": "2", "steps": "300", "o1": "SGD", "o1.lr": "0.1"}
    test = opened(page, **LINK | far, **(AXES if page == "maps" else {}))
    before = read_surface_run(draft(test, page)).start
    test.button(key=f"{page}.fit").click().run()
    test.run()
    query = draft(test, page)
    assert float(query["surface.x_high"]) >= 5
    assert "surface.y_low" not in query
    assert read_surface_run(query).start == pytest.approx(before)
    assert f"{page}.fit" not in [button.key for button in test.button]


def test_no_fitting_is_offered_where_the_frame_is_fixed_or_holds_the_paths():
    leaves = {"surface": "Quadratic", "steps": "3", "o1": "SGD", "o1.lr": "0.5"}
    for link in (leaves, LINK | {"angle": "30"}):
        assert "surface.fit" not in [button.key for button in opened(**link).button]


def test_a_frame_that_is_none_is_explained():
    test = opened(**LINK)
    test.number_input(key="surface.surface.x_low.box").set_value(5.0).run()
    assert "**x to** must be more than" in test.error[0].value
    test.number_input(key="surface.surface.x_high.box").set_value(9.0).run()
    assert not test.error


@pytest.mark.parametrize("page", ["surface", "microscope", "maps"])
@pytest.mark.parametrize("text", BAD, ids=lambda text: ascii(text)[:20])
def test_a_bad_formula_in_a_link_gets_a_message(page, text):
    test = opened(page, **LINK | {"surface.text": text, "side": "8"})
    assert not test.exception
    assert test.error or test.warning or test.info


@pytest.mark.parametrize("key", [key for keys in GROUPS.values() for key in keys])
def test_every_card_of_the_gallery_leads_to_a_race(key):
    query = {**SURFACE_FORM.opening, "surface": key, **NOISY.get(key, {})}
    clean, wrong = SURFACE_FORM.clean(query)
    assert wrong == []
    assert type(read_surface_run(clean).surface).__name__ == query["surface"]
