"""Components whose code is `static/components.js`; what Streamlit sends each time, inline, only loads it."""

from hashlib import blake2b
from pathlib import Path
from typing import Any

import streamlit as st

STATIC = Path(__file__).parents[2] / "static"

LOADER = """
export default async function (component) {{
  const {{ parentElement, data }} = component;
  try {{
    const code = await import(new URL("app/static/components.js?v={version}", document.baseURI).href);
    parentElement.querySelector(":scope > [data-testid=failed]")?.remove();
    return await code.{name}(component);
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
    """A mark that changes with the components' code and style, so that no browser uses an old copy, or a mixture."""
    digest = blake2b(digest_size=6)
    for name in ("components.js", "worker.js", "components.css"):
        digest.update((STATIC / name).read_bytes())
    return digest.hexdigest()


def component(key: str, name: str) -> Any:
    """The mounting command of the component that `frontend/index.js` exports as `name`; `key` is Streamlit's name."""
    return st.components.v2.component(key, js=LOADER.format(name=name, version=version()), isolate_styles=False)
