"""The views of a training: what each shows, or the reason why it has nothing to show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.schedules import applied_values_alt, applied_values_drawing, scheduled_names
from optim_core.figures.training.alt import (
    decision_boundary_alts,
    histogram_alts,
    landscape_alts,
    layer_alts,
    preconditioned_alt,
    sharpness_alt,
    training_alt,
)
from optim_core.figures.training.class_losses import class_loss_alts, class_loss_figures
from optim_core.figures.training.curves import training_figure
from optim_core.figures.training.decision_boundary import decision_boundary_figures
from optim_core.figures.training.histograms import histogram_figures
from optim_core.figures.training.landscape import landscape_figure
from optim_core.figures.training.layers import layer_figures
from optim_core.figures.training.plane_loss import plane_loss_figure
from optim_core.figures.training.sharpness import preconditioned_figure, sharpness_figure
from optim_core.models.datasets import DATASETS, AbstractText
from optim_core.optimizers.labels import labels
from optim_core.train.class_losses import LEAST_CLASSES, has_groups
from ui.components.multiples import HALF, SMALL, THIRD, WHOLE, Animation, Size
from ui.compute.landscapes import animation_of, frames, landscape_of, most_points, thinned
from ui.compute.recorded_weights import losses_of, samples_of
from ui.model.scene import Scene


@dataclass(frozen=True)
class Picture:
    """Figures with their words; the animations that some are stills of, and the words of the animations' frames.

    `texts` are lines to read (contenders, lines), in place of figures.
    """

    figures: Sequence[go.Figure]
    alts: Sequence[str]
    animations: Sequence[Animation] = ()
    frames: Sequence[str] = ()
    size: Size = SMALL
    texts: Sequence[Sequence[str]] = ()


def reason(scene: Scene, t: Translator) -> str | None:
    """Why the view has nothing to show; None where it has."""
    run, name = scene.run, scene.view.view
    if name == "boundaries" and not run.dataset.plane:
        planar = [t(f"dataset.{cls.__name__}.name") for cls in DATASETS if cls().plane]
        return t("model.why.plane", names=", ".join(planar))
    if name == "boundaries" and run.model.least_batch > 1:
        return t("model.why.batch_norm")
    if name == "sharpness" and not run.sharpness:
        return t("model.why.sharpness")
    if name == "layers" and scene.view.layer == "average_distance" and not run.ema_decay:
        return t("model.why.averages")
    if name == "schedules" and not any(optimizer.schedule for optimizer in run.optimizers):
        return t("model.why.schedules")
    if name == "rare" and not has_groups(run.dataset):
        return t("model.why.rare", count=LEAST_CLASSES)
    if name == "samples" and not isinstance(run.dataset, AbstractText):
        return t("model.why.samples", names=t("dataset.Text.name"))
    if name == "landscape" and scene.live:
        return t("model.why.live")
    return None


def picture(scene: Scene, t: Translator) -> Picture:
    """The figures of the view of a scene; see `reason` for scenes without any."""
    return VIEWS[scene.view.view](scene, t)


def _curves(scene: Scene, t: Translator) -> Picture:
    figure = training_figure(scene.run, scene.logs, scene.view, t, scene.indices, scene.seconds)
    return Picture([figure], [training_alt(scene.run, scene.logs, scene.view, t, scene.seconds)], size=WHOLE)


def _boundaries(scene: Scene, t: Translator) -> Picture:
    run, logs = scene.run, scene.shown
    rows = frames(logs, live=scene.live)
    shown = animation_of(run, logs, rows, scene.kind)
    figures = decision_boundary_figures(run, shown, t, scene.indices, names=scene.names(t))
    alts = decision_boundary_alts(run, logs, t, scene.names(t))
    if scene.live:
        return Picture(figures, alts)
    longest = max(logs, key=lambda log: len(log.weights))
    words = [t("model.moment", step=step) for step in longest.weights_at[rows].tolist()]
    return Picture(figures, alts, [Animation("z", animation) for animation in shown.answers], words)


def _weights(scene: Scene, t: Translator) -> Picture:
    names = scene.names(t)
    figures = histogram_figures(scene.run, scene.shown, scene.view, t, scene.indices, names)
    return Picture(figures, histogram_alts(scene.run, scene.shown, scene.view, t, names))


def _layers(scene: Scene, t: Translator) -> Picture:
    figures = layer_figures(scene.run, scene.firsts, scene.view, t, scene.indices)
    return Picture(figures, layer_alts(scene.run, scene.firsts, scene.view, t))


def _landscape(scene: Scene, t: Translator) -> Picture:
    run, logs = scene.run, thinned(scene.firsts, most_points(scene.firsts))
    shown = landscape_of(run, logs, scene.view, t)
    plane = landscape_figure(run, shown, logs, scene.view, t, scene.indices)
    plane_loss = plane_loss_figure(run, shown, logs, t, scene.indices)
    return Picture([plane, plane_loss], landscape_alts(run, shown, t), size=HALF)


def _sharpness(scene: Scene, t: Translator) -> Picture:
    figure = sharpness_figure(scene.run, scene.firsts, scene.view, t, scene.indices)
    alt = sharpness_alt(scene.run, scene.firsts, t)
    if not any(len(log.preconditioned) for log in scene.firsts):
        return Picture([figure], [alt], size=WHOLE)
    divided = preconditioned_figure(scene.run, scene.firsts, scene.view, t, scene.indices)
    return Picture([figure, divided], [alt, preconditioned_alt(scene.run, scene.firsts, t)], size=HALF)


def _schedules(scene: Scene, t: Translator) -> Picture:
    names, shown = labels(scene.run.optimizers), scheduled_names(scene.firsts)
    drawings = [applied_values_drawing(scene.firsts, names, name, scene.indices, t) for name in shown]
    alts = [applied_values_alt(scene.firsts, names, name, t) for name in shown]
    return Picture([style.figure(drawing) for drawing in drawings], alts, size=HALF if len(shown) > 1 else WHOLE)


def _rare(scene: Scene, t: Translator) -> Picture:
    logs = thinned(scene.firsts, MOST_MARKS)
    losses = losses_of(scene.run, logs)
    averaged = losses_of(scene.run, [log.of_averages for log in logs], "averaged") if scene.run.ema_decay else []
    figures = class_loss_figures(scene.run, logs, losses, scene.view, t, scene.indices, averaged)
    return Picture(figures, class_loss_alts(scene.run, losses, t, averaged), size=THIRD)


def _samples(scene: Scene, t: Translator) -> Picture:
    logs = thinned(scene.shown, MOST_LINES)
    written = samples_of(scene.run, logs, scene.kind)
    texts = [
        [t("model.wrote", step=step, text=text) for step, text in zip(log.weights_at.tolist(), row, strict=True)]
        for log, row in zip(logs, written, strict=True)
    ]
    return Picture([], [], texts=texts)


VIEWS: Mapping[str, Callable[[Scene, Translator], Picture]] = {
    "curves": _curves,
    "boundaries": _boundaries,
    "weights": _weights,
    "layers": _layers,
    "landscape": _landscape,
    "sharpness": _sharpness,
    "schedules": _schedules,
    "rare": _rare,
    "samples": _samples,
}
OF_ALL_SEEDS = ("curves",)
MOST_MARKS, MOST_LINES = 25, 6
"""Recorded weights of a contender whose losses, and whose texts, are shown."""


def options(scene: Scene) -> Sequence[str]:
    """The entries of the view that say something of what it shows, each a choice."""
    view, weights = scene.view, ["weights"] if scene.run.ema_decay else []
    of_view: Mapping[str, Sequence[str]] = {
        "curves": ("measure", *(["axis"] if view.measure == "loss" else []), "by"),
        "boundaries": weights,
        "weights": ("histogram", *(weights if view.histogram == "weights" else [])),
        "samples": weights,
        "layers": ("layer",),
        "landscape": ("plane",),
        "sharpness": ("axis",),
        "rare": ("axis",),
    }
    return of_view.get(view.view, ())
