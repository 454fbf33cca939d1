"""Below a training: what happened to each contender in plain words, with what to try next."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.hyper_label import hyper_label
from optim_core.base.text import Translator
from optim_core.explain.training_diagnosis import OF_ALL_SEEDS, REMARK, Finding, diagnose_training
from optim_core.explain.training_diagnosis.attempts import owner_of
from optim_core.figures import style
from optim_core.figures.numbers import short
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import ModelView
from optim_core.train.background_job import TrainingJob
from ui.components.loader import component
from ui.compute import shared_results, training, visitor
from ui.compute.own_table import read_page_run
from ui.model.scene import Scene
from ui.model.stage import scene_of
from ui.session.active_run import active_indices, read_run
from ui.session.callbacks import on_click, reported
from ui.session.fragments import on_run, part, redraw
from ui.session.literal import quoted
from ui.session.page_state import PageState
from ui.widgets.entry_controls import option_name

KEY, PART = "training-words", "training_diagnosis"
PRIVATE = "training_diagnosis.private"
"""In the session: the findings about a training on the visitor's own data, which no other session may see."""
MOST = 3
"""Findings of a contender that are shown at once."""
SECONDS = 90.0
"""Limit of the working time for one contender."""
Found = tuple[tuple[Finding, ...], ...]

_cards = component("training_words", "cards")


def training_diagnosis(state: PageState, t: Translator) -> None:
    """A card for each contender of the training that is shown, as a part of the page."""
    part(state, PART, partial(_draw, state, t), depends=on_run)


def _draw(state: PageState, t: Translator) -> None:
    job, run, indices = _shown(state)
    if job is None or not job.logs():
        return
    st.header(t("training_diagnosis.title"), anchor=False)
    if job.running:
        st.caption(t("training_diagnosis.live"))
        return
    scene = scene_of(job, run or job.run, indices, state)
    is_own = job.run == run
    with st.spinner(t("training_diagnosis.computing")):
        found = findings(scene)
    st.caption(t("training_diagnosis.intro" if is_own else "training_diagnosis.changed"))
    cards = [
        _card(scene.run, logs, index, name, rows, t, is_own=is_own)
        for logs, index, name, rows in zip(scene.logs, scene.indices, labels(scene.run.optimizers), found, strict=True)
    ]
    data = {"cards": cards, "query": "", "more": t("training_diagnosis.more"), "failed": t("race.failed")}
    tried = on_click(_try, state)
    _cards(key=KEY, data=data, on_open_change=lambda: None, on_attempt_change=tried)


def _shown(state: PageState) -> tuple[TrainingJob | None, ModelRun | None, Sequence[int]]:
    """The training that the stage shows; the run of the page's state, if it is valid, with its contenders' indices."""
    with suppress(SpecError):  # the stage says what is wrong
        run = read_run(read_page_run, state.query)
        return training.job(run), run, active_indices(state.query)
    return st.session_state.get("job"), None, ()


def findings(scene: Scene) -> Found:
    """The findings about each contender of a finished training, computed in the pool, and at once for all of them."""
    run, pending = scene.run, []
    reached = tuple(len(log.loss) for logs in scene.logs for log in logs)
    if run.dataset.private:
        name, stored = (repr(run), reached), st.session_state.get(PRIVATE)
        if stored is None or stored[0] != name:
            logs = tuple(log for row in scene.logs for log in row)
            seconds = SECONDS * len(scene.logs)
            stored = st.session_state[PRIVATE] = name, visitor.run(diagnose_training, run, logs, seconds=seconds)
        own: Found = stored[1]
        return own
    for optimizer, row in zip(run.optimizers, scene.logs, strict=True):
        alone = replace(run, optimizers=(optimizer,))
        key = alone, tuple(len(log.loss) for log in row)
        pending.append((shared_results.begin(diagnose_training, alone, row, seconds=SECONDS, key=key), alone, row))
    ended = [shared_results.ended(future, diagnose_training, alone, row) for future, alone, row in pending]
    return tuple(rows for (rows,) in ended)


def _card(
    run: ModelRun,
    logs: Sequence[TrainingLog],
    index: int,
    name: str,
    found: Sequence[Finding],
    t: Translator,
    *,
    is_own: bool,
) -> Mapping[str, Any]:
    defects = sum(each.weight >= REMARK for each in found)
    return {
        "name": name,
        "number": index + 1,
        "glyph": style.contender_style(index).glyph,
        "color": style.contender_style(index).color,
        "step": None,
        "findings": [_sentence(run, logs[0], each, t, is_own=is_own) for each in found],
        "first": min(defects, MOST),
        "nothing": t("training_diagnosis.nothing" if len(logs[0].loss) else "training_diagnosis.none"),
    }


def _sentence(run: ModelRun, log: TrainingLog, finding: Finding, t: Translator, *, is_own: bool) -> dict[str, Any]:
    """A finding in words, which name the seed of the `log` where they are about one of several seeds."""
    values = {name: value if isinstance(value, str) else short(value) for name, value in finding.values.items()}
    values |= {name: quoted(value) for name, value in values.items() if name == "error"}  # the text of an exception
    attempts = [_attempt(run, log.optimizer, *entry, t) for entry in finding.attempt.items()] if is_own else []
    text = t(f"training_finding.{finding.key}", **values)
    if run.seeds > 1 and finding.key not in OF_ALL_SEEDS:
        text = t("training_diagnosis.of_seed", seed=log.seed, finding=text)
    return {"text": text, "step": None, "attempts": attempts}


def _attempt(run: ModelRun, optimizer: AbstractOptimizer, name: str, value: float | bool | str, t: Translator) -> str:
    """The label of a button that sets the entry `name` to `value`."""
    cls, field = owner_of(run, optimizer, name)
    domain = hypers(cls)[field]
    words = option_name(t, field, value) if isinstance(value, str) else domain.format(value)
    return t("diagnosis.try", change=f"{hyper_label(t, cls, field, domain)}: {words}")


def _try(state: PageState) -> None:
    """Apply the attempt that the browser names by the positions of its contender, its finding and its own."""
    job, run, indices = _shown(state)
    if job is None or run is None or job.run != run or job.running:
        return
    scene = Scene.of(job, state.view(ModelView), indices)
    with suppress(IndexError, ValueError, TypeError):
        card, finding, nth = reported(KEY, "attempt")
        if not all(type(one) is int and one >= 0 for one in (card, finding, nth)):
            return
        name, value = list(findings(scene)[card][finding].attempt.items())[nth]
        of_contender = name.partition(".")[0] in (*hypers(type(run.optimizers[card])), "schedule")
        entry = f"o{indices[card] + 1}.{name}" if of_contender else name
        state.set(**{entry: value})
        redraw(state, entry)
