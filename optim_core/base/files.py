"""Where the files lie that are not Python modules of the library: texts, lessons, what browsers load, and the app."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
BUNDLE = PACKAGE / "files"
"""The folder of these files in an installed package; pyproject.toml puts them there."""
ROOT = BUNDLE if BUNDLE.is_dir() else PACKAGE.parent
"""The folder with `content/` and `app.py`: the bundle, or the checkout that the library runs from."""
CONTENT = ROOT / "content"
STATIC = ROOT / "static"
"""What a browser loads: code, styles and plotly.js."""
