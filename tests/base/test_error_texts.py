"""Every error text names the field, the value and the valid range, and every error fills the text it has."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from optim_core.base.text import LANGUAGES, load

ROOT = Path(__file__).parents[2]
KEYS = sorted(key.removeprefix("error.") for key in load("en").entries if key.startswith("error."))
OF_TABLES = [key for key in KEYS if key.startswith(("table_", "text_"))]
"""Errors of a visitor's table or text, which is their field; what is wrong in it is a line, a column or the file."""

VALUES = {"got", "low", "momentum", "lanes", "steps", "parameters", "numbers", "evaluations", "length"}
VALUES |= {"folder", "given", "model", "last", "schedule", "name"}
"""Placeholders of the value that was refused."""
RANGES = {"range", "limit", "longest", "least", "names", "cls", "wanted", "example"}
"""Placeholders of what would be valid."""

SAID_IN_WORDS = {
    "data_needed": "FILE is needed",
    "data_unneeded": "leave the option out",
    "class": "an instance is needed",
    "list": "a list",
    "clip_closure": "remove the clipping",
    "clip_sparse": "remove the clipping",
    "table": "a table",
    "tables": "a list of tables",
    "axes": "each with a list",
    "nesterov": "momentum > 0 and dampening = 0",
    "composed_nesterov": "an average or a sum",
    "composed_amsgrad": "the average",
    "composed_bias_correction": "an average",
    "composed_sign": "no second moment",
    "formula_constant": "finite numbers",
    "formula_inverse": "1/sin(x)",
    "formula_letter": "another letter",
    "formula_numbered": "x and y",
    "formula_product": "an operation",
    "formula_syntax": "an operation",
    "formula_value": "such as x or 2",
    "log_range": "begin above 0",
    "idle_seeds": "one seed",
    "needs_matrices": "matrices",
    "needs_sparse": "sparse gradients",
    "no_lab": "a race on a surface",
    "no_member": "menu",
    "no_parameter": "choose another axis",
    "no_problem": "[surface]",
    "no_validation": "another data set",
    "no_values": "at least one",
    "one_folder": "no second folder",
    "not_utf8": "UTF-8",
    "parameter_study": "no study file",
    "plugin_form": "module:Class",
    "plugin_missing": "cannot be imported",
    "plugin_no_module": "torch.nn.Module",
    "plugin_no_optimizer": "torch.optim.Optimizer",
    "plugin_twice": "twice",
    "plugin_signature": "cannot be declared",
    "plugin_cannot_run": "cannot be run",
    "refused": "It says",
    "repeated": "once",
    "same_axis": "must differ",
    "scheduled": "remove the schedule",
    "start_not_finite": "finite",
    "toml": "TOML",
    "two_parameters": "choose something else",
}
"""Errors whose valid values are no range: the words that say what is expected."""

WITHOUT_VALUE = {
    "contender_lr": "the argument itself is not there",
    "separate_numbers": "the argument itself is not there",
    "unknown_field": "the argument itself is not there",
    "either": "the two fields are the value",
    "empty": "no optimizer is the value",
    "formula_bar": "the value is a bar, the one at the position",
    "formula_closing": "the value is a bracket, the one at the position",
    "formula_comma": "the value is a comma",
    "formula_condition": "the value is the comparison at the position",
    "formula_deep": "reading stops at the limit",
    "formula_empty": "no text is the value",
    "formula_ends": "the value is the end",
    "formula_equals": "the value is the sign =",
    "formula_large": "reading stops at the limit",
    "formula_no_condition": "the value is the argument at the position",
    "formula_pair": "the value is a bracket, the one at the position",
    "formula_opening": "the value is a bracket, the one at the position",
    "job_timeout": "no input is wrong",
    "lacks": "the optimizer is the field, and what it lacks is named",
    "no_lab": "the race of the link is the value",
    "no_values": "no value was given",
    "not_study": "the value is a file",
    "parameter_study": "the map is the value",
    "scenes_full": "the value is the scene on the page",
    "scenes_long": "the value is the scene on the page",
    "two_parameters": "the two axes are the value",
    "unreadable": "the value is the file, which is the field",
    "unwritable": "the value is the file, which is the field",
    "worker_died": "no input is wrong",
}
"""Errors that cannot quote a value, and why."""
WITHOUT_FIELD = {
    "job_timeout": "no input is wrong",
    "scenes_full": "a button adds the scene",
    "scenes_long": "a button adds the scene",
    "worker_died": "no input is wrong",
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", [key for key in KEYS if key not in OF_TABLES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_names_field_value_and_valid_range(language, key):
    text, english = load(language).entries[f"error.{key}"], load("en").entries[f"error.{key}"]
    names = placeholders(text)
    assert ("where" in names) == (key not in WITHOUT_FIELD)
    assert bool(names & VALUES) == (key not in WITHOUT_VALUE)
    if key in SAID_IN_WORDS:
        assert SAID_IN_WORDS[key] in english
    elif key not in WITHOUT_VALUE:
        assert names & RANGES


@pytest.mark.parametrize("key", OF_TABLES)
def test_an_error_of_a_table_names_the_place_and_the_remedy(key):
    text, korean = (load(language).entries[f"error.{key}"] for language in ("en", "ko"))
    assert re.search("table|file|Line|line|column|spreadsheet|Parquet", text)
    assert re.search(r": \w+", text)
    assert placeholders(text) == placeholders(korean)


def test_the_exceptions_are_errors():
    assert {*SAID_IN_WORDS, *WITHOUT_VALUE, *WITHOUT_FIELD} <= set(KEYS)


PLACES = {"SpecError": (1, ""), "UnknownFieldError": (1, ""), "wrong": (0, "formula_"), "super().__init__": (1, "")}
PLACES |= {"TableError": (0, "table_"), "TextError": (0, "text_")}
"""Call that makes an error -> (position of its key, what the key begins with)."""


def raised() -> list[tuple[str, str, set[str]]]:
    """(module, pattern of the key, names of the values) of each error in the code."""
    found = []
    for path in sorted([*ROOT.glob("optim_core/**/*.py"), *ROOT.glob("ui/**/*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in PLACES:
                place, start = PLACES[ast.unparse(node.func)]
                argument = (node.args + [None] * 2)[place]
                passed_on = any(one.arg is None for one in node.keywords)
                if passed_on or not isinstance(argument, ast.Constant | ast.JoinedStr):
                    continue
                parts = getattr(argument, "values", [argument])
                key = "".join(re.escape(one.value) if isinstance(one, ast.Constant) else r"\w+" for one in parts)
                names = {one.arg for one in node.keywords if one.arg} | ({"position"} if start else set())
                found.append((path.name, start + key, names))
    return found


@pytest.mark.parametrize(("module", "pattern", "names"), raised())
def test_an_error_in_the_code_has_a_text_and_fills_it(module, pattern, names):
    keys = [key for key in KEYS if re.fullmatch(pattern, key)]
    assert keys
    for key in keys:
        assert placeholders(load("en").entries[f"error.{key}"]) <= names | {"where"}


def test_every_text_belongs_to_an_error_in_the_code():
    used = [pattern for _, pattern, _ in raised()] + [r"plugin_\w+", "range", "contender_lr"]
    used += ["text_spreadsheet", "text_zero_byte", "text_encoding"]  # what decodes a table's file decodes a text's, too
    assert [key for key in KEYS if not any(re.fullmatch(pattern, key) for pattern in used)] == []
