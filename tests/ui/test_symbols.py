"""Every symbol of every rule is explained below its equations, in both languages."""

import re

import pytest

from optim_core.base.hyper import defaults
from optim_core.base.text import LANGUAGES, load
from optim_core.optimizers import OPTIMIZERS
from optim_core.optimizers.latex import TOKEN
from ui.app.shell import PAGES
from ui.learn.symbols import symbol_lines

RULED = [cls for cls in OPTIMIZERS if cls.rule]


@pytest.mark.parametrize("cls", RULED, ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_symbol_has_a_line_and_links_lead_to_pages(cls, language):
    t = load(language)
    for every in (0.0, 1.0):
        equations = cls.rule.equations({name: value or every for name, value in defaults(cls).items()})
        lines = symbol_lines(cls, equations, t)
        tokens = {token.removesuffix("~") for line in equations for token in TOKEN.findall(line.formula)}
        assert len(lines) == len({*tokens, *(line.name for line in equations)})
        for line in lines:
            assert re.match(r"\$.+?\$ · \S", line), line
        pages = {page for line in lines for page in re.findall(r"\]\((\w+)\?", line)}
        assert pages <= set(PAGES)
        assert {"catalogue", "lessons"} <= pages


def test_beta2_leads_to_its_explanation_and_to_a_race():
    adam = next(cls for cls in RULED if cls.__name__ == "Adam")
    (line,) = [one for one in symbol_lines(adam, adam.rule.equations(defaults(adam)), load("en")) if "**beta2**" in one]
    assert line.startswith(r"$\beta_{2}$ · **beta2**: ")
    assert "[More](catalogue?optimizer=Adam" in line
    assert "[Try it](" in line
