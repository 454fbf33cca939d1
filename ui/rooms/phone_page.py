"""The page that a phone in a room opens: a few lines of HTML, whose code and style are files of `static/`."""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from html import escape
from typing import Any

from optim_core.base.files import STATIC
from ui.rooms.answers import words

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""What the page may load and do, in the words of a Content-Security-Policy."""
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="../app/static/icon.svg">
<link rel="stylesheet" href="../app/static/room.css?v={version}">
</head>
<body>
<main id="room"><noscript>{noscript}</noscript></main>
<script type="application/json" id="room-data">{data}</script>
<script type="module" src="../app/static/room.js?v={version}"></script>
</body>
</html>
"""


def phone_page(code: str, first: Mapping[str, Any], language: str) -> str:
    """The page of the room `code`, in `language` unless the phone has chosen another, with its `first` answer.

    Without a code it only asks for one. Its addresses are relative, so that it works below any path.
    """
    texts = words()
    data = {"code": code, "language": language, "texts": texts, "first": first}
    return PAGE.format(
        language=escape(language),
        title=escape(texts[language]["name"]),
        noscript=escape(texts[language]["no_script"]),
        version=_version(),
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
    )


@cache
def _version() -> str:
    """A mark that changes with the page's code and style."""
    digest = blake2b(digest_size=6)
    for name in ("room.js", "room.css"):
        digest.update((STATIC / name).read_bytes())
    return digest.hexdigest()
