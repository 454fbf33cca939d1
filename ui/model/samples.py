"""The texts that contenders write, each character for character."""

from collections.abc import Sequence

import streamlit as st

from optim_core.figures.style import contender_style
from optim_core.models.datasets import AbstractDataset, AbstractText
from optim_core.train.text_samples import LENGTH, prompt
from ui.session.literal import literal, quoted


def samples(names: Sequence[str], texts: Sequence[Sequence[str]], indices: Sequence[int]) -> None:
    """A block per contender with its lines, one for each recorded step."""
    for name, lines, index in zip(names, texts, indices, strict=True):
        st.markdown(f"{contender_style(index).chip} {literal(name)}")
        st.code("\n".join(lines), language=None, wrap_lines=True)


def about_samples(dataset: AbstractDataset) -> dict[str, object]:
    """Values for the sentence below the texts; empty for other data."""
    return {"prompt": quoted(prompt(dataset).strip()), "length": LENGTH} if isinstance(dataset, AbstractText) else {}
