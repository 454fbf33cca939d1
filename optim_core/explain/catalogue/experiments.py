"""Live experiments of the catalogue: links to races and trainings that an optimizer wins, or does not win."""

import tomllib
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl

from optim_core.base.files import CONTENT

FILE = CONTENT / "catalogue.toml"
KINDS = ("shines", "fails")


@dataclass(frozen=True)
class Experiment:
    """A race or a training whose contender `o1` is the optimizer."""

    key: str
    """Name of its text."""
    kind: str
    """`shines` if the optimizer comes first, else `fails`."""
    link: str
    """Query string of its page."""
    page: str = "surface"
    """Page that runs it: `surface` or `model`."""

    @property
    def query(self) -> dict[str, str]:
        """Query entries of the link."""
        return dict(parse_qsl(self.link, strict_parsing=True))


@cache
def experiments() -> dict[str, tuple[Experiment, ...]]:
    """Optimizer's class name -> its experiments, from `content/catalogue.toml`."""
    with FILE.open("rb") as file:
        return {name: tuple(Experiment(**entry) for entry in found) for name, found in tomllib.load(file).items()}
