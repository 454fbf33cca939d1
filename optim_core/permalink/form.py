"""Forms: the entries that the link of a page may have, and the domain of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from optim_core.base.domains import AbstractDomain, Flag
from optim_core.base.errors import SpecError
from optim_core.base.hyper import Declared, defaults, hypers
from optim_core.models import MODELS
from optim_core.models.datasets import DATASETS, OWN_DATA, Digits
from optim_core.optimizers import OPTIMIZERS
from optim_core.optimizers.clipping import CLIPS
from optim_core.optimizers.requirements import ParamRequirement
from optim_core.optimizers.schedules import SCHEDULES
from optim_core.permalink.member_name import MemberName
from optim_core.permalink.openings import opening_query
from optim_core.permalink.scenes import SceneQuery, scene_entries
from optim_core.specs import COORDINATE, MAX_OPTIMIZERS, ModelRun, SurfaceRun
from optim_core.specs.starts import StartSet
from optim_core.specs.views import ModelView, SceneView, StepView, SurfaceView
from optim_core.surfaces import SURFACES, Transformed

Members = Mapping[str, tuple[type[Declared], ...]]
CONTENDERS: Members = {f"o{n}": OPTIMIZERS for n in range(1, MAX_OPTIMIZERS + 1)}
MISTYPED = 0.85
"""Similarity (`difflib`) from which an unknown entry is taken for a mistyped one, as `surfce` for `surface`."""
ANY_SIZES = (2, 2)
"""Inputs and outputs of a model whose data are not there: which kinds of parameters it has does not depend on them."""
SCHEDULED: Members = {f"{name}.schedule": SCHEDULES for name in CONTENDERS}
CLIPPED: Members = {f"{name}.clip": CLIPS for name in CONTENDERS}


@dataclass(frozen=True)
class Form:
    """The possible entries of a page's link, and the initial query `opening` of the page.

    `members` are the entries that name a class: entry -> possible classes. The fields of `specs` and `views` are
    entries too; those of `views` change no result. `others` are further entries with their domains.
    """

    members: Members
    specs: tuple[type[Declared], ...]
    views: tuple[type[Declared], ...]
    others: Mapping[str, AbstractDomain]
    opening: Mapping[str, str]
    openings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Data set -> the opening that suits it."""

    def opening_of(self, query: Mapping[str, str]) -> Mapping[str, str]:
        """The opening that suits the data set of a query."""
        return self.openings.get(query.get("dataset", ""), self.opening)

    def member(self, name: str, query: Mapping[str, str]) -> type[Declared] | None:
        """The class that the entry `name` of `members` names; None if it names none of them."""
        return next((cls for cls in self.members[name] if cls.__name__ == query.get(name)), None)

    def domain(self, name: str, query: Mapping[str, str]) -> AbstractDomain | None:
        """Domain of the entry `name`, given the other entries of the query; None if there is no such entry."""
        owner, _, field = name.rpartition(".")
        if name in self.members:
            return MemberName("", tuple(cls.__name__ for cls in self.members[name]))
        if name in self.others:
            return self.others[name]
        if owner in self.members and (cls := self.member(owner, query)):
            return hypers(cls).get(field)
        return next((hypers(spec)[name] for spec in (*self.specs, *self.views) if name in hypers(spec)), None)

    def is_of_view(self, name: str) -> bool:
        """Whether the entry belongs to a view and so changes no result."""
        return any(name in hypers(view) for view in self.views) or isinstance(self.others.get(name), SceneQuery)

    def default(self, name: str, query: Mapping[str, str]) -> Any:
        """Value of the entry if it is left out of the query; None if there is no default."""
        owner, _, field = name.rpartition(".")
        if owner in self.members:
            cls = self.member(owner, query)
            return False if field == "off" else defaults(cls).get(field) if cls else None
        return next((defaults(spec)[name] for spec in (*self.specs, *self.views) if name in defaults(spec)), None)

    def parsed(self, query: Mapping[str, str]) -> tuple[dict[str, str], list[SpecError]]:
        """The valid entries, completed from the opening, and an error for each invalid one; without unknown entries."""
        good, wrong = {}, []
        for name, text in query.items():
            if domain := self.domain(name, query):
                try:
                    good[name] = domain.format(domain.parse(text, name))
                except SpecError as error:
                    wrong.append(error)
        return self._complete(good), wrong

    def clean(self, query: Mapping[str, str]) -> tuple[dict[str, str], list[SpecError]]:
        """`parsed` without contenders that cannot run on the problem, with errors for these and for unknown entries."""
        good, wrong = self.parsed(query)
        for name, text in query.items():
            if self.domain(name, query):
                continue
            if name in SCHEDULED and (owner := name.partition(".")[0]) in query:
                wrong.append(SpecError(name, "scheduled", name=query[owner][:40], schedule=text[:40]))
            elif self._is_mistyped(name, query):
                wrong.append(SpecError(name, "unknown", got=text[:40], names=", ".join(self._suggestions(name, query))))
        for name in [entry for entry in CONTENDERS if entry in good]:
            if requirement := self.unmet_requirement(good[name], good):
                wrong.append(SpecError(name, f"needs_{requirement.name}", name=good[name]))
                good = {k: v for k, v in good.items() if k.partition(".")[0] != name}
        return self._complete(good), wrong

    def unmet_requirement(self, optimizer: str, query: Mapping[str, str]) -> ParamRequirement | None:
        """The requirement of the optimizer `optimizer` that the query's problem does not meet; None if it meets all."""
        requirement = next(cls.param_requirement for cls in OPTIMIZERS if cls.__name__ == optimizer)
        dataset = next((cls() for cls in (*DATASETS, *OWN_DATA) if cls.__name__ == query.get("dataset")), None)
        model = next((cls() for cls in MODELS if cls.__name__ == query.get("model")), None)
        if requirement is None or dataset is None or model is None or not model.fits(dataset):
            return requirement
        sizes = ANY_SIZES if dataset.private else (dataset.inputs, dataset.outputs)
        return None if requirement.params_of(model.skeleton(*sizes)) else requirement

    def _is_mistyped(self, name: str, query: Mapping[str, str]) -> bool:
        """Whether an unknown entry resembles one of this page, and is an error; other parameters are ignored."""
        owner = name.partition(".")[0]
        known = {entry.partition(".")[0] for entry in (*self.members, *self.others)}
        ours = re.fullmatch(r"[a-z]\w*(\.[\w-]*)*", name, re.ASCII) and (
            owner in known or re.fullmatch(r"o\d+", owner) or self._nearest(name)
        )
        above = [part for part in (owner, name.rpartition(".")[0]) if part != name and part in query]
        reported = any(part in {**self.members, **SCHEDULED} and self._names_none(part, query) for part in above)
        return bool(ours) and not reported

    def _suggestions(self, name: str, query: Mapping[str, str]) -> tuple[str, ...]:
        """Existing entries to suggest instead of `name`: those of the same member, of the same kind, or all."""
        parent, owner = name.rpartition(".")[0], name.partition(".")[0]
        if parent in self.members and (cls := self.member(parent, query)):
            return tuple(f"{parent}.{field}" for field in hypers(cls))
        entries = self._entries()
        kin = tuple(entry for entry in entries if entry.partition(".")[0] == owner)
        return kin or self._nearest(name) or tuple(entry for entry in self.members if entry in CONTENDERS) or entries

    def _nearest(self, name: str) -> tuple[str, ...]:
        """The entry for which `name` may be mistyped, if there is one; it has the same first letter."""
        alike = [entry for entry in self._entries() if entry[0] == name[0] and abs(len(entry) - len(name)) <= 2]
        return tuple(get_close_matches(name, alike, 1, MISTYPED))

    def _entries(self) -> tuple[str, ...]:
        """All entries but the fields of members."""
        fields = (field for spec in (*self.specs, *self.views) for field in hypers(spec))
        return (*self.members, *self.others, *fields)

    def _names_none(self, name: str, query: Mapping[str, str]) -> bool:
        """Whether the entry names no class of this page."""
        return name not in self.members or self.member(name, query) is None

    def _complete(self, query: dict[str, str]) -> dict[str, str]:
        """Add missing problem entries, and contenders if there are none, from the opening."""
        opening = self.opening_of(query)
        for name in self.members:
            if name not in CONTENDERS and name not in query:
                query |= {k: v for k, v in opening.items() if k.partition(".")[0] == name}
        if not CONTENDERS.keys() & query.keys():
            query |= {k: v for k, v in opening.items() if k.partition(".")[0] in CONTENDERS}
            if self.openings:
                query = {name: opening[name] for name in ("epochs", "batch_size") if name in opening} | query
        absent = CONTENDERS.keys() - query.keys()
        return {k: v for k, v in query.items() if k.partition(".")[0] not in absent}


OFF = {f"{name}.off": Flag() for name in CONTENDERS}

RACE_FORM = Form(
    members={"surface": SURFACES, **CONTENDERS, **SCHEDULED, **CLIPPED},
    specs=(SurfaceRun, Transformed, StartSet),
    views=(SurfaceView, StepView),
    others={"start.x": COORDINATE, "start.y": COORDINATE, **OFF},
    opening={
        "surface": "DoubleGaussianBowl",
        "steps": "200",
        "o1": "SGD",
        "o1.lr": "0.03",
        "o2": "Adam",
        "o2.lr": "0.05",
        "o3": "RMSprop",
        "o3.lr": "0.02",
        "o4": "Adagrad",
        "o4.lr": "0.3",
        "o5": "AdamW",
        "o5.lr": "0.1",
        "o5.weight_decay": "0.3",
    },
)
"""One race on a surface, as in each scene of a link."""

SURFACE_FORM = replace(
    RACE_FORM, views=(*RACE_FORM.views, SceneView), others={**RACE_FORM.others, **scene_entries(RACE_FORM.clean)}
)
"""A race on a surface, and further ones as scenes."""

MODEL_FORM = Form(
    members={"dataset": (*DATASETS, *OWN_DATA), "model": MODELS, **CONTENDERS, **SCHEDULED, **CLIPPED},
    specs=(ModelRun,),
    views=(ModelView,),
    others=OFF,
    opening=opening_query(Digits),
    openings={cls.__name__: opening_query(cls) for cls in (*DATASETS, *OWN_DATA)},
)
