"""The HTML that a browser opens first: Streamlit's own, which also names what the page will soon need.

Else a browser would hear of our code only from the first component that is drawn, and of plotly.js only from our code.
It also says where the server is. Else Streamlit first looks for it below the page's own path, and then waits 0.3 s.
"""

import json
import re
from functools import cache, partial
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from ui.components.loader import STATIC, version

PACKAGE = Path(streamlit.__file__).parent / "static"
CHART_PAGES = ("home", "surface", "model", "maps")
"""Pages that open with a chart."""
CHARTS = "plotly-cartesian.min.js"
PARTS = ("BidiComponent", "Html")
"""The parts of Streamlit's code that show components and our styles."""
SERVER = '<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href };</script>'
"""Sets the option of Streamlit that says where its server is: every page lies right below that."""


def index_routes(root: str, pages: tuple[str, ...]) -> list[BaseRoute]:
    """Routes of the pages below `root`. The first page also answers at the root itself."""
    names = {"": pages[0], **{page: page for page in pages}}
    return [Route(f"{root}/{path}", partial(_index, page)) for path, page in names.items()]


async def _index(page: str, _request: Request) -> Response:
    return HTMLResponse(index_page(page in CHART_PAGES), headers={"Cache-Control": "no-cache"})


@cache
def index_page(charts: bool) -> str:
    """The HTML of a page; its addresses are relative, so that it serves behind any path."""
    html = (PACKAGE / "index.html").read_text(encoding="utf-8")
    mark = version()
    chunks = dict.fromkeys(name for part in PARTS for name in _chunks(part, html))
    head = [
        *(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in chunks),
        f'<link rel="preload" as="style" href="./app/static/components.css?v={mark}">',
        f'<script type="module" src="./app/static/components.js?v={mark}"></script>',
    ]
    if charts:
        release = json.loads((STATIC / "vendor" / "versions.json").read_text(encoding="utf-8"))[CHARTS]["version"]
        head.append(f'<link rel="preload" as="script" href="./app/static/vendor/{CHARTS}?v={release}">')
    html = html.replace("<head>", f"<head>\n    {SERVER}", 1)
    return html.replace("</head>", "\n    ".join(head) + "\n  </head>", 1)


def _chunks(name: str, html: str) -> list[str]:
    """The files of a part of Streamlit's code, loaded when needed, and of what that imports, if not in `html`."""
    folder = PACKAGE / "static" / "js"
    found, asked = [], [path.name for path in folder.glob(f"{name}.*.js")]
    while asked:
        file = asked.pop()
        if file in found or file in html:
            continue
        found.append(file)
        asked += re.findall(r'from"\./([^"]+)"', (folder / file).read_text(encoding="utf-8"))
    return found
