"""Statistics of contenders that ran with the same seeds: what can be told apart, and what more seeds would tell.

Only NumPy and SciPy: no torch, no specs, no texts.
"""
