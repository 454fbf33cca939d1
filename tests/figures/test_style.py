import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from optim_core.figures.style import STYLES
from optim_core.specs import MAX_OPTIMIZERS

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text(encoding="utf-8"))
NAMED = {"blue", "orange", "green", "violet", "red", "gray", "yellow"}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.word or style.color)
def test_markdown_has_the_colors_of_the_figures_in_both_themes(style):
    if not style.word:
        assert style.chip == f':color[{style.glyph}]{{foreground="{style.color}"}}'
        return
    keys = {f"{style.word}Color", f"{style.word}TextColor"}
    assert {CONFIG["theme"][key] for key in keys} == {style.color}
    assert not keys & {key for theme in ("light", "dark", "sidebar") for key in CONFIG["theme"].get(theme, {})}


def test_contenders_differ_without_color_too():
    assert len(STYLES) == MAX_OPTIMIZERS
    assert {style.word for style in STYLES} == NAMED | {""}
    for a, b in combinations(STYLES, 2):
        assert a.color != b.color
        assert a.dash != b.dash
        assert a.symbol != b.symbol
        assert a.glyph != b.glyph
