"""The browser's modules import one another by address: each must be there."""

import re

import pytest

from tests.server import ROOT

STATIC = ROOT / "static"
FILES = sorted(path for folder in ("components", "lib") for path in (STATIC / folder).glob("*.js"))
NAMED = re.compile(r"import\(`([./\w]+)\$\{name\}\.js")
LISTS = re.compile(r'\[((?:\s*"[./\w]+",?)+\s*)\]\s*\.map\(load\)|(?:names|parts) = \[((?:\s*"[./\w]+",?)+\s*)\]')


def imported(text: str) -> set[str]:
    """The addresses, relative to the module, that its text imports."""
    names = re.findall(r"[./\w]+", " ".join("".join(found) + " " for found in LISTS.findall(text)))
    folder = NAMED.search(text)
    listed = {f"{folder[1]}{name}.js" for name in names} if folder else set()
    return listed | set(re.findall(r"import\(`([./\w]+\.js)", text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_a_module_imports_is_there(path):
    missing = [
        address for address in imported(path.read_text(encoding="utf-8")) if not (path.parent / address).is_file()
    ]
    assert missing == []


def test_imports_are_found():
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    assert sum(map(len, map(imported, texts))) > 20
    assert all(imported(text) for text in texts if "await import(" in text or ".map(load)" in text)


def test_only_one_module_changes_charts():
    """`lib/drawing.js` orders all changes of a chart, and purges it after the last."""
    names = "purge|relayout|restyle|newPlot|animate|toImage|react"
    calls = re.compile(rf"\.(?:{names})\((?:this\.(?:chart|host|node)|chart|node)\b")
    assert [path.name for path in FILES if calls.search(path.read_text(encoding="utf-8"))] == ["drawing.js"]
