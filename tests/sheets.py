"""The table of results, in AppTest and in a browser."""

import json

from streamlit.testing.v1 import AppTest

ROWS = "[data-testid=sheet] tbody tr"
"""Its rows on a page."""


def sheet(test: AppTest) -> list[list[str]]:
    """The cells of the table, one list per contender; empty without a table."""
    sent = [element.proto for element in test.get("bidi_component") if element.proto.component_name == "sheet"]
    return [row["cells"] for proto in sent for row in json.loads(proto.json)["rows"]]
