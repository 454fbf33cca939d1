"""The arguments of all commands, and the choice of the one to run."""

import argparse
import sys
from collections.abc import Sequence

from optim_core import __version__
from optim_core.base.environment import WRONG_SETTING, sentence, terminal_translator
from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.cli import export, race, serve, sweep

REFUSED = WRONG_SETTING


def run(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` name and return its exit status: 0, or 2 if something is invalid.

    `sweep` and `serve` have further statuses of their own. SystemExit for `--help` and for wrong arguments.
    """
    t = terminal_translator()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a path need not be text
    parser = _parser(t)
    asked, others = parser.parse_known_args(arguments)
    if others and asked.run is not serve.run:
        parser.error(t("command.unknown", arguments=" ".join(others)))
    asked.others = others
    try:
        return int(asked.run(asked, t))
    except SpecError as error:
        print(sentence(error), file=sys.stderr)
        return REFUSED


def _parser(t: Translator) -> argparse.ArgumentParser:
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="optim-race", description=t("command.about"), epilog=t("command.statuses"), formatter_class=shape
    )
    parser.add_argument("--version", action="version", version=f"optim-race {__version__}")
    commands = parser.add_subparsers(required=True, metavar="{race,export,sweep,serve}")
    for name, command in (("race", race), ("export", export), ("sweep", sweep), ("serve", serve)):
        about = t(f"command.{name}")
        own = commands.add_parser(name, help=about, description=about, formatter_class=shape)
        command.add_arguments(own, t)
        own.set_defaults(run=command.run)
    return parser
