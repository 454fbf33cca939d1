"""Words in the colors of the theme can be read: their contrast is at least 4.5 (WCAG 2.2, 1.4.3)."""

import colorsys
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
THEME = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
CSS = (ROOT / "static/app.css").read_text(encoding="utf-8")
COMPONENTS = (ROOT / "static/components.css").read_text(encoding="utf-8")
GROUND = {"light": "#ffffff", "dark": "#171614"}
SIDEBAR = {"light": "#f8f8f7", "dark": "#2d2b27"}
TEXT = {"light": "#2f2d2b", "dark": "#edebe8"}
"""Streamlit's own colors of the page, the sidebar and text, in each theme."""
AS_TEXT = (
    "stAlertContainer",
    "stSliderThumbValue",
    '[role="tab"]',
    'data-selected="true"',
    "stBaseButton-",
    "stPopoverButton",
)


def channels(color: str) -> list[float]:
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def contrast(one: list[float], other: list[float]) -> float:
    def luminance(color: list[float]) -> float:
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def over(color: str, ground: str, share: float) -> list[float]:
    """A color of the opacity `share` over the ground."""
    return [share * c + (1 - share) * g for c, g in zip(channels(color), channels(ground), strict=True)]


def test_the_contrast_is_that_of_the_standard():
    assert contrast(channels("#000000"), channels("#ffffff")) == pytest.approx(21)
    assert contrast(channels("#777777"), channels("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", GROUND)
@pytest.mark.parametrize("ground", [GROUND, SIDEBAR], ids=["page", "sidebar"])
def test_the_primary_color_is_seen_as_text_and_as_a_control(theme, ground):
    assert contrast(channels(THEME[theme]["primaryColor"]), channels(ground[theme])) >= 4.5


def test_no_other_primary_color_is_declared():
    assert "primaryColor" not in THEME
    assert [name for name in THEME.get("sidebar", {}) if "Color" in name] == []


@pytest.mark.parametrize("theme", GROUND)
def test_words_on_the_primary_color_can_be_read(theme):
    """In Streamlit's buttons, which it darkens under the pointer by 0.15 of lightness, and in the player's button."""
    button = r'\[data-testid\^="stBaseButton-primary"\]:not\(([^)]*)\) \{ color: light-dark\((.*?), (.*?)\)'
    ((others, *colors),) = re.findall(button, CSS)
    assert {":hover", ":focus-visible"} <= set(others.split(", "))
    words = dict(zip(("light", "dark"), colors, strict=True))[theme]
    primary = channels(THEME[theme]["primaryColor"])
    assert contrast(channels(words), primary) >= 4.5
    hue, lightness, saturation = colorsys.rgb_to_hls(*primary)
    darkened = colorsys.hls_to_rgb(hue, max(lightness - 0.15, 0), saturation)
    assert contrast(channels("#ffffff"), list(darkened)) >= 4.5
    assert contrast(channels(GROUND[theme]), primary) >= 4.5
    (play,) = re.findall(r'data-do="play"\] \{ (background: var\(--st-primary-color\);[^}]*)\}', COMPONENTS)
    assert "color: var(--st-background-color)" in play


@pytest.mark.parametrize("theme", GROUND)
@pytest.mark.parametrize("word", ["blue", "yellow", "red", "green", "primary"])
def test_the_words_of_alerts_and_choices_have_the_color_of_the_text(theme, word):
    """Each on a ground that is tinted with its color, by a tenth in the light theme and a fifth in the dark one."""
    (rule,) = re.findall(r"([^{}]*)\{ color: inherit !important; \}", CSS)
    assert [part for part in AS_TEXT if part not in rule] == []
    tinted = over((THEME | THEME[theme])[f"{word}Color"], GROUND[theme], 0.2)
    assert contrast(channels(TEXT[theme]), tinted) >= 4.5


@pytest.mark.parametrize("theme", GROUND)
@pytest.mark.parametrize("name", ["linkColor", "codeTextColor"])
def test_links_and_code_can_be_read(theme, name):
    assert contrast(channels(THEME[theme][name]), channels(GROUND[theme])) >= 4.5
