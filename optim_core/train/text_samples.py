"""Texts that networks write: each continues the beginning of the test text, one character after the other."""

from unicodedata import normalize

import numpy as np
import torch
from torch import Tensor, nn

from optim_core.base.result import Array
from optim_core.models.datasets import AbstractText
from optim_core.specs import ModelRun
from optim_core.train.forward import outputs

LENGTH = 100
"""Characters that a network writes; letters of Hangul count by themselves."""


def prompt(dataset: AbstractText) -> str:
    """The characters that all networks continue, as a text."""
    return _written(dataset, _start(dataset).argmax(-1).tolist())


def text_samples(run: ModelRun, weights: Array) -> tuple[str, ...]:
    """The continuation that each network of `weights` (K, P) writes: its characters are drawn by its own probabilities.

    The random numbers are the same for all networks and on every call.
    """
    dataset = run.dataset
    if not isinstance(dataset, AbstractText) or not len(weights):
        return ()
    draws = torch.rand(LENGTH, 1, 1, generator=torch.Generator().manual_seed(run.seed), dtype=torch.float64)
    seen = _start(dataset).expand(len(weights), 1, -1, -1)
    written = []
    for draw in draws:
        shares = outputs(run, weights, seen)[:, 0, -1].double().softmax(-1).cumsum(-1)
        chosen = (shares < draw[0]).sum(-1).clamp(max=dataset.outputs - 1)
        written.append(chosen)
        new = nn.functional.one_hot(chosen, dataset.outputs).float()[:, None, None]
        seen = torch.cat([seen, new], dim=2)[:, :, -dataset.context :]
    return tuple(_written(dataset, numbers) for numbers in np.stack([each.numpy() for each in written], 1).tolist())


def _start(dataset: AbstractText) -> Tensor:
    """The words of the first stretch of the test text, or all of it if it has none (characters, classes)."""
    first = dataset.split().test_x[0]
    space = [place for place, one in enumerate(dataset.characters) if one == " "]
    spaces = first[:, space].sum(-1).nonzero().flatten().tolist()
    return first[spaces[0] + 1 : spaces[-1] + 1] if len(spaces) > 1 else first


def _written(dataset: AbstractText, numbers: list[int]) -> str:
    """The text of these characters; letters of Hangul are put together into syllables."""
    return normalize("NFC", "".join(dataset.characters[number] for number in numbers))
