"""Panels of a map."""

import json
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.result import Status
from optim_core.base.text import LANGUAGES, load
from optim_core.figures.maps.axes import ticks
from optim_core.figures.maps.color_scale import color_scale, strip_drawing
from optim_core.figures.maps.marks import hatch
from optim_core.figures.maps.panel import map_drawing, map_figure
from optim_core.figures.maps.text import cell_text, map_alt
from optim_core.optimizers import SGD, Adam
from optim_core.surfaces import Quadratic, Rosenbrock
from optim_core.sweep import sweep
from optim_core.sweep.maps import AXIS_NAMES, MAPS_FORM, MapView, chunks, map_axis, merged, read_map_run

RUN = replace(read_map_run(MAPS_FORM.opening), side=12, steps=60, optimizers=(SGD(),))
SPEC = RUN.sweep(SGD(), 12)
CELLS = merged(SPEC, [sweep(piece, targets=(0.01,)) for piece in chunks(SPEC)], 0.01)
T = load("en")
every_quantity = pytest.mark.parametrize("quantity", ["final_loss", "best_loss", "steps_to", "minimum"])


def scale(quantity):
    return color_scale([CELLS.values(quantity)], quantity, RUN.surface)


@every_quantity
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_is_colored_where_it_has_a_value_and_hatched_where_it_diverged(quantity, language):
    view = MapView(colour=quantity)
    fig = map_figure(RUN, CELLS, view, scale(quantity), load(language))
    heat, hatched, *_ = fig.data
    assert hatched.meta["role"] == "diverged"
    z = np.array([[np.nan if position is None else position for position in row] for row in heat.z])
    np.testing.assert_array_equal(np.isnan(z), np.isnan(CELLS.values(quantity)))
    assert len(heat.text) == len(heat.text[0]) == 12
    x, y = (f"{values[0]:.6g}" for values in RUN.axis_values(12))
    assert heat.text[0][0].startswith(f"lr {x}<br>momentum {y}<br>")


def test_losses_keep_their_order_and_three_digits_on_a_log_scale():
    values = CELLS.values("final_loss")
    one = scale("final_loss")
    assert one.log
    drawn, real = one.position(values[CELLS.has_result]), values[CELLS.has_result]
    inside = drawn > one.low
    np.testing.assert_allclose(10 ** np.round(drawn[inside], 4), real[inside], rtol=2e-4)
    assert one.low <= np.median(drawn) <= one.high


def test_all_panels_share_one_scale():
    one = color_scale([np.array([1.0, np.nan]), np.array([1e6, 10.0])], "final_loss", Rosenbrock())
    assert (one.log, one.floor) == (True, 0.0)
    assert 0 < one.low < one.high < 6


def test_a_scale_with_losses_of_exactly_0_can_be_sent():
    one = color_scale([np.array([0.0, 0.0, 1e-9, 1.0])], "final_loss", Quadratic())
    assert json.dumps({"log": one.log, "low": one.low}).startswith('{"log": true')


@pytest.mark.parametrize("gap", [1e-300, 1e-9, 1.0, 1e300])
def test_a_log_scale_of_a_single_gap_has_ticks_around_it(gap):
    one = color_scale([np.array([*[0.0] * 20, gap])], "final_loss", Quadratic())
    assert one.log
    assert one.low < np.log10(gap) < one.high
    assert one.ticks["ticktext"]


def test_without_a_single_finite_run_there_is_still_a_scale():
    one = color_scale([np.full((4, 4), np.nan)], "final_loss", Quadratic())
    assert one.low < one.high
    assert strip_drawing(one, "loss", T)["data"][0]["z"]


@pytest.mark.parametrize("rising", [True, False])
@pytest.mark.parametrize("side", [8, 64])
def test_no_hatched_cell_goes_without_a_stroke_near_it(rising, side):
    inside = np.random.default_rng(0).random((side, side)) < 0.2
    positions = np.arange(side, dtype=float)
    (trace,) = hatch(inside, positions, positions, rising=rising, role="diverged")
    x, y = (np.array(trace[name], dtype=float).reshape(-1, 3)[:, :2] for name in "xy")
    assert (np.sign(np.diff(y, axis=1) * np.diff(x, axis=1)) == (1 if rising else -1)).all()
    struck = np.zeros_like(inside)
    for (x0, x1), (y0, y1) in zip(x, y, strict=True):
        steps = round(abs(x1 - x0))
        across = np.sign(x1 - x0) * (np.arange(steps) + 0.5) + x0
        up = np.sign(y1 - y0) * (np.arange(steps) + 0.5) + y0
        struck[up.round().astype(int), across.round().astype(int)] = True
    assert not (struck & ~inside).any()
    framed = np.pad(struck, 1)
    near = struck | framed[:-2, 1:-1] | framed[2:, 1:-1] | framed[1:-1, :-2] | framed[1:-1, 2:]
    assert (near[inside]).all()
    if side == 8:
        assert (struck == inside).all()


@pytest.mark.parametrize("name", AXIS_NAMES)
def test_an_axis_has_a_few_ticks_inside_also_when_zoomed(name):
    whole_axis = map_axis(name, (None, None), Rosenbrock())
    for share in (1.0, 0.2, 0.01):
        low, high = whole_axis.ends
        ends = whole_axis.value(np.array([low + 0.4 * (high - low), low + (0.4 + 0.6 * share) * (high - low)]))
        one = map_axis(name, tuple(ends.tolist()), Rosenbrock())
        found = ticks(one)
        assert 2 <= len(found) <= 13
        slack = 1e-6 * (one.high - one.low)  # the ends of these ranges are not round
        assert all(one.low - slack <= value <= one.high + slack for value in found)
        assert found == sorted(set(found))


def test_out_of_time_is_hatched_the_other_way():
    late = replace(CELLS, status=np.full(CELLS.status.shape, Status.OUT_OF_TIME, dtype=object))
    roles = [trace["meta"]["role"] for trace in map_drawing(RUN, late, MapView(), scale("final_loss"), T)["data"]]
    assert [role for role in roles if role != "theory"] == ["cells", "timed_out", "best"]


def test_the_chosen_cell_is_ringed():
    drawing = map_drawing(RUN, CELLS, MapView(), scale("final_loss"), T, (2, 3))
    (ring,) = [trace for trace in drawing["data"] if trace["meta"]["role"] == "pick"]
    x, y = RUN.axes
    across, up = RUN.axis_values(12)
    assert (ring["x"], ring["y"]) == ([pytest.approx(x.position(across[3]))], [pytest.approx(y.position(up[2]))])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_gives_the_share_the_best_setting_and_what_diverged(language):
    text = map_alt(RUN, CELLS, MapView(), load(language), "SGD")
    best = CELLS.best("final_loss")
    assert f"{100 * CELLS.reached.mean():.0f}%" in text
    assert f"{100 * (~CELLS.has_result).mean():.0f}%" in text
    assert f"lr {SPEC.axes[1].values[best[1]]:.3g}" in text
    diverged = tuple(np.argwhere(~CELLS.has_result)[0].tolist())
    assert str(CELLS.stopped_at[diverged]) in cell_text(CELLS, diverged, MapView(), load(language))


@pytest.mark.parametrize(
    ("optimizer", "labels"),
    [
        (SGD(), ["2(1+b)/L", "Polyak"]),
        (SGD(momentum=0.9, nesterov=True), ["2(1+b)/((1+2b)L)", "Nesterov"]),
        (Adam(), []),
    ],
    ids=["heavy ball", "Nesterov", "Adam"],
)
def test_the_line_of_stability_parts_what_shrinks_from_what_diverges(optimizer, labels):
    run = replace(RUN, side=24, steps=2_000, optimizers=(optimizer,))
    panel = merged(run.sweep(optimizer, 24), [sweep(run.sweep(optimizer, 24), 60, (0.01,))], 0.01)
    drawing = map_drawing(run, panel, MapView(), scale("final_loss"), T)
    assert [label["text"] for label in drawing["layout"]["annotations"]] == labels
    lines = [t for t in drawing["data"] if t["meta"]["role"] == "theory" and t["mode"] == "lines"]
    assert len(lines) == (2 if labels else 0)
    if lines:
        limit = np.interp(panel_rows(run), lines[0]["y"], lines[0]["x"])
        lr = np.linspace(*run.axes[0].ends, 24)
        step = lr[1] - lr[0]
        below, above = np.broadcast_to(lr, panel.has_result.shape) < limit[:, None] - step, lr > limit[:, None] + step
        assert panel.has_result[below].all()
        assert not panel.has_result[above].any()


def panel_rows(run):
    return np.linspace(*run.axes[1].ends, run.side)
