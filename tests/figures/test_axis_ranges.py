"""The axes that the browser chooses are those of Python: tests/frontend/lab.test.js reads the same table."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optim_core.figures.scales import scale

CASES = json.loads((Path(__file__).parents[1] / "data" / "axis_ranges.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_the_table_holds_what_python_chooses(case: dict[str, Any]) -> None:
    found = scale([np.array(curve, float) for curve in case["curves"]], case["diverged"], case["kind"])
    assert (found.log, [found.low, found.high]) == (case["log"], case["range"])
