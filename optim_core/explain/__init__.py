"""Explanations of runs and optimizers: microscope, diagnosis, theory, catalogue, claims, lessons."""
