"""The parts of lessons, claims, catalogue and microscope."""
