"""The command `optim-race sweep STUDY.toml --out study.sqlite`, with the file of a study on somebody's own table."""

import argparse
from functools import partial
from pathlib import Path

from optim_core.base.text import Translator
from optim_core.cli.own_data import unneeded, with_any_data
from optim_core.specs import ModelRun
from optim_core.sweep.study import Study, cli, read_study


def run(asked: argparse.Namespace, t: Translator) -> int:
    """Run the command and return its exit status, as `optim_core.sweep.study.cli.run`."""
    return cli.run(asked, t, partial(_read, data=asked.data))


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Declare the arguments of the command."""
    cli.add_arguments(parser, t)
    parser.add_argument("--data", metavar="FILE", type=Path, help=t("study.cli.data"))


def _read(text: str, data: Path | None) -> Study:
    study = read_study(text, partial(with_any_data, data=data))
    if data is not None and not isinstance(study.base, ModelRun):
        raise unneeded(data)
    return study
