"""Figures of the learning pages: claims, catalogue, microscope and lesson handouts."""
