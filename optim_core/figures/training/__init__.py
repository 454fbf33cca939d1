"""Figures of trainings: curves, layers, weights, sharpness and loss landscapes, and their alternative text."""
