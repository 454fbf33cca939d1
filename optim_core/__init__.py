"""Gradient optimizers side by side; a pure library without Streamlit."""

import sys

from optim_core.models import datasets

sys.modules[f"{__name__}.datasets"] = datasets  # its public name; the folder stands beside the models that use it
