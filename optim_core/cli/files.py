"""Files that commands read and write."""

from pathlib import Path

from optim_core.base.errors import SpecError


class FileError(SpecError):
    """A file or folder cannot be written; `where` is its path."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(str(path), "unwritable", reason=error.strerror or type(error).__name__)


class UnreadableError(SpecError):
    """A file cannot be read; `where` is its path."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(str(path), "unreadable", reason=error.strerror or type(error).__name__)


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, replacing one of this name; text is UTF-8. FileError if that fails."""
    try:
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    except OSError as error:
        raise FileError(path, error) from None


def read_file(path: Path) -> bytes:
    """The content of a file. UnreadableError if that fails."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(path, error) from None


def make_folder(path: Path) -> None:
    """Make the folder and those above it where they are missing. FileError if that fails."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(path, error) from None
