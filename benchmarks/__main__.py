"""`python -m benchmarks` measures everything; `python -m benchmarks NAME ...` only what is named."""

import importlib
import sys

from benchmarks.figure import Figure, table

SUBJECTS = ("descend", "train", "sweep", "scaling", "crowd", "rerun", "memory", "paint", "playback")
HEAD = ("what", "measured", "target", "verdict", "how")


def main(names: list[str]) -> int:
    """Print a line a figure; 1 if one has missed its target."""
    if unknown := set(names) - set(SUBJECTS):
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
        return 2
    figures: list[Figure] = []
    for name in names or SUBJECTS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        figures += importlib.import_module(f"benchmarks.{name}").figures()
    print(table([HEAD, *(figure.cells for figure in figures)]))
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
