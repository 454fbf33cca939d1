"""`python -m optim_core sweep STUDY.toml --out study.sqlite`."""

import sys

if __name__ == "__main__":
    from optim_core.base.environment import exit_on_wrong_setting

    with exit_on_wrong_setting():
        from optim_core.sweep.study.cli import (
            main,  # torch and all; a worker, which imports this file, does not need it
        )

    sys.exit(main(sys.argv[1:]))
