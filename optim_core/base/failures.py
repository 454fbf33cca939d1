"""Conversion of an exception of an optimizer into a `Failure`, which is part of a result."""

import torch

from optim_core.base.result import Failure

MAX_TEXT = 200
CAUGHT = (Exception, SystemExit)
"""What a call of an optimizer's class may raise without ending more than its own run."""
NEW_TENSORS = "it puts new tensors in the place of its parameters' data"
"""The message about a class that does not update its parameters in place."""
NOT_CAUGHT = (MemoryError, torch.OutOfMemoryError)
"""A lack of memory is a fault of the machine and never part of a result."""


def failure_of(error: BaseException) -> Failure:
    """The class and the message of an exception, on one line of at most `MAX_TEXT` characters.

    Raises the exception again if it is one of `NOT_CAUGHT`.
    """
    if isinstance(error, NOT_CAUGHT):
        raise error
    return described(error)


def described(error: BaseException) -> Failure:
    """The class and the message of any exception; the message is empty if it cannot be made."""
    try:
        text = " ".join(str(error).split())
    except Exception:  # the class of an exception may be a plugin's, too
        text = ""
    return Failure(type(error).__name__, text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…")
