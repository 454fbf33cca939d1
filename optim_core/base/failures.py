"""What an optimizer raises, as a value of the result."""

import torch

from optim_core.base.result import Failure

LONGEST_TEXT = 200
NOT_ITS_OWN = (MemoryError, torch.OutOfMemoryError)
"""What the machine has run out of is no result of an optimizer."""


def failure_of(error: Exception) -> Failure:
    """The exception's class and, on one line of at most `LONGEST_TEXT` characters, what it says.

    An exception that says that memory has run out is raised again.
    """
    if isinstance(error, NOT_ITS_OWN):
        raise error
    text = " ".join(str(error).split())
    return Failure(type(error).__name__, text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…")
