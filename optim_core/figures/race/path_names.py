"""Names of contenders in a race: those whose path another one has, too, say so."""

from collections.abc import Sequence

from optim_core.base.text import Translator
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import same_paths
from optim_core.specs.results import Trajectory


def path_names(run: SurfaceRun, trajectories: Sequence[Trajectory], t: Translator) -> tuple[str, ...]:
    """The labels of the contenders; one with the same path as an earlier contender names that one."""
    names = labels(run.optimizers)
    firsts = same_paths(trajectories, run.surface)
    return tuple(
        name if first is None else t("figure.same_path", name=name, other=names[first])
        for name, first in zip(names, firsts, strict=True)
    )
