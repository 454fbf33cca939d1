"""Studies: thousands of small runs, computed on this machine or a cluster, each stored as a row of an SQLite file."""

from optim_core.sweep.study.spec import Study, StudyContender, study_of
from optim_core.sweep.study.toml_reader import read_study, read_toml
from optim_core.sweep.study.toml_writer import study_toml

__all__ = ["Study", "StudyContender", "read_study", "read_toml", "study_of", "study_toml"]
