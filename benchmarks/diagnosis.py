"""How often the diagnosis of trainings names a planted defect first, and how often it flags a healthy training."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping

import torch

from benchmarks.measurement import Measurement, table
from benchmarks.planted import HEALTHY, HELD_OUT, Training, trainings
from optim_core.explain.training_diagnosis import REMARK, findings_of, measured

NAMES: Mapping[str, frozenset[str]] = {
    "rate_low": frozenset({"rate_low", "rate_low_trial"}),
    "rate_high": frozenset({"rate_high", "rate_jump", "rate_spikes"}),
    "diverged": frozenset({"diverged", "diverged_limit", "diverged_steps"}),
    "overfit": frozenset({"overfit"}),
    "underfit": frozenset({"underfit"}),
    "dead_units": frozenset({"dead"}),
    "vanishing": frozenset({"vanishing"}),
    "exploding": frozenset({"exploding"}),
    "batch_small": frozenset({"batch_small"}),
    "schedule_early": frozenset({"schedule_early"}),
    "spikes": frozenset({"spikes", "spikes_raised"}),
    "plateau": frozenset({"plateau", "plateau_ended"}),
    "seeds": frozenset({"seeds", "seeds_diverged"}),
    HEALTHY: frozenset({HEALTHY}),
}
"""Kind of a training -> the findings that name it; `HEALTHY` stands for none."""
NAMED, FLAGGED = 80.0, 5.0
"""Targets in per cent."""
Confusion = Mapping[tuple[str, str], int]


def measurements() -> list[Measurement]:
    """The shares over all cells that no rule was chosen on; prints the table of kinds against first findings."""
    torch.set_num_threads(1)
    found: Counter[tuple[str, str]] = Counter()
    for cell in HELD_OUT:
        found.update(confusion(trainings(cell)))
        print(f"{cell.dataset} {cell.model}: {found.total()} trainings", file=sys.stderr, flush=True)
    print(confusion_table(found))
    (named, planted), (calm, healthy) = named_first(found), calm_share(found)
    how = "first finding of each training, on data and seeds that no rule was chosen on"
    return [
        Measurement(
            what=f"diagnosis: planted defect named first, of {planted}",
            value=100 * named / planted,
            unit="%",
            target=NAMED,
            at_least=True,
            how=how,
        ),
        Measurement(
            what=f"diagnosis: healthy trainings flagged, of {healthy}",
            value=100 * (1 - calm / healthy),
            unit="%",
            target=FLAGGED,
            how="healthy: near the best test loss of all rates and optimizers on the same data",
        ),
    ]


def confusion(judged: Iterable[Training]) -> Confusion:
    """(Kind, first finding) -> number of trainings."""
    return Counter((one.kind, first_finding(one)) for one in judged)


def first_finding(one: Training) -> str:
    """The key of the first finding that is more than a remark, or `HEALTHY`."""
    (first, *_) = [*findings_of(one.run, one.logs, measured(one.run, one.logs)), None]
    return first.key if first is not None and first.weight >= REMARK else HEALTHY


def named_first(found: Confusion) -> tuple[int, int]:
    """How many planted defects are named first, and how many there are."""
    planted = {pair: count for pair, count in found.items() if pair[0] != HEALTHY}
    return sum(count for (kind, key), count in planted.items() if key in NAMES[kind]), sum(planted.values())


def calm_share(found: Confusion) -> tuple[int, int]:
    """How many healthy trainings have no finding, and how many there are."""
    healthy = {key: count for (kind, key), count in found.items() if kind == HEALTHY}
    return healthy.get(HEALTHY, 0), sum(healthy.values())


def confusion_table(found: Confusion) -> str:
    """A row for each kind: how many there are, how many are named, and what each is called first."""
    rows = [("kind", "named", "of", "called first")]
    for kind in NAMES:
        called = Counter({key: count for (each, key), count in found.items() if each == kind})
        named = sum(count for key, count in called.items() if key in NAMES[kind])
        words = ", ".join(f"{key} {count}" for key, count in called.most_common())
        rows.append((kind, str(named), str(called.total()), words))
    return table(rows)
