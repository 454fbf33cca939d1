"""The known name of the method that the switches of a composed optimizer make."""

import streamlit as st

from optim_core.base.text import Translator
from optim_core.export.optimizer_source import construct
from optim_core.optimizers import AbstractOptimizer, Composed
from optim_core.optimizers.labels import called
from optim_core.permalink import write_fields


def arrival(optimizer: Composed, t: Translator) -> None:
    """The name that one has arrived at, what it does, and whose steps these are; or that there is no name."""
    found = optimizer.arrival
    if found is None:
        st.caption(t("arrival.nameless"))
        return
    said = [t("arrival.found", name=found.name), t(f"arrival.{found.key}")]
    if optimizer.decoupled_weight_decay and optimizer.weight_decay:
        said.append(t("arrival.apart"))
    st.success(" ".join(said))
    if found.twin is not None:
        st.caption(t("arrival.twin", call=_call(found.twin)))


def _call(twin: AbstractOptimizer) -> str:
    """As torch makes it; of an optimizer that torch does not have, its name and what differs from its defaults."""
    if twin.torch_class is not None:
        return construct(twin, "params")
    return f"{called(twin)}({', '.join(f'{name}={text}' for name, text in write_fields(twin).items())})"
