"""A click on the race sets a start within the frame of the surface, and no other."""

import pytest

from optim_core.surfaces import Rosenbrock, Transformed
from ui.components import race_view as race

FRAMES = (Rosenbrock().domain, Transformed(inner=Rosenbrock(), angle=30.0).domain)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("share", [(0.5, 0.5), (0, 0), (1, 1), (0.5, 1.001), (-0.001, 0.5), (1e9, 0.5), (0.5, -3)])
def test_a_point_outside_the_frame_is_no_start(monkeypatch, frame, share):
    point = [low + part * (high - low) for part, (low, high) in zip(share, frame, strict=True)]
    monkeypatch.setattr(race, "reported", lambda key, name: point)
    starts: list[tuple[float, float]] = []
    race._clicked("race", frame, lambda x, y: starts.append((x, y)))
    assert starts == ([tuple(point)] if all(0 <= part <= 1 for part in share) else [])
