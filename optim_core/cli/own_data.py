"""The file with somebody's own data, which only the command line reads from a path."""

from dataclasses import replace
from pathlib import Path

from optim_core.base.errors import SpecError
from optim_core.cli.files import read_file
from optim_core.models.datasets import AbstractDataset, AbstractOwnData
from optim_core.models.datasets.own_data import with_file
from optim_core.models.datasets.table_arrays import digest_of

WHERE = "--data"


def with_data(dataset: AbstractDataset, data: Path | None) -> AbstractDataset:
    """The data set, with its data if it is made of the file `data`.

    SpecError without that file, and for another one; `UnreadableError` if it cannot be read.
    """
    if not isinstance(dataset, AbstractOwnData):
        return dataset
    if data is None:
        raise SpecError(WHERE, "data_needed", name=type(dataset).__name__)
    content = read_file(data)
    if digest_of(content) != dataset.digest:
        raise SpecError(WHERE, "data_other", got=data.name, wanted=dataset.digest)
    return with_file(dataset, data.name, content)


def with_any_data(dataset: AbstractDataset, data: Path | None) -> AbstractDataset:
    """As `with_data`, but a data set without a digest accepts any file. SpecError for a file that nothing needs."""
    if not isinstance(dataset, AbstractOwnData) and data is not None:
        raise unneeded(data)
    if isinstance(dataset, AbstractOwnData) and data is not None and not dataset.digest:
        dataset = replace(dataset, digest=digest_of(read_file(data)))
    return with_data(dataset, data)


def unneeded(data: Path) -> SpecError:
    """The error of a file that has no use."""
    return SpecError(WHERE, "data_unneeded", got=data.name)
