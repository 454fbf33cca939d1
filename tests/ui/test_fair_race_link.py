"""The link from a training to the fair race of its contenders."""

import pytest

from optim_core.permalink.form import MODEL_FORM
from optim_core.sweep.maps import MAPS_FORM, read_tuned_trainings
from ui.model.fair_race_link import fair_race_query

SCHEDULED = {
    "dataset": "Moons",
    "dataset.samples": "100",
    "model": "MLP",
    "epochs": "3",
    "seeds": "8",
    "view": "curves",
    "measure": "loss",
    "o2": "Adam",
    "o2.lr": "0.5",
    "o2.schedule": "CosineAnnealingLR",
    "o2.schedule.warmup": "5",
    "o4": "SGD",
    "o4.off": "True",
}


@pytest.mark.parametrize("query", [MODEL_FORM.opening, SCHEDULED, *MODEL_FORM.openings.values()])
def test_every_training_leads_to_a_fair_race_of_its_contenders(query):
    query = MODEL_FORM.clean(query)[0]
    link = fair_race_query(query)
    found, wrong = MAPS_FORM.clean(link)
    assert wrong == []
    assert link.items() <= found.items()
    if query["dataset"] not in (
        "Associations",
        "ClassTable",
        "NumberTable",
        "OwnText",
    ):  # nothing to validate on, or no file
        race = read_tuned_trainings(found)
        assert type(race.dataset).__name__ == query["dataset"]
        assert all(one.schedule is None for one in race.optimizers)
