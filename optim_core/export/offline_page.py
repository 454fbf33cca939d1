"""An HTML page that needs no network: its style, its data, plotly.js, and the code in `static/lab.js`."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from optim_core.base.files import STATIC

PLOTLY = "vendor/plotly-cartesian.min.js"
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'"
)
"""What the page may load, in the words of a Content-Security-Policy: nothing but itself."""
BESIDE = POLICY.replace("'unsafe-inline'; style", "'unsafe-inline' 'self' file:; style")
"""The same of a page whose plotly.js is a file beside it; browsers differ in whether 'self' is true of files."""
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main id="lab">{body}</main>
<script type="application/json" id="lab-data">{data}</script>
{plotly}
<script type="module">{code}</script>
</body>
</html>
"""


def offline_page(
    title: str, language: str, body: str, data: Mapping[str, Any], *, style: str = "", plotly: str | None = None
) -> str:
    """The page with the HTML `body`, and `data` as JSON; `title` is plain text, and `style` is CSS beside the lab's.

    `plotly` is the address of plotly.js, relative to the page; empty for a page without charts. If it is None, the page
    holds plotly.js itself, 1.5 MB.
    """
    inline, beside = f"<script>{plotly_js()}</script>", f'<script src="{escape(plotly)}"></script>' if plotly else ""
    return PAGE.format(
        language=language,
        policy=POLICY if plotly is None else BESIDE,
        title=escape(title),
        style=asset("components.css") + asset("lab.css") + style,
        body=body,
        data=json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        plotly=inline if plotly is None else beside,
        code=_inline(asset("lab.js")),
    )


def plotly_js() -> str:
    """The code of plotly.js with its license."""
    return f"/*\n{asset('vendor/LICENSE-plotly.txt')}\n*/\n{_inline(asset(PLOTLY))}"


def asset(name: str) -> str:
    """The text of a file in `static`."""
    return (STATIC / name).read_text(encoding="utf-8")


def _inline(code: str) -> str:
    """Code that cannot end the element it is written in."""
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")
