"""What the core says to a spec that cannot be run."""

from typing import Any

from optim_core.text import load


class SpecError(ValueError):
    """A spec that cannot be run. `where` names the field; `t("error." + key, where=where, **values)` says why."""

    def __init__(self, where: str, key: str, **values: object) -> None:
        self.where, self.key, self.values = where, key, values
        super().__init__(load("en")(f"error.{key}", where=where, **values))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.where, self.key, self.values)


def _rebuild(cls: type[SpecError], where: str, key: str, values: dict[str, object]) -> SpecError:
    return cls(where, key, **values)
