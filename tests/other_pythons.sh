#!/bin/sh
# The library's tests under the other Pythons that it supports, where they are installed.
#
# A Python takes part with the packages that it has, or with those of .venv-3.12 or .venv-3.13 if there is such a
# folder: nothing is installed here, since for some Pythons torch is a download of gigabytes. Without torch, NumPy and
# pytest its code is compiled, with warnings as errors, and no more. To prepare one:
#     python3.13 -m venv .venv-3.13 && .venv-3.13/bin/pip install . pytest hypothesis
set -eu
cd "$(dirname "$0")/.."
TESTS="tests/cli tests/descend tests/permalink tests/specs tests/test_library.py tests/surfaces/test_surfaces.py"

compiled=$(mktemp -d)
trap 'rm -r "$compiled"' EXIT

for version in 3.12 3.13; do
    python=".venv-$version/bin/python"
    [ -x "$python" ] || python=$(ls -d "$HOME/.pyenv/versions/$version".*/bin/python 2>/dev/null | tail -n 1)
    [ -x "$python" ] || python=python$version
    if ! "$python" -c "" 2>/dev/null; then
        echo "Python $version: not installed, not tried"
        continue
    fi
    PYTHONPYCACHEPREFIX=$compiled "$python" -W error -m compileall -q optim_core
    "$python" -c "import optim_core, optim_core.cli, optim_core.base.hyper, optim_core.base.environment"
    if "$python" -c "import torch, numpy, sklearn, plotly, pytest, hypothesis" 2>/dev/null; then
        # shellcheck disable=SC2086
        "$python" -m pytest -q -p no:cacheprovider -m "not browser and not processes and not timed" $TESTS
    else
        echo "Python $version: the code compiles; torch or pytest is missing, no test tried"
    fi
done
