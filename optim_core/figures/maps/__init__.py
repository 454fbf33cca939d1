"""Figures of many runs: hyperparameter maps, equal-budget comparisons and studies, and their text."""
