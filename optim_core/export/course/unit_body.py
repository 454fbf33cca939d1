"""The text of the page of a lesson or a claim as HTML, with the places of its races and charts."""

from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import urljoin

import torch

from optim_core.base.text import LANGUAGES
from optim_core.descend.portable import TOLERANCE
from optim_core.export.course.markup import button, each, markdown, text
from optim_core.export.course.unit import GIVEN, ChartStage, RaceStage, Unit, UnitText
from optim_core.figures.learn.handout import MARKDOWN
from optim_core.figures.numbers import short

Get = Callable[[UnitText], str]
"""One of the texts of a unit."""


class UnitBody:
    """What stands on the page of a unit; `frontend/lab/unit.js` finds its parts by their names."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.first = unit.texts[LANGUAGES[0]]

    def html(self, app: str, ways: Mapping[str, str]) -> str:
        """All of it. `app` is the address of a page of the app or empty; `ways` are as in `unit_page`."""
        return f"""
<header><h1>{self._plain(lambda one: one.title)}</h1></header>
<p class="lab-note">{self._plain(lambda one: one.place)}</p>
{self._markdown(lambda one: one.intro)}
<form>
<h2 id="unit-predict">{text("lessons.predict")}</h2>
{self._markdown(lambda one: one.question)}
{self._answers()}
{self._hint()}
<p class="unit-missing" role="alert" hidden>{text("lessons.answer_first")}</p>
<p class="lab-line">{button("check", "lessons.answer", "submit")}{button("show", "lessons.show")}</p>
</form>
{self._part("lessons.setup", lambda one: one.setup)}
<section class="unit-after" hidden>
{"".join(map(self._verdict, self.first.verdicts))}
{self._stages()}
{self._part("lessons.saw", lambda one: one.explanation)}
{self._part("lessons.discuss", _prompts)}
<p class="lab-line">{button("again", "lessons.again")}</p>
</section>
<footer>
{self._notes()}
<p class="lab-line">{self._links(app, ways)}</p>
</footer>
"""

    def _plain(self, get: Get) -> str:
        return each(lambda language: escape(get(self.unit.texts[language])))

    def _markdown(self, get: Get) -> str:
        return markdown({language: get(words) for language, words in self.unit.texts.items()})

    def _part(self, heading: str, get: Get) -> str:
        """A text below its heading; nothing if it is empty."""
        return f"<h2>{text(heading)}</h2>{self._markdown(get)}" if get(self.first) else ""

    def _answers(self) -> str:
        if self.first.options:
            rows = "".join(map(self._option, self.first.options))
            return f'<div class="unit-options" role="radiogroup" aria-labelledby="unit-predict">{rows}</div>'
        field = '<input inputmode="decimal" autocomplete="off" name="answer" aria-labelledby="unit-number">'
        return f'<p class="lab-line"><span id="unit-number">{text("lessons.number")}</span>{field}</p>'

    def _option(self, name: str) -> str:
        words = each(lambda language: MARKDOWN.renderInline(self.unit.texts[language].options[name]))
        return f'<label><input type="radio" name="answer" value="{escape(name)}">{words}</label>'

    def _hint(self) -> str:
        hint = self._markdown(lambda one: one.hint)
        return f"<details><summary>{text('lessons.show_hint')}</summary>{hint}</details>" if self.first.hint else ""

    def _verdict(self, name: str) -> str:
        kind = "shown" if not name else "right" if name in ("right", self.unit.right) else "wrong"
        words = self._markdown(lambda one: one.verdicts[name]).replace(GIVEN, "<data></data>")
        return f'<div class="unit-verdict {kind}" data-for="{escape(name)}" tabindex="-1" hidden>{words}</div>'

    def _stages(self) -> str:
        parts, counts = [], {"race": 0, "chart": 0}
        for number, stage in enumerate(self.unit.stages):
            kind = "race" if isinstance(stage, RaceStage) else "chart"
            parts.append(f'<section>{self._above(number)}<div data-{kind}="{counts[kind]}"></div></section>')
            counts[kind] += 1
        return "".join(parts)

    def _above(self, number: int) -> str:
        return self._markdown(lambda one: one.stages[number])

    def _notes(self) -> str:
        """How the numbers were computed."""
        values = {"version": torch.__version__.partition("+")[0], "tolerance": short(TOLERANCE)}
        kinds = {type(stage) for stage in self.unit.stages}
        used = {"numbers": True, "races": RaceStage in kinds, "charts": ChartStage in kinds}
        return "".join(
            f'<p class="lab-note">{text(f"course.{key}", **values)}</p>' for key, shown in used.items() if shown
        )

    def _links(self, app: str, ways: Mapping[str, str]) -> str:
        beside = [f'<a data-unit href="{escape(file)}">{text(key)}</a>' for file, key in ways.items()]
        away = {urljoin(app, link): key for link, key in self.unit.links.items()} if app else {}
        return "".join(
            beside + [f'<a rel="noreferrer" href="{escape(to)}">{text(key)}</a>' for to, key in away.items()]
        )


def _prompts(words: UnitText) -> str:
    return "".join(f"- {prompt}\n" for prompt in words.prompts)
