"""What is served from static/: the vendored files are those that are written down, and the rest has a version."""

import json
import re
from hashlib import sha256

import pytest

from ui.components.loader import STATIC, version

VENDOR = STATIC / "vendor"
VERSIONS = json.loads((VENDOR / "versions.json").read_text(encoding="utf-8"))


def test_every_vendored_script_is_written_down():
    assert {path.name for path in VENDOR.glob("*.js")} == set(VERSIONS)


@pytest.mark.parametrize("name", VERSIONS)
def test_a_vendored_file_is_the_release_that_is_written_down(name):
    content = (VENDOR / name).read_bytes()
    assert sha256(content).hexdigest() == VERSIONS[name]["sha256"]
    assert f" v{VERSIONS[name]['version']}\n".encode() in content[:100]
    assert re.fullmatch(r"plotly\.js-\w+-dist-min", VERSIONS[name]["package"])


@pytest.mark.parametrize("changed", ["components.js", "components.css", "worker.js"])
def test_the_version_changes_with_code_and_style(tmp_path, monkeypatch, changed):
    for name in ("components.js", "components.css", "worker.js"):
        (tmp_path / name).write_bytes((STATIC / name).read_bytes())
    monkeypatch.setattr("ui.components.loader.STATIC", tmp_path)
    before = version()
    (tmp_path / changed).write_text("changed")
    assert version() != before


def test_only_what_a_browser_needs_is_served():
    served = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    assert served == {
        "app.css",
        "components.css",
        "course.css",
        "components.js",
        "icon.svg",
        "lab.css",
        "lab.js",
        "room.css",
        "room.js",
        "vendor/LICENSE-plotly.txt",
        "vendor/versions.json",
        "worker.js",
        *(f"vendor/{name}" for name in VERSIONS),
    }


@pytest.mark.parametrize("name", ["app.css", "components.css"])
def test_no_style_depends_on_what_an_element_does_not_contain(name):
    """With a `:not` or an attribute inside `:has`, a browser styles the page anew at each node that Plotly adds."""
    arguments = re.findall(r":has\(((?:[^()]|\([^()]*\))*)\)", (STATIC / name).read_text(encoding="utf-8"))
    assert not [one for one in arguments if ":not" in one or "[" in one]
