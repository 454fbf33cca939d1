"""Maps over a parameter of a formula: every cell is the race on its own formula; what such maps lack says so."""

import csv
import io

import pytest

from optim_core.base.errors import SpecError
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.figures.maps.color_scale import color_scale
from optim_core.figures.maps.panel import map_drawing
from optim_core.figures.maps.text import cell_text, map_alt, theory_text
from optim_core.permalink import read_surface_run, write_surface_run
from optim_core.specs.metrics import steps_to
from optim_core.specs.parameter_sweep import ParameterSweep
from optim_core.specs.ranking import ROUNDING
from optim_core.sweep import sweep
from optim_core.sweep.maps import (
    MAPS_FORM,
    MapView,
    chunks,
    map_csv,
    map_study,
    merged,
    read_equal_budget_race,
    read_map_run,
    read_model_map_run,
)

VALLEY = {
    "surface": "Formula",
    "surface.text": "(a - x)^2 + λ*(y - x^2)^2",
    "surface.lamda": "5",
    "steps": "30",
    "side": "8",
    "o1": "SGD",
    "o2": "Adam",
}
UP = VALLEY | {"x": "lr", "y": "surface.a", "y.low": "0.5", "y.high": "2"}
ACROSS = VALLEY | {"x": "surface.lamda", "y": "start.x", "x.low": "1", "x.high": "20"}
TURNED = UP | {"angle": "30", "scale": "2"}
LINKS = pytest.mark.parametrize("link", [UP, ACROSS, TURNED], ids=["upward", "across", "turned"])


def panel(run, optimizer, target=0.01):
    spec = run.sweep(optimizer, run.side)
    return merged(spec, [sweep(chunk, targets=(target,)) for chunk in chunks(spec)], target)


@LINKS
def test_a_link_is_read_as_it_is_written(link):
    assert MAPS_FORM.clean(link) == (link, [])
    run = read_map_run(link)
    assert {run.x, run.y} & {"surface.a", "surface.lamda"} == {run.parameter}
    assert all(isinstance(run.sweep(optimizer, 8), ParameterSweep) for optimizer in run.optimizers)


@LINKS
def test_every_cell_is_the_race_on_its_own_formula(link):
    run = read_map_run(link)
    for optimizer in run.optimizers:
        cells = panel(run, optimizer)
        assert cells.spec.shape == cells.final_loss.shape == (8, 8)
        for at in ((0, 0), (1, 6), (5, 2), (7, 7)):
            race = cells.spec.run_at(*at)
            (path,) = descend(race)
            assert path.status == cells.status[at]
            if cells.has_result[at]:
                assert path.loss[-1] == pytest.approx(cells.final_loss[at], rel=1e-9, abs=1e-12)
                arrival = steps_to(path, race.surface, 0.01)
                assert cells.steps_to[at] == (-1 if arrival is None else arrival)
            opened = read_surface_run(write_surface_run(race, [0]))
            assert repr(opened.surface) == repr(race.surface)
            assert opened.start == race.start


def test_rows_and_columns_hold_the_values_of_their_axes():
    up, across = (read_map_run(link) for link in (UP, ACROSS))
    surfaces = [up.sweep(up.optimizers[0], 8).run_at(row, 3).surface.a for row in range(8)]
    assert surfaces == list(up.axis_values(8)[1])
    surfaces = [across.sweep(across.optimizers[0], 8).run_at(3, column).surface.lamda for column in range(8)]
    assert surfaces == list(across.axis_values(8)[0])


@pytest.mark.parametrize(
    ("link", "key"),
    [
        (VALLEY | {"x": "surface.a", "y": "surface.lamda"}, "two_parameters"),
        (VALLEY | {"x": "surface.b"}, "no_parameter"),
        (VALLEY | {"surface": "Beale", "x": "surface.a"}, "no_parameter"),
        (UP | {"y.high": "1e7"}, "range"),
        (UP | {"y.low": "3"}, "axis_range"),
        (UP | {"x.low": "-1"}, "range"),
        (UP | {"x.low": "0"}, "log_range"),
    ],
)
def test_an_axis_that_cannot_be_is_refused_in_both_languages(link, key):
    with pytest.raises(SpecError) as error:
        read_map_run(link)
    assert error.value.key == key
    assert all(f"error.{key}" in load(language) for language in LANGUAGES)


def test_a_map_of_trainings_has_no_such_axis():
    with pytest.raises(SpecError) as error:
        read_model_map_run({"x": "surface.a", "o1": "SGD"})
    assert error.value.key == "no_axis"


def test_an_equal_budget_race_tunes_no_parameter_of_the_surface():
    race = read_equal_budget_race(UP | {"view": "fair", "tuned": "axes"})
    assert race.tuned == ("lr",)


def test_the_default_range_is_that_of_the_slider():
    run = read_map_run(VALLEY | {"x": "surface.a"})
    assert (run.axes[0].low, run.axes[0].high, run.axes[0].scale) == (-5, 5, "linear")


@LINKS
@pytest.mark.parametrize("language", LANGUAGES)
def test_panels_and_texts_name_the_letter(link, language):
    run, t, view = read_map_run(link), load(language), MapView()
    cells = panel(run, run.optimizers[0])
    scale = color_scale([cells.values("final_loss")], "final_loss", run.common_surface)
    drawing = map_drawing(run, cells, view, scale, t)
    letter = {"surface.a": "a", "surface.lamda": "λ"}[run.parameter]
    titles = [drawing["layout"][axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
    assert t("figure.map.parameter", letter=letter) in titles
    texts = [map_alt(run, cells, view, t, "SGD"), cell_text(cells, (2, 2), view, t)]
    assert all(f"{letter} " in text for text in texts)
    assert "surface." not in repr(drawing["data"][0]["meta"]) + "".join(texts)
    assert theory_text(run, [cells], t) == ""


def test_csv_has_the_values_and_a_study_file_is_refused_with_the_reason():
    run = read_map_run(UP)
    cells = panel(run, run.optimizers[0])
    rows = list(csv.DictReader(io.StringIO(map_csv(run, [("SGD", cells)]))))
    assert len(rows) == 64
    assert {float(row["surface.a"]) for row in rows} == set(run.axis_values(8)[1])
    assert float(rows[9]["final_loss"]) == cells.final_loss[1, 1]
    assert {row["final_minimum"] for row in rows} == {""}
    with pytest.raises(SpecError) as error:
        map_study(run)
    assert error.value.key == "parameter_study"


def test_losses_of_different_formulas_tie_within_the_rounding_of_the_highest_start():
    run = read_map_run(UP)
    spec = run.sweep(run.optimizers[0], 8)
    heights = [descend(spec.run_at(row, 0))[0].loss[0] for row in range(8)]
    assert spec.rounding == pytest.approx(ROUNDING * max(map(abs, heights)))
    nowhere = read_map_run(UP | {"surface.text": "log(-1 - a^2 - x^2)"})
    assert nowhere.sweep(nowhere.optimizers[0], 8).rounding == 0
