"""The index of a folder with the course: links to the pages of all lessons and claims."""

from collections.abc import Iterable
from html import escape

from optim_core.base.text import LANGUAGES, load
from optim_core.explain.claims import CLAIMS
from optim_core.explain.lessons import COURSE, LESSONS, Part
from optim_core.export.course.markup import ONE_LANGUAGE, each, switch_texts, text
from optim_core.export.offline_page import asset, offline_page


def index_page(language: str) -> str:
    """The page, which opens in `language` and has all others."""
    titles = {name: load(name)("course.title") for name in LANGUAGES}
    data = {
        "kind": "index",
        "language": language,
        "languages": {name: {"texts": switch_texts(title, load(name))} for name, title in titles.items()},
    }
    parts = "".join(_part(part) for part in COURSE)
    claims = _list((cls.__name__, text(f"claim.{cls.__name__}.says")) for cls in CLAIMS)
    body = f"""
<header><h1>{text("course.title")}</h1></header>
<p class="lab-note">{text("course.hint")}</p>
{parts}
<h2>{text("course.claims")}</h2>{claims}
"""
    style = ONE_LANGUAGE + asset("course.css")
    return offline_page(titles[language], language, body, data, style=style, plotly="")


def _part(part: Part) -> str:
    heading = f"{text(f'lessons.part.{part.name}')} · {text('lessons.minutes', minutes=part.total)}"
    return f"<h2>{heading}</h2>{_list((name, _lesson(part, name)) for name in part.minutes)}"


def _lesson(part: Part, name: str) -> str:
    title = each(lambda language: escape(LESSONS[name].texts[language].title))
    return f"{title} · {text('lessons.minutes', minutes=part.minutes[name])}"


def _list(units: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f'<li><a data-unit href="{escape(name)}.html">{label}</a></li>' for name, label in units)
    return f'<ul class="course-list">{rows}</ul>'
