"""The parts of the surface page."""
