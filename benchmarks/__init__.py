"""Benchmarks of speed and memory, mostly as ratios to a reference on the same machine at the same time."""
