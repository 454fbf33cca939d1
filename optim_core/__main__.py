"""`python -m optim_core` is the command `optim-race`."""

import sys

from optim_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
