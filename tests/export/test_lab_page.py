"""The interactive page: one file with all that it needs, and nothing in it that a visitor wrote is code."""

import json
import re
from typing import Any

import pytest

from optim_core.base.errors import SpecError
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.export.lab_controls import sliders
from optim_core.export.lab_page import lab_page
from optim_core.export.offline_page import POLICY
from optim_core.optimizers import LBFGS, OPTIMIZERS, SGD, Adam, AdamW, RMSprop
from optim_core.optimizers.clipping import ClipGradNorm
from optim_core.optimizers.schedules import OneCycleLR
from optim_core.specs import MAX_OPTIMIZERS, SurfaceRun
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import AbstractSurface, Formula, Himmelblau
from optim_core.surfaces.grid import grid

CONTENDERS = (SGD(lr=0.01, momentum=0.9), SGD(lr=0.5), Adam(lr=0.1), LBFGS())
LINK = "https://example.org/surface?surface=Himmelblau"
DATA = re.compile(r'<script type="application/json" id="lab-data">(.*?)</script>', re.DOTALL)
PLOTLY = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def page(surface: AbstractSurface | None = None, link: str = LINK, language: str = "en", **view: Any) -> str:
    surface = Himmelblau() if surface is None else surface
    run = SurfaceRun(surface=surface, optimizers=CONTENDERS, steps=60)
    indices = (0, 2, 3, 5)
    return lab_page(run, grid(surface), descend(run), SurfaceView(**view), load(language), indices, link)


def data_of(text: str) -> dict[str, Any]:
    (found,) = DATA.findall(text)
    data: dict[str, Any] = json.loads(found)
    return data


def test_it_is_small_and_may_load_nothing() -> None:
    text = page()
    assert len(text.encode()) < 3_000_000
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in text
    assert text.index("Content-Security-Policy") < text.index("<script")
    assert "default-src 'none'" in POLICY
    assert "http" not in POLICY
    assert "connect-src" not in POLICY
    assert not re.search(r"<(link|img|iframe|object|base)\b|<script[^>]*\bsrc", PLOTLY.sub("", text))


def test_the_largest_race_is_small_enough() -> None:
    surface = Formula(text="sin(3*x)*sin(3*y)+x/9")
    optimizers = tuple(RMSprop(lr=2.0 + i / 10) for i in range(MAX_OPTIMIZERS))
    run = SurfaceRun(surface=surface, optimizers=optimizers, steps=5_000, noise=1.0, noise_kind="shift")
    text = lab_page(run, grid(surface), descend(run), SurfaceView(), load("en"), range(MAX_OPTIMIZERS), LINK)
    assert len(text.encode()) < 3_000_000


def test_the_only_address_is_the_way_back() -> None:
    text = PLOTLY.sub("", page())
    assert re.findall(r"https?://[^\"'` <>]*", text.replace("http://www.w3.org/2000/svg", "")) == [LINK]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "surface=Himmelblau&o1=Adam", "None?surface=Himmelblau", ""])
def test_only_an_address_of_the_web_leads_back(link: str) -> None:
    assert data_of(page(link=link))["link"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_in_a_language_and_has_all(language: str) -> None:
    text = page(language=language)
    data = data_of(text)
    assert f'<html lang="{language}">' in text
    assert data["language"] == language
    assert set(data["languages"]) == set(LANGUAGES)
    for name, words in data["languages"].items():
        t = load(name)
        assert words["texts"]["restore"] == t("lab.restore")
        assert "1e-9" in words["texts"]["compared"]
        assert words["race"]["texts"]["play"] == t("race.play")
        assert all(sliders_of for sliders_of in words["sliders"][:3])


def test_names_hold_no_values_because_these_change() -> None:
    data = data_of(page())
    names = ["SGD (1)", "SGD (2)", "Adam", "LBFGS"]
    assert [one["name"] for one in data["contenders"]] == names
    for words in data["languages"].values():
        race = words["race"]
        assert [one["name"] for one in race["contenders"]] == names
        for trace in race["figure"]["data"] + race["curves"]["data"]:
            if (index := trace["meta"].get("index")) is not None:
                name = names[(0, 2, 3, 5).index(index)]
                assert trace["name"] == name
                assert trace.get("hovertemplate", name).startswith(name)


def test_a_visitors_words_are_data() -> None:
    hostile = "x^2 + y^2 + 0*min(x,1) # </script><script>alert(1)</script><!--"
    with pytest.raises(SpecError):  # a formula cannot be written like this today
        Formula(text=hostile)
    text = page(Formula(text="where(x<y, x^2, x^2) + y^2"), link=f"{LINK}&x=</script><!--<b>")
    (found,) = DATA.findall(text)
    assert "<" not in found
    assert data_of(text)["link"].endswith("</script><!--<b>")
    assert "where(x&lt;y" in text[: text.index("<style>")]  # the title
    assert "x<y" not in text[: text.index("<style>")]
    assert len(re.findall("<script", PLOTLY.sub("", text))) == 2


def test_it_draws_contours_and_counts_steps_whatever_the_view() -> None:
    data = data_of(page(projection="3d", by="evaluation", quantity="grad_norm"))
    race = data["languages"]["en"]["race"]
    assert race["projection"] == "contour"
    assert race["quantity"] == "grad_norm"
    assert all("x" not in trace for trace in race["curves"]["data"] if trace["meta"]["role"] == "path")


def test_a_surface_without_programs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optim_core.export.lab_page.portable_race", lambda run: None)
    with pytest.raises(SpecError, match="a surface that a browser can run"):
        page()


def test_every_optimizer_gets_the_sliders_that_its_programs_have() -> None:
    on_surfaces = [cls() for cls in OPTIMIZERS if cls.param_requirement is None]
    for first in range(0, len(on_surfaces), MAX_OPTIMIZERS):
        part = tuple(on_surfaces[first : first + MAX_OPTIMIZERS])
        run = SurfaceRun(surface=Himmelblau(), optimizers=part, steps=5)
        text = lab_page(run, grid(run.surface), descend(run), SurfaceView(), load("ko"), range(len(part)))
        data = data_of(text)
        for one, contender in zip(data["contenders"], data["engine"]["contenders"], strict=True):
            names = {slider["name"] for slider in one["sliders"]}
            programs = data["engine"]["optimizers"]
            assert names <= (set() if contender is None else set(programs[contender["optimizer"]]["hyper"]))
            assert bool(names) == (contender is not None)
            assert all(slider["ticks"] == sorted(set(slider["ticks"])) for slider in one["sliders"])


def test_a_slider_offers_what_the_optimizer_accepts() -> None:
    nesterov = {one["name"]: one for one in sliders(SGD(momentum=0.9, nesterov=True))}
    assert "dampening" not in nesterov  # only 0 is valid
    assert 0 not in nesterov["momentum"]["ticks"]
    assert nesterov["momentum"]["refused"] == [0, 1]
    cycled = {one["name"] for one in sliders(AdamW(schedule=OneCycleLR(total_steps=50)))}
    assert "lr" in cycled
    assert "beta1" not in cycled  # the schedule sets it


def test_a_name_says_the_schedule_and_the_clipping() -> None:
    optimizers = (SGD(), SGD(clip=ClipGradNorm(), schedule=OneCycleLR(total_steps=5)), AdamW(clip=ClipGradNorm()))
    run = SurfaceRun(surface=Himmelblau(), optimizers=optimizers, steps=5)
    data = data_of(lab_page(run, grid(run.surface), descend(run), SurfaceView(), load("en"), range(3)))
    names = [one["name"] for one in data["contenders"]]
    assert names == ["SGD", "SGD · OneCycleLR · ClipGradNorm", "AdamW · ClipGradNorm"]
