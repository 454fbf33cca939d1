"""What seeds can tell, on the page of trainings, without a browser."""

from tests.pages.test_maps import said
from tests.pages.test_pages import draft, in_this_process, name_now, opened, sheet

__all__ = ["in_this_process"]
LINK = {"dataset": "Moons", "dataset.samples": "60", "model": "Logistic", "epochs": "2", "o1": "SGD", "o2": "Adam"}


def trained(**entries):
    test = opened("model", **LINK, **entries)
    test.button(key="model.train").click().run()
    test.session_state["job"]._thread.join(60)
    return test.run()


def test_one_seed_tells_nothing_and_a_button_sets_as_many_as_are_needed():
    test = trained()
    assert "One seed tells nothing about a ranking" in said(test, "markdown")
    test.button(key="model.seeds").click().run()
    assert draft(test, "model")["seeds"] == "6"
    assert not test.exception
    test.run()
    assert test.number_input(key=name_now(test, "model.seeds.box")).value == 6


def test_enough_seeds_give_letters_and_a_table_of_all_pairs():
    test = trained(seeds="6", **{"o1.lr": "1", "o2.lr": "1e-5"})
    assert not test.exception
    assert sorted(row[1] for row in sheet(test)) == ["**A**", "B"]
    assert "than every other contender" in said(test, "markdown")
    assert any(one.label == "Every pair compared" for one in test.expander)
