"""The file that a visitor has given: held in the session, and read by workers for each choice of how it is used."""

from collections.abc import Callable, Mapping
from typing import cast

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.models.datasets import AbstractDataset, AbstractOwnData
from optim_core.models.datasets.own_data import WHERE, with_file
from optim_core.models.datasets.own_file import OwnFile
from optim_core.models.datasets.own_table import Survey
from optim_core.models.datasets.own_text import TextSurvey
from optim_core.permalink import read_model_run
from optim_core.permalink.schedule_length import run_steps
from optim_core.specs import ModelRun, TunedTrainings
from optim_core.sweep.maps import ModelMapRun, read_model_map_run, read_tuned_trainings
from ui.compute import visitor
from ui.session.active_run import OWN_NAMES

READ_SECONDS = 30.0
"""Of work on a file, which anyone may have made to take long."""
MOST_MADE = 2
"""Data sets made of the file that are held at once."""
FILE, MADE = "own_table.given", "own_table.made"
STUDY = "study.opened"
"""The study that the session has opened, which may be on its file."""


def given() -> OwnFile | None:
    """The file of this session."""
    return cast("OwnFile | None", st.session_state.get(FILE))


def examine(name: str, data: bytes, survey: Callable[[bytes], Survey | TextSurvey]) -> OwnFile:
    """A file with what it holds by a `survey`, not given yet; SpecError if that refuses it."""
    return OwnFile(name, data, visitor.run(survey, data, seconds=READ_SECONDS))


def give(file: OwnFile) -> None:
    """Make it the session's file."""
    st.session_state[FILE] = file
    st.session_state.pop(MADE, None)


def forget() -> None:
    """Remove the session's file and all that was made of it."""
    for key in (FILE, MADE, STUDY):
        st.session_state.pop(key, None)


def is_given(dataset: AbstractOwnData) -> bool:
    """Whether the session has the file of the data set."""
    file = given()
    return file is not None and file.is_of(dataset)


def completed(dataset: AbstractDataset) -> AbstractDataset:
    """The data set, with its data if it is the visitor's; SpecError if those cannot be had."""
    file = given()
    if not isinstance(dataset, AbstractOwnData) or file is None or not is_given(dataset):
        return dataset
    made: dict[AbstractOwnData, AbstractOwnData | SpecError] = st.session_state.setdefault(MADE, {})
    if dataset not in made:
        while len(made) >= MOST_MADE:
            del made[next(iter(made))]
        try:
            made[dataset] = visitor.run(with_file, dataset, file.name, file.data, seconds=READ_SECONDS)
        except SpecError as error:
            made[dataset] = error
    found = made[dataset]
    if isinstance(found, SpecError):
        raise SpecError(found.where or WHERE, found.key, **found.values)
    return found


def read_page_run(query: Mapping[str, str]) -> ModelRun:
    """The run of a query of the model page, also of one on the visitor's data; SpecError if it cannot be run."""
    return read_model_run(query, completed)


def read_page_map(query: Mapping[str, str]) -> ModelMapRun:
    """The map over trainings of a query of the maps page, also on the visitor's data; SpecError as above."""
    return read_model_map_run(query, completed)


def read_page_race(query: Mapping[str, str]) -> TunedTrainings:
    """The fair race of trainings of a query of the maps page, also on the visitor's data; SpecError as above."""
    return read_tuned_trainings(query, completed)


def page_steps(query: Mapping[str, str]) -> int:
    """`run_steps`, also of a run on the visitor's data."""
    return read_page_run(query).steps if query.get("dataset") in OWN_NAMES else run_steps(query)
