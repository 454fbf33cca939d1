"""Where the jobs of a study run: worker processes of this machine, or a Dask cluster.

Both provide a `concurrent.futures.Executor`.
"""

import importlib
import re
import socket
import threading
from abc import ABC, abstractmethod
from concurrent.futures import Executor
from contextlib import suppress
from types import TracebackType
from typing import Any, ClassVar, Self

from optim_core.base.executor import FairExecutor

CONNECT_SECONDS = 10
ADDRESS = re.compile(r"((tcp|tls|ucx|ws|wss)://)?(?P<host>[^\s/:\[\]]+|\[[0-9a-fA-F:.]+\]):(?P<port>[0-9]{1,5})")
"""The form of a scheduler's address that Dask accepts."""


class EngineError(Exception):
    """A cluster that cannot be used. `t("study.engine." + key, address=address)` says why."""

    def __init__(self, key: str, address: str) -> None:
        self.key, self.address = key, address
        super().__init__(f"{address}: {key}")


class AbstractEngine(ABC):
    """Base of the engines: a context with an `executor` for jobs. Leaving it abandons the jobs that still run."""

    executor: Executor
    address: str = ""
    tries: ClassVar[int]
    """How often a job that runs alone may lose its worker before it counts as the cause: a system may kill one too."""

    @property
    @abstractmethod
    def width(self) -> int:
        """How many jobs run at once."""

    @property
    def lost(self) -> bool:
        """Whether no job can be run anymore."""
        return False

    @abstractmethod
    def renew(self) -> None:
        """Make `executor` usable after one of its workers has died."""

    @abstractmethod
    def close(self) -> None:
        """Abandon all jobs immediately."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Pool(AbstractEngine):
    """Worker processes of this machine."""

    tries: ClassVar = 3

    def __init__(self, workers: int) -> None:
        self._count = workers
        self.executor: FairExecutor = FairExecutor(workers)

    @property
    def width(self) -> int:
        return self._count

    def renew(self) -> None:
        """Replace the whole pool, which a dead worker breaks."""
        self.close()
        self.executor = FairExecutor(self._count)

    def close(self) -> None:
        self.executor.kill()


class Dask(AbstractEngine):
    """The workers of an existing Dask cluster; the project must be importable there.

    Dask itself gives a dead worker's jobs to other workers. A job that runs when the engine is closed runs to its end.
    """

    tries: ClassVar = 1  # each of which is up to 4 tries by Dask, unless its scheduler is configured otherwise

    def __init__(self, address: str) -> None:
        """Connect. EngineError (`address`, `missing`, `unreachable`): no address, no Dask, no scheduler there."""
        host_port = _host_and_port(address)
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError:
            raise EngineError("missing", address) from None
        self.address = address
        self._client: Any = _connected(distributed, address, host_port)
        self.executor = self._client.get_executor(pure=False, retries=0)

    @property
    def width(self) -> int:
        try:
            threads: dict[str, int] = self._client.nthreads()
        except OSError as error:
            raise EngineError("lost", self.address) from error
        return max(sum(threads.values()), 1)

    @property
    def lost(self) -> bool:
        return bool(self._client.status != "running")

    def renew(self) -> None:
        """Nothing to do: the cluster outlives its workers."""

    def close(self) -> None:
        self.executor.shutdown(wait=False)
        self._client.close(timeout=1)


def _host_and_port(address: str) -> tuple[str, int]:
    parts = ADDRESS.fullmatch(address)
    if parts is None or not 0 < int(parts["port"]) < 2**16:
        raise EngineError("address", address)
    return parts["host"].strip("[]"), int(parts["port"])


def _connected(distributed: Any, address: str, host_port: tuple[str, int]) -> Any:
    """A client of the scheduler at that address; EngineError (`unreachable`) if none answers in time.

    Dask itself retries a refused connection, and waits forever for a server that speaks another protocol.
    """
    found: list[Any] = []

    def connect() -> None:
        with suppress(Exception):  # whatever Dask raises, there is no client
            found.append(distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False))

    try:
        socket.create_connection(host_port, CONNECT_SECONDS).close()
    except (OSError, ValueError) as error:
        raise EngineError("unreachable", address) from error
    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(CONNECT_SECONDS)
    if not found:
        raise EngineError("unreachable", address)
    return found[0]


def engine(workers: int, dask: str | None) -> AbstractEngine:
    """The engine for a Dask address, or for this machine if the address is empty. EngineError as in `Dask`."""
    return Dask(dask) if dask else Pool(workers)
