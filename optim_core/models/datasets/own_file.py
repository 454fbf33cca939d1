"""A file of somebody's own, with what it holds."""

from typing import NamedTuple

from optim_core.models.datasets.base import AbstractDataset
from optim_core.models.datasets.own_data import AbstractOwnData, with_file
from optim_core.models.datasets.own_table import OWN_TABLES, Survey
from optim_core.models.datasets.own_text import OwnText, TextSurvey


class OwnFile(NamedTuple):
    """A file of somebody's own."""

    name: str
    data: bytes
    survey: Survey | TextSurvey

    @property
    def names(self) -> tuple[str, ...]:
        """The data sets that can be made of it."""
        return tuple(cls.__name__ for cls in ((OwnText,) if isinstance(self.survey, TextSurvey) else OWN_TABLES))

    def is_of(self, dataset: AbstractOwnData) -> bool:
        """Whether it is the file of the data set."""
        return self.survey.digest == dataset.digest and type(dataset).__name__ in self.names


def with_given(dataset: AbstractDataset, file: OwnFile | None) -> AbstractDataset:
    """The data set, with its data if it is made of `file`; SpecError if the file cannot be used so."""
    if not isinstance(dataset, AbstractOwnData) or file is None or not file.is_of(dataset):
        return dataset
    return with_file(dataset, file.name, file.data)
