"""The race of a link with its table and its exports, computed when first used."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from optim_core.base.lazy import cached_property
from optim_core.base.text import Translator
from optim_core.cli.own_data import unneeded, with_data
from optim_core.descend import descend
from optim_core.descend.programs import surface_programs
from optim_core.export import surface_script
from optim_core.export.csv_tables import model_csv, surface_csv
from optim_core.export.model_notebook import model_notebook
from optim_core.export.model_script import model_script
from optim_core.export.text_tables import model_table, surface_table
from optim_core.export.weights import weights_npz
from optim_core.models.datasets import OWN_DATA
from optim_core.permalink import contender_indices, is_on, read_fields, read_model_run, read_surface_run
from optim_core.permalink.form import MODEL_FORM, SURFACE_FORM
from optim_core.specs.results import TrainingLog, Trajectory, by_contender
from optim_core.specs.views import ModelView, SurfaceView
from optim_core.surfaces.grid import grid
from optim_core.train import train
from optim_core.train.evaluation_seconds import evaluation_seconds

Query = Mapping[str, str]
Make = Callable[[], str | bytes]
"""Makes the content of a file."""
LAB = "lab.html"
"""Ending of the interactive page of a race that a browser can run."""


class AbstractLinkedRace(ABC):
    """A race, from the valid entries `query` of its link. SpecError if no run results from them.

    `link` is the whole link, or only its query.
    """

    stem: str
    """Name of its files without the ending."""

    def __init__(self, query: Query, t: Translator, link: str) -> None:
        self.query, self.t, self.link = query, t, link
        self.indices = [index for index in contender_indices(query) if is_on(index, query)]

    @abstractmethod
    def table(self) -> str:
        """The ranks, as lines of text."""

    @abstractmethod
    def makers(self) -> Mapping[str, Make]:
        """Ending of the file name, without the dot -> the function that makes the content of the file."""


class SurfaceRace(AbstractLinkedRace):
    """A race on a surface."""

    stem = "race"

    def __init__(self, query: Query, t: Translator, link: str) -> None:
        super().__init__(query, t, link)
        self.run, self.view = read_surface_run(query), SurfaceView(**read_fields(SurfaceView, query))

    @cached_property
    def trajectories(self) -> tuple[Trajectory, ...]:
        """One for each contender."""
        return descend(self.run)

    def table(self) -> str:
        return surface_table(self.run, self.trajectories, self.view.target, self.t)

    def makers(self) -> Mapping[str, Make]:
        return {
            "py": lambda: surface_script(self.run),
            "csv": lambda: surface_csv(self.trajectories),
            "html": self._page,
            **({LAB: self._lab} if surface_programs(self.run.surface) is not None else {}),
        }

    def _lab(self) -> str:
        from optim_core.export.lab_page import lab_page  # Plotly takes a second to import

        run = self.run
        return lab_page(run, grid(run.surface), self.trajectories, self.view, self.t, self.indices, self.link)

    def _page(self) -> str:
        from optim_core.figures import curves_figure, race_alt, race_figure  # Plotly takes a second to import
        from optim_core.figures.html import page_html

        run, paths, view, t = self.run, self.trajectories, self.view, self.t
        figures = (
            race_figure(run, grid(run.surface), paths, view, t, self.indices),
            curves_figure(run, paths, view, t, self.indices),
        )
        return page_html(t("surface.title"), race_alt(run, paths, view, t), figures)


class ModelRace(AbstractLinkedRace):
    """A race in training a model."""

    stem = "training"

    def __init__(self, query: Query, t: Translator, link: str, data: Path | None = None) -> None:
        super().__init__(query, t, link)
        self.run, self.view = (
            read_model_run(query, partial(with_data, data=data)),
            ModelView(**read_fields(ModelView, query)),
        )

    @cached_property
    def logs(self) -> tuple[TrainingLog, ...]:
        """One for each contender and seed, ordered by contender, then by seed."""
        return train(self.run)

    @cached_property
    def seconds(self) -> tuple[float, ...]:
        """Of an evaluation of each contender; empty unless the view is by the second."""
        return evaluation_seconds(self.run) if self.view.by == "second" else ()

    def table(self) -> str:
        return model_table(self.logs, self.t)

    def makers(self) -> Mapping[str, Make]:
        return {
            "py": lambda: model_script(self.run),
            "ipynb": lambda: model_notebook(self.run, self.t),
            "csv": lambda: model_csv(self.logs, self.seconds),
            "html": self._page,
            "npz": lambda: weights_npz(self.run, self.logs),
        }

    def _page(self) -> str:
        from optim_core.figures import training_alt, training_figure  # Plotly takes a second to import
        from optim_core.figures.html import page_html

        run, view, t = self.run, self.view, self.t
        groups = by_contender(self.logs, run.seeds)
        figure = training_figure(run, groups, view, t, self.indices, self.seconds)
        return page_html(t("model.title"), training_alt(run, groups, view, t, self.seconds), [figure])


def linked_race(link: str, t: Translator, data: Path | None = None) -> AbstractLinkedRace:
    """The race of a link of the app, or of its query alone; a link that names a data set or a model is a training.

    `data` is the file of a link that has the digest of one. SpecError names the first entry that is invalid, or says
    that the file is another one or has no use; `UnreadableError` if it cannot be read.
    """
    address = urlsplit(link)
    entries = dict(parse_qsl(address.query or link, keep_blank_values=True))
    is_training = bool({"dataset", "model"} & entries.keys()) or address.path.rstrip("/").endswith("/model")
    form = MODEL_FORM if is_training else SURFACE_FORM
    query, invalid = form.clean({name: text for name, text in entries.items() if name != "lang"})
    if invalid:
        raise invalid[0]
    if data and query.get("dataset") not in [cls.__name__ for cls in OWN_DATA]:
        raise unneeded(data)
    return ModelRace(query, t, link, data) if is_training else SurfaceRace(query, t, link)
