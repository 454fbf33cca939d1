"""The command line: `python -m optim_core race LINK` and `python -m optim_core sweep STUDY.toml --out study.sqlite`."""

import sys


def _run(arguments: list[str]) -> int:
    """Run a command. Its imports are here, because worker processes import this file and do not need them."""
    from optim_core.base.environment import exit_on_wrong_setting

    with exit_on_wrong_setting():
        from optim_core.export import race_table
        from optim_core.sweep.study import cli

    return race_table.main(arguments[1:]) if arguments[:1] == ["race"] else cli.main(arguments)


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
