"""Facts about each optimizer for its page of the catalogue: its paper, its measurements, example races."""
