"""One panel of a map over trainings, and its texts."""

import plotly.graph_objects as go

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.maps.axes import axis_words
from optim_core.figures.maps.color_scale import ColorScale, loss_colors, score_colors
from optim_core.figures.maps.panel import json_rows, panel_drawing, panel_figure
from optim_core.figures.maps.text import setting_text, stopped_shares, stopped_text
from optim_core.figures.numbers import short
from optim_core.specs.setup_axes import SETUP_AXES
from optim_core.sweep.maps import ModelCells, ModelMapRun, best_cells
from optim_core.sweep.maps.cells import Cell
from optim_core.sweep.maps.model_maps import COARSE_STRIDE, QUALITIES


def quality_colors(panels: list[Array], quality: str) -> ColorScale:
    """Color scale of one of `QUALITIES` for all panels, each (rows, columns)."""
    return loss_colors(panels, 0.0) if quality == "train_loss" else score_colors(panels)


def quality_text(run: ModelMapRun, quality: str, t: Translator) -> str:
    """Name of the quality, with the name of the task's score."""
    return t(f"figure.map.{quality}", score=t(f"score.{run.dataset.task.score.__name__}"))


def _quality_words(run: ModelMapRun, quality: str, t: Translator) -> str:
    """The same within a sentence."""
    score = t(f"figure.map.score.{run.dataset.task.score.__name__}")
    return t(f"figure.map.quality.{quality}", score=score)


def model_map_figure(
    run: ModelMapRun, cells: ModelCells, quality: str, scale: ColorScale, t: Translator, name: str
) -> go.Figure:
    """Standalone figure of the panel, with its name and color bar."""
    return panel_figure(model_map_drawing(run, cells, quality, scale, t), scale, name)


def model_map_drawing(
    run: ModelMapRun, cells: ModelCells, quality: str, scale: ColorScale, t: Translator, pick: Cell | None = None
) -> style.Drawing:
    """Drawing of the panel; a cell that is not trained yet shows the coarse cell around it, paler."""
    score = t(f"score.{run.dataset.task.score.__name__}")
    drawing = panel_drawing(run, cells, quality, scale, t, pick, [], [], score=score)
    heat = drawing["data"][0]
    if not cells.trained.all():
        first = COARSE_STRIDE // 2
        coarse = scale.position(cells.values(quality)[first::COARSE_STRIDE, first::COARSE_STRIDE])
        ground = {
            "type": "heatmap",
            "x0": heat["x0"] + first * heat["dx"],
            "dx": COARSE_STRIDE * heat["dx"],
            "y0": heat["y0"] + first * heat["dy"],
            "dy": COARSE_STRIDE * heat["dy"],
            "z": json_rows(coarse),
            **scale.heatmap,
            "showscale": False,
            "opacity": 0.5,
            "hoverinfo": "skip",
            "meta": style.meta("coarse"),
        }
        drawing["data"].insert(0, ground)
    return drawing


def model_panel_text(run: ModelMapRun, cells: ModelCells, quality: str, t: Translator) -> str:
    """Sentences: the best setting or how many tie, and the shares of trainings that diverged or ran out of time."""
    sentences = []
    if best := best_cells([cells], quality):
        (_, cell), *others = best.cells
        value = short(float(cells.values(quality)[cell]))
        sentences.append(
            t(
                f"figure.map.{'model_tied' if others else 'model_best'}",
                count=len(best.cells),
                setting=setting_text(cells, cell, t),
                quality=_quality_words(run, quality, t),
                value=value,
            )
        )
    trained = cells.trained
    sentences += stopped_shares(cells, trained, t)
    if cells.timed_out.any():
        sentences.append(t("figure.map.timed_out_share", share=f"{100 * cells.timed_out.mean():.0f}"))
    return " ".join(sentences)


def model_map_alt(run: ModelMapRun, cells: ModelCells, quality: str, t: Translator, name: str) -> str:
    """Alternative text of a panel: axes, quality and the sentences of `model_panel_text`."""
    x, y = (f"{axis_words(each.name, t)} [{short(each.low)}, {short(each.high)}]" for each in run.axes)
    text = t("figure.map.alt", name=name, x=x, y=y, quantity=quality_text(run, quality, t))
    return f"{text} {model_panel_text(run, cells, quality, t)}"


def model_cell_text(run: ModelMapRun, cells: ModelCells, cell: Cell, t: Translator) -> str:
    """Text about one training: setting, scores, loss and status."""
    parts, status = [setting_text(cells, cell, t)], cells.status.item(cell)
    if not cells.trained[cell]:
        return ", ".join([*parts, t("figure.map.unreached.final_score")])
    if not status.has_result:
        return ", ".join([*parts, stopped_text(cells, cell, t)])
    for quality in QUALITIES:
        parts.append(f"{_quality_words(run, quality, t)} {short(float(getattr(cells, quality)[cell]))}")
    return ", ".join([*parts, t(f"figure.map.status.{status.value}")])


def model_map_reading(run: ModelMapRun, t: Translator) -> str:
    """Sentences that say how to read the map: what its cells have in common, and what colors and marks mean."""
    names = {axis.name for axis in run.axes}
    parts = ["setup_cells" if names & {*SETUP_AXES} else "same_cells"]
    if names == {"lr", "batch_size"}:
        parts.append("equal_epochs")
    return " ".join(t(f"model_map.{part}") for part in (*parts, "reading"))
