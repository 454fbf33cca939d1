"""The interactive page, opened as a file with the network off: everything in it works, and its numbers are torch's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.descend.portable import TOLERANCE
from optim_core.export import surface_script
from optim_core.export.lab_page import lab_page
from optim_core.optimizers import LBFGS, SGD, Adam, RMSprop
from optim_core.optimizers.schedules import CosineAnnealingLR
from optim_core.specs import SurfaceRun
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import Beale, Formula, Himmelblau, Transformed
from optim_core.surfaces.grid import grid
from tests.server import browsing, expect, holds

pytestmark = pytest.mark.browser

RUN = SurfaceRun(
    surface=Himmelblau(),
    optimizers=(Adam(lr=0.1), SGD(lr=0.01, momentum=0.5), SGD(lr=0.2), RMSprop(lr=0.05), LBFGS()),
    start=(0.0, 0.5),
    steps=60,
)
RACE = "[data-testid=race]"
LR = "[data-entry='o1.lr']"
LINK = "https://example.org/surface?surface=Himmelblau"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("lab") / "race.html", RUN)


def written(path: Path, run: SurfaceRun) -> str:
    paths, indices = descend(run), range(len(run.optimizers))
    path.write_text(lab_page(run, grid(run.surface), paths, SurfaceView(), load("en"), indices, LINK), "utf-8")
    return path.as_uri()


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    with opened(address) as shown:
        yield shown
        assert shown.errors == []


@contextmanager
def opened(address: str, **context: Any) -> Iterator[Any]:
    """The page with the network off; `requests` collects what it asks for."""
    with browsing(**context) as page:
        page.context.set_offline(True)
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(address)
        drawn(page)
        yield page


def drawn(page: Any, text: str = "") -> None:
    """Wait until the race of settings that contain `text` is drawn."""
    page.wait_for_selector(f"{RACE}[data-drawn]:not([data-preview=shown])")
    holds(page, "document.querySelector(v0).dataset.drawn.includes(v1)", RACE, text)


def table(page: Any) -> list[list[str]]:
    """Final loss in full, steps and status of each row."""
    cells: list[list[str]] = page.evaluate(
        """() => [...document.querySelectorAll("tbody tr")].map((row) =>
          [...row.querySelectorAll("td")].map((cell) => cell.querySelector("data")?.value ?? cell.textContent))"""
    )
    return cells


def agrees(page: Any, run: SurfaceRun) -> None:
    """Every number of the table, in the rows of the run's optimizers, is that of `descend`."""
    for row, path in zip(table(page)[: len(run.optimizers)], descend(run), strict=True):
        loss = float(path.loss[-1])
        assert abs(float(row[0]) - loss) <= TOLERANCE * max(1, abs(loss))
        assert int(row[1]) == path.steps
        assert load("en")(f"status.{path.status.value}", step=path.stopped_at) in row[2]


def middle(page: Any, x: float, y: float) -> tuple[float, float]:
    """Where a point of the surface is on the screen."""
    place = page.evaluate(
        """([x, y]) => {
          const chart = document.querySelector(".race-left .race-chart");
          const { left, top } = chart.getBoundingClientRect();
          const { xaxis, yaxis } = chart._fullLayout;
          return [left + xaxis._offset + xaxis.d2p(x), top + yaxis._offset + yaxis.d2p(y)];
        }""",
        [x, y],
    )
    return place[0], place[1]


def test_as_exported_the_numbers_are_those_of_torch(page: Any) -> None:
    agrees(page, RUN)
    assert "run by torch" in table(page)[4][2]
    assert len(page.requests) == 1
    left, right = page.locator("[role=figure]").all()
    assert "from (0, 0.5), at most 60 steps" in left.get_attribute("aria-label")
    assert "60 steps" in right.get_attribute("aria-label")
    expect(page.locator("footer a", has_text="Open this race")).to_have_attribute("href", LINK)


def test_a_dragged_start_moves_the_race(page: Any) -> None:
    before = table(page)
    page.mouse.move(*middle(page, 0.0, 0.5))
    page.mouse.down()
    page.mouse.move(*middle(page, -1.0, 1.0), steps=4)
    page.mouse.move(*middle(page, -2.0, 1.5), steps=4)
    page.wait_for_selector(f"{RACE}[data-preview=shown]")
    assert table(page)[0] != before[0]  # the table follows while the start is held
    assert table(page)[4][2].startswith("only torch")
    page.mouse.up()
    drawn(page, "start=")
    boxes = [page.locator(f"[data-entry={name}] input[type=number]") for name in ("start_x", "start_y")]
    x, y = (float(box.input_value()) for box in boxes)
    assert (x, y) != RUN.start
    assert "-2" in page.locator("[role=figure]").first.get_attribute("aria-label")
    assert table(page)[4][0] == "–"
    agrees(page, replace(RUN, start=(x, y), optimizers=RUN.optimizers[:4]))


def test_sliders_and_boxes_change_the_race_by_keyboard_and_a_reload_brings_it_back(page: Any) -> None:
    page.locator(f"{LR} input[type=range]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    drawn(page, "o1.lr=0.2")
    assert page.locator(f"{LR} input[type=number]").input_value() == "0.2"
    page.locator("[data-entry='o2.momentum'] input[type=number]").fill("0.875")
    page.keyboard.press("Enter")
    drawn(page, "o2.momentum=0.875")
    page.locator("[data-entry=steps] input[type=number]").fill("40")
    page.keyboard.press("Tab")
    drawn(page, "steps=40")
    optimizers = (Adam(lr=0.2), SGD(lr=0.01, momentum=0.875), *RUN.optimizers[2:4])
    changed = replace(RUN, optimizers=optimizers, steps=40)
    shown = table(page)
    page.reload()
    drawn(page, "steps=40")
    assert table(page) == shown
    agrees(page, changed)
    page.locator("[data-do=restore]").click()
    holds(page, "!document.querySelector(v0).dataset.drawn.includes('lr')", RACE)
    agrees(page, RUN)


def test_a_number_outside_the_domain_is_refused_in_words(page: Any) -> None:
    box = page.locator("[data-entry='o1.beta1'] input[type=number]")
    box.fill("1")
    page.keyboard.press("Tab")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-entry='o1.beta1'] [role=alert]")).to_have_text("Must be in [0, 1)")
    agrees(page, RUN)
    box.fill("0.9")
    expect(box).to_have_attribute("aria-invalid", "false")


def test_a_race_starts_only_where_the_surface_is_finite(tmp_path: Path) -> None:
    surface = Formula(text="log(x)+y^2")
    run = SurfaceRun(surface=surface, optimizers=(Adam(lr=0.01), SGD(lr=0.01)), start=(1.0, 1.0), steps=20)
    address = written(tmp_path / "log.html", run)
    with opened(f"{address}#start=-1%2C1") as page:
        agrees(page, run)
        page.mouse.move(*middle(page, 1.0, 1.0))
        page.mouse.down()
        page.mouse.move(*middle(page, 0.5, 1.0), steps=3)
        page.mouse.move(*middle(page, -1.0, 1.0), steps=3)
        page.wait_for_selector(f"{RACE}[data-preview=shown]")
        page.mouse.up()
        drawn(page)
        agrees(page, run)
        box = page.locator("[data-entry=start_x] input[type=number]")
        box.fill("-1")
        page.keyboard.press("Tab")
        expect(page.locator("[data-entry=start_x] [role=alert]")).to_contain_text("finite value")
        agrees(page, run)
        box.fill("0.5")
        page.keyboard.press("Tab")
        drawn(page, "start=0.5")
        agrees(page, replace(run, start=(0.5, 1.0)))
        assert page.errors == []


def test_it_plays_and_steps(page: Any) -> None:
    page.locator("h1").click()
    page.keyboard.press("Home")
    page.wait_for_selector(f"{RACE}[data-step='0']")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"{RACE}[data-step='1']")
    page.keyboard.press(" ")
    page.wait_for_selector(f"{RACE}[data-step='60'][data-playing=false]")


def test_the_policy_leaves_the_picture_and_the_presentation_alone(page: Any) -> None:
    with page.expect_download() as download:
        page.locator("[data-do=picture]").click()
    assert download.value.suggested_filename.endswith(".png")
    page.locator("h1").click()
    page.keyboard.press("p")
    page.wait_for_selector(f"{RACE}.presenting")
    page.keyboard.press("p")
    page.wait_for_selector(f"{RACE}:not(.presenting)")


def test_a_finger_drags_the_start(address: str) -> None:
    with opened(address, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        (x, y), (to_x, to_y) = middle(page, *RUN.start), middle(page, 2.0, -1.0)
        touch = page.context.new_cdp_session(page)

        def send(kind: str, *points: dict[str, float]) -> None:
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

        send("touchStart", {"x": x, "y": y})
        for share in (0.25, 0.5, 0.75, 1.0):
            send("touchMove", {"x": x + share * (to_x - x), "y": y + share * (to_y - y)})
        send("touchEnd")
        drawn(page, "start=")
        boxes = [page.locator(f"[data-entry={name}] input[type=number]") for name in ("start_x", "start_y")]
        start = (float(boxes[0].input_value()), float(boxes[1].input_value()))
        assert abs(start[0] - 2) < 0.1
        assert abs(start[1] + 1) < 0.1
        agrees(page, replace(RUN, start=start, optimizers=RUN.optimizers[:4]))
        assert page.errors == []


def test_theme_and_language_switch_and_stay(page: Any) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    holds(page, "document.documentElement.dataset.theme === 'light'")
    light = page.evaluate(background)
    page.locator("[data-do=theme]").click()
    drawn(page, "theme=dark")
    assert page.evaluate(background) != light
    page.locator("[data-do=language]").select_option("ko")
    drawn(page, "language=ko")
    for _ in range(2):
        holds(page, "document.documentElement.lang === 'ko' && document.documentElement.dataset.theme === 'dark'")
        expect(page.locator("h1")).to_have_text(load("ko")("lab.title", surface=RUN.surface.title))
        assert "에서" in page.locator("[role=figure]").first.get_attribute("aria-label")
        expect(page.locator("thead th").nth(1)).to_have_text(load("ko")("table.final_loss"))
        page.reload()
        drawn(page, "language=ko")


def test_the_script_comes_out_of_the_file(page: Any, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.locator("footer a[download]").click()
    download.value.save_as(tmp_path / "race.py")
    assert download.value.suggested_filename == "race.py"
    assert (tmp_path / "race.py").read_text("utf-8") == surface_script(RUN)


def test_on_a_phone_in_the_dark_nothing_is_cut(address: str) -> None:
    with opened(address, viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True) as page:
        holds(page, "document.documentElement.dataset.theme === 'dark'")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        for control in page.locator(".lab-number input:visible").all():
            assert control.bounding_box()["height"] >= 34
        page.emulate_media(color_scheme="light")
        holds(page, "document.documentElement.dataset.theme === 'light'")
        assert page.errors == []


@pytest.mark.parametrize(
    "run",
    [
        replace(RUN, noise=0.5, seed=3, optimizers=RUN.optimizers[:2]),
        replace(RUN, noise=0.1, noise_kind="shift", optimizers=RUN.optimizers[:2]),
        replace(
            RUN, optimizers=(Adam(lr=0.1, schedule=CosineAnnealingLR()), SGD(lr=0.01, momentum=0.5, nesterov=True))
        ),
        replace(RUN, surface=Transformed(inner=Himmelblau(), scale=2.0, angle=30.0, stretch=3.0)),
        replace(RUN, optimizers=tuple(Adam(lr=0.02 * (i + 1)) for i in range(8))),
    ],
    ids=["noise", "shift", "schedule", "transformed", "eight"],
)
def test_every_kind_of_race_has_the_numbers_of_torch(tmp_path: Path, run: SurfaceRun) -> None:
    own = tuple(one for one in run.optimizers if not isinstance(one, LBFGS))
    address = written(tmp_path / "race.html", run)
    with opened(address) as page:
        agrees(page, replace(run, optimizers=own))
        assert page.errors == []
    with opened(f"{address}#start=-1.5%2C0.25&o1.lr=0.03&o2.momentum=0.25&o2.lr=abc&o9.lr=1&o1.no=2") as page:
        changed = (replace(own[0], lr=0.03), *own[1:])
        if isinstance(own[1], SGD):
            changed = (changed[0], replace(own[1], momentum=0.25), *own[2:])
        agrees(page, replace(run, optimizers=changed, start=(-1.5, 0.25)))
        assert page.errors == []


def test_share_and_export_of_the_app_offers_it(url: str, tmp_path: Path) -> None:
    link = f"{url}/surface?surface=Beale&steps=50&o1=Adam&o1.lr=0.05"
    with browsing(locale="en-US") as page:
        page.goto(link)
        page.wait_for_selector(f"{RACE}[data-drawn]")
        page.get_by_role("button", name=load("en")("export.menu")).click()
        with page.expect_download() as download:
            page.get_by_role("button", name=load("en")("export.lab")).click()
        download.value.save_as(tmp_path / "race.html")
        assert download.value.suggested_filename == "race.lab.html"
    with opened((tmp_path / "race.html").as_uri()) as page:
        agrees(page, SurfaceRun(surface=Beale(), optimizers=(Adam(lr=0.05),), steps=50))
        back = page.locator("footer a", has_text=load("en")("lab.back")).get_attribute("href")
        assert dict(parse_qsl(urlsplit(back).query)) == dict(parse_qsl(urlsplit(link).query))
        assert back.startswith(f"{url}/surface?")
        assert page.errors == []


def test_the_text_of_a_formula_is_text(tmp_path: Path) -> None:
    surface = Formula(text="where(x<y, x^2, x^2) + y^2")
    run = SurfaceRun(surface=surface, optimizers=(Adam(lr=0.1),), start=(1.0, 2.0), steps=20)
    with opened(written(tmp_path / "formula.html", run)) as page:
        expect(page.locator("h1")).to_have_text(f"Race on {surface.text}")
        agrees(page, run)
        assert page.errors == []
