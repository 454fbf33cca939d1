"""Live experiments: races that show what an optimizer is good and bad at."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

FILE = Path(__file__).parents[3] / "content" / "catalogue.toml"
KINDS = ("shines", "fails")


@dataclass(frozen=True)
class Experiment:
    """A race in which the optimizer, as `o1`, comes first (`shines`) or does not (`fails`)."""

    key: str
    kind: str
    link: str
    page: str = "surface"
    """Where it is raced: `surface` or `model`."""

    @property
    def query(self) -> dict[str, str]:
        """The entries of its link to that page."""
        return dict(parse_qsl(self.link, strict_parsing=True))


@cache
def experiments() -> dict[str, tuple[Experiment, ...]]:
    """Optimizer's name -> its experiments; one without any is not in it."""
    with FILE.open("rb") as file:
        return {name: tuple(Experiment(**entry) for entry in found) for name, found in tomllib.load(file).items()}
