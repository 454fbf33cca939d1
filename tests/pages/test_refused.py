"""A number that is refused stays in its box with the reason below, and the last valid race stays on the page."""

import math

import pytest

from optim_core.base.domains import AbstractNumber
from optim_core.base.hyper import hypers
from optim_core.optimizers import SGD, Adagrad, Adam, AdamW, NAdam, RAdam, RMSprop
from tests.pages.test_pages import LINK, box, draft, in_this_process, opened, sheet, slider
from tests.pages.test_pages import name_now as key_now

__all__ = ["in_this_process"]


def enter(test, number, value: float) -> None:
    """Type a number, and see the whole page afterwards."""
    number.set_value(float(value)).run()
    test.run()
    assert not test.exception


CLASSES = (SGD, Adam, RMSprop, Adagrad, AdamW, NAdam, RAdam)


@pytest.mark.parametrize(("cls", "language"), [*((cls, "en") for cls in CLASSES), (RMSprop, "ko")])
def test_both_ends_of_every_range_and_what_lies_beyond(cls, language):
    test = opened("surface", language, surface="Booth", o1=cls.__name__)
    test.session_state["surface.o1.more"] = True
    test.run()
    before = draft(test)
    for name, domain in hypers(cls).items():
        if not isinstance(domain, AbstractNumber):
            continue
        outside = [
            value
            for value in domain.bad()
            if isinstance(value, int | float) and value is not True and math.isfinite(value)
        ]
        for value in outside:
            enter(test, box(test, f"o1.{name}"), value)
            assert [error.value for error in test.error if domain.range in error.value], (name, value)
            assert box(test, f"o1.{name}").value == value
            assert draft(test) == before
        for end in (domain.low, domain.high, getattr(cls(lr=0.1), name)):
            if math.isfinite(end):
                enter(test, box(test, f"o1.{name}"), end)
        assert [error.value for error in test.error] == [], name
        before = draft(test)


def test_a_refused_number_survives_other_changes_and_the_language_and_goes_with_a_valid_one():
    test = opened(**LINK)
    shown = sheet(test)
    enter(test, box(test, "o1.lr"), -5.0)
    assert box(test, "o1.lr").value == -5
    assert sheet(test) == shown
    enter(test, box(test, "steps"), 50.0)
    assert box(test, "o1.lr").value == -5
    test.segmented_control(key=key_now(test, "surface.language")).set_value("ko").run()
    assert box(test, "o1.lr").value == -5
    assert len(test.error) == 1
    slider(test, "o1.lr").set_value(0.5).run().run()
    assert box(test, "o1.lr").value == 0.5
    assert not test.error
    assert draft(test)["o1.lr"] == "0.5"


def test_a_refused_number_goes_with_its_contender_and_with_undo():
    test = opened(**LINK)
    enter(test, box(test, "o1.lr"), -5.0)
    test.selectbox(key=key_now(test, "surface.o1.kind")).set_value("Adam").run().run()
    assert box(test, "o1.lr").value == 0.001
    enter(test, box(test, "o1.lr"), -7.0)
    for value in (0.001, -5.0, float(LINK["o1.lr"])):
        test.button(key="surface.undo").click().run()
        assert box(test, "o1.lr").value == value
        assert len(test.error) == (value < 0)


@pytest.mark.parametrize(
    ("language", "says"), [("en", "The value in use is `0.02`."), ("ko", "사용 중인 값은 `0.02`입니다.")]
)
def test_beside_a_refused_number_stands_the_one_that_counts(language, says):
    test = opened("surface", language, **LINK | {"o1.lr": "0.02"})
    enter(test, box(test, "o1.lr"), -5.0)
    assert [error.value.endswith(says) for error in test.error] == [True]


def test_whole_numbers_and_coordinates_are_refused_alike():
    test = opened(**LINK)
    for entry, value in (("steps", 0.5), ("steps", 0), ("steps", 1e9), ("target", 0), ("start.x", 1e300)):
        enter(test, box(test, entry), value)
        assert box(test, entry).value == value
        assert test.error


def test_a_refused_whole_number_is_quoted_without_a_point():
    test = opened(**LINK)
    for entry, value, got in (("steps", 99_999_999, "99999999"), ("steps", 0.5, "0.5"), ("o1.lr", -5, "-5")):
        enter(test, box(test, entry), value)
        assert [error.value for error in test.error if f"got `{got}`." in error.value], entry


def test_the_ends_of_a_maps_axis_are_refused_alike():
    test = opened("maps")
    end = test.number_input(key=key_now(test, "maps.x.low.box"))
    enter(test, end, -1e300)
    assert test.number_input(key=key_now(test, "maps.x.low.box")).value == -1e300


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("entry", ["o1.lr", "steps", "start.x"])
def test_a_refused_number_is_named_as_its_box_is(entry, language):
    test = opened(language=language, surface="Booth", o1="SGD")
    label = box(test, entry).label.removesuffix(" •")
    enter(test, box(test, entry), -1e300)
    assert [error.value.partition(")")[0] for error in test.error] == [f"{label} (`{entry}`"]
