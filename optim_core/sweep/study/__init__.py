"""Larger studies: thousands of small runs, on this machine or on a cluster, kept one by one in a file."""

from optim_core.sweep.study.spec import Study, StudyContender, study_of
from optim_core.sweep.study.toml import read_study, study_toml

__all__ = ["Study", "StudyContender", "read_study", "study_of", "study_toml"]
