"""What is said to a text that is no formula."""

from optim_core.base.errors import SpecError

WHERE = "Formula.text"


class FormulaError(SpecError):
    """`position` is the character, counted from 1, at which the text is wrong."""

    @property
    def position(self) -> int:
        return int(str(self.values["position"]))


def wrong(key: str, position: int, **values: object) -> FormulaError:
    """The error under `error.formula_` + key."""
    return FormulaError(WHERE, f"formula_{key}", position=position, **values)
