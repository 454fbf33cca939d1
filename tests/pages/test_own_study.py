"""Studies on a visitor's own table: the page writes one, and opens one where the visitor has given the table."""

import pytest

from optim_core.base.errors import SpecError
from optim_core.base.text import LANGUAGES, load
from optim_core.sweep.study import Study
from tests.cli.test_own_study import FILE, OWN
from tests.pages.test_maps import said
from tests.pages.test_pages import in_this_process, opened
from ui.compute.own_table import FILE as GIVEN
from ui.compute.own_table import STUDY
from ui.maps import study

__all__ = ["in_this_process"]
LINK = {
    "on": "model",
    "dataset": "ClassTable",
    "dataset.digest": FILE.survey.digest,
    "dataset.target": "2",
    "model": "Logistic",
    "o1": "SGD",
    "grid": "3",
    "epochs": "1",
}


def test_a_study_is_opened_where_its_table_is_given():
    refused = study._read("STUDY.toml", OWN.encode(), None)
    assert isinstance(refused, SpecError)
    assert refused.key == "table_missing"
    found = study._read("STUDY.toml", OWN.encode(), FILE)
    assert isinstance(found, Study)
    assert found.trials == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_writes_a_study_on_the_table_and_says_how_it_is_run(language):
    test = opened("maps", language, **LINK)
    test.session_state[GIVEN] = FILE
    test.session_state["maps.export"] = True
    test.run()
    assert not test.exception
    assert load(language)("model_map.own_study") in said(test, "caption")
    assert study.OWN_COMMAND in [code.value for code in test.code]


def test_a_map_over_the_size_of_batches_has_no_study():
    test = opened("maps", **LINK, x="batch_size")
    test.session_state[GIVEN] = FILE
    test.session_state["maps.export"] = True
    test.run()
    assert not test.exception
    assert study.OWN_COMMAND not in [code.value for code in test.code]


def test_a_study_on_the_table_is_forgotten_with_it():
    test = opened("maps", **LINK)
    test.session_state[GIVEN] = FILE
    test.session_state[STUDY] = (("id", FILE.survey.digest), study._read("STUDY.toml", OWN.encode(), FILE))
    test.session_state["maps.own_table"] = True
    test.run().button(key="own_table.forget").click().run()
    assert not test.exception
    assert STUDY not in test.session_state
