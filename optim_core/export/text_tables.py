"""Results as tables of text, for a terminal. Their column heads are English in every language, as in the CSV files."""

from collections.abc import Sequence

from optim_core.base.text import Translator
from optim_core.explain.averaging import averaging_verdict
from optim_core.explain.seed_summary import SeedSummary, score_comparison
from optim_core.explain.summary import ranks_note, surface_rows
from optim_core.explain.training_rows import model_rows
from optim_core.explain.verdict import verdict
from optim_core.specs import SurfaceRun
from optim_core.specs.results import TrainingLog, Trajectory, by_contender

SURFACE_HEADS = ("rank", "contender", "final loss", "best loss", "steps to target", "status")
MODEL_HEADS = ("rank", "contender", "test score", "test loss", "train loss", "diverged seeds", "status")
AVERAGED_HEADS = ("averaged test score", "averaged test loss")
"""Measures of the averaged weights, before the diverged seeds."""


def surface_table(run: SurfaceRun, trajectories: Sequence[Trajectory], target: float, t: Translator) -> str:
    """The ranks of a race on a surface, one line per contender, in their order; `target` as in `surface_rows`."""
    ranked = surface_rows(run, trajectories, target)
    rows = [
        (
            row.rank,
            row.label,
            row.final_loss,
            row.best_loss,
            row.steps_to,
            t(f"status.{row.status.value}", step=row.stopped_at),
        )
        for row in ranked
    ]
    return _aligned([SURFACE_HEADS, *(tuple(map(_cell, row)) for row in rows)], ranks_note(ranked, t))


def model_table(logs: Sequence[TrainingLog], t: Translator) -> str:
    """The ranks of a training, one line per contender, in their order. Numbers are means over the seeds.

    With several seeds, contenders that share a letter do not differ significantly.
    """
    ranked, averages = model_rows(logs), any(log.averaged for log in logs)
    rows = [
        (
            row.letters or row.rank,
            row.label,
            *(_mean(each) for each in (row.test_score, row.test_loss, row.train_loss)),
            *((_mean(row.averaged_test_score), _mean(row.averaged_test_loss)) if averages else ()),
            f"{row.diverged} of {row.seeds}",
            t(f"status.{row.status.value}", step=row.stopped_at),
        )
        for row in ranked
    ]
    names, groups = [row.label for row in ranked], by_contender(logs, ranked[0].seeds)
    notes = filter(None, (verdict(score_comparison(logs), names, t), averaging_verdict(groups, names, t)))
    heads = (*MODEL_HEADS[:5], *(AVERAGED_HEADS if averages else ()), *MODEL_HEADS[5:])
    return _aligned([heads, *(tuple(map(_cell, row)) for row in rows)], " ".join(notes))


def _aligned(rows: list[tuple[str, ...]], note: str) -> str:
    """Rows of text with their columns below one another, and a note below, if there is one."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join([*(line.rstrip() for line in lines), *([note] if note else [])])


def _mean(summary: SeedSummary | None) -> float | None:
    return None if summary is None else summary.mean


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
