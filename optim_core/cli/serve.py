"""`optim-race serve`: start the app."""

import argparse
import os
import sys
from importlib.util import find_spec

from optim_core.base.environment import WRONG_SETTING
from optim_core.base.files import ROOT
from optim_core.base.text import Translator

APP = ROOT / "app.py"


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Declare the arguments of the command: all of them are passed on to Streamlit."""
    parser.usage = "optim-race serve [--server.port 80 ...]"
    parser.epilog = t("command.serve_options")


def run(asked: argparse.Namespace, t: Translator) -> int:
    """Become the process of the app; return 2 if the extra `app` is not installed."""
    if find_spec("streamlit") is not None:
        os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(APP), *asked.others])
    print(t("command.no_app"), file=sys.stderr)
    return WRONG_SETTING
