"""Your own formula and the gallery without a browser."""

import pytest

from optim_core.permalink import read_surface_run
from optim_core.permalink.form import SURFACE_FORM
from optim_core.permalink.presets import NOISY
from tests.pages.test_pages import draft, in_this_process, opened
from tests.sheets import sheet
from ui.surface.gallery import GROUPS

__all__ = ["in_this_process"]

LINK = {"surface": "Formula", "surface.text": "x^2 + 3*y^2", "steps": "20", "o1": "Adam"}
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


def test_a_frame_that_is_none_is_explained():
    test = opened(**LINK)
    test.number_input(key="surface.surface.x_low.box").set_value(5.0).run()
    assert "Formula.x_high" in test.error[0].value
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
