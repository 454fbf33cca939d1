import pytest

from tests.pages.test_pages import in_this_process, opened
from tests.sheets import sheet

__all__ = ["in_this_process"]
LINK = {
    "surface": "Formula",
    "surface.text": "x-log(x)+y^2",
    "start.x": "5",
    "start.y": "1",
    "steps": "20",
    "o1": "LBFGS",
    "o1.line_search_fn": "strong_wolfe",
    "o2": "Adam",
}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("page", ["surface", "microscope"])
def test_a_contender_whose_optimizer_raises_shows_what_it_raised_and_the_others_race_on(page, language):
    test = opened(page, language, **LINK)
    assert not test.exception
    if page == "surface":
        failed, other = sheet(test)
        assert "IndexError" in failed[-1]
        assert "IndexError" not in " ".join(other)
