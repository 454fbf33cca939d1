"""The page of a lesson or a claim: one file that asks first, then shows the runs, without a server or a network."""

from collections.abc import Mapping
from typing import Any

from optim_core.base.text import load
from optim_core.export.course.markup import ONE_LANGUAGE, switch_texts
from optim_core.export.course.unit import ChartStage, RaceStage, Unit
from optim_core.export.course.unit_body import UnitBody
from optim_core.export.lab_page import lab_data, web_address
from optim_core.export.offline_page import asset, offline_page
from optim_core.export.shared_arrays import with_shared_arrays
from optim_core.figures.numbers import sendable
from optim_core.surfaces.grid import grid

HEIGHT = 360
"""Of a chart, in pixels."""


def unit_page(
    unit: Unit, language: str, *, app: str = "", ways: Mapping[str, str] | None = None, plotly: str | None = None
) -> str:
    """The page, which opens in `language` and has all others.

    `app` is the address of a page of the app; only one that begins with http:// or https:// is used. `ways` are the
    pages beside it in a folder: file name -> key of the text that says what it is. `plotly` is as in `offline_page`.
    """
    races = [stage for stage in unit.stages if isinstance(stage, RaceStage)]
    charts = [stage for stage in unit.stages if isinstance(stage, ChartStage)]
    title = unit.texts[language].title
    data = {
        "kind": "unit",
        "language": language,
        "languages": {name: {"texts": switch_texts(words.title, load(name))} for name, words in unit.texts.items()},
        "right": unit.right,
        "tolerance": unit.tolerance,
        "options": list(unit.texts[language].options),
        "races": [_race(stage) for stage in races],
        "charts": [_chart(stage) for stage in charts],
        "height": HEIGHT,
    }
    body = UnitBody(unit).html(web_address(app), ways or {})
    return offline_page(title, language, body, data, style=ONE_LANGUAGE + asset("course.css"), plotly=plotly)


def _race(stage: RaceStage) -> dict[str, Any]:
    run = stage.run
    return lab_data(run, grid(run.surface), stage.trajectories, stage.view, range(len(run.optimizers)))


def _chart(stage: ChartStage) -> dict[str, Any]:
    charts, arrays = with_shared_arrays(
        {name: {"figure": sendable(figure.to_dict()), "alt": alt} for name, (figure, alt) in stage.charts.items()}
    )
    return {**charts, "arrays": arrays}
