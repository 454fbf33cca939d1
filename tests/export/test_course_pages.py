"""The course as files: a page has all it needs in every language, and its verdicts are those of the numbers."""

import json
import re
from typing import Any

import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.explain.claims import CLAIMS
from optim_core.explain.lessons import LESSONS, run_scene
from optim_core.explain.lessons.lesson_text import read_lesson_text
from optim_core.export.course.claim_unit import claim_unit
from optim_core.export.course.files import INDEX, PLOTLY
from optim_core.export.course.index_page import index_page
from optim_core.export.course.lesson_unit import lesson_unit
from optim_core.export.course.unit import ChartStage, RaceStage, Unit
from optim_core.export.course.unit_page import unit_page
from optim_core.export.lab_page import has_lab
from optim_core.export.offline_page import BESIDE, POLICY
from optim_core.specs import SurfaceRun

DATA = re.compile(r'<script type="application/json" id="lab-data">(.*?)</script>', re.DOTALL)
BODY = re.compile(r'<main id="lab">(.*?)</main>', re.DOTALL)
APP = "https://example.org/app/lessons"
OF_RACES = [name for name, lesson in LESSONS.items() if all(isinstance(scene, SurfaceRun) for scene in lesson.scenes)]


def unit(name: str) -> Unit:
    lesson = LESSONS[name]
    return lesson_unit(lesson, [run_scene(scene) for scene in lesson.scenes])


def data_of(page: str) -> dict[str, Any]:
    (found,) = DATA.findall(page)
    data: dict[str, Any] = json.loads(found)
    return data


def body_of(page: str) -> str:
    (found,) = BODY.findall(page)
    return str(found)


def test_every_race_of_the_course_runs_in_a_browser() -> None:
    runs = [scene for name in OF_RACES for scene in LESSONS[name].scenes] + [cls().lab() for cls in CLAIMS]
    assert len(OF_RACES) >= 12
    assert [run for run in runs if not (isinstance(run, SurfaceRun) and has_lab(run.surface))] == []


@pytest.mark.parametrize("name", OF_RACES)
def test_a_lesson_on_races_is_one_page_with_the_verdict_of_its_numbers(name: str) -> None:
    lesson, made = LESSONS[name], unit(name)
    numbers = lesson.numbers([descend(scene) for scene in lesson.scenes])
    assert made.right == lesson.question.right(numbers)
    assert all(isinstance(stage, RaceStage) for stage in made.stages)
    page = unit_page(made, "en", app=APP)
    assert len(page.encode()) < 3_000_000
    data, body = data_of(page), body_of(page)
    assert len(data["races"]) == len(lesson.scenes)
    assert data["charts"] == []
    answers = list(data["options"]) or ["right", "low", "high"]
    assert re.findall(r'class="unit-verdict \w+" data-for="(\w*)"', body) == ["", *answers]
    rights = re.findall(r'class="unit-verdict right" data-for="(\w*)"', body)
    assert rights == [data["right"] if data["options"] else "right"]
    for language in LANGUAGES:
        words = lesson.texts[language]
        assert f'<span lang="{language}">{words.title}' in body.replace("&#x27;", "'")
        assert load(language)("lessons.answer") in body
    assert "{" not in re.sub(r"<data></data>", "", body)  # every placeholder is filled


def test_hint_and_reasons_are_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = LESSONS["heavy-ball"]
    text = (
        "# T\n\nIntro.\n\n## Q\n\nWhich?\n\n- same: A.\n- several: B.\n- hundred: C.\n\n"
        "## Hint\n\nThink of {kappa}.\n\n## Reasons\n\n- same: Because of {kappa}.\n- hundred: No.\n\n"
        "## Saw\n\nYes.\n\n## Discuss\n\n- Why?\n"
    )
    monkeypatch.setitem(lesson.texts, "en", read_lesson_text(text, "test"))  # type: ignore[arg-type]
    body = body_of(unit_page(unit("heavy-ball"), "en"))
    assert "<p>Think of 100.</p>" in body
    wrong = re.findall(r'class="unit-verdict wrong" data-for="same".*?</div></div>', body, re.DOTALL)
    assert "<p>Because of 100.</p>" in wrong[0]


def test_a_lesson_on_an_experiment_has_its_chart_and_says_so() -> None:
    made = unit("noise-floor")
    assert all(isinstance(stage, ChartStage) for stage in made.stages)
    page = unit_page(made, "ko")
    data = data_of(page)
    assert data["races"] == []
    assert {name for chart in data["charts"] for name in chart} == {*LANGUAGES, "arrays"}
    assert load("ko")("course.charts") in body_of(page)
    assert data["charts"][0]["ko"]["alt"]


def test_a_claim_asks_before_it_tells() -> None:
    cls = next(cls for cls in CLAIMS if cls.__name__ == "MomentumCannotHurt")
    made = claim_unit(cls())
    assert made.right == cls().check().kind.value == "fails"
    page = unit_page(made, "en", app="https://example.org/claims")
    body = body_of(page)
    assert body.index('value="fails"') < body.index('data-for="fails"')
    assert data_of(page)["options"] == ["holds", "fails", "depends"]
    assert "https://example.org/claims?claim=MomentumCannotHurt" in body
    assert len(data_of(page)["charts"]) == 2


def test_one_page_loads_nothing_and_a_folder_loads_the_file_beside_it() -> None:
    made = unit("gradient-step")
    alone = unit_page(made, "en")
    shared = unit_page(made, "en", ways={INDEX: "course.index", "stability.html": "lessons.next"}, plotly=PLOTLY)
    assert f'content="{POLICY}"' in alone
    assert "http" not in body_of(alone)
    assert f'content="{BESIDE}"' in shared
    assert "http" not in BESIDE
    assert re.findall(r'<script src="([^"]*)"', shared) == [PLOTLY]
    assert re.findall(r'<a data-unit href="([^"]*)"', shared) == [INDEX, "stability.html"]
    assert len(shared.encode()) < 600_000


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "None"])
def test_only_an_address_of_the_web_leads_to_the_app(address: str) -> None:
    assert "href" not in body_of(unit_page(unit("gradient-step"), "en", app=address))


def test_the_address_of_the_app_keeps_its_folder() -> None:
    body = body_of(unit_page(unit("gradient-step"), "en", app=APP))
    assert 'href="https://example.org/app/lessons?lesson=gradient-step"' in body
    assert 'href="https://example.org/app/surface?surface=Sphere&amp;' in body


def test_the_index_leads_to_every_page() -> None:
    page = index_page("ko")
    assert re.findall(r'<a data-unit href="([^"]*)\.html"', page) == [*LESSONS, *(cls.__name__ for cls in CLAIMS)]
    assert '<html lang="ko">' in page
    assert "<script src" not in page
