"""The help of a number says what raising it does, and that of a switch what switching it does."""

import re

import pytest

from optim_core.base.domains import AbstractDomain, AbstractNumber, Flag
from optim_core.base.hyper import hypers
from optim_core.base.text import load
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.shared_hypers import shared_texts
from tests.base.test_text_files import declared

EN = load("en")
EFFECTS = {
    "en": re.compile("[Rr]aising|[Ll]owering|nearer to|[Ss]witch(?:ing|ed)"),
    "ko": re.compile("키우|키울|늘리|낮추|가까울|켜면|끄면"),
}
NAMES = {"help.seed", "help.split_seed", "help.ModelRun.seed", "help.look", "help.beside"}
"""Numbers that are names: a larger one is another one and no more of it."""


def helps() -> dict[str, AbstractDomain]:
    """Key of the help -> domain, for the numbers and switches of all declared classes that have one."""
    found = {}
    for cls in declared():
        shared = shared_texts(cls) if issubclass(cls, AbstractOptimizer) else {}
        for name, domain in hypers(cls).items():
            keys = [key for key in (f"help.{cls.__name__}.{name}", f"help.{shared.get(name, name)}") if key in EN]
            if keys and isinstance(domain, AbstractNumber | Flag):
                found[keys[0]] = domain
    return found


HELPS = helps()


@pytest.mark.parametrize("language", EFFECTS)
def test_a_help_says_what_a_change_does(language):
    t = load(language)
    assert len(HELPS) > 150
    assert {key for key in HELPS if not EFFECTS[language].search(t(key))} == NAMES
