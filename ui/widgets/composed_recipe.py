"""The known name of the method that the switches of a composed optimizer make."""

import streamlit as st

from optim_core.base.text import Translator
from optim_core.export.optimizer_source import construct
from optim_core.optimizers import AbstractOptimizer, Composed
from optim_core.optimizers.labels import full_name
from optim_core.permalink import write_fields


def show_recipe(optimizer: Composed, t: Translator) -> None:
    """Show the name, what it does and an optimizer of the same steps; or that these parts have no name."""
    found = optimizer.recipe
    if found is None:
        st.caption(t("recipe.nameless"))
        return
    messages = [t("recipe.found", name=found.name), t(f"recipe.{found.key}")]
    if optimizer.decoupled_weight_decay and optimizer.weight_decay:
        messages.append(t("recipe.decoupled"))
    st.success(" ".join(messages))
    if found.equivalent is not None:
        st.caption(t("recipe.equivalent", call=_call(found.equivalent)))


def _call(equivalent: AbstractOptimizer) -> str:
    """The call that makes it in torch; beyond torch, its name and the values that differ from its defaults."""
    if equivalent.torch_class is not None:
        return construct(equivalent, "params")
    return f"{full_name(equivalent)}({', '.join(f'{name}={text}' for name, text in write_fields(equivalent).items())})"
