"""Every widget, every field of a view and every table heading says what it is."""

import ast
from pathlib import Path

import pytest

from optim_core.base.hyper import hypers
from optim_core.base.text import LANGUAGES, load
from optim_core.permalink.form_microscope import MicroscopeView
from optim_core.specs.views import ModelView, StepView, SurfaceView
from optim_core.sweep.maps import MapView
from ui.components.table_help import explanations

UI = Path(__file__).parents[2] / "ui"
TREES = {path.relative_to(UI).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in UI.rglob("*.py")}
WIDGETS = {
    *("selectbox", "slider", "select_slider", "number_input", "text_input", "text_area", "toggle", "checkbox"),
    *("radio", "multiselect", "segmented_control", "pills", "file_uploader", "date_input", "color_picker"),
    *("select_box", "button_row", "number_box"),
}
WITHOUT = {"session/choices.py", "widgets/contenders.py"}
"""The function that passes help on; the menu and the switch of a card, whose labels are hidden and leave no room."""


def without_help(tree: ast.AST) -> list[str]:
    """The widgets of a module that get no help: neither by keyword nor among passed settings."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [(call, getattr(call.func, "attr", None) or getattr(call.func, "id", "")) for call in calls]
    bare = [(call, name) for call, name in named if not {each.arg for each in call.keywords} & {"help", None}]
    return [f"{name}, line {call.lineno}" for call, name in bare if name in WIDGETS]


def headings(tree: ast.AST) -> set[str]:
    """The text keys that are keys of a dictionary of columns: `{t("table.rank"): [...]}` or `columns[t(...)] = ...`."""
    keys = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
    targets = [target for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets]
    keys += [target.slice for target in targets if isinstance(target, ast.Subscript)]
    calls = [key for key in keys if isinstance(key, ast.Call) and getattr(key.func, "id", "") == "t"]
    constants = [node for call in calls for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant)]
    return {str(node.value) for node in constants if "." in str(node.value)}


def test_every_widget_has_its_help():
    found = {path: lines for path, tree in TREES.items() if path not in WITHOUT and (lines := without_help(tree))}
    assert found == {}


def test_a_widget_without_help_is_noticed():
    assert without_help(ast.parse("st.slider(label, 1, 2, key=key)")) == ["slider, line 1"]
    assert without_help(ast.parse("select_box(key, label, help=t('help.on'))")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_of_a_table_is_explained(language):
    t = load(language)
    found = set().union(*map(headings, TREES.values()))
    assert {"table.rank", "table.evaluations", "maps.setting", "study.table.best", "microscope.quantity"} <= found
    assert {key for key in found if f"head.{key}" not in t} == set()


def test_the_explanations_are_in_the_order_of_the_columns():
    t = load("en")
    columns = [t("table.rank"), t("table.steps_to", target="0.01"), "x"]
    found = explanations(columns, t, target="0.01")
    assert list(found) == columns[:2]
    assert found[columns[1]] == t("head.table.steps_to")
    assert list(explanations(columns, t)) == columns[:1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", [SurfaceView, StepView, ModelView, MapView, MicroscopeView])
def test_every_field_of_a_view_has_its_help(view, language):
    t = load(language)
    keys = {name: (f"help.{view.__name__}.{name}", f"help.{name}") for name in hypers(view)}
    assert {name for name, (own, shared) in keys.items() if own not in t and shared not in t} == set()
    assert all(t.first(*pair).endswith(".") for pair in keys.values())


@pytest.mark.parametrize(
    ("language", "words"), [("en", "loss and its gradient once"), ("ko", "손실과 그 그래디언트를 한 번")]
)
def test_an_evaluation_is_explained_where_it_is_counted(language, words):
    t = load(language)
    assert all(words in t(key) for key in ("help.by", "head.table.evaluations_to"))
