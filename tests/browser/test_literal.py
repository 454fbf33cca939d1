"""Every text that means something to Markdown, in each place where Streamlit reads Markdown."""

import pytest

from tests.hostile import HOSTILE
from tests.server import ROOT, browsing, serving
from ui.session.literal import JOINER, printable

pytestmark = pytest.mark.browser

PAGE = """
import streamlit as st
from tests.hostile import HOSTILE
from ui.session.literal import literal, quoted

for number, text in enumerate(HOSTILE):
    for words in (literal, quoted):
        shown = words(text)
        with st.container(key=f"{words.__name__}-{number}"):
            st.markdown(shown)
            st.markdown(f"**{shown}** and {shown}")
            st.markdown(f"- {shown}: {shown}")
            st.caption(shown)
            st.error(f"{shown} must be {shown}")
            st.table({"": [shown]})
            if words is literal:
                st.title(shown, anchor=False)
                st.button(shown, key=f"button-{number}")
                st.toggle(shown, key=f"toggle-{number}")
                st.markdown(f":red[{shown}]")
"""
MARKUP = "a, img, script, iframe, em, del, hr, blockquote, pre, h2, h3, li li, table table, .katex, [role=img], "
MARKUP += ".stMarkdownBadge, .stMarkdownColoredBackground"
MADE = "(box, markup) => [...box.querySelectorAll(markup)].map(node => node.outerHTML)"
TEXTS = """box => [...box.querySelectorAll("[data-testid=stMarkdownContainer], [data-testid=stCaptionContainer]")]
  .filter(node => !node.closest("th")).map(node => node.textContent)"""


def test_a_literal_text_is_words_and_nothing_else_in_headings_labels_tables_and_colors(tmp_path):
    script, asked = tmp_path / "page.py", []
    script.write_text(PAGE, encoding="utf-8")
    with serving(str(script), PYTHONPATH=str(ROOT)) as url, browsing() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url)
        page.locator(f".st-key-quoted-{len(HOSTILE) - 1} table").wait_for()
        for number, text in enumerate(HOSTILE):
            wanted = " ".join(printable(text).split())
            for kind in ("literal", "quoted"):
                box = page.locator(f".st-key-{kind}-{number}")
                assert box.evaluate(MADE, MARKUP) == []
                shown = [" ".join(words.replace(JOINER, "").split()) for words in box.evaluate(TEXTS)]
                assert len(shown) > 4
                assert all(wanted in words for words in shown)
        assert [one for one in asked if not one.startswith((url, "data:"))] == []
