"""Line charts, and the handout that contains them."""

import numpy as np

from optim_core.base.text import load
from optim_core.figures.learn.charts import chart_alt, chart_figure
from optim_core.figures.learn.handout import Section, handout_html
from optim_core.specs.charts import Chart, Line

EN, KO = load("en"), load("ko")
X = np.arange(4.0)
CHART = Chart(
    x="figure.step",
    y="chart.x",
    lines=(
        Line(name="Adam", x=X, y=np.array([1.0, np.nan, 0.0, 4.0])),
        Line(name="chart.corrected", x=X, y=X + 1),
    ),
    log_y=True,
)


def test_lines_have_names_and_values_that_cannot_be_drawn_are_gaps():
    figure = chart_figure(CHART, KO)
    assert [trace.name for trace in figure.data] == ["Adam", KO("chart.corrected")]
    assert list(figure.data[0].y) == [1.0, None, None, 4.0]
    assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == (None, "log")


def test_the_alternative_text_says_where_each_line_starts_and_ends():
    assert chart_alt(CHART, EN).split(". ")[1] == "Adam: 1 at first, 4 at the end"


def test_a_handout_is_self_contained_and_shows_its_markdown_and_nothing_else():
    parts = [
        Section(heading="Q", text="**bold** `code` <script>\n\n- one\n- two"),
        Section(heading="Key", text="x", figures=[chart_figure(CHART, EN)] * 2, of_key=True),
    ]
    page = handout_html("T & U", "intro", parts, ["http://a.b/?c=1&d=2"], "note", "en")
    assert "<strong>bold</strong> <code>code</code> &lt;script&gt;" in page
    assert "<li>one</li>\n<li>two</li>" in page
    assert page.count("<h2 class=key>Key</h2>") == 1
    assert page.count('class="chart"') == 2
    assert page.count("define.amd") <= 2  # plotly.js is in it once
    assert 'href="http://a.b/?c=1&amp;d=2"' in page
    assert 'src="http' not in page
