"""Every page as a person meets it, without a browser."""

import io
import pickle
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FunctionType

import pytest
from streamlit.testing.v1 import AppTest

from optim_core.base import pool
from optim_core.base.hyper import hypers
from optim_core.base.text import LANGUAGES, load
from optim_core.permalink import contender_indices
from optim_core.permalink.form import SURFACE_FORM
from tests.server import PATIENCE
from tests.sheets import sheet
from tests.strategies import ON_SURFACES
from ui.app.shell import PAGES

ROOT = Path(__file__).parents[2]
SECTIONS = {key.partition(".")[0] for key in load("en").entries}
RAW_KEY = re.compile(rf"\b(?:{'|'.join(SECTIONS)})\.[a-z_]+(?:\.[a-zA-Z_]+)*\b|\{{[a-z_]*\}}")
SPOKEN = ("label", "value", "help", "placeholder", "options", "body", "text")
LINK = {"surface": "Quadratic", "surface.kappa": "10", "o1": "SGD", "o1.lr": "0.1", "o3": "Adam", "steps": "40"}
every_page = pytest.mark.parametrize("page", PAGES)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """The pool as one thread, no job that needs the pages' modules, and no training left behind."""
    monkeypatch.setattr(pool, "_executor", None)
    monkeypatch.setattr(pool, "submit", _without_pages(pool.submit))
    monkeypatch.setattr(pool, "WORKERS", 0)
    monkeypatch.setattr("ui.app.startup._started", True)  # nothing is trained in advance
    tests: list[AppTest] = []
    monkeypatch.setattr(AppTest, "run", _remembering(AppTest.run, tests))
    yield
    for test in tests:
        if test.session_state.get("job"):
            test.session_state["job"].stop()
            test.session_state["job"]._thread.join(30)
    if pool._executor is not None:
        pool._executor.shutdown(cancel_futures=True)


def _without_pages(submit):
    """A worker that had to import pages, and so Streamlit, would start its first such job a second later."""

    def checked(function, *args, **options):
        Modules(modules := set()).dump((function, args))
        assert [module for module in modules if module.startswith("ui.")] == []
        return submit(function, *args, **options)

    return checked


class Modules(pickle.Pickler):
    """The modules of all functions and classes that a job needs; functions of a test need not be picklable."""

    def __init__(self, modules: set[str]):
        super().__init__(io.BytesIO())
        self.modules = modules

    def persistent_id(self, part):
        if not isinstance(part, type | FunctionType):
            return None
        self.modules.add(part.__module__)
        return part.__qualname__


def _remembering(run, tests):
    def remembered(self, **options):
        tests.append(self)
        return run(self, **options)

    return remembered


def opened(page: str = "surface", language: str = "en", **query: str) -> AppTest:
    test = AppTest.from_file(ROOT / "app.py", default_timeout=PATIENCE / 1_000)
    test.session_state["lang"] = language
    if page != PAGES[0]:
        test.run()
        test.switch_page(f"pages/{page}.py")
    test.query_params = dict(query)
    test.run()
    assert not test.exception
    return test


def draft(test: AppTest, page: str = "surface") -> dict[str, str]:
    return dict(test.session_state[f"page.{page}"].query)


def spoken(test: AppTest) -> Iterator[str]:
    """All a person reads on the page, but code, formulas, addresses and the switch that speaks both languages."""
    unread = re.compile(r"```.*?```|`[^`\n]*`|(?<=\])\([^()\s]*\)", re.DOTALL)
    for element in [*test.main, *test.sidebar]:
        if element.type not in ("code", "latex") and ".language" not in str(getattr(element, "key", "")):
            found = [getattr(element, name, None) for name in SPOKEN]
            parts = (part for value in found for part in (value if isinstance(value, list) else [value]))
            yield from (unread.sub("", part) for part in parts if isinstance(part, str))
    yield from (block.label for block in test.expander)


def korean(texts: Iterable[str]) -> bool:
    return any(re.search("[가-힣]", text) for text in texts)


def name_now(test: AppTest, key: str) -> str:
    """The name under which a widget is on the page now."""
    return test.session_state["widget_keys"][key]


def slider(test: AppTest, entry: str):
    return test.select_slider(key=name_now(test, f"surface.{entry}.slide"))


def box(test: AppTest, entry: str):
    return test.number_input(key=name_now(test, f"surface.{entry}.box"))


@every_page
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_speaks_its_language_and_shows_no_raw_key(page, language):
    words = list(spoken(opened(page, language)))
    assert len(words) > (5 if page == "gallery" else 10)  # all other words of the gallery are in its component
    assert [text for text in words if RAW_KEY.search(text)] == []
    assert korean(words) == (language == "ko")


@every_page
def test_the_language_switch_translates_all_and_keeps_the_settings(page):
    test = opened(page)
    before = draft(test, page)
    test.segmented_control(key=name_now(test, f"{page}.language")).set_value("ko").run()
    assert korean(spoken(test))
    assert draft(test, page) == before
    assert test.query_params["lang"] == "ko"


@every_page
def test_a_page_opened_on_a_cold_server_starts_the_shell(page):
    test = AppTest.from_file(ROOT / "app.py", default_timeout=PATIENCE / 1_000).switch_page(f"pages/{page}.py").run()
    assert not test.exception
    assert f"page.{page}" in test.session_state


def test_settings_outlive_a_visit_to_another_page():
    test = opened("surface", **LINK)
    test.switch_page("pages/home.py").run()
    test.switch_page("pages/surface.py").run()
    assert draft(test) == LINK


def test_slider_and_box_move_together():
    test = opened(**LINK)
    slider(test, "o1.lr").set_value(0.5).run()
    assert (box(test, "o1.lr").value, draft(test)["o1.lr"]) == (0.5, "0.5")
    box(test, "o1.lr").set_value(0.0123).run()
    assert (slider(test, "o1.lr").value, draft(test)["o1.lr"]) == (0.0123, "0.0123")
    assert test.query_params["o1.lr"] == "0.0123"
    slider(test, "o1.lr").set_value(0.001).run()
    assert box(test, "o1.lr").value == 0.001
    assert "o1.lr" not in draft(test)


@pytest.mark.parametrize("typed", [0.0, 1e-10, 0.0010001, 0.00160049, 999.9, 1e3])
def test_any_value_of_the_domain_can_be_typed_and_the_slider_tells_it_apart(typed):
    test = opened(**LINK)
    box(test, "o1.lr").set_value(typed).run()
    assert float(draft(test)["o1.lr"]) == typed
    assert slider(test, "o1.lr").value == typed
    options = slider(test, "o1.lr").options
    assert len(set(options)) == len(options)


@pytest.mark.parametrize("cls", ON_SURFACES, ids=lambda cls: cls.__name__)
def test_more_parameters_show_every_hyperparameter(cls):
    test = opened(surface="Booth", o1=cls.__name__)
    closed = {widget.key for widget in [*test.number_input, *test.toggle, *test.selectbox]}
    test.session_state["surface.o1.more"] = True
    test.run()
    assert not test.exception
    shown = {widget.key for widget in [*test.number_input, *test.toggle, *test.selectbox]} - closed
    expected = {name for name in hypers(cls) if name not in cls.basic_hypers}
    assert {re.sub(r"\.(box|L[0-9a-f]{8})$", "", key).rpartition(".")[2] for key in shown} == expected
    assert [text for text in spoken(test) if RAW_KEY.search(text)] == []


def test_what_does_not_go_together_is_explained_and_the_last_race_stays():
    test = opened(**LINK)
    shown = sheet(test)
    test.session_state["surface.o1.more"] = True
    test.run()
    test.toggle(key="surface.o1.nesterov").set_value(True).run()
    test.run()  # the whole page: where parts alone are drawn, AppTest does not find the pages that links lead to
    assert not test.exception
    assert len(test.error) == 2
    assert all("nesterov" in error.value and "momentum > 0" in error.value for error in test.error)
    assert sheet(test) == shown
    assert draft(test)["o1.nesterov"] == "True"
    box(test, "o1.momentum").set_value(0.9).run()
    assert not test.error
    assert sheet(test) != shown


HOSTILE = {
    "o1.lr": "nan",
    "o3.beta1": "1",
    "steps": "99999999999",
    "surface.kappa": "<b>",
    "o9": "Adam",
    "start.x": "∞",
}


def test_a_hostile_link_is_told_what_is_wrong_and_keeps_the_rest():
    test = opened(**LINK | HOSTILE)
    assert len(test.warning) == 1
    for name in HOSTILE:
        assert f"\n- `{name}`" in test.warning[0].value
    assert draft(test) == {k: v for k, v in LINK.items() if k not in HOSTILE}
    assert test.query_params == draft(test) | {"lang": "en"}
    box(test, "steps").set_value(50).run()
    assert not test.warning


def test_the_words_of_a_link_are_shown_and_not_obeyed():
    test = opened(**LINK | {"o1.lr": "![](http://a.b/c.png)", "steps": "x\n\n# [y](http://a.b)"})
    first, second = test.warning[0].value.splitlines()[-2:]
    assert re.fullmatch(r"- `o1\.lr` .* `!\[\]\(http://a\.b/c\.png\)`", first)
    assert re.fullmatch(r"- `steps` .* `x\\n\\n# \[y\]\(http://a\.b\)`", second)


@pytest.mark.parametrize(
    "query", [{"surface": "x" * 100_000}, {"o1": "Adam", "o1.off": "True"}, {"lang": "xx"}, {"steps": ""}]
)
def test_other_strange_links_still_show_a_race(query):
    test = opened(**query)
    assert sheet(test)
    assert len(contender_indices(draft(test))) >= 1


@pytest.mark.parametrize(
    "query", [{"dataset": "Cats"}, {"model": "MLP", "model.width": "128", "model.depth": "4"}, {"epochs": "-1"}]
)
def test_strange_links_to_the_model_page_are_explained(query):
    test = opened("model", **query)
    assert len(test.warning) + len(test.error) >= 1


def test_a_start_without_a_finite_value_is_explained():
    test = opened(surface="Easom", o1="SGD", **{"start.x": "1e9", "start.y": "1e9"})
    assert not test.exception
    assert sheet(test)


def test_contenders_are_added_duplicated_reset_removed_and_brought_back():
    test = opened(**LINK)
    test.menu_button(key="surface.add").set_value("AdamW").run()
    assert draft(test)["o2"] == "AdamW"
    test.menu_button(key="surface.o1.menu").set_value("duplicate").run()
    assert (draft(test)["o4"], draft(test)["o4.lr"]) == ("SGD", "0.1")
    test.menu_button(key="surface.o1.menu").set_value("reset").run()
    assert "o1.lr" not in draft(test)
    test.menu_button(key="surface.o1.menu").set_value("remove").run()
    assert contender_indices(draft(test)) == [1, 2, 3]
    test.button(key="surface.undo").click().run()
    assert contender_indices(draft(test)) == [0, 1, 2, 3]
    assert not test.exception


def test_a_contender_can_sit_out():
    test = opened(**LINK)
    assert len(sheet(test)) == 2
    test.toggle(key="surface.o1.eye").set_value(False).run()
    assert len(sheet(test)) == 1
    assert draft(test)["o1.off"] == "True"
    test.run()
    test.toggle(key="surface.o3.eye").set_value(False).run()
    assert any("no optimizer" in error.value for error in test.error)
    assert len(sheet(test)) == 1


def test_another_optimizer_in_a_card_starts_from_its_own_defaults():
    test = opened(**LINK)
    test.selectbox(key=name_now(test, "surface.o1.kind")).set_value("Adagrad").run()
    assert draft(test)["o1"] == "Adagrad"
    assert "o1.lr" not in draft(test)
    assert box(test, "o1.lr").value == 0.01


@pytest.mark.parametrize("cls", SURFACE_FORM.members["surface"], ids=lambda cls: cls.__name__)
def test_every_surface_is_shown(cls):
    test = opened(surface=cls.__name__, steps="20", o1="Adam")
    assert not test.error
    assert test.selectbox(key=name_now(test, "surface.surface")).value == cls.__name__
    assert [text for text in spoken(test) if RAW_KEY.search(text)] == []


def test_a_training_runs_to_its_table():
    test = opened("model", dataset="Moons", model="Logistic", o1="Adam", o2="SGD", epochs="3")
    assert not sheet(test)
    test.button(key="model.train").click().run()
    test.session_state["job"]._thread.join(60)
    test.run()
    assert not test.exception
    assert len(sheet(test)) == 2
    assert test.session_state["job"].done


def test_a_training_is_stopped_and_continued():
    test = opened("model", dataset="Digits", model="MLP", o1="Adam", epochs="80")
    test.button(key="model.train").click().run()
    job = test.session_state["job"]
    while not job.progress:
        time.sleep(0.01)
    test.run()
    test.button(key="model.stop").click().run()
    job._thread.join(60)
    test.run()
    assert not job.done
    assert len(sheet(test)) == 1
    test.button(key="model.continue").click().run()
    assert test.session_state["job"] is job
    job._thread.join(120)
    assert job.done


@pytest.mark.parametrize(
    ("page", "folds"),
    [
        ("surface", ("surface.fold.noise", "surface.o1.more", "surface.o1.schedule.fold")),
        ("maps", ("maps.fold.transformed", "study.open")),
    ],
)
def test_an_opened_fold_stays_open_in_another_language_and_after_a_visit_to_another_page(page, folds):
    def widgets() -> int:
        return len(test.number_input) + len(test.selectbox) + len(test.toggle) + len(test.code)

    test = opened(page)
    closed = widgets()
    for name in folds:
        test.session_state[name] = True
    test.run()
    shown = widgets()
    assert shown > closed
    for language in ("ko", "en"):
        test.segmented_control(key=name_now(test, f"{page}.language")).set_value(language).run()
        assert widgets() == shown
        assert all(test.session_state[name] for name in folds)
    test.switch_page("pages/home.py").run()
    test.switch_page(f"pages/{page}.py").run()
    assert widgets() == shown
    for name in folds:
        test.session_state[name] = False
    test.run()
    test.segmented_control(key=name_now(test, f"{page}.language")).set_value("ko").run()
    assert widgets() == closed
    assert not test.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scale_of_the_colors_is_explained_beside_its_buttons(language):
    page = opened("surface", language, **LINK)
    t = load(language)
    assert [one for one in page.markdown if getattr(one, "help", None) == t("help.colors")]
    assert all(t(f"option.colors.{name}").split()[0] in t("help.colors") for name in ("auto", "linear", "log", "rank"))


def test_the_microscope_names_all_contenders_of_a_full_race():
    """The eighth has a color that Streamlit has no name for; its mark is no part of its name."""
    names = ["SGD", "Adam", "RMSprop", "Adagrad", "AdamW", "NAdam", "RAdam", "Adamax"]
    page = opened("microscope", **LINK | {f"o{index + 1}": name for index, name in enumerate(names)})
    looked, beside = page.main.selectbox
    assert [name.split()[0] for name in looked.options] == names
    assert [name.split()[0] for name in beside.options[1:]] == names[1:]
