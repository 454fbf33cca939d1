"""Replayed powers are those of Python's numbers, in whatever order the steps come."""

import math

import pytest
import torch

from optim_core.engine.record import OperationRecorder, Tape, lanes_last

BASES = torch.tensor([0.9, 0.999, 0.9, 0.5, 0.0, 1.0], dtype=torch.float64)[:, None]


@pytest.mark.parametrize("order", [range(1, 40), range(1, 40, 2), [3, 2, 1, 7, 7, 1, 900]])
def test_powers_of_lanes_are_those_of_python(order) -> None:
    step, result = torch.zeros((), dtype=torch.float64), torch.empty_like(BASES)
    with OperationRecorder() as recorder:
        output = BASES**step
    (thunk,) = Tape(recorder.operations, [step], [output]).thunks([step], [result])
    for exponent in order:
        step.fill_(exponent)
        thunk()
        assert result.ravel().tolist() == [base**exponent for base in BASES.ravel().tolist()]


def test_the_root_of_a_number_is_that_of_python() -> None:
    number, result = torch.ones((), dtype=torch.float64), torch.empty((), dtype=torch.float64)
    with OperationRecorder() as recorder:
        output = number**0.5
    (thunk,) = Tape(recorder.operations, [number], [output]).thunks([number], [result])
    for value in (*torch.rand(2_000, dtype=torch.float64).tolist(), 0.0, 5e-324, 1e300, math.inf):
        number.fill_(value)
        thunk()
        assert result.item() == value**0.5
    number.fill_(-1.0)
    with pytest.warns(RuntimeWarning, match="invalid value"):
        thunk()
    assert result.isnan()


def test_a_value_of_each_lane_meets_both_coordinates() -> None:
    given = lanes_last(torch.empty(8, 2, dtype=torch.float64)).copy_(torch.rand(8, 2))
    lane, result = torch.rand(8, 1, dtype=torch.float64), lanes_last(given)
    with OperationRecorder() as recorder:
        output = lane - given
    for thunk in Tape(recorder.operations, [given], [output], lanes_last).thunks([given], [result]):
        thunk()
    assert torch.equal(result, lane - given)
