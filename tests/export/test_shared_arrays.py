"""Arrays of JSON data that are written once."""

import json
from base64 import b64decode

import numpy as np

from optim_core.export.shared_arrays import LONG, with_shared_arrays
from optim_core.figures.numbers import sendable

LIST = [None, *(0.5 * i for i in range(LONG))]


def test_equal_arrays_are_written_once() -> None:
    array = sendable(np.arange(3.0))
    tree, arrays = with_shared_arrays({"en": {"x": array, "z": [array]}, "ko": {"x": dict(array)}})
    assert tree == {"en": {"x": {"array": 0}, "z": [{"array": 0}]}, "ko": {"x": {"array": 0}}}
    assert arrays == [array]


def test_long_lists_of_coordinates_become_arrays_with_gaps() -> None:
    tree, arrays = with_shared_arrays({"x": LIST, "y": LIST[:9], "steps": LIST})
    assert tree == {"x": {"array": 0}, "y": LIST[:9], "steps": LIST}
    assert arrays[0]["dtype"] == "f4"
    np.testing.assert_array_equal(np.frombuffer(b64decode(arrays[0]["bdata"]), np.float32), np.array(LIST, float))


def test_what_single_precision_does_not_hold_keeps_its_value() -> None:
    _, (array,) = with_shared_arrays({"loss": [*LIST, 1e200]})
    assert np.frombuffer(b64decode(array["bdata"]), np.float64)[-1] == 1e200


def test_all_else_stays() -> None:
    tree = {"a": [1, "x", None, {"b": True}], "x": [1.0, None]}
    assert json.dumps(with_shared_arrays(tree)[0]) == json.dumps(tree)
