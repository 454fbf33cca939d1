"""What links and files say is shown as they say it: it asks no other host, and leads nowhere."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from optim_core.base.errors import SpecError
from optim_core.explain.claims import CLAIM_FORM
from optim_core.explain.lessons import LESSON_FORM
from optim_core.permalink.form import MODEL_FORM, SURFACE_FORM, Form
from optim_core.permalink.form_catalogue import CATALOGUE_FORM
from optim_core.permalink.form_microscope import MICROSCOPE_FORM
from optim_core.sweep.maps import MAPS_FORM
from tests.hostile import HOSTILE
from tests.server import browsing, settle
from ui.learn.lesson_path import NAMED
from ui.session.literal import JOINER, printable

pytestmark = pytest.mark.browser

FORMS: Mapping[str, Form] = {
    "": SURFACE_FORM,
    "surface": SURFACE_FORM,
    "model": MODEL_FORM,
    "maps": MAPS_FORM,
    "microscope": MICROSCOPE_FORM,
    "catalogue": CATALOGUE_FORM,
    "lessons": LESSON_FORM,
    "claims": CLAIM_FORM,
}
FOREIGN = [text for text in HOSTILE if text.isprintable() and ("evil" in text or ":9/" in text)]
CODE = "() => [...document.querySelectorAll('[data-testid=stAlert] code')].map(node => node.textContent)"
LEADS = """() => [...document.querySelectorAll("a, img, iframe, script")]
  .filter(node => /^mailto:|^https?:[/][/]([^/]*evil|127.0.0.1:9[/])/.test(node.href || node.src))
  .map(node => node.outerHTML)"""


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    with browsing(locale="en-US") as opened:
        opened.asked = []
        opened.on("request", lambda request: opened.asked.append(request.url))
        yield opened


@pytest.fixture(autouse=True)
def at_home(page, url) -> Iterator[None]:
    """What a test leads to asks this server only, and is no door to another."""
    page.asked.clear()
    yield
    assert [asked for asked in page.asked if not asked.startswith((url, "data:", "blob:"))] == []
    assert page.evaluate(LEADS) == []
    assert page.locator("[data-testid=stException]").count() == 0


def said(errors: list[SpecError]) -> set[str]:
    """All that the errors say in words that are not the app's."""
    texts = [text for error in errors for text in (error.where, *error.values.values()) if isinstance(text, str)]
    return {printable(text) for text in texts if text.strip()}


def shows(page: Any, texts: set[str]) -> None:
    """Wait until the alerts of the page show these texts as code, character for character."""
    page.wait_for_function(
        f"([texts, joiner]) => {{ const shown = ({CODE})().map(text => text.replaceAll(joiner, '').trim());"
        " return texts.every(text => shown.includes(text)); }",
        arg=[sorted(text.strip() for text in texts), JOINER],
    )


def entries(name: str, hostile: tuple[str, ...]) -> dict[str, str]:
    """Hostile texts wherever a link to the page may have one: at fields, members and names that do not exist."""
    form = FORMS[name]
    fields = [field for spec in (*form.specs, *form.views) for field in (spec.__dataclass_fields__)]
    places = [*fields, *form.members, *form.others, *(f"o{n}" for n in range(1, 30))]
    names = {"o1.www.evil.example": "1", "o1.__x__": "1", "o1.nothing": hostile[0]}
    return dict(zip(places, [text for text in hostile if text.strip()], strict=False)) | names


@pytest.mark.parametrize("half", [0, 1], ids=["first", "second"])
@pytest.mark.parametrize("name", FORMS)
def test_a_hostile_link_is_shown_as_it_is(page, url, name, half):
    query = entries(name, HOSTILE[half::2])
    errors = FORMS[name].clean(query)[1]
    assert len(errors) > 3
    page.goto(f"{url}/{name}?{urlencode(query)}")
    shows(page, {error.where for error in errors[:NAMED]} if name == "lessons" else said(errors))


def test_the_gallery_takes_nothing_from_a_link(page, url):
    page.goto(f"{url}/gallery?{urlencode({'surface': HOSTILE[0], 'o1': HOSTILE[1], 'lang': HOSTILE[2]})}")
    page.locator(".gallery-card img").first.wait_for()


@pytest.mark.parametrize("schedule", ["[Log in](http://evil.example/)", "![a](http://127.0.0.1:9/p.png)"])
def test_the_values_beside_the_refused_one_are_literal_too(page, url, schedule):
    query = {"o1": "![a](http://127.0.0.1:9/p.png)", "o1.schedule": schedule}
    page.goto(f"{url}/maps?{urlencode(query)}")
    shows(page, {"![a](http://127.0.0.1:9/p.png)", schedule})


@pytest.mark.parametrize("text", FOREIGN[:4])
def test_a_hostile_formula_is_shown_as_it_is(page, url, text):
    page.goto(f"{url}/surface?{urlencode({'surface': 'Formula', 'surface.text': text, 'steps': '10'})}")
    box = "[class*=st-key-surface-surface-text] input"
    page.wait_for_function("([box, text]) => document.querySelector(box)?.value === text", arg=[box, text])
    page.locator("[data-testid=stSidebar] [data-testid=stCode]").get_by_text(text).wait_for()
    page.locator("[data-testid=stMain] [data-testid=stAlert]").get_by_text("Formula, character").wait_for()


def test_a_hostile_study_is_shown_as_it_is(page, url):
    page.goto(f"{url}/maps?side=8&steps=10&o1=SGD")
    page.locator("[data-testid=stMain] [data-testid=stExpander] summary").click()
    chosen = page.locator("[data-testid=stFileUploaderDropzoneInput]")
    for text in FOREIGN:
        content = f'[surface]\nname = "Sphere"\n{json.dumps(text)} = 1'.encode()
        settle(page)  # a file that is chosen while the one before still runs the page can be lost
        chosen.set_input_files({"name": f"{text}.toml", "mimeType": "text/plain", "buffer": content})
        shows(page, {printable(text[:40])})
