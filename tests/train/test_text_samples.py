"""Texts of networks: the same on every call, and those of a network that is asked step by step."""

from dataclasses import replace

import numpy as np
import torch

from optim_core.models import Transformer
from optim_core.models.datasets import Text
from optim_core.models.datasets.korean_constitution import korean_constitution
from optim_core.models.datasets.us_constitution import us_constitution
from optim_core.optimizers import SGD, Adam
from optim_core.specs import ModelRun
from optim_core.train import train
from optim_core.train.text_samples import LENGTH, prompt, text_samples

RUN = ModelRun(
    dataset=Text(context=16), model=Transformer(depth=1, width=16), optimizers=(Adam(lr=0.02), SGD(lr=0.5)), epochs=1
)


def test_a_text_is_drawn_by_the_networks_own_probabilities_and_does_not_depend_on_the_others():
    weights = np.stack([log.weights[-1] for log in train(RUN)])
    found = text_samples(RUN, weights)
    assert found == text_samples(RUN, weights)
    assert found[1:] == text_samples(RUN, weights[1:])
    module, characters = RUN.model.build(RUN.dataset.inputs, RUN.dataset.outputs), RUN.dataset.characters
    torch.nn.utils.vector_to_parameters(torch.tensor(weights[0]), module.parameters())
    text = prompt(RUN.dataset)
    draws = torch.rand(LENGTH, 1, 1, generator=torch.Generator().manual_seed(0), dtype=torch.float64).flatten()
    for draw in draws.tolist():
        numbers = torch.tensor([characters.index(one) for one in text[-16:]])
        shares = module(torch.nn.functional.one_hot(numbers, len(characters)).float()[None])[0, -1].double().softmax(0)
        text += characters[int((shares.cumsum(0) < draw).sum())]
    assert text == prompt(RUN.dataset) + found[0]


def test_korean_is_put_together_into_syllables():
    run = replace(RUN, dataset=Text(language="korean"))
    written = text_samples(run, train(run)[0].weights[-1:])[0]
    assert "가" <= max(written) <= "힣"
    assert prompt(run.dataset) in " ".join(korean_constitution().split())
    assert prompt(Text()) in " ".join(us_constitution().lower().split())
    assert prompt(Text()).endswith(" ")


def test_weights_that_overflow_write_something_all_the_same():
    weights = train(RUN)[0].weights[-1:] * np.float32(1e30)
    assert len(text_samples(RUN, weights)[0]) == LENGTH
