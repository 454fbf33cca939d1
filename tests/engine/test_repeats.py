"""A tape leaves out repeated operations, and its results keep every bit."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from optim_core.engine.record import OperationRecorder, Tape, lanes_last

FIRST = torch.linspace(-2.0, 3.0, 64, dtype=torch.float64).reshape(32, 2)
SECOND = -FIRST.flip(0) * 1.7 + 0.3


def tape_of(function: Callable[[Tensor], Tensor]) -> Tape:
    """The tape of `function` of a tensor shaped as `FIRST`."""
    with OperationRecorder() as recorder:
        output = function(FIRST)
    return Tape(recorder.operations, [FIRST], [output], lanes_last)


CASES = {
    "twice": (lambda x: torch.sin(x) * torch.sin(x), 2),
    "chain": (lambda x: (x * 2 + 1) / (x * 2 + 1).abs(), 4),
    "neutral": (lambda x: ((x**1.0) * 1.0 - 0) / 1 + x, 1),
    "ones": (lambda x: (torch.ones_like(x) * x) * torch.ones_like(x) + x, 1),
    "signed_zeros": (lambda x: (x * 0.0) - (x * -0.0), 3),
    "views": (lambda x: torch.stack([(x * 2)[:, 0] + (x * 2)[:, 1], x.unbind(-1)[0] * 3], -1), 4),
    "the_output_is_a_repeat": (lambda x: (x.exp() + x.exp().sum(0), x.exp())[1], 1),
    "the_output_is_the_input": (lambda x: x**1, 0),
    "other_arguments": (lambda x: torch.add(x, x, alpha=2) + torch.add(x, x, alpha=3), 3),
    "written": (lambda x: x.clone().mul_(2) + x.clone(), 4),
}
"""Function -> the operations that its tape runs, views apart."""


@pytest.mark.parametrize("name", CASES)
def test_a_replay_without_repeats_has_the_same_bits(name: str) -> None:
    function, count = CASES[name]
    tape = tape_of(function)
    assert len([op for op in tape.operations if not op.is_view]) == count
    given, found = lanes_last(FIRST), lanes_last(FIRST)
    thunks = tape.thunks([given], [found])
    for value in (SECOND, FIRST):
        given.copy_(value)
        for thunk in thunks:
            thunk()
        assert torch.equal(found.view(torch.int64), function(value).view(torch.int64))


def test_a_buffer_lasts_until_the_last_use_of_a_repeat() -> None:
    """The second sine is the first one, whose buffer is not given to an operation between the two."""
    tape = tape_of(lambda x: (torch.sin(x) + 1).exp().cos().neg().abs() * torch.sin(x))
    given, found = lanes_last(FIRST).copy_(SECOND), lanes_last(FIRST)
    for thunk in tape.thunks([given], [found]):
        thunk()
    assert torch.equal(found, (torch.sin(SECOND) + 1).exp().cos().neg().abs() * torch.sin(SECOND))


def test_a_random_operation_is_no_repeat() -> None:
    tape = tape_of(lambda x: torch.rand_like(x * 2) + torch.rand_like(x * 2))
    assert len([op for op in tape.operations if "rand" in str(op.function)]) == 2
