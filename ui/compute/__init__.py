"""Cached and background computations for pages."""
