"""The JavaScript of the browser engine, run by Node.js."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

PLAYER = Path(__file__).with_name("play.mjs")
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


def ask_node(requests: Sequence[dict[str, Any]]) -> list[Any]:
    """The answers of play.mjs to these requests, all in one process."""
    given = json.dumps(requests, default=lambda array: array.tolist())
    done = subprocess.run(["node", str(PLAYER)], input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers
