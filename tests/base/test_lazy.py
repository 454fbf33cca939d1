"""A cached property is computed once, and delays no other instance meanwhile."""

import ast
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field

from optim_core.base.executor import FairExecutor
from optim_core.base.lazy import cached_property
from optim_core.base.time_slices import yield_if_due
from tests.test_layers import NAMES


@dataclass(frozen=True)
class Square:
    side: int
    compute: Callable[[int], int]
    calls: list[int] = field(default_factory=list)

    @cached_property
    def area(self) -> int:
        self.calls.append(self.side)
        return self.compute(self.side)


def test_it_is_computed_once():
    square = Square(3, lambda side: side**2)
    assert (square.area, square.area, square.calls) == (9, 9, [3])
    assert isinstance(Square.area, cached_property)


def test_a_slow_instance_does_not_delay_another():
    release = threading.Event()
    slow = Square(1, lambda side: side + release.wait(30))
    thread = threading.Thread(target=lambda: slow.area)
    thread.start()
    try:
        found: Future[int] = Future()
        threading.Thread(target=lambda: found.set_result(Square(2, abs).area), daemon=True).start()
        assert found.result(timeout=10) == 2
    finally:
        release.set()
        thread.join()


def paused_area(side: int) -> int:
    def count(side: int) -> int:
        for _ in range(200):
            threading.Event().wait(0.001)
            yield_if_due()
        return side

    return Square(side, count).area


def test_two_jobs_of_one_worker_pause_inside_the_same_property():
    executor = FairExecutor(0)
    try:
        jobs = [executor.submit(paused_area, side, owner=side) for side in (1, 2)]
        assert wait(jobs, timeout=30).not_done == set()
        assert [job.result() for job in jobs] == [1, 2]
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def test_nobody_uses_the_property_that_locks():
    def takes(source: str) -> bool:
        nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
        return any(
            node.module == "functools" and alias.name == "cached_property" for node in nodes for alias in node.names
        )

    assert [name for name, source in NAMES.items() if takes(source)] == []
