"""Scenes of a lesson: live races, trainings and experiments, each given as a link."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from optim_core.base.errors import SpecError
from optim_core.descend import descend
from optim_core.explain.experiments import EXPERIMENTS, AbstractExperiment
from optim_core.permalink import read_fields, read_model_run, read_optimizers, read_surface_run
from optim_core.specs import ModelRun, SurfaceRun
from optim_core.train import train

Scene = SurfaceRun | ModelRun | AbstractExperiment
SceneResult = Any
"""Result of a scene: trajectories, training logs or an `ExperimentResult`."""


def query_of(link: str) -> tuple[str, dict[str, str]]:
    """Page and query entries of a link `/page?entry=text&...`."""
    parts = urlsplit(link)
    return parts.path.strip("/"), dict(parse_qsl(parts.query, strict_parsing=True))


def read_scene(link: str) -> Scene:
    """The run that a link to the page `surface`, `model` or `experiment` describes. SpecError if it is invalid."""
    page, query = query_of(link)
    readers: dict[str, Callable[[Mapping[str, str]], Scene]] = {
        "surface": read_surface_run,
        "model": read_model_run,
        "experiment": _read_experiment,
    }
    if page not in readers:
        raise SpecError("scene", "range", range="{" + ", ".join(readers) + "}", got=page[:40])
    return readers[page](query)


def _read_experiment(query: Mapping[str, str]) -> AbstractExperiment:
    by_name = {cls.__name__: cls for cls in EXPERIMENTS}
    if (cls := by_name.get(name := query.get("experiment", ""))) is None:
        raise SpecError("experiment", "range", range="{" + ", ".join(by_name) + "}", got=name[:40])
    return cls(optimizers=tuple(read_optimizers(query).values()), **read_fields(cls, query, "experiment."))


def run_scene(scene: Scene) -> SceneResult:
    """Result of the scene, within seconds."""
    if isinstance(scene, SurfaceRun):
        return descend(scene)
    if isinstance(scene, ModelRun):
        return train(scene)
    return scene.run()
