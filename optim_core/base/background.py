"""A background thread that drives one long piece of work through the pool."""

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Hashable
from concurrent.futures import CancelledError


class AbstractBackground(ABC):
    """Long work in a thread of its own, which submits pool jobs for `owner` and waits for them.

    `failed` says whether the last start ended in an exception.
    """

    def __init__(self, owner: Hashable = None) -> None:
        self.failed, self.owner = False, owner
        self._halt = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    @abstractmethod
    def done(self) -> bool:
        """Whether no work is left."""

    @abstractmethod
    def _work(self) -> None:
        """Work until it is done or `_halt` is set."""

    def start(self) -> None:
        """Start the thread, or continue where it was stopped; does nothing if it runs or is done."""
        if not self.running and not self.done:
            self._halt.clear()
            self.failed = False
            self._thread = threading.Thread(target=self._guarded, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop after the current chunk of work; the progress so far is preserved."""
        self._halt.set()

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _guarded(self) -> None:
        try:
            self._work()
        except CancelledError:  # the owner has left, or the server shuts down
            pass
        except Exception:  # every error must reach the visitor as `failed`
            logging.getLogger(type(self).__module__).exception("%s failed", type(self).__name__)
            self.failed = True
