"""One measurement with its target, tables of measurements, and timing."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """One number with its target, if it has one; `how` describes the measurement."""

    what: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False
    how: str

    @property
    def met(self) -> bool:
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value <= self.target

    @property
    def cells(self) -> tuple[str, ...]:
        if self.target is None:
            return (self.what, f"{self.value:.3g} {self.unit}", "–", "–", self.how)
        bound = f"{'≥' if self.at_least else '≤'} {self.target:g}"
        return (self.what, f"{self.value:.3g} {self.unit}", bound, "met" if self.met else "MISSED", self.how)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Text of the rows in aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def best_of(rounds: int, *works: Callable[[], object]) -> list[float]:
    """Shortest time of each function in seconds; they run in turn, so that other load affects all of them."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for index, work in enumerate(works):
            start = time.perf_counter()
            work()
            least[index] = min(least[index], time.perf_counter() - start)
    return least
