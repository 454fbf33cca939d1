"""Which values of a long history are shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optim_core.specs import MAX_MODEL_STEPS
from optim_core.specs.thinning import MOST_ROWS, shown_rows, stride
from tests.quick import examples


@pytest.mark.parametrize("count", [0, 1, MOST_ROWS])
def test_a_short_history_is_shown_in_full(count):
    assert shown_rows(np.ones(count), stride(count)).tolist() == list(range(count))


@pytest.mark.parametrize("count", [MOST_ROWS + 1, 3 * MOST_ROWS, MAX_MODEL_STEPS - 1, MAX_MODEL_STEPS])
def test_a_long_one_is_bounded_and_no_spike_is_left_out(count):
    generator = np.random.default_rng(0)
    for at in (0, 1, count // 2, count - 2, count - 1):
        values = generator.standard_normal(count)
        values[at] = 1e6
        rows = shown_rows(values, stride(count))
        assert len(rows) <= MOST_ROWS + 2
        assert {0, at, int(values.argmin()), count - 1} <= set(rows.tolist())


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=60),
    st.integers(2, 9),
)
@examples(200)
def test_each_part_keeps_its_extremes_whatever_its_floats(numbers, every):
    values = np.array(numbers, float)
    rows = shown_rows(values, every)
    assert rows.tolist() == sorted(set(rows.tolist()))
    assert not len(rows) or (rows[0], rows[-1]) == (0, len(values) - 1)
    for first in range(0, len(values), every):
        part = values[first : first + every]
        kept = values[rows[(rows >= first) & (rows < first + every)]]
        assert len(kept)
        if not np.isnan(part).all():
            assert (np.nanmin(kept), np.nanmax(kept)) == (np.nanmin(part), np.nanmax(part))
