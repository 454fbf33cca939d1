"""A limit of the memory that a job may take."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STATM = Path("/proc/self/statm")
"""Where Linux says how many pages of memory a process has."""


@contextmanager
def memory_limit(size: int) -> Iterator[None]:
    """Within the block, this process gets at most `size` bytes more than it has; MemoryError beyond.

    Only processes of the pool on Linux are limited: in a thread of the server the limit would strike everyone.
    """
    if multiprocessing.parent_process() is None or not STATM.exists():
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(STATM.read_text().split()[0]) * resource.getpagesize()
    limits = [used + size, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
