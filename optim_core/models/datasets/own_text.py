"""A data set made of a plain text in a visitor's file."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple
from unicodedata import normalize

from optim_core.base.domains import Real, Whole
from optim_core.base.errors import SpecError
from optim_core.base.memory import memory_limit
from optim_core.models.datasets.own_data import MOST_MEMORY, WHERE, AbstractOwnData, OwnArrays, spec_error
from optim_core.models.datasets.own_table import Survey, survey
from optim_core.models.datasets.table_arrays import LEAST_ROWS, digest_of
from optim_core.models.datasets.table_cells import Note, TableError, decoded, delimiter_of, fit
from optim_core.models.datasets.text import CONTEXT, LEAST_CONTEXT, AbstractText
from optim_core.models.datasets.text_file import longest_context, split_text, symbols, text_file

LONGEST_BEGINNING = 400
"""Characters of a text that are shown."""
OF_A_TABLE = 0.9
"""Share of the lines with as many cells as the first one, from which on a text file is read as a table."""


class TextSurvey(NamedTuple):
    """Content of a text file: first characters as a model reads them, number of examples, default context."""

    digest: str
    beginning: str
    examples: int
    context: int


@dataclass(frozen=True, kw_only=True)
class OwnText(AbstractOwnData, AbstractText):
    """The next character of a text in a file of somebody's own."""

    load: ClassVar = staticmethod(text_file)
    content: ClassVar = "text"

    context: Annotated[int, Whole("T", LEAST_CONTEXT, CONTEXT)] = CONTEXT
    test_share: Annotated[float, Real("", 0.1, 0.5)] = 0.1

    def arrays(self, name: str, content: bytes) -> OwnArrays:
        notes: list[Note] = []
        characters, numbers = symbols(content, notes)
        split = split_text(characters, numbers, self.context, self.test_share)
        examples = {"train": len(split[0]), "test": len(split[2])}
        notes.append(("text", {"length": len(numbers), "kinds": len(characters)}))
        notes.append(("stretches", {**examples, "context": self.context}))
        parts: Any = tuple(part.numpy().copy() for part in split)
        return OwnArrays(
            name=name,
            choices=self.values(),
            parts=parts,
            outputs=len(characters),
            notes=tuple(notes),
            characters=tuple(characters),
        )

    def not_given(self) -> SpecError:
        return SpecError(WHERE, "text_missing")

    @property
    def characters(self) -> tuple[str, ...]:
        return self.given.characters


def survey_text(data: bytes) -> TextSurvey:
    """Content of a text, with the usual context or a shorter one. SpecError if it is too short for any."""
    try:
        with memory_limit(MOST_MEMORY):
            characters, numbers = symbols(data, [])
            context = min(CONTEXT, max(LEAST_CONTEXT, longest_context(len(numbers))))
            parts = split_text(characters, numbers, context, OwnText.test_share)
    except TableError as error:
        raise spec_error(error, "text") from None
    except MemoryError:
        raise SpecError(WHERE, "text_memory") from None
    beginning = "".join(characters[number] for number in numbers[:LONGEST_BEGINNING].tolist())
    return TextSurvey(digest_of(data), normalize("NFC", beginning), len(parts[0]), context)


def survey_any(data: bytes) -> Survey | TextSurvey:
    """Content of a file: a table if its lines have equally many cells, else a text. SpecError as for both."""
    return survey(data) if _is_table(data) else survey_text(data)


def _is_table(data: bytes) -> bool:
    try:
        text = decoded(data, [])
    except TableError:
        return False
    share, _ = fit(text, delimiter_of(text))
    return share >= OF_A_TABLE and len(text.split("\n", LEAST_ROWS)) > LEAST_ROWS
