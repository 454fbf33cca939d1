"""Basics that every other package may import: errors, texts, hyperparameters, results, devices, the worker pool."""
