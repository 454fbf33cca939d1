"""One panel of a map over trainings, and what it shows in words."""

import plotly.graph_objects as go

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.maps.colours import Colours, loss_colours, score_colours
from optim_core.figures.maps.panel import Cell, listed, panel_drawing, panel_figure
from optim_core.figures.maps.text import setting_text, stopped_shares, stopped_text
from optim_core.figures.numbers import short
from optim_core.sweep.maps import ModelCells, ModelMapRun
from optim_core.sweep.maps.model_maps import COARSE_STRIDE, QUALITIES


def quality_colours(panels: list[Array], quality: str) -> Colours:
    """The scale that all panels share."""
    return loss_colours(panels, 0.0) if quality == "train_loss" else score_colours(panels)


def quality_text(run: ModelMapRun, quality: str, t: Translator) -> str:
    """What is shown, with the name of the task's score."""
    return t(f"figure.map.{quality}", score=t(f"score.{run.dataset.task.score.__name__}"))


def model_map_figure(
    run: ModelMapRun, cells: ModelCells, quality: str, scale: Colours, t: Translator, name: str
) -> go.Figure:
    """The panel as a figure of its own, with its name and its colours in it."""
    return panel_figure(model_map_drawing(run, cells, quality, scale, t), scale, name)


def model_map_drawing(
    run: ModelMapRun, cells: ModelCells, quality: str, scale: Colours, t: Translator, pick: Cell | None = None
) -> style.Drawing:
    """The panel; where a cell is still to be trained, the coarse one around it shows through, paler."""
    score = t(f"score.{run.dataset.task.score.__name__}")
    drawing = panel_drawing(run, cells, quality, scale, t, pick, [], [], score=score)
    heat = drawing["data"][0]
    if not cells.trained.all():
        first = COARSE_STRIDE // 2
        coarse = scale.place(cells.values(quality)[first::COARSE_STRIDE, first::COARSE_STRIDE])
        ground = {
            "type": "heatmap",
            "x0": heat["x0"] + first * heat["dx"],
            "dx": COARSE_STRIDE * heat["dx"],
            "y0": heat["y0"] + first * heat["dy"],
            "dy": COARSE_STRIDE * heat["dy"],
            "z": listed(coarse),
            **scale.look,
            "showscale": False,
            "opacity": 0.5,
            "hoverinfo": "skip",
            "meta": style.meta("coarse"),
        }
        drawing["data"].insert(0, ground)
    return drawing


def model_panel_text(run: ModelMapRun, cells: ModelCells, quality: str, t: Translator) -> str:
    """How far the panel is, where it is best, and how much diverges."""
    said = []
    if cell := cells.best(quality):
        value = short(float(cells.values(quality)[cell]))
        said.append(
            t(
                "figure.map.model_best",
                setting=setting_text(cells, cell),
                quality=quality_text(run, quality, t),
                value=value,
            )
        )
    trained = cells.trained
    said += stopped_shares(cells, trained, t)
    if cells.timed_out.any():
        said.append(t("figure.map.timed_out_share", share=f"{100 * cells.timed_out.mean():.0f}"))
    return " ".join(said)


def model_map_alt(run: ModelMapRun, cells: ModelCells, quality: str, t: Translator, name: str) -> str:
    """The panel for those who do not see it."""
    x, y = (f"{each.name} [{short(each.low)}, {short(each.high)}]" for each in run.axes)
    words = t("figure.map.alt", name=name, x=x, y=y, quantity=quality_text(run, quality, t))
    return f"{words} {model_panel_text(run, cells, quality, t)}"


def model_cell_text(run: ModelMapRun, cells: ModelCells, cell: Cell, t: Translator) -> str:
    """One training: its setting, its scores and its loss, how it ended."""
    words, status = [setting_text(cells, cell)], cells.status.item(cell)
    if not cells.trained[cell]:
        return ", ".join([*words, t("figure.map.unreached.final_score")])
    if not status.has_result:
        return ", ".join([*words, stopped_text(cells, cell, t)])
    for quality in QUALITIES:
        words.append(f"{quality_text(run, quality, t)} {short(float(getattr(cells, quality)[cell]))}")
    return ", ".join([*words, t(f"figure.map.status.{status.value}")])
