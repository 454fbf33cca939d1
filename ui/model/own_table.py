"""The visitor's table or text in the sidebar of the model page: its upload, and the choices to begin with."""

from collections.abc import Callable, Mapping

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.models.datasets import DATASETS, OWN_DATA, OWN_TABLES, ClassTable, NumberTable, OwnText
from optim_core.models.datasets.own_file import OwnFile
from optim_core.models.datasets.own_table import Survey, survey
from optim_core.models.datasets.own_text import TextSurvey, survey_any, survey_text
from optim_core.models.datasets.table_cells import MOST_BYTES
from optim_core.models.default_models import DEFAULT_MODELS, compatible_models
from optim_core.permalink import read_member, write_member
from optim_core.permalink.openings import following
from ui.compute import own_table, training
from ui.compute.session_job import drop_private
from ui.session.active_run import OWN_NAMES, error_text
from ui.session.callbacks import on_click
from ui.session.folds import fold
from ui.session.fragments import is_open
from ui.session.literal import quoted
from ui.session.page_state import PageState

SEEN, REFUSED, OTHER = "own_table.seen", "own_table.refused", "own_table.other"
"""The upload that was read last, why it was refused, and a file that is not the one of the link."""
ROUND = "own_table.round"
"""The number of the box for files: another one is empty."""
TYPES = ["csv", "tsv", "txt", "parquet"]
LARGEST_BATCH = 1_024
QUICK_UPDATES = 2_000
"""Updates of a training on a file that has just been dropped, at most."""
TABLES = tuple(cls.__name__ for cls in OWN_TABLES)


def entries_with(state: PageState, name: str) -> Mapping[str, str]:
    """Entries to change when the data set `name` is chosen.

    A model that cannot learn from it is replaced by its usual model. Model, epochs and learning rates that the visitor
    has not changed become its defaults. Between two uses of the same table, all choices stay.
    """
    chosen = next(cls for cls in (*DATASETS, *OWN_DATA) if cls.__name__ == name)
    fits = state.form.member("model", state.query) in compatible_models(chosen)
    entries = following(state.query, state.form.opening_of(state.query), state.form.openings.get(name, {}))
    if not fits:
        entries |= write_member("model", DEFAULT_MODELS[chosen])
    if name in TABLES and state.query.get("dataset") in TABLES:
        entries |= {entry: text for entry, text in state.query.items() if entry.startswith("dataset.")}
    elif (file := own_table.given()) and name in file.names:
        entries |= _choices(file)
    return entries


def own_table_upload(state: PageState, t: Translator) -> None:
    """The place where a file is dropped; open while the data set is made of one that is not there."""
    if _is_awaited(state):
        if state.query.get("dataset.digest"):
            is_text = state.query.get("dataset") == OwnText.__name__
            st.warning(t("own_text.again" if is_text else "own_table.again"), icon=":material/upload_file:")
        _upload(state, t)
        return
    opened = fold(f"{state.page}.own_table", t("own_table.title"), icon=":material/upload_file:", type="compact")
    if opened.open:
        with opened:
            _upload(state, t)


def is_given(state: PageState) -> bool:
    """Whether the data set that is set is made of the session's file."""
    return state.query.get("dataset") in OWN_NAMES and own_table.is_given(read_member("dataset", OWN_DATA, state.query))


def _is_awaited(state: PageState) -> bool:
    """Whether the data set that is set needs a file that the session has not."""
    return state.query.get("dataset") in OWN_NAMES and not is_given(state)


def _upload(state: PageState, t: Translator) -> None:
    st.caption(t("own_table.hint"))
    upload = st.file_uploader(
        t("own_table.file"),
        type=TYPES,
        help=t("own_table.file_help"),
        key=f"own_table.file.{st.session_state.get(ROUND, 0)}",
        max_upload_size=MOST_BYTES // 2**20,
    )
    if upload is not None and st.session_state.get(SEEN) != upload.file_id:
        with st.spinner(t("own_table.reading")):
            st.session_state[REFUSED] = _read(state, upload.name, upload.getvalue())
        st.session_state[SEEN] = upload.file_id
        if st.session_state[REFUSED] is None:
            st.rerun()
    if upload is not None and (error := st.session_state.get(REFUSED)):
        used = own_table.given() if is_given(state) else None
        kept = f". {t('own_table.kept', name=quoted(used.name))}" if used else ""
        st.error(error_text(error, t) + kept, icon=":material/error:")
    if other := st.session_state.get(OTHER):
        st.warning(t("own_table.other", name=quoted(other.name)), icon=":material/help:")
        st.button(t("own_table.take"), key="own_table.take", on_click=on_click(_take, state, other))
    if own_table.given():
        st.button(
            t("own_table.forget"), icon=":material/delete:", key="own_table.forget", on_click=on_click(_forget, state)
        )


def _read(state: PageState, name: str, data: bytes) -> SpecError | None:
    """Read a file and use it, if it is not another than the link's; why it is refused, or None."""
    st.session_state.pop(OTHER, None)
    try:
        file = own_table.examine(name, data, _survey(state, name))
    except SpecError as error:
        return error
    dataset = state.query.get("dataset")
    wanted = state.query.get("dataset.digest") if dataset in OWN_NAMES else None
    if wanted == file.survey.digest and dataset in file.names:
        own_table.give(file)
    elif wanted and not is_given(state):
        st.session_state[OTHER] = file
    else:
        _take(state, file)
    return None


def _survey(state: PageState, name: str) -> Callable[[bytes], Survey | TextSurvey]:
    """How a file of this name is read: one in .txt as what the page waits for, or as what its lines look like."""
    if not name.lower().endswith(".txt"):
        return survey
    if not _is_awaited(state):
        return survey_any
    return survey_text if state.query.get("dataset") == OwnText.__name__ else survey


def _take(state: PageState, file: OwnFile) -> None:
    """Use a file with the choices that suit it, and with batches that leave an epoch few enough updates."""
    st.session_state.pop(OTHER, None)
    own_table.give(file)
    name = type(_suited(file)).__name__
    state.choose("dataset", name, (), {**entries_with(state, name), **_choices(file)})
    state.set(**_lengths(state, file.survey.examples))


def _choices(file: OwnFile) -> dict[str, str]:
    return {entry: text for entry, text in write_member("dataset", _suited(file)).items() if entry != "dataset"}


def _suited(file: OwnFile) -> ClassTable | NumberTable | OwnText:
    """The data set of a file with the choices that suit it."""
    found = file.survey
    if isinstance(found, TextSurvey):
        return OwnText(digest=found.digest, context=found.context)
    return (ClassTable if found.classes else NumberTable)(digest=found.digest, target=found.target)


def _lengths(state: PageState, examples: int) -> dict[str, int]:
    """Batch size and epochs as set, or a larger and a smaller one if the training had more than `QUICK_UPDATES`."""
    size: int = state.value("batch_size", state.default("batch_size"))
    epochs: int = state.value("epochs", state.default("epochs"))
    while epochs * -(-examples // size) > QUICK_UPDATES and size < LARGEST_BATCH:
        size = min(2 * size, LARGEST_BATCH)
    return {"batch_size": size, "epochs": min(epochs, max(1, QUICK_UPDATES // -(-examples // size)))}


def _forget(state: PageState) -> None:
    """Remove the file and all trainings on it, and show the data set of a new page."""
    own_table.forget()
    training.forget_private()
    drop_private()
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1  # an empty box, or its file would be read again
    if state.query.get("dataset") in OWN_NAMES:
        opening = state.form.opening.get("dataset", DATASETS[0].__name__)
        state.choose("dataset", opening, (), entries_with(state, opening))
    if is_open(state):
        st.rerun()  # the whole page: what is said of the table is in parts of its own
