"""Printable lesson handout for teachers: one HTML page that needs no network and no server."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go
from markdown_it import MarkdownIt

from optim_core.figures.html import chart_html

PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body {{ font: 15px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; color: #1f2937 }}
h1 {{ font-size: 1.5rem }} h2 {{ font-size: 1.1rem; margin: 1.4rem 0 0.4rem; border-bottom: 1px solid #ccd3db }}
.chart {{ break-inside: avoid }} .key {{ break-before: page }} li {{ margin: 0.25rem 0 }}
code {{ background: #f0f3f6; padding: 0 0.2em }} .small {{ font-size: 0.85em; color: #5f6b76; overflow-wrap: anywhere }}
@media print {{ body {{ margin: 0; font-size: 11pt }} @page {{ margin: 18mm }} }}
</style></head><body>
{body}
</body></html>
"""
MARKDOWN = MarkdownIt("zero").enable(["list", "emphasis", "backticks", "fence"])
"""Paragraphs, lists, `code`, fenced code and **bold**; other Markdown, and HTML, is shown literally."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, text in Markdown, see `MARKDOWN`, and figures below it."""

    heading: str
    text: str
    figures: Sequence[go.Figure] = ()
    of_key: bool = False
    """Whether it starts the answer key, on a new page."""


def handout_html(
    title: str, intro: str, sections: Sequence[Section], links: Sequence[str], note: str, language: str
) -> str:
    """HTML page with title, intro, sections and links; it contains plotly.js once."""
    body, first = [f"<h1>{escape(title)}</h1>", MARKDOWN.render(intro)], True
    for section in sections:
        key = " class=key" if section.of_key else ""
        body.append(f"<h2{key}>{escape(section.heading)}</h2>{MARKDOWN.render(section.text)}")
        for figure in section.figures:
            body.append(chart_html(figure, 340, first=first))
            first = False
    body += [f'<p class="small">{escape(note)}</p>']
    body += [f'<p class="small"><a href="{escape(link)}">{escape(link)}</a></p>' for link in links]
    return PAGE.format(language=language, title=escape(title), body="\n".join(body))
