"""`python -m benchmarks` runs all benchmarks, `python -m benchmarks NAME ...` the named ones."""

import importlib
import sys

from benchmarks.measurement import Measurement, table

SUBJECTS = (
    "descend",
    "train",
    "diagnosis",
    "sweep",
    "scaling",
    "classroom",
    "crowd",
    "room",
    "fair_load",
    "rerun",
    "memory",
    "opening",
    "paint",
    "playback",
    "drag",
    "coarse_map",
)
HEAD = ("what", "measured", "target", "verdict", "how")


def main(names: list[str]) -> int:
    """Print a row per measurement; return 0, 1 if one misses its target, or 2 for an unknown name.

    `fair-load` is another spelling of `fair_load`, and so is each other hyphen.
    """
    names = [name.replace("-", "_") for name in names]
    if unknown := set(names) - set(SUBJECTS):
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
        return 2
    measurements: list[Measurement] = []
    for name in names or SUBJECTS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        measurements += importlib.import_module(f"benchmarks.{name}").measurements()
    print(table([HEAD, *(measurement.cells for measurement in measurements)]))
    return 0 if all(measurement.met for measurement in measurements) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
