"""The table of a class without a browser: what is left out is named, and all of it can be read."""

import pytest
from streamlit.testing.v1 import AppTest

from optim_core.base.text import LANGUAGES, load
from ui.learn.hand_in import NAMED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, NAMED, NAMED + 9])
def test_all_that_is_left_out_can_be_read(language, count):
    def page(language: str, count: int) -> None:
        from optim_core.base.text import load
        from ui.learn.hand_in import _left_out

        _left_out("unread", [f"answer_{number}.txt" for number in range(count)], load(language))

    test = AppTest.from_function(page, args=(language, count)).run()
    (warning,) = [one.value for one in test.warning]
    assert str(count) in warning
    assert f"answer_{NAMED}.txt" not in warning
    folds = [fold.label for fold in test.expander]
    assert folds == ([load(language)("hand_in.all", count=count)] if count > NAMED else [])
    shown = warning + "".join(text.value for text in test.text)
    assert all(f"answer_{number}.txt" in shown for number in range(count))
