"""The table of results, as AppTest and as a browser meet it."""

import json

from streamlit.testing.v1 import AppTest

ROWS = "[data-testid=sheet] tbody tr"
"""Its rows on a page."""


def sheet(test: AppTest) -> list[list[str]]:
    """Its cells, a list a contender; nothing where there is no table."""
    sent = [element.proto for element in test.get("bidi_component") if element.proto.component_name == "sheet"]
    return [row["cells"] for proto in sent for row in json.loads(proto.json)["rows"]]
