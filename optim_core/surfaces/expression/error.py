"""Error for a text that is not a formula."""

import sys

from optim_core.base.errors import SpecError

FLOATS = f"[-{sys.float_info.max:.3g}, {sys.float_info.max:.3g}]"
"""The range of finite numbers."""
WHERE = "Formula.text"


class FormulaError(SpecError):
    """A text that is not a formula; `position` is the character of the error, counted from 1."""

    @property
    def position(self) -> int:
        return int(str(self.values["position"]))


def wrong(key: str, position: int, **values: object) -> FormulaError:
    """FormulaError with the text key `error.formula_<key>`."""
    return FormulaError(WHERE, f"formula_{key}", position=position, **values)
