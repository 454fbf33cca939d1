"""The clipping of gradients in the contenders' cards, in both languages."""

import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.optimizers.clipping import CLIPS
from tests.pages.test_pages import RAW_KEY, draft, in_this_process, korean, name_now, opened, spoken

__all__ = ["in_this_process"]
LINKS = {
    "surface": {"surface": "Quadratic", "o1": "SGD", "o2": "LBFGS", "steps": "40"},
    "model": {"dataset": "Moons", "model": "MLP", "o1": "SGD", "o2": "LBFGS", "epochs": "2"},
    "maps": {"surface": "Quadratic", "o1": "SGD", "o2": "LBFGS"},
}


def unfolded(page: str, language: str = "en", **more: str):
    test = opened(page, language, **LINKS[page] | more)
    test.session_state[f"{page}.o1.clip.fold"] = True
    return test.run()


def choose(test, page: str, name: str):
    return test.selectbox(key=name_now(test, f"{page}.o1.clip")).set_value(name).run()


@pytest.mark.parametrize("page", LINKS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_clipping_has_its_words_and_its_limit(page, language):
    test = unfolded(page, language)
    titles = [one.label for one in test.get("expander")]
    assert titles.count(load(language)("clip.title")) == 1  # L-BFGS cannot be clipped
    for cls in CLIPS:
        choose(test, page, cls.__name__)
        assert not test.exception
        words = list(spoken(test))
        assert [text for text in words if RAW_KEY.search(text)] == []
        assert load(language)(f"clip.about.{cls.__name__}") in words
        assert korean(words) == (language == "ko")
        assert draft(test, page)["o1.clip"] == cls.__name__
    test.number_input(key=f"{page}.o1.clip.clip_value.box").set_value(0.25).run()
    assert draft(test, page)["o1.clip.clip_value"] == "0.25"
    choose(test, page, "")
    assert not [name for name in draft(test, page) if "clip" in name]


def test_a_link_that_clips_what_cannot_be_clipped_says_so_and_can_be_mended():
    test = opened("surface", **LINKS["surface"], **{"o2.clip": "ClipGradNorm"})
    assert any("LBFGS.clip" in error.value and "remove the clipping" in error.value for error in test.error)
    test.session_state["surface.o2.clip.fold"] = True
    test.run()
    test.selectbox(key=name_now(test, "surface.o2.clip")).set_value("").run()
    assert not test.error
