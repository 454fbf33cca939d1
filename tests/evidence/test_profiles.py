"""Performance profiles and scores, recomputed from AlgoPerf's published times.

The times in seconds and the scores are those of MLCommons' repository `submissions_algorithms` (Apache 2.0), folder
`artifacts/tech_report_v1/section_4_leaderboards/out/byproducts/relaxation_sweep`: `time_to_targets_00pct.csv` (commit
5099f23) and the scores at 0 % in `scores_and_coverage.csv` (commit bb7db1b).
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from optim_core.evidence.profiles import LAST_FACTOR, cost_ratios, performance_profile, profile_scores

ROWS = list(csv.reader((Path(__file__).parent / "data" / "algoperf_times.csv").read_text().splitlines()))[1:]
PUBLISHED = np.array([float(row[-1]) for row in ROWS])
RATIOS = cost_ratios(np.array([row[1:-1] for row in ROWS], dtype=float))


def test_algoperfs_published_scores_follow_from_its_published_times():
    """AlgoPerf integrates by the trapezoidal rule over 100 factors."""
    factors = np.linspace(1, LAST_FACTOR, 100)
    shares = performance_profile(RATIOS, factors)
    assert np.trapezoid(shares, factors) / (LAST_FACTOR - 1) == pytest.approx(PUBLISHED, rel=1e-12)


def test_the_exact_score_differs_by_less_than_a_step_of_that_rule():
    exact = profile_scores(RATIOS)
    assert np.abs(exact - PUBLISHED).max() < 0.5 / 99
    assert (np.argsort(-exact)[:3] == np.argsort(-PUBLISHED)[:3]).all()


def test_a_profile_by_hand():
    ratios = cost_ratios(np.array([[1.0, 4.0, np.inf], [2.0, 2.0, np.inf]]))
    assert ratios.tolist() == [[1, 2, np.inf], [2, 1, np.inf]]
    assert performance_profile(ratios, np.array([1.0, 2.0])) == pytest.approx(np.array([[1, 2], [1, 2]]) / 3)
    assert profile_scores(ratios) == pytest.approx([(1 + 2 / 3) / 3] * 2)
