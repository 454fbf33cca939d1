"""All that a search can find, made of the texts of both languages."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from types import MappingProxyType

from optim_core.base.files import CONTENT
from optim_core.base.hyper import hypers
from optim_core.base.text import LANGUAGES, Translator, load
from optim_core.explain.catalogue.experiments import experiments
from optim_core.explain.claims import CLAIMS
from optim_core.explain.lessons import LESSONS, PART_OF, Lesson, query_of
from optim_core.explain.search.entry import Entry, Link
from optim_core.explain.search.words import words_of
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer
from optim_core.optimizers.clipping import CLIPS
from optim_core.optimizers.schedules import SCHEDULES
from optim_core.optimizers.shared_hypers import shared_texts
from optim_core.specs import ModelRun, SurfaceRun
from optim_core.surfaces import SURFACES, Transformed

FILE = CONTENT / "glossary.toml"
SCHEDULED = {"surface": "Rosenbrock", "o1": "Adam", "o1.lr": "0.05"}
"""The race in which a schedule is tried."""
TOO_FAST = {"surface": "Rosenbrock", "o1": "SGD", "o1.lr": "0.01", "o2": "SGD", "o2.lr": "0.01"}
"""The race in which clipping is tried, on one of two contenders that would diverge."""
CLIPPING = ("gradient clipping", "clip_grad_norm_", "clip_grad_value_", "그래디언트 클리핑")


@cache
def index() -> tuple[Entry, ...]:
    """All entries. Their order decides between equally good matches."""
    parts = (_terms, _hypers, _optimizers, _surfaces, _schedules, _clips, _settings, _lessons, _claims)
    return tuple(entry for part in parts for entry in part())


def _terms() -> Iterator[Entry]:
    for key, term in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        explained, tried = (Link(*query_of(term[link])) if link in term else None for link in ("explained", "tried"))
        names, sentences = _texts(f"term.{key}.name"), _texts(f"term.{key}.about")
        yield Entry("term", names, sentences, tuple(term["words"]), explained, tried)


def _hypers() -> Iterator[Entry]:
    """One entry per name, explained as in the first optimizer that has it; the names of its term find it, too."""
    own = [cls for cls in OPTIMIZERS if not cls.import_path]
    spoken = {_key(word): term.names.values() for term in _terms() for word in (*term.words, *term.names.values())}
    for name in dict.fromkeys(name for cls in own for name in hypers(cls)):
        having = [cls for cls in own if name in hypers(cls)]
        cls = having[0]
        packed = (word for word, names in cls.packed.items() if name in names)
        words = tuple(filter(None, (hypers(cls)[name].symbol, *packed, *spoken.get(_key(name), ()))))
        keys = (f"help.{cls.__name__}.{name}", f"help.{shared_texts(cls).get(name, name)}")
        owners = tuple(one.__name__ for one in having)
        yield Entry("hyper", _same(name), _texts(*keys), words, _page_of(cls), _race_of(cls), owners)


def _optimizers() -> Iterator[Entry]:
    for cls in OPTIMIZERS:
        sentences = _each(partial(_of_optimizer, cls))
        yield Entry("optimizer", _same(cls.__name__), sentences, (), _page_of(cls), _race_of(cls))


def _of_optimizer(cls: type[AbstractOptimizer], t: Translator) -> str:
    key = "plugin.about" if cls.import_path else f"catalogue.about.{cls.__name__}"
    return _sentences(t(key, import_path=cls.import_path))[0]


def _surfaces() -> Iterator[Entry]:
    for cls in SURFACES:
        name = cls.__name__
        link = Link("surface", {"surface": name})
        yield Entry("surface", _texts(f"surface.{name}.name"), _texts(f"surface.{name}.about"), (name,), None, link)


def _schedules() -> Iterator[Entry]:
    for cls in SCHEDULES:
        link = Link("surface", {**SCHEDULED, "o1.schedule": cls.__name__})
        yield Entry("schedule", _same(cls.__name__), _texts(f"schedule.about.{cls.__name__}"), (), None, link)


def _clips() -> Iterator[Entry]:
    for cls in CLIPS:
        link = Link("surface", {**TOO_FAST, "o1.clip": cls.__name__})
        words = (*CLIPPING, cls().limit_name)
        yield Entry("setting", _same(cls.__name__), _texts(f"clip.about.{cls.__name__}"), words, None, link)


def _settings() -> Iterator[Entry]:
    """Settings of a race or a training besides its optimizers."""
    for page, cls in (("surface", SurfaceRun), ("surface", Transformed), ("model", ModelRun)):
        for name in hypers(cls):
            names = _texts(f"label.{cls.__name__}.{name}", f"label.{name}")
            sentences = _texts(f"help.{cls.__name__}.{name}", f"help.{name}")
            words = tuple(filter(None, (name, hypers(cls)[name].symbol)))
            yield Entry("setting", names, sentences, words, None, Link(page, {}))


def _lessons() -> Iterator[Entry]:
    for name, lesson in LESSONS.items():
        titles = {language: text.title for language, text in lesson.texts.items()}
        sentences = _each(partial(_of_lesson, lesson))
        yield Entry("lesson", titles, sentences, (), Link("lessons", {"lesson": name}), Link(*query_of(lesson.lab)))


def _of_lesson(lesson: Lesson, t: Translator) -> str:
    """The first sentence that has no placeholder for a number of its run, or the part if there is none."""
    sentences = _sentences(lesson.texts[t.language].intro)
    of_part = t("search.lesson", part=t(f"lessons.part.{PART_OF[lesson.name].name}"))
    return next((sentence for sentence in sentences if "{" not in sentence), of_part)


def _claims() -> Iterator[Entry]:
    for cls in CLAIMS:
        link = Link("claims", {"claim": cls.__name__})
        yield Entry("claim", _texts(f"claim.{cls.__name__}.says"), _texts("search.claim"), (), link, None)


def _page_of(cls: type[AbstractOptimizer]) -> Link:
    return Link("catalogue", {"optimizer": cls.__name__})


def _race_of(cls: type[AbstractOptimizer]) -> Link | None:
    """The first experiment of the catalogue with this optimizer; None for plugins, which have none."""
    return next((Link(one.page, one.query) for one in experiments().get(cls.__name__, ())), None)


def _key(text: str) -> str:
    return "".join(words_of(text))


def _each(text: Callable[[Translator], str]) -> Mapping[str, str]:
    """Language -> `text` of its translator."""
    return MappingProxyType({language: text(load(language)) for language in LANGUAGES})


def _texts(*keys: str) -> Mapping[str, str]:
    """Language -> the text of the first of `keys` that exists, without the back ticks of code."""
    return _each(lambda t: t.first(*keys).replace("`", ""))


def _same(name: str) -> Mapping[str, str]:
    return MappingProxyType(dict.fromkeys(LANGUAGES, name))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?])\s+", text.replace("`", ""))
