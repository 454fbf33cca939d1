"""A race for a room, and in a frame of another page."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.server import browsing, expect, holds, linked, settle

pytestmark = pytest.mark.browser

RACE = "[data-testid=race]"
LINK = "/surface?surface=Rosenbrock&steps=120&o1=SGD&o1.lr=0.001&o3=Adam&o3.lr=0.05&step=40"
INSIDE = "(r => r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight && r.width && r.height)"


@pytest.fixture(scope="module")
def page(url) -> Iterator[Any]:
    with browsing(locale="en-US", viewport={"width": 1280, "height": 720}) as opened:
        yield opened


def at_step(page: Any, step: int) -> None:
    page.wait_for_selector(f"{RACE}[data-drawn][data-step='{step}']")


def fits(page: Any, selector: str) -> None:
    """The element lies within the window."""
    holds(page, f"{INSIDE}(document.querySelector(v0).getBoundingClientRect())", selector)


@pytest.mark.parametrize("leave", ["p", "Escape"])
def test_p_shows_the_race_in_large_type_and_leaving_it_loses_nothing(page, url, leave):
    page.goto(url + LINK)
    at_step(page, 40)
    page.mouse.click(1_000, 30)
    page.keyboard.press("p")
    page.wait_for_selector(f"{RACE}.presenting")
    for part in (".race-left", ".race-player", ".race-readout"):
        fits(page, part)
    holds(page, "document.elementFromPoint(20, 300).closest(v0) !== null", RACE)  # nothing lies over it
    holds(page, "parseFloat(getComputedStyle(document.querySelector('.race-readout')).fontSize) >= 20")
    holds(page, "document.querySelector('.race-left').classList.contains('covered')")  # the thick lines are drawn
    page.keyboard.press("ArrowRight")
    at_step(page, 41)
    page.keyboard.press(leave)
    page.wait_for_selector(f"{RACE}:not(.presenting)")
    at_step(page, 41)
    linked(page, {"step": "40", "o3.lr": "0.05"})
    assert page.errors == []


def test_the_letter_p_in_a_field_is_only_a_letter(page, url):
    page.goto(url + LINK)
    at_step(page, 40)
    page.locator("[class*=st-key-surface-o3-lr-box] input").focus()
    page.keyboard.press("p")
    settle(page)
    assert page.locator(f"{RACE}.presenting").count() == 0


@pytest.mark.parametrize("size", [(480, 360), (900, 500)])
def test_embedded_the_page_is_the_race_and_its_player(url, size):
    width, height = size
    with browsing(locale="en-US", viewport={"width": width + 40, "height": height + 40}) as page:
        page.route("**/host.html", lambda route: route.fulfill(content_type="text/html", body=frame(url, size)))
        page.goto(f"{url}/host.html")
        inner = page.frame_locator("iframe")
        inner.locator(f"{RACE}[data-drawn][data-step='40']").wait_for()
        inside = page.frames[-1]
        assert inside.locator("h1, table, .sheet, .diagnosis").count() == 0
        assert inside.locator(":is([data-testid=stSidebar], [data-testid=stHeader]):visible").count() == 0
        shown = inside.evaluate(
            f"['.race-left', '.race-player', '.race-readout'].every(each => {INSIDE}("
            "document.querySelector(each).getBoundingClientRect()))"
        )
        assert shown
        assert inside.evaluate("document.querySelector('.race-left').clientHeight") > height / 2
        inside.locator("[data-do=next]").click()
        inner.locator(f"{RACE}[data-step='41']").wait_for()
        assert "embed=true" in inside.url
        assert page.errors == []


def frame(url: str, size: tuple[int, int]) -> str:
    """A page with the race in a frame of this width and height."""
    return f'<iframe src="{url}{LINK}&amp;embed=true" width="{size[0]}" height="{size[1]}" style="border: 0"></iframe>'


def test_the_menu_of_exports_has_a_link_to_the_shown_step(page, url):
    page.goto(url + LINK)
    at_step(page, 40)
    page.locator("[data-do=next]").click()
    menu, address = page.get_by_role("button", name="Share and export"), page.locator(".race-share input")
    menu.click()
    expect(address).to_have_value(re.compile("&step=41$"))
    link = address.input_value()
    menu.click()
    page.locator("[data-do=play]").click()
    menu.click()
    expect(address).to_have_value(re.compile("o3.lr=0.05$"))  # it follows to the end of the race
    page.goto(link)
    at_step(page, 41)
    assert page.errors == []


@pytest.mark.parametrize("more", ["", "&projection=3d", "&start_set=grid"])
def test_the_charts_are_saved_as_svg_at_the_shown_step(page, url, tmp_path, more):
    page.goto(url + LINK + more)
    at_step(page, 40)
    page.get_by_role("button", name="Share and export").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Charts as vector graphics").click()
    path = tmp_path / saved.value.suggested_filename
    assert path.name == "race.svg"
    saved.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    names = [node.text or "" for node in root.findall("{http://www.w3.org/2000/svg}text")]
    assert [name.split()[-1] for name in names] == ["SGD", "Adam"]
    assert text.count('stroke="#0072B2"') >= (1 if "3d" in more else 2)  # path and curve of the first contender
    assert page.errors == []


@pytest.mark.parametrize("more", ["", "&projection=3d"])
def test_the_race_is_saved_as_a_gif_with_a_frame_for_each_step(page, url, tmp_path, more):
    page.goto(url + LINK.replace("steps=120", "steps=50") + more)
    at_step(page, 40)
    page.get_by_role("button", name="Share and export").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Race as an animation").click()
    path = tmp_path / saved.value.suggested_filename
    assert path.name == "race.gif"
    saved.value.save_as(path)
    with Image.open(path) as gif:
        assert gif.n_frames == 51
        curves = []
        for step in (0, 10, 50):
            gif.seek(step)
            right = gif.convert("RGB").crop((gif.width * 6 // 10, 0, gif.width, gif.height - 60))
            curves.append(sum(abs(g - 158) + abs(b - 115) + r < 60 for r, g, b in right.get_flattened_data()))
    assert curves[0] < curves[1] < curves[2]  # the curve of Adam, which is green, grows
    at_step(page, 40)
    assert page.errors == []


def test_the_race_is_saved_as_a_video_unless_it_changes(page, url, tmp_path):
    page.goto(url + LINK)
    at_step(page, 40)
    page.locator(".race-player select").select_option("4")
    page.get_by_role("button", name="Share and export").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Race as a video").click()
    path = tmp_path / saved.value.suggested_filename
    assert path.name == "race.webm"
    saved.value.save_as(path)
    assert path.read_bytes()[:4] == b"\x1a\x45\xdf\xa3"  # the mark of WebM
    assert path.stat().st_size > 20_000
    at_step(page, 40)
    downloads = []
    page.on("download", lambda each: downloads.append(each))
    page.locator(".race-player select").select_option("0.25")
    page.get_by_role("button", name="Race as a video").click()
    page.wait_for_selector(f"{RACE}[data-playing=true]")
    before = page.locator(RACE).get_attribute("data-drawn")
    page.locator("[class*=st-key-surface-o3-lr-box] input").fill("0.02")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{RACE}:not([data-drawn='{before}'])")
    page.wait_for_selector(f"{RACE}[data-playing=false]")
    settle(page)
    assert downloads == []
    assert page.errors == []


def scene_link() -> str:
    """A link with three scenes, of which the second opens at step 7."""
    races = [{"surface": "Beale", "steps": "60", "o1": "Adam", "o1.lr": lr} for lr in ("0.1", "0.2", "0.5")]
    races[1]["step"] = "7"
    entries = {f"scene.{n}": urlencode(race) for n, race in enumerate(races, 1)}
    return "/surface?" + urlencode(races[0] | {"scene": "1"} | entries)


def test_keys_go_through_the_scenes_of_a_link_also_in_the_presentation(page, url):
    page.goto(url + scene_link())
    at_step(page, 60)
    title = page.locator(".race-scenes")
    expect(title).to_contain_text("Scene 1 of 3")
    page.mouse.click(1_000, 30)
    page.keyboard.press("p")
    page.wait_for_selector(f"{RACE}.presenting")
    page.keyboard.press("PageDown")
    expect(title).to_contain_text("Scene 2 of 3")
    at_step(page, 7)
    fits(page, ".race-scenes")
    linked(page, {"o1.lr": "0.2", "scene": "2", "step": "7"})
    page.keyboard.press("n")
    expect(title).to_contain_text("Scene 3 of 3")
    at_step(page, 60)
    page.keyboard.press("n")  # there is none
    page.keyboard.press("b")
    expect(title).to_contain_text("Scene 2 of 3")
    at_step(page, 7)
    page.keyboard.press("p")
    page.wait_for_selector(f"{RACE}:not(.presenting)")
    assert page.errors == []


def test_a_scene_is_added_at_the_shown_step_and_removed(page, url):
    page.goto(url + LINK)
    at_step(page, 40)
    page.locator("[data-do=next]").click()
    page.get_by_role("button", name="Share and export").click()
    page.get_by_role("button", name="Add this scene").click()
    linked(page, {"scene": "1", "step": "41"})
    at_step(page, 41)
    expect(page.locator(".race-scenes")).to_contain_text("Scene 1 of 1")
    page.locator("[class*=scene-1-remove] button:visible").last.click()
    linked(page, {"scene": None, "scene.1": None, "o3.lr": "0.05"})
    assert page.errors == []
