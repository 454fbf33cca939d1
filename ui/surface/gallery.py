"""All surfaces as pictures to choose from."""

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from optim_core.base.text import Translator
from optim_core.figures.race.thumbnails import thumbnails
from optim_core.permalink.form import SURFACE_FORM, Form
from optim_core.permalink.presets import NOISY
from optim_core.surfaces import SURFACES
from ui.app import shell
from ui.components.loader import component
from ui.compute import shared_results
from ui.session.page_data import page_data
from ui.session.part_errors import part_errors

GALLERY_FORM = Form(members={}, specs=(), views=(), others={}, opening={})
"""Nothing is set here; the link names the language."""
NOISE = "noisy"
GROUPS: Mapping[str, tuple[str, ...]] = {
    group: tuple(cls.__name__ for cls in SURFACES if cls.group == group)
    for group in dict.fromkeys(cls.group for cls in SURFACES)
} | {NOISE: tuple(NOISY)}
"""Teaching group -> the keys of its cards."""

_gallery = component("gallery", "gallery")


def _pictures() -> Mapping[str, str]:
    return {name: b64encode(picture).decode() for name, picture in shared_results.result(thumbnails).items()}


@part_errors("gallery")
def gallery(t: Translator) -> None:
    """A card a surface, by teaching group; a click opens the race there, with the contenders it has."""
    st.title(t("gallery.title"), anchor=False)
    st.caption(t("gallery.hint"))
    pictures = _pictures()
    groups = [
        {
            "name": t(f"gallery.{group}.name") if group == NOISE else t(f"group.{group}"),
            "about": t(f"gallery.{group}.about"),
            "cards": [_card(key, pictures, t) for key in keys],
        }
        for group, keys in GROUPS.items()
    ]
    data = {"groups": groups, "failed": t("gallery.failed")}
    chosen = _gallery(key="gallery", data=data, on_open_change=lambda: None).open
    if any(chosen in keys for keys in GROUPS.values()):
        st.switch_page(shell.path("surface"), query_params=_query(str(chosen)))


def _card(key: str, pictures: Mapping[str, str], t: Translator) -> dict[str, str]:
    query = _query(key)
    name = t(f"surface.{query['surface']}.name")
    noise = NOISY.get(key, {}).get("noise")
    return {
        "key": key,
        "name": t("gallery.with_noise", name=name, noise=noise) if noise else name,
        "about": t(f"surface.{query['surface']}.about"),
        "picture": pictures[query["surface"]],
        "link": f"surface?{urlencode(query)}",
    }


def _query(key: str) -> dict[str, str]:
    """The race of the surface page on that surface, from its own start; the one it is on keeps its knobs."""
    query = page_data("surface").query or SURFACE_FORM.opening
    gone = ("start",) if query["surface"] == key else ("surface", "start")
    kept = {entry: text for entry, text in query.items() if entry.partition(".")[0] not in gone}
    return {"surface": key, **kept, **NOISY.get(key, {})}
