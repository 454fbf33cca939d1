"""Explanations of the symbols of a rule, behind a button below its equations."""

from collections.abc import Sequence

import streamlit as st

from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.explain.search import index
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.latex import TOKEN, symbols
from optim_core.optimizers.rules import Equation
from ui.session.addresses import address
from ui.widgets.controls import effect
from ui.widgets.quantity_text import quantity_text

TERMS = {"grad": "gradient", "theta": "parameter", "t": "step"}
"""Token of a formula -> its term in the glossary."""


def symbol_help(cls: type[AbstractOptimizer], equations: Sequence[Equation], t: Translator) -> None:
    """A button that shows a line for each symbol of the equations, as one element."""
    with st.popover(t("symbols.title"), icon=":material/function:", type="tertiary"):
        st.markdown("\n".join(f"- {line}" for line in symbol_lines(cls, equations, t)))


def symbol_lines(cls: type[AbstractOptimizer], equations: Sequence[Equation], t: Translator) -> list[str]:
    """Markdown: each symbol of the equations in their order, what it is, and links to more and to a race.

    Quantities that the rule computes have their description, hyperparameters their help.
    """
    letters, links = symbols(cls, equations), {key: _links(key, t) for key in (*hypers(cls), *TERMS)}
    used = [token.removesuffix("~") for line in equations for token in TOKEN.findall(line.formula)]
    lines = []
    for name in dict.fromkeys((*used, *(line.name for line in equations))):
        letter = letters.get(name) or letters[f"{name}~"]
        if name in TERMS:
            words = f"{t(f'term.{TERMS[name]}.name')}: {t(f'term.{TERMS[name]}.about')}"
        elif name in hypers(cls):
            words = f"**{name}**: {effect(cls, name, t)}"
        else:
            words = quantity_text(cls, name, t)
        lines.append(" ".join(filter(None, (f"${letter}$", "·", words, links.get(name, "")))))
    return lines


def _links(name: str, t: Translator) -> str:
    """Where the search leads for a hyperparameter or a term of the glossary: to more, and to where it can be tried."""
    wanted = t(f"term.{TERMS[name]}.name") if name in TERMS else name
    entry = next((one for one in index() if one.kind in ("term", "hyper") and one.names[t.language] == wanted), None)
    pairs = ((entry.explained, "symbols.more"), (entry.tried, "search.tried")) if entry else ()
    return " · ".join(f"[{t(key)}]({address(link.page, link.query, t)})" for link, key in pairs if link)
