"""What happened in a training, on the page, without a browser."""

from tests.pages.test_evidence import trained
from tests.pages.test_maps import said
from tests.pages.test_pages import in_this_process, opened

__all__ = ["in_this_process"]


def test_what_happened_is_said_below_a_finished_training():
    test = trained()
    assert not test.exception
    assert not test.error
    assert "Computed from this training" in said(test, "caption")


def test_after_a_change_nothing_is_offered_to_try():
    test = trained()
    test.button(key="model.seeds").click().run()
    test.run()
    assert not test.exception
    assert "Computed from the training with the earlier settings" in said(test, "caption")


def test_nothing_is_said_before_a_training():
    test = opened("model", dataset="Moons", epochs="3")
    assert "What happened" not in said(test, "header")
