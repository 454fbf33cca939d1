import io

import numpy as np
from PIL import Image

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
