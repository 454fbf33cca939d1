"""The texts of a declared field are in the file that is named after its module, or else after its room."""

import importlib
import inspect
import pkgutil
import tomllib
from collections import defaultdict
from collections.abc import Iterator

import pytest

import optim_core
from optim_core.base.domains import Choice
from optim_core.base.hyper import Declared, hypers
from optim_core.base.text import FOLDER, LANGUAGES, _flat
from optim_core.explain.claims import CLAIM_FORM
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.shared_hypers import shared_texts
from optim_core.permalink.form import MODEL_FORM, SURFACE_FORM
from optim_core.specs.views import ModelView, SurfaceView
from optim_core.sweep.maps import MapView

PLACES = {
    language: {
        key: path.stem
        for path in (FOLDER / language).glob("*.toml")
        for key in dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))
    }
    for language in LANGUAGES
}
FILES = set(PLACES["en"].values())
UNDECLARED = {
    *(f"label.{name.rpartition('.')[2]}" for form in (SURFACE_FORM, MODEL_FORM, CLAIM_FORM) for name in form.members),
    *("label.start_x", "label.start_y", "help.start_point", "help.Formula.parameter"),
}
"""Texts of entries that name a class, of coordinates, and of all generated parameters of a formula."""


def declared() -> Iterator[type[Declared]]:
    """Every class with declared fields, of all modules."""
    for module in pkgutil.walk_packages(optim_core.__path__, "optim_core."):
        if not module.name.endswith(("__main__", "cli")):
            importlib.import_module(module.name)
    found = [Declared]
    for cls in found:
        found += cls.__subclasses__()
    yield from (cls for cls in found if cls.__module__.startswith("optim_core"))


def file_of(module: str) -> str:
    """The file for the texts of a module: its own, or that of the nearest folder that has one."""
    names = [part.removeprefix("form_") for part in module.split(".")[1:]]
    return next((name for name in reversed(names) if name in FILES), names[-1])


def owner(cls: type, field: str) -> str:
    """The module of the class that declares the field, or of the class itself if its fields are generated."""
    module = next(base.__module__ for base in cls.__mro__ if field in inspect.get_annotations(base))
    return module if module.startswith("optim_core.") else cls.__module__


def expected() -> dict[str, set[str]]:
    """key of a text of a widget -> the files that may have it: several, if several modules declare such a field."""
    files: dict[str, set[str]] = defaultdict(set)
    for cls in declared():
        for field, domain in hypers(cls).items():
            file = file_of(owner(cls, field))
            for kind in ("label", "help"):
                files[f"{kind}.{cls.__name__}.{field}"].add(file)
                files[f"{kind}.{field}"].add(file)
            if hasattr(domain, "options"):
                files[f"option.{field}"].add(file)
        if issubclass(cls, AbstractOptimizer):
            for text in shared_texts(cls).values():
                files[f"help.{text}"].add("optimizers")
    return files


EXPECTED = expected()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_a_widget_are_in_the_file_of_the_module_that_declares_it(language):
    found = {key: file for key, file in PLACES[language].items() if key.startswith(("label.", "help.", "option."))}
    fields = {key: key.rpartition(".")[0] if key.startswith("option.") else key for key in found}
    assert {key for key, field in fields.items() if field not in EXPECTED} - UNDECLARED == set()
    misplaced = {
        key: file for key, file in found.items() if fields[key] in EXPECTED and file not in EXPECTED[fields[key]]
    }
    assert misplaced == {}


@pytest.mark.parametrize("view", [SurfaceView, ModelView, MapView])
def test_every_choice_of_a_view_has_a_label_and_names_for_its_options(view):
    choices = {name: domain.options for name, domain in hypers(view).items() if isinstance(domain, Choice)}
    wanted = {f"label.{name}" for name in choices}
    wanted |= {f"option.{name}.{option}" for name, options in choices.items() for option in options}
    assert wanted - PLACES["en"].keys() == set()


@pytest.mark.parametrize("view", [SurfaceView, ModelView, MapView])
def test_every_other_field_of_a_view_has_a_label_and_help(view):
    fields = [name for name, domain in hypers(view).items() if not isinstance(domain, Choice)]
    assert {f"{kind}.{name}" for kind in ("label", "help") for name in fields} - PLACES["en"].keys() == set()


@pytest.mark.parametrize(
    ("module", "file"),
    [
        ("optim_core.optimizers.adam", "optimizers"),
        ("optim_core.optimizers.schedules.cyclic", "schedules"),
        ("optim_core.specs.views", "views"),
        ("optim_core.permalink.form_microscope", "microscope"),
    ],
)
def test_the_file_of_a_module(module, file):
    assert file_of(module) == file
