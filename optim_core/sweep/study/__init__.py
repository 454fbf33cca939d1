"""Larger studies: thousands of small runs, on this machine or on a cluster, kept one by one in a file."""

from optim_core.sweep.study.spec import Contender, Study, study_of
from optim_core.sweep.study.toml import read_study, study_toml

__all__ = ["Contender", "Study", "read_study", "study_of", "study_toml"]
