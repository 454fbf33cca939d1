"""Races of gradient optimizers on surfaces and models: a library without Streamlit."""

import sys

from optim_core.models import datasets

sys.modules[f"{__name__}.datasets"] = datasets  # the public name of optim_core.models.datasets
