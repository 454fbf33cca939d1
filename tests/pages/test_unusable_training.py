"""A training that the state does not describe is neither trained nor said to be the state's own."""

import pytest

from optim_core.base.text import LANGUAGES, load
from tests.pages.test_pages import in_this_process, opened

__all__ = ["in_this_process"]

WITHOUT_FILE = {"dataset": "ClassTable", "dataset.digest": "336c89be5d43bd7373fd7614e3122637", "o1": "Adam"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_to_a_table_whose_file_is_missing_trains_nothing_else(language):
    test = opened("model", language, **WITHOUT_FILE)
    t = load(language)
    assert test.error[0].value.startswith(t("error.table_missing").split(".")[0])
    assert test.button(key="model.train").disabled
    assert t("model.trained") not in [one.value for one in test.caption]
    assert t("model.empty") in [one.value for one in test.info]
    assert not test.get("custom_component")


def test_a_training_that_can_be_run_can_be_started():
    assert not opened("model", dataset="XOR", o1="Adam").button(key="model.train").disabled
