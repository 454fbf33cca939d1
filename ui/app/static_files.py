"""Our code for the browser, compressed once and cached by browsers. Streamlit compresses it again for every visitor."""

import gzip
from functools import cache, partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ui.components.loader import STATIC

FILES = {
    "components.js": "text/javascript",
    "components.css": "text/css",
    "worker.js": "text/javascript",
    "vendor/plotly-cartesian.min.js": "text/javascript",
    "vendor/plotly-gl3d.min.js": "text/javascript",
}
"""File in `static/` -> its type; each is asked for with a version in its address, `?v=`."""
KEPT = "public, immutable, max-age=31536000"


def static_routes(root: str) -> list[BaseRoute]:
    """The addresses of these files below `root`, the path at which the app is served."""
    return [Route(f"{root}/app/static/{name}", partial(_file, name)) for name in FILES]


async def _file(name: str, request: Request) -> Response:
    headers = {"Vary": "Accept-Encoding", "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    if "v" in request.query_params:
        headers["Cache-Control"] = KEPT
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response((STATIC / name).read_bytes(), media_type=FILES[name], headers=headers)
    return Response(_compressed(name), media_type=FILES[name], headers=headers | {"Content-Encoding": "gzip"})


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress((STATIC / name).read_bytes(), mtime=0)
