"""Specs to links and back, and errors of invalid links."""

from contextlib import suppress
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from optim_core.base.errors import SpecError
from optim_core.base.hyper import defaults, hypers
from optim_core.models import MLP, MODELS, Logistic
from optim_core.models.datasets import DATASETS, Digits
from optim_core.optimizers import OPTIMIZERS, SGD, AbstractOptimizer, Adam, AdamW
from optim_core.permalink import (
    contender_indices,
    is_on,
    read_member,
    read_model_run,
    read_optimizers,
    read_surface_run,
    write_member,
    write_model_run,
    write_surface_run,
)
from optim_core.specs import MAX_OPTIMIZERS, ModelRun, SurfaceRun
from optim_core.surfaces import SURFACES, Quadratic, Rosenbrock, Sphere
from tests.quick import examples
from tests.strategies import in_domain, optimizers, values

COORDINATES = st.floats(-1e9, 1e9)
CONTENDERS = st.lists(optimizers(), min_size=1, max_size=MAX_OPTIMIZERS).map(tuple)
NAMES = ", ".join(cls.__name__ for cls in OPTIMIZERS)
EVERY_MEMBER = (*SURFACES, *OPTIMIZERS, *DATASETS, *MODELS)


@st.composite
def surface_runs(draw: st.DrawFn) -> SurfaceRun:
    cls = draw(st.sampled_from(SURFACES))
    return SurfaceRun(
        surface=cls(**draw(values(cls))),
        optimizers=draw(CONTENDERS),
        start=draw(st.none() | st.tuples(COORDINATES, COORDINATES)),
        **draw(values(SurfaceRun)),
    )


@st.composite
def model_runs(draw: st.DrawFn) -> ModelRun:
    dataset = draw(st.sampled_from(DATASETS))
    model = draw(st.sampled_from([cls for cls in MODELS if cls.fits(dataset)]))
    shape = draw(values(model)) | ({"width": draw(st.integers(1, 32))} if model is MLP else {})
    try:
        return ModelRun(
            dataset=dataset(**draw(values(dataset))),
            model=model(**shape),
            optimizers=draw(CONTENDERS),
            epochs=draw(st.integers(1, 20)),
            batch_size=draw(st.integers(20, 1_024)),
            seed=draw(in_domain(hypers(ModelRun)["seed"])),
            seeds=draw(st.integers(1, 16)),
            sharpness=draw(st.booleans()),
        )
    except SpecError:  # too large, or a last batch too small
        reject()


def through_the_address_bar(query: dict[str, str]) -> dict[str, str]:
    return dict(parse_qsl(urlencode(query), strict_parsing=True))


@examples(100)
@given(run=surface_runs())
@example(run=SurfaceRun(surface=Sphere(), optimizers=(SGD(),), start=(-0.0, 0.0)))
@example(run=SurfaceRun(surface=Quadratic(rotation=-0.0), optimizers=(SGD(weight_decay=-0.0),)))
def test_a_surface_run_is_the_same_after_a_link(run):
    assert repr(read_surface_run(through_the_address_bar(write_surface_run(run)))) == repr(run)


@examples(100)
@given(run=model_runs())
def test_a_model_run_is_the_same_after_a_link(run):
    assert repr(read_model_run(through_the_address_bar(write_model_run(run)))) == repr(run)


@pytest.mark.parametrize("cls", EVERY_MEMBER, ids=lambda cls: cls.__name__)
@examples(10)
@given(data=st.data())
def test_every_member_is_the_same_after_a_link_which_omits_defaults(cls, data):
    member = data.draw(optimizers((cls,))) if issubclass(cls, AbstractOptimizer) else cls(**data.draw(values(cls)))
    query = write_member("it", member)
    assert repr(read_member("it", EVERY_MEMBER, query)) == repr(member)
    changed = {f"it.{name}" for name, value in member.values().items() if value != defaults(cls)[name]}
    assert query.keys() == {"it"} | changed


@given(contenders=CONTENDERS, data=st.data())
def test_contenders_keep_their_indices(contenders, data):
    indices = sorted(data.draw(st.permutations(range(MAX_OPTIMIZERS)))[: len(contenders)])
    query = write_surface_run(SurfaceRun(surface=Sphere(), optimizers=contenders), indices)
    assert contender_indices(query) == indices
    assert read_optimizers(query) == dict(zip(indices, contenders, strict=True))
    off = query | {f"o{indices[0] + 1}.off": "True"}
    assert not is_on(indices[0], off)
    assert list(read_optimizers(off)) == indices[1:]
    assert contender_indices(off) == indices


def test_a_link_is_short_and_readable():
    run = SurfaceRun(surface=Rosenbrock(b=50), optimizers=(Adam(lr=0.02), SGD(), AdamW(eps=1e-10)), start=(-1.5, 2))
    assert urlencode(write_surface_run(run)) == (
        "surface=Rosenbrock&surface.b=50&o1=Adam&o1.lr=0.02&o2=SGD&o3=AdamW&o3.eps=1e-10&start.x=-1.5&start.y=2"
    )
    usual = ModelRun(dataset=Digits(), model=Logistic(), optimizers=(Adam(),))
    assert write_model_run(usual) == {"dataset": "Digits", "model": "Logistic", "o1": "Adam"}


GOOD = {"surface": "Quadratic", "surface.kappa": "10", "o1": "SGD", "o1.lr": "0.1", "start.x": "1.5", "steps": "40"}
NONSENSE = (
    "",
    " ",
    "nan",
    "inf",
    "-inf",
    "1e400",
    "-1",
    "0x10",
    "1,5",
    "1.5.2",
    "ten",
    "None",
    "[1]",
    "__import__('os')",
    "<script>alert(1)</script>",
    "9" * 5_000,
    "\x00",
    "\ud800",
    "½",
    "∞",
    "−0.1",  # with a minus sign that is none to Python
    "🙂" * 1_000,
)


@pytest.mark.parametrize("text", NONSENSE, ids=ascii)
@pytest.mark.parametrize("name", [name for name in GOOD if name != "start.x"])
def test_nonsense_is_an_error_with_the_name_of_its_entry(name, text):
    with pytest.raises(SpecError) as error:
        read_surface_run(GOOD | {name: text})
    assert error.value.where == name
    assert len(str(error.value)) < 1_000


@pytest.mark.parametrize("text", [text for text in NONSENSE if text != "-1"], ids=ascii)
def test_a_start_of_nonsense_is_an_error(text):
    with pytest.raises(SpecError, match=r"^start\.x"):
        read_surface_run(GOOD | {"start.x": text})


@pytest.mark.parametrize("name", ["Аdam", "adam", "Adam ", "AbstractOptimizer", "object", "Rosenbrock", "o1"])
def test_only_the_listed_classes_can_be_named(name):
    with pytest.raises(SpecError, match=rf"^o1 must be in \{{{NAMES}\}}"):
        read_surface_run(GOOD | {"o1": name})


@pytest.mark.parametrize("name", ["surface", "o1"])
def test_a_missing_required_entry_is_an_error(name):
    with pytest.raises(SpecError, match=r"^(surface|SurfaceRun\.optimizers)"):
        read_surface_run({k: v for k, v in GOOD.items() if k != name})


@pytest.mark.parametrize("value", ["1e-5", "3", "+.5", " 0.25 "])
def test_numbers_may_be_written_as_people_write_them(value):
    assert read_surface_run(GOOD | {"o1.lr": value}).optimizers[0].lr == float(value)


ENTRIES = st.sampled_from(
    [*GOOD, "o1.nesterov", "o1.momentum", "o2", "o2.lr", "o9", "seed", "noise", "surface.b", "lang"]
)


@examples(100)
@given(query=st.dictionaries(ENTRIES | st.text(max_size=8), st.text(max_size=60) | st.sampled_from(NONSENSE)))
def test_no_query_raises_anything_else(query):
    for read in (read_surface_run, read_model_run):
        for texts in (query, GOOD | query):
            with suppress(SpecError):
                read(texts)
