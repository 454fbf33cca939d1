"""Exported scripts, each run in a process of its own that has nothing of this project."""

import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

FORKING = """
import os, runpy, sys, torch
torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))])  # torch makes further imports at its first optimizer
for line in sys.stdin:
    script, *path = line.rstrip("\\n").split("\\t")
    if not (child := os.fork()):
        os.chdir(os.path.dirname(script))
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"{script}.{name}", os.O_CREAT | os.O_TRUNC | os.O_WRONLY), number)
        sys.path[:0] = path
        sys.stdin = open(os.devnull)
        runpy.run_path(script, run_name="__main__")
        break
    print(os.waitpid(child, 0)[1], flush=True)
"""
"""Source of a process that has imported torch, which takes seconds, and gives each script a copy of itself."""


@cache
def _forking() -> subprocess.Popen[str]:
    """The process that makes the copies: isolated, so that it sees installed packages only."""
    command = [sys.executable, "-I", "-c", FORKING]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def printed(script: str, folder: Path, path: Sequence[str] = ()) -> list[str]:
    """The lines that the script prints when it is run in the folder, with these folders on Python's path.

    AssertionError, with what it says, if it does not end well.
    """
    file, process = folder / "script.py", _forking()
    file.write_text(script, encoding="utf-8")
    process.stdin.write("\t".join([str(file), *path]) + "\n")
    process.stdin.flush()
    status = process.stdout.readline()
    said = {name: Path(f"{file}.{name}").read_text(encoding="utf-8") for name in ("out", "err")}
    assert status == "0\n", said["err"]
    return said["out"].splitlines()


def close() -> None:
    """End the process, if a test has started it."""
    if _forking.cache_info().currsize:
        with _forking() as process:
            process.stdin.close()
