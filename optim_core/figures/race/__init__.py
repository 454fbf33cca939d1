"""Figures of races on surfaces: paths, curves, slices, optimizer state, and their alternative text."""
