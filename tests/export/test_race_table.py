import subprocess
import sys

import pytest

from optim_core.base.errors import SpecError
from optim_core.export.race_table import main, race_table

LINK = "surface=Beale&steps=50&o1=Adam&o1.lr=0.05&o2=SGD&o2.lr=100"


def test_a_link_or_its_query_gives_the_ranks_best_first_in_the_order_of_contenders():
    table = race_table(f"http://localhost:8501/surface?{LINK}&lang=ko").splitlines()
    assert table == race_table(LINK).splitlines()
    assert table[0].startswith("rank  contender")
    assert [line.split()[:2] for line in table[1:]] == [["1", "Adam"], ["-", "SGD"]]
    assert "diverged" in table[2]


@pytest.mark.parametrize("link", ["surface=Beale&o1=Adam&o1.lr=nan", "surface=Nope", "surface=Beale&o1=Nope"])
def test_a_refused_entry_is_named(link, capsys):
    with pytest.raises(SpecError):
        race_table(link)
    assert main([link]) == 2
    assert "must be" in capsys.readouterr().err


def test_the_command_prints_the_table():
    done = subprocess.run(
        [sys.executable, "-m", "optim_core", "race", LINK], capture_output=True, text=True, check=True
    )
    assert done.stdout.rstrip() == race_table(LINK)
    assert (
        subprocess.run([sys.executable, "-m", "optim_core", "race"], capture_output=True, check=False).returncode == 2
    )
