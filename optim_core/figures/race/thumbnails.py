"""Small PNG picture of every surface: bands of height in the colors of the charts."""

from collections.abc import Mapping
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from optim_core.figures.heights import heights
from optim_core.figures.plane import plane_ratio
from optim_core.figures.style import SURFACE_SCALE
from optim_core.surfaces import SURFACES, AbstractSurface
from optim_core.surfaces.grid import grid

SIDE = 96
BANDS = 14
CROWD = 0.4
"""Contour lines on a larger share of the pixels are left out, because they would hide the bands."""
LINE = (150, 168, 190)


def thumbnails() -> Mapping[str, bytes]:
    """Name of a surface -> its PNG, about 1.5 kB each."""
    return {cls.__name__: thumbnail(cls()) for cls in SURFACES}


def thumbnail(surface: AbstractSurface) -> bytes:
    """PNG of the surface on its domain, the y axis upwards; the longer side has `SIDE` pixels.

    It has the sides of the chart, in which a unit is as long upwards as across (`plane_ratio`).
    """
    shown = heights(surface, grid(surface, SIDE))
    rows, columns = (np.linspace(0, SIDE - 1, round(SIDE * side)).round().astype(int) for side in _sides(surface))
    z = shown.z[np.ix_(rows, columns)]
    share = np.clip((z - shown.low) / (shown.high - shown.low), 0, 1)
    bands = np.minimum((share * BANDS).astype(np.uint8), BANDS - 1)[::-1]
    edges = (np.diff(bands, axis=0, prepend=bands[:1]) != 0) | (np.diff(bands, axis=1, prepend=bands[:, :1]) != 0)
    if edges.mean() > CROWD:
        edges[:] = False
    return png(np.where(edges, BANDS, bands).astype(np.uint8), [*_colors(), LINE])


def _sides(surface: AbstractSurface) -> tuple[float, float]:
    """Height and width of the picture, the longer one 1."""
    across, up = plane_ratio(surface.domain)
    return up, across


def png(pixels: NDArray[np.uint8], palette: list[tuple[int, ...]]) -> bytes:
    """Indexed PNG of palette indices (height, width) and a palette of RGB colors from 0 to 255."""
    image = Image.fromarray(pixels).convert("P")
    image.putpalette([value for color in palette for value in color])
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _colors() -> list[tuple[int, ...]]:
    """RGB color of each band, from the color scale of the charts."""
    shares = [share for share, _ in SURFACE_SCALE]
    channels = [[int(color[i : i + 2], 16) for _, color in SURFACE_SCALE] for i in (1, 3, 5)]
    middles = (np.arange(BANDS) + 0.5) / BANDS
    rows = np.stack([np.interp(middles, shares, channel) for channel in channels], axis=1).astype(int)
    return [tuple(row) for row in rows.tolist()]
