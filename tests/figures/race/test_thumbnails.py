import io

import numpy as np
import pytest
from PIL import Image

from optim_core.figures.plane import plane_ratio
from optim_core.figures.race.thumbnails import BANDS, SIDE, png, thumbnail, thumbnails
from optim_core.surfaces import SURFACES, Formula, Sphere


def pixels(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)


def test_a_png_holds_its_pixels():
    rng = np.random.default_rng(1)
    indices = rng.integers(0, 3, (5, 7)).astype(np.uint8)
    palette = [(1, 2, 3), (40, 50, 60), (200, 100, 0)]
    assert (pixels(png(indices, palette)) == np.array(palette)[indices]).all()


def test_low_ground_is_dark_and_up_is_up():
    bowl = pixels(thumbnail(Sphere())).sum(-1)
    assert bowl.shape == (SIDE, SIDE)
    assert bowl[SIDE // 2, SIDE // 2] < bowl[2, 2]
    slope = pixels(thumbnail(Formula(text="y + 0*x"))).sum(-1)
    assert slope[1].min() > slope[-2].max()
    assert len(np.unique(slope)) <= BANDS + 1


def test_every_surface_has_a_small_picture_of_its_own():
    pictures = thumbnails()
    assert list(pictures) == [cls.__name__ for cls in SURFACES]
    assert len(set(pictures.values())) == len(SURFACES)
    assert sum(map(len, pictures.values())) < 100_000


@pytest.mark.parametrize("cls", SURFACES, ids=lambda cls: cls.__name__)
def test_a_picture_has_the_sides_of_the_chart(cls):
    """Reported: frames that are not square were squeezed into squares."""
    height, width, _ = pixels(thumbnail(cls())).shape
    across, up = plane_ratio(cls().domain)
    assert (width, height) == (round(SIDE * across), round(SIDE * up))


@pytest.mark.parametrize(("x_high", "shape"), [(9, (SIDE // 2, SIDE)), (3, (SIDE, SIDE)), (100, (SIDE, SIDE))])
def test_a_round_bowl_is_round_in_a_frame_that_is_not_square(x_high, shape):
    bands = pixels(thumbnail(Formula(text="x^2 + y^2", x_high=float(x_high)))).sum(-1)
    assert bands.shape == shape
    if shape[0] < shape[1]:
        low = bands == bands[SIDE // 4, SIDE // 4]  # the ground around the minimum
        (up, across) = (np.flatnonzero(low.any(axis)) for axis in (1, 0))
        assert np.ptp(up) == pytest.approx(np.ptp(across), abs=2)
