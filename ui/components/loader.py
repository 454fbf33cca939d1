"""Components whose code lies in `static/`; their inline part, which Streamlit sends each time, only loads it."""

from hashlib import blake2b
from pathlib import Path
from typing import Any

import streamlit as st

STATIC = Path(__file__).parents[2] / "static"

LOADER = """
export default async function (component) {{
  const {{ parentElement, data }} = component;
  try {{
    const code = await import(new URL("app/static/components/{entry}?v={version}", document.baseURI).href);
    parentElement.querySelector(":scope > [data-testid=failed]")?.remove();
    return await code.default(component);
  }} catch (error) {{
    console.error(error);
    if (!data?.failed || parentElement.querySelector("[data-testid]")) return; // or what was drawn before stays
    const words = document.createElement("p");
    words.dataset.testid = "failed";
    words.textContent = data.failed;
    parentElement.append(words);
  }}
}}
"""


def version() -> str:
    """A mark that changes with the code in `static/`, so that no browser keeps an old copy."""
    digest = blake2b(digest_size=6)
    for path in sorted([*STATIC.rglob("*.js"), *STATIC.rglob("*.css")]):
        if path.parent.name != "vendor":
            digest.update(path.read_bytes())
    return digest.hexdigest()


def component(name: str, entry: str) -> Any:
    """The mounting command of a component whose default export is in `static/components/{entry}`."""
    return st.components.v2.component(name, js=LOADER.format(entry=entry, version=version()), isolate_styles=False)
