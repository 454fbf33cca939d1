"""Work that goes on beside the session until it is done, stopped or abandoned."""

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Hashable
from concurrent.futures import CancelledError


class AbstractBackground(ABC):
    """A thread that only waits for the pool, in which its jobs are those of `owner`; the session is not blocked."""

    def __init__(self, owner: Hashable = None) -> None:
        self.failed, self.owner = False, owner
        self._halt = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    @abstractmethod
    def done(self) -> bool:
        """Whether nothing is left to do."""

    @abstractmethod
    def _work(self) -> None:
        """Go on until it is done or `_halt` is set."""

    def start(self) -> None:
        """Begin, or go on from where it was stopped."""
        if not self.running and not self.done:
            self._halt.clear()
            self.failed = False
            self._thread = threading.Thread(target=self._guarded, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop after what is at hand; what was reached stays."""
        self._halt.set()

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _guarded(self) -> None:
        try:
            self._work()
        except CancelledError:  # the owner has left, or the server is going down
            pass
        except Exception:  # whatever it is, the visitor must learn that the work has ended
            logging.getLogger(type(self).__module__).exception("%s failed", type(self).__name__)
            self.failed = True
