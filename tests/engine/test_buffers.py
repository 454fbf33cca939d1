"""A tape needs few buffers and copies, and no result is written over while it is still read."""

import pytest
import torch
from torch import Tensor

from optim_core.engine.record import OperationRecorder, Tape, lanes_last

GIVEN = lanes_last(torch.empty(32, 2)).copy_(torch.linspace(-2.0, 3.0, 64).reshape(32, 2)).double()


def stacked(x: Tensor) -> Tensor:
    """A stack, whose parts are computed before another operation and read after it."""
    first, second = x[:, 0].sin(), x[:, 1].cos()
    stack = torch.stack([first, second], -1)
    return torch.maximum(stack, first[:, None]) + second[:, None]


CASES = {
    "chain": (lambda x: ((x + 1) * 2).exp().cos().neg().abs() + x, 1),
    "two_arguments": (lambda x: torch.maximum(x + 1, x * 2) / (x.exp() + 3), 2),
    "a_view_of_the_same_buffer": (lambda x: torch.maximum(x + 1, (x + 1)[:, :1]).exp(), 2),
    "parts": (stacked, 2),
    "a_stack_of_stacks": (lambda x: torch.stack([torch.stack([x[:, 0] + 1, x[:, 1] * 2]), x.T.exp()]).neg(), 1),
    "one_part_twice": (lambda x: torch.stack([x[:, 0] + 1, x[:, 0] + 1], -1).exp(), 1),
    "no_elements_in_place": (lambda x: (x + 1).cumsum(0).exp(), 2),
}
"""Function -> the buffers that its tape needs."""


@pytest.mark.parametrize("name", CASES)
def test_few_buffers_hold_all_results(name: str) -> None:
    function, count = CASES[name]
    with OperationRecorder() as recorder:
        output = function(GIVEN)
    tape = Tape(recorder.operations, [GIVEN], [output], lanes_last)
    result = torch.full_like(output, torch.nan)
    given = lanes_last(GIVEN)
    thunks = tape.thunks([given], [result])
    for factor in (1.0, -1.7):
        given.copy_(GIVEN * factor)
        for thunk in thunks:
            thunk()
        assert torch.equal(result, function(given))
    assert len({buffer.data_ptr() for buffer in tape.buffers.buffers.values()}) == count


def test_the_parts_of_a_stack_are_not_copied() -> None:
    def function(x: Tensor) -> Tensor:
        return torch.stack([x[:, 0] * 2, x[:, 1] + 1], -1)

    with OperationRecorder() as recorder:
        output = function(GIVEN)
    thunks = Tape(recorder.operations, [GIVEN], [output], lanes_last).thunks([GIVEN], [result := lanes_last(GIVEN)])
    assert len(thunks) == 2
    for thunk in thunks:
        thunk()
    assert torch.equal(result, output)
