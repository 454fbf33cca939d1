"""Descriptions of the scenes of a lesson, and the charts of scenes without a race."""

from typing import Any

from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Scene
from optim_core.figures import training_alt, training_figure
from optim_core.figures.learn.charts import chart_alt, chart_figure
from optim_core.figures.numbers import short
from optim_core.optimizers.labels import full_name
from optim_core.permalink import write_fields, write_surface
from optim_core.specs import ModelRun, SurfaceRun
from optim_core.specs.results import by_contender


def described(scene: Scene, t: Translator) -> str:
    """A scene in one line."""
    if isinstance(scene, SurfaceRun):
        x, y = map(short, scene.start)
        query = write_surface(scene.surface)
        plain = query.pop("surface")
        knobs = ", ".join(f"{name.removeprefix('surface.')} {text}" for name, text in query.items())
        return t("lessons.steps", steps=scene.steps, x=x, y=y, surface=_with(t(f"surface.{plain}.name"), knobs))
    if isinstance(scene, ModelRun):
        members = {name: getattr(scene, name) for name in ("model", "dataset")}
        names = {k: _with(t(f"{k}.{type(one).__name__}.name"), _knobs(one)) for k, one in members.items()}
        line = t("lessons.epochs", epochs=scene.epochs, batch=scene.batch_size, **names)
        return line if scene.seeds == 1 else f"{line} · {t('lessons.seeds', seeds=scene.seeds)}"
    return " · ".join(filter(None, (t("lessons.experiment"), _knobs(scene))))


def _with(name: str, knobs: str) -> str:
    return f"{name} ({knobs})" if knobs else name


def contenders(scene: Scene) -> list[str]:
    """Each contender's class and what it is set to."""
    lines = []
    for optimizer in scene.optimizers:
        set_to = {"lr": f"{optimizer.lr:g}"} | write_fields(optimizer)
        values = [f"{name} {text}" for name, text in set_to.items() if name not in getattr(scene, "unused", ())]
        lines.append(" ".join([full_name(optimizer), ", ".join(values)]))
    return lines


def scene_chart(lesson: Lesson, scene: Scene, result: Any, t: Translator) -> Any:
    """The Plotly figure of a scene of the lesson that is a training or an experiment."""
    if isinstance(scene, ModelRun):
        groups, indices = by_contender(result, scene.seeds), range(len(scene.optimizers))
        return training_figure(scene, groups, lesson.training_view, t, indices)
    return chart_figure(result.chart, t)


def scene_alt(lesson: Lesson, scene: Scene, result: Any, t: Translator) -> str:
    """What `scene_chart` shows, in words."""
    if isinstance(scene, ModelRun):
        return training_alt(scene, by_contender(result, scene.seeds), lesson.training_view, t)
    return chart_alt(result.chart, t)


def _knobs(declared: Any) -> str:
    return ", ".join(f"{name} {text}" for name, text in write_fields(declared).items())
