"""HTML with each text in every language, of which a page shows one; what is inserted is escaped or made of Markdown."""

from collections.abc import Callable, Mapping
from html import escape

from optim_core.base.text import LANGUAGES, Translator, load
from optim_core.figures.learn.handout import MARKDOWN

ONE_LANGUAGE = "".join(
    f':root[lang="{language}"] body [lang]:not([lang="{language}"]) {{ display: none; }}\n' for language in LANGUAGES
)
"""CSS that hides the texts of the other languages."""


def each(make: Callable[[str], str], tag: str = "span") -> str:
    """`make(language)`, which is HTML, for each language in an element of its own."""
    return "".join(f'<{tag} lang="{language}">{make(language)}</{tag}>' for language in LANGUAGES)


def text(key: str, **values: object) -> str:
    """The text of a key with its placeholders filled."""
    return each(lambda language: escape(load(language)(key, **values)))


def markdown(texts: Mapping[str, str]) -> str:
    """The Markdown text of each language."""
    return each(lambda language: MARKDOWN.render(texts[language]), "div")


def button(name: str, key: str, kind: str = "button") -> str:
    """A button that does what the page's code knows by `name`."""
    return f'<button type="{kind}" data-do="{name}">{text(key)}</button>'


def switch_texts(title: str, t: Translator) -> dict[str, str]:
    """The texts that the code of a page sets: its title, those of its switches, and what a failed chart shows."""
    return {"title": title, "failed": t("race.failed")} | {
        name: t(f"lab.{name}") for name in ("theme", "light", "dark", "language")
    }
