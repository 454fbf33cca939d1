"""An impatient visitor: plays with a page at random but repeatably, often without waiting for it."""

import random
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

PAGES = (
    "/",
    "/surface",
    "/model",
    "/maps",
    "/gallery",
    "/lessons",
    "/claims",
    "/microscope",
    "/catalogue",
    "/surface?surface=Quadratic&o1=SGD&o1.momentum=0.9&o2=Adam",
    "/model?dataset=Moons&o1=Adam&o2=SGD",
    "/surface?surface=Formula",
)
NUMBERS = ("0.1", "0.01", "1", "3", "50", "0", "-1", "1e9", "0.5", "1e-8", "200", "7")
TEXTS = ("x^2 + 3*y^2", "sin(x)*cos(y)", "x^", "log(x)", "한글", "x*y", "1/0")
QUIET = ("favicon", "net::ERR_ABORTED", "Failed to load resource")
"""What a console says of a visitor who leaves before all has arrived."""
OPENING, REST = 2.5, 90.0
"""Seconds a person looks at a page first, and those in which it must have come to rest after the last action."""
BUTTONS = (
    "[data-testid=stMain] [data-testid=stButton] button",
    "[data-testid=stSidebar] [data-testid=stButton] button",
    "[data-testid=stExpander] summary",
    "[data-testid=stPopover] button",
)
LANGUAGE = "[data-testid=stSidebar] [data-testid=stButtonGroup] button"


class Monkey:
    """The visitor of one seed on a page of a browser; `done` lists its actions."""

    def __init__(self, page: Any, url: str, seed: int) -> None:
        self.page, self.url, self.choose = page, url, random.Random(seed)
        self.done: list[str] = []

    def play(self, actions: int) -> None:
        """So many actions; AssertionError, with the last ones, at the first fault of the page."""
        self.page.set_default_timeout(2_000)
        self.page.goto(self.url + self.choose.choice(PAGES), timeout=120_000)
        self.done.append(f"open {self._where()}")
        self._pause(OPENING)
        kinds, weights = zip(*((action, weight) for action, weight in self._actions()), strict=True)
        for _ in range(3 * actions):  # some find nothing to act on
            if len(self.done) > actions:
                break
            self._act(self.choose.choices(kinds, weights)[0])
            self._check()
        self._rest()
        self._check()

    def _actions(self) -> tuple[tuple[Callable[[], str | None], int], ...]:
        return (
            (self._number, 16),
            (self._option, 14),
            (self._switch, 6),
            (self._segment, 10),
            (self._button, 14),
            (self._slider, 10),
            (self._chart, 8),
            (self._link, 6),
            (self._menu, 6),
            (self._language, 8),
            (self._key, 4),
            (self._text, 3),
            (self._back, 3),
            (self._forward, 1),
            (self._reload, 2),
        )

    def _act(self, action: Callable[[], str | None]) -> None:
        from playwright.sync_api import Error

        try:
            if done := action():
                self.done.append(done)
        except Error:  # covered, gone or not yet there: a person would try something else
            self.page.keyboard.press("Escape")
        self._pause(self.choose.choice([0, 0, 0.15, 0.5, 1.5]))

    def _check(self) -> None:
        boxes = self.page.locator("[data-testid=stException]")
        shown = boxes.first.inner_text()[:300] if boxes.count() else ""
        loud = [error for error in self.page.errors if not any(quiet in error for quiet in QUIET)]
        fault = shown or "".join(loud[:1])
        assert fault == "", f"{fault} at {self._where()} after {'; '.join(self.done[-8:])}"

    def _rest(self) -> None:
        deadline = time.monotonic() + REST
        while self.page.locator("[data-testid=stStatusWidget]").count():
            assert time.monotonic() < deadline, f"still running at {self._where()} after {'; '.join(self.done[-8:])}"
            self._pause(0.3)

    def _where(self) -> str:
        return unquote(self.page.url)[len(self.url) :]

    def _pause(self, seconds: float) -> None:
        self.page.wait_for_timeout(1_000 * seconds)

    def _one(self, selector: str) -> Any:
        """A random visible element; None if there is none."""
        found = self.page.locator(selector).locator("visible=true")
        count = found.count()
        return found.nth(self.choose.randrange(count)) if count else None

    def _click(self, selector: str, kind: str, **how: Any) -> str | None:
        if (box := self._one(selector)) is None or box.is_disabled():
            return None
        name = box.inner_text()[:40].replace("\n", " ")
        box.click(**how)
        return f"{kind} {name}"

    def _number(self) -> str | None:
        if (box := self._one("input[type=number]")) is None:
            return None
        value, key = self.choose.choice(NUMBERS), self.choose.choice(["Enter", "Enter", "Tab"])
        box.fill(value)
        box.press(key)
        return f"number {box.get_attribute('aria-label')} = {value} {key}"

    def _text(self) -> str | None:
        if (box := self._one("[data-testid=stTextInput] input")) is None:
            return None
        value = self.choose.choice(TEXTS)
        box.fill(value)
        box.press("Enter")
        return f"text {value}"

    def _option(self) -> str | None:
        if (box := self._one("[data-testid=stSelectbox]:not(:has(input[disabled]))")) is None:
            return None
        box.locator("[data-baseweb=select], [role=combobox]").first.click()
        return self._click("[role=option]", "option")

    def _switch(self) -> str | None:
        return self._click("[data-testid=stCheckbox] label", "switch", position={"x": 8, "y": 8})

    def _segment(self) -> str | None:
        return self._click("[data-testid=stButtonGroup] button", "segment")

    def _button(self) -> str | None:
        return self._click(", ".join(BUTTONS), "button")

    def _slider(self) -> str | None:
        if (thumb := self._one("input[type=range], [role=slider]")) is None:
            return None
        thumb.focus()
        keys = [self.choose.choice(["ArrowRight", "ArrowLeft"]) for _ in range(self.choose.randint(1, 6))]
        for key in keys:
            self.page.keyboard.press(key)
        return f"slider {thumb.get_attribute('aria-label')} {len(keys)} keys"

    def _chart(self) -> str | None:
        if (box := self._one(".js-plotly-plot")) is None or (size := box.bounding_box()) is None:
            return None
        box.click(position={"x": size["width"] * self.choose.random(), "y": size["height"] * self.choose.random()})
        return "click on a chart"

    def _menu(self) -> str | None:
        if self._click("[data-testid=stTopNavSection], [data-testid=stTopNavDropdownLink]", "menu") is None:
            return None
        return self._click("[data-testid=stTopNavDropdownLink], [data-testid=stTopNavLink]", "menu")

    def _link(self) -> str | None:
        here = ":not([target=_blank])"
        return self._click(f"a[href^='/']{here}, a[href^='http://127.0.0.1']{here}, [data-testid=stTopNavLink]", "link")

    def _language(self) -> str | None:
        return self._click(f"{LANGUAGE}:has-text('English'), {LANGUAGE}:has-text('한국어')", "language")

    def _key(self) -> str:
        key = self.choose.choice(["Space", "ArrowRight", "ArrowLeft", "Escape", "Home"])
        self.page.keyboard.press(key)
        return f"key {key}"

    def _back(self) -> str:
        self.page.go_back(timeout=10_000, wait_until="commit")
        return "back"

    def _forward(self) -> str:
        self.page.go_forward(timeout=10_000, wait_until="commit")
        return "forward"

    def _reload(self) -> str:
        self.page.reload(timeout=120_000, wait_until="commit")
        return "reload"
