"""One server of the app for all workers of a test run."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from pathlib import Path

from tests.server import serving


@contextmanager
def shared_server(folder: Path) -> Iterator[str]:
    """The address of the server of all processes that name the same `folder`; it ends after the last block of them.

    The first process starts it, and at the end of its own block waits for the others. The kernel frees the locks of a
    process that dies.
    """
    address = folder / "address.txt"
    with (folder / "door").open("w") as door, (folder / "users").open("w") as users:
        flock(door, LOCK_EX)
        if address.exists():
            flock(users, LOCK_SH)
            url = address.read_text(encoding="utf-8")
            flock(door, LOCK_UN)
            yield url
            return
        with serving() as url:
            address.write_text(url, encoding="utf-8")
            flock(door, LOCK_UN)
            try:
                yield url
            finally:
                flock(door, LOCK_EX)
                flock(users, LOCK_EX)
                address.unlink()
