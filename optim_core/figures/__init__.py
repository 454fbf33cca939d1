"""Figures: pure functions of results that give Plotly figures and their texts; the only package that knows Plotly."""

from optim_core.figures.race.alt import curves_alt, race_alt
from optim_core.figures.race.curves import curves_figure
from optim_core.figures.race.surface import race_figure
from optim_core.figures.style import STYLES, Style, contender_style
from optim_core.figures.training.alt import training_alt
from optim_core.figures.training.curves import training_figure

__all__ = [
    "STYLES",
    "Style",
    "contender_style",
    "curves_alt",
    "curves_figure",
    "race_alt",
    "race_figure",
    "training_alt",
    "training_figure",
]
