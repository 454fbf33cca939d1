"""A study that was run elsewhere: its file opened, its best settings, its settings as a cloud and as a map."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.figures.maps.study import setting_text, study_alt, study_map, study_points
from optim_core.figures.numbers import short
from optim_core.figures.style import contender_style
from optim_core.models.datasets.own_file import OwnFile, with_given
from optim_core.sweep.study import Study, read_toml
from optim_core.sweep.study.reading import LARGEST, read_file
from optim_core.sweep.study.result import ContenderResult, StudyResult, study_rows
from ui.components.chart import live_chart
from ui.components.score_text import NONE
from ui.components.table_help import explained_table
from ui.compute import visitor
from ui.compute.own_table import STUDY, given
from ui.session.active_run import error_text
from ui.session.folds import fold
from ui.session.literal import literal
from ui.session.part_errors import part_errors

STUDY_NAME = "STUDY.toml"
MEGABYTE = 1024 * 1024
READ_SECONDS = 10.0
"""Of work on a file, which anyone may have made to take long."""
COMMAND = "python -m optim_core sweep STUDY.toml --out study.sqlite"
OWN_COMMAND = f"{COMMAND} --data FILE"


def study_section(t: Translator) -> None:
    """Upload of a study file and a view of its content; a fragment of its own."""
    st.fragment(partial(_section, t), key="study.section")()


def _section(t: Translator) -> None:
    with fold("study.open", t("study.title"), icon=":material/science:") as opened:
        if not opened.open:
            return
        st.caption(t("study.hint"))
        st.code(COMMAND, language="bash")
        upload = st.file_uploader(
            t("study.file_label"),
            help=t("study.file_help"),
            type=["sqlite", "toml"],
            key="study.file",
            max_upload_size=LARGEST // MEGABYTE,
        )
        if upload is None:
            return
        own = given()
        identity = upload.file_id, own and own.survey.digest
        if st.session_state.get(STUDY, (None,))[0] != identity:
            with st.spinner(t("study.reading")):
                st.session_state[STUDY] = identity, _read(upload.name, upload.getvalue(), own)
        found = st.session_state[STUDY][1]
        if isinstance(found, SpecError):
            st.error(error_text(found, t), icon=":material/error:")
        elif isinstance(found, Study):
            _plan(found, t)
        else:
            _result(found, t)


def _read(name: str, data: bytes, own: OwnFile | None) -> Study | StudyResult | SpecError:
    """The content of a file, read by a worker since anyone may upload a large one.

    A study on somebody's own table has its data if `own`, the file of this session, is that table.
    """
    try:
        read: Callable[..., Study | StudyResult] = read_toml if name.endswith(".toml") else read_file
        return visitor.run(read, data, partial(with_given, file=own), seconds=READ_SECONDS)
    except SpecError as error:
        return error


@part_errors("study.plan")
def _plan(study: Study, t: Translator) -> None:
    """Contenders and axes of a study that has not been run."""
    names = study.labels
    st.success(t("study.plan", trials=study.trials, contenders=len(names)), icon=":material/check_circle:")
    columns = {
        t("table.contender"): [
            f"{contender_style(i).chip}\N{NO-BREAK SPACE}{literal(name)}" for i, name in enumerate(names)
        ],
        t("study.table.axes"): [
            ", ".join(f"{axis.name} × {len(axis.values)}" for axis in one.axes) or NONE for one in study.contenders
        ],
    }
    explained_table(columns, t)


@part_errors("study.result")
def _result(result: StudyResult, t: Translator) -> None:
    rows, study = study_rows(result), result.study
    done = sum(row.done for row in rows) / len(rows)
    st.caption(t("study.summary", trials=study.trials, share=f"{100 * done:.0f}", instances=len(study.instances)))
    if result.first_touch and not result.by_score:
        st.caption(t("study.first_touch"))
    if result.by_score and len(study.instances) == 1:
        st.caption(t("table.one_seed"))
    reached = "study.table.touched" if result.first_touch else "study.table.reached"
    columns = {
        t("table.contender"): [
            f"{contender_style(i).chip}\N{NO-BREAK SPACE}{literal(row.label)}" for i, row in enumerate(rows)
        ],
        t("study.table.best"): [_best(one, t) for one in result.contenders],
        t("study.axis.score" if result.by_score else "study.table.loss"): [_number(row.value) for row in rows],
        t(reached): [_share(row.reached) for row in rows],
        t("study.table.diverged"): [_share(row.diverged) for row in rows],
        t("study.table.failed"): [str(row.failed) for row in rows],
    }
    explained_table(columns, t)
    alt = study_alt(result, t)
    live_chart(study_points(result, t), key="study-cloud", alt=alt, failed=t("race.failed"))
    st.caption(t("study.cloud"))
    chosen = st.selectbox(
        t("study.map"),
        range(len(rows)),
        format_func=lambda index: rows[index].label,
        key="study.contender",
        help=t("study.map_help"),
    )
    live_chart(study_map(result, chosen, t), key="study-map", alt=alt, failed=t("race.failed"))
    st.caption(t("study.gaps"))


def _best(one: ContenderResult, t: Translator) -> str:
    if one.best is None:
        return NONE
    setting = setting_text(one, one.best)
    if not one.ties:
        return setting
    return t("study.ties.spread" if one.by_score else "study.ties.rounding", setting=setting, count=one.ties)


def _number(value: float | None) -> str:
    return NONE if value is None else short(value)


def _share(value: float | None) -> str:
    return NONE if value is None else f"{100 * value:.0f}%"
