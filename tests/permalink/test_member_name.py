"""What a link offers where it names a class that its page does not have."""

import pytest

from optim_core.explain.claims import CLAIM_FORM, CLAIMS
from optim_core.explain.lessons import LESSON_FORM, LESSONS
from optim_core.optimizers import OPTIMIZERS
from optim_core.permalink.form import MODEL_FORM
from optim_core.permalink.form_catalogue import CATALOGUE_FORM
from optim_core.sweep.maps import MAPS_FORM


def error(form, **query):
    (found,) = form.clean(query)[1]
    return found


@pytest.mark.parametrize("form", [MODEL_FORM, MAPS_FORM])
@pytest.mark.parametrize("name", ["dataset", "model", "o1", "o1.schedule", "surface"])
@pytest.mark.parametrize("text", ["", "x", "TableRegression", "ẞ" * 10_000])
def test_the_sentence_does_not_list_a_whole_menu(form, name, text):
    if name not in form.members:
        return
    found = error(form, **({"o1": "SGD"} if name == "o1.schedule" else {}), **{name: text})
    assert found.where == name
    assert len(str(found)) < 200
    assert sum(cls.__name__ in str(found) for cls in form.members[name]) <= 3


@pytest.mark.parametrize(
    ("form", "name", "kinds"),
    [
        (LESSON_FORM, "lesson", list(LESSONS)),
        (CLAIM_FORM, "claim", [cls.__name__ for cls in CLAIMS]),
        (CATALOGUE_FORM, "optimizer", [cls.__name__ for cls in OPTIMIZERS]),
    ],
)
def test_pages_with_one_menu_do_not_list_it_either(form, name, kinds):
    found = error(form, **{name: "x"})
    assert found.key == "no_member"
    assert kinds[1] in error(form, **{name: kinds[1][:-1]}).values["names"]


@pytest.mark.parametrize(
    ("name", "text", "meant"), [("dataset", "Moon", "Moons"), ("model", "Logistics", "Logistic"), ("o1", "Adm", "Adam")]
)
def test_similar_names_are_offered(name, text, meant):
    assert meant in error(MODEL_FORM, **{name: text}).values["names"].split(", ")
