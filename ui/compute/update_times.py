"""Seconds of computing of the contenders of a training, measured in the pool and kept for all visitors."""

import streamlit as st

from optim_core.base.text import Translator
from optim_core.specs import ModelRun
from optim_core.train.evaluation_seconds import alone, evaluation_seconds
from ui.compute import shared_results, visitor


def update_times(run: ModelRun, t: Translator) -> tuple[float, ...]:
    """As `evaluation_seconds`, one contender after the other; shows progress while they are measured.

    A contender that has been measured on this server keeps its time, beside whichever others.
    """
    bar, count = st.empty(), len(run.optimizers)
    found: list[float] = []
    for contender in range(count):
        one = alone(run, contender)
        future = shared_results.begin(evaluation_seconds, one)
        for _ in visitor.looks([future]):
            bar.progress(contender / count, t("model.measuring"))
        (seconds,) = shared_results.ended(future, evaluation_seconds, one)
        found.append(seconds)
    bar.empty()
    return tuple(found)
