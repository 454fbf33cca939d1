"""Notes below a view: what its kinds of lines stand for, and what a long training is measured and drawn of."""

from optim_core.base.text import Translator
from optim_core.specs.thinning import stride
from optim_core.train.recording_steps import epochs_between
from ui.model.scene import Scene
from ui.model.views import reason


def thinning_notes(scene: Scene, t: Translator) -> list[str]:
    """Notes on which epochs are measured and which updates are drawn; none if all of them are."""
    epochs, updates = epochs_between(scene.run), stride(scene.run.steps)
    of_losses = (scene.view.view, scene.view.measure) == ("curves", "loss") and updates > 1
    return [
        *([t("model.thinned_losses", count=updates)] if of_losses else []),
        *([t("model.thinned_epochs", count=epochs)] if epochs > 1 else []),
    ]


def line_notes(scene: Scene, t: Translator) -> list[str]:
    """Notes on the line styles that the view of curves draws, and on averaged weights beside others in a view."""
    beside = {"landscape": "averaged_path", "rare": "averaged_rare"}
    if scene.view.view != "curves":
        shown = scene.run.ema_decay and scene.view.view in beside and not reason(scene, t)
        return [t(f"model.lines.{beside[scene.view.view]}")] if shown else []
    single = ["single"] if scene.run.seeds > 1 and scene.view.singles else []
    averaged = ["averaged"] if scene.run.ema_decay else []
    return [t(f"model.lines.{kind}") for kind in ("plain", *averaged, *single)]
