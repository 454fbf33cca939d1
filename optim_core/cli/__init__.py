"""The command line: `optim-race` and `python -m optim_core`, which are the same."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command of `arguments`, by default those of the process, and return its exit status.

    Raises SystemExit for `--help`, wrong arguments and wrong settings. The imports are in here, because the worker
    processes of a study import this module and need none of them.
    """
    from optim_core.base.environment import exit_on_wrong_setting

    with exit_on_wrong_setting():
        from optim_core.cli.commands import run
    return run(sys.argv[1:] if arguments is None else arguments)
