"""Formats that Python and the browser share, by tables in tests/data; tests/frontend holds the browser to the same."""

import json
import math
import shutil
import struct
import subprocess
from random import Random
from typing import Any

import numpy as np
import pytest

from optim_core.figures.maps.panel import hover_texts
from optim_core.figures.numbers import sendable, short
from tests.server import ROOT

NODE = shutil.which("node")
SHORT = """
import { readFileSync } from "node:fs";
import { short } from "./frontend/lib/numbers.js";
const values = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(values.map((value) => short(Number(value)))));
"""


def table(name: str) -> list[dict[str, Any]]:
    """The cases in tests/data/`name`.json."""
    cases: list[dict[str, Any]] = json.loads((ROOT / "tests" / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return cases


@pytest.mark.parametrize("case", table("number_formats"), ids=lambda case: str(case["value"]))
def test_a_number_has_the_short_form_of_the_table(case):
    assert short(float(case["value"])) == case["text"]


@pytest.mark.parametrize("case", table("packed_arrays"), ids=lambda case: f"{case['dtype']}-{case['values']}")
def test_an_array_is_sent_as_the_table_has_it(case):
    assert sendable(np.array(case["values"], dtype=case["dtype"])) == case["sent"]


@pytest.mark.parametrize("case", table("cell_texts"), ids=lambda case: case["cells"]["names"][2])
def test_hover_texts_are_those_of_the_table(case):
    assert hover_texts(case["cells"], case["z"]) == case["texts"]


@pytest.mark.skipif(NODE is None, reason="no node")
def test_any_number_is_the_same_text_in_python_and_in_the_browser():
    random = Random(0)
    bits = [struct.unpack("<d", random.randbytes(8))[0] for _ in range(4_000)]
    plain = [random.choice((-1, 1)) * 10 ** random.uniform(-5, 7) for _ in range(4_000)]
    halves = [round(random.uniform(-2e5, 2e5)) / 2**k for k in range(12) for _ in range(200)]
    values = [value for value in (*bits, *plain, *halves) if math.isfinite(value)]
    asked = json.dumps([repr(value) for value in values])
    command = [str(NODE), "--input-type=module", "--eval", SHORT]
    answer = subprocess.run(command, cwd=ROOT, input=asked, capture_output=True, text=True, timeout=60, check=True)
    texts = json.loads(answer.stdout)
    assert [(value, text) for value, text in zip(values, texts, strict=True) if text != short(value)] == []
