"""Who may import whom, as CONTRIBUTING.md draws it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = (
    {"optim_core.base.text", "optim_core.base.fair_queue", "optim_core.base.turns"},
    {"optim_core.base.errors"},
    {
        "optim_core.base.device",
        "optim_core.surfaces.expression",
        "optim_core.base.hyper",
        "optim_core.models.tasks",
        "optim_core.base.worker",
    },
    {"optim_core.optimizers.schedules", "optim_core.base.environment", "optim_core.base.workers"},
    {"optim_core.optimizers", "optim_core.surfaces", "optim_core.models", "optim_core.models.datasets"},
    {"optim_core.specs.charts", "optim_core.specs", "optim_core.specs.results", "optim_core.specs.views"},
    {
        "optim_core.base.background",
        "optim_core.train.checkpoint",
        "optim_core.surfaces.curvature",
        "optim_core.train.contender",
        "optim_core.export.definitions",
        "optim_core.base.failures",
        "optim_core.permalink.form",
        "optim_core.formula",
        "optim_core.permalink.form_catalogue",
        "optim_core.permalink.form_microscope",
        "optim_core.surfaces.grid",
        "optim_core.optimizers.labels",
        "optim_core.sweep.monitor",
        "optim_core.specs.starts",
        "optim_core.descend.gradient",
        "optim_core.engine.record",
        "optim_core.engine.replay",
        "optim_core.explain.theory",
        "optim_core.optimizers.latex",
        "optim_core.descend.metrics",
        "optim_core.train.recording_steps",
        "optim_core.descend.noise",
        "optim_core.train.forward",
        "optim_core.train.plane",
        "optim_core.permalink.presets",
        "optim_core.export.optimizer_source",
        "optim_core.export.schedule_source",
        "optim_core.train.seed_statistics",
        "optim_core.train.param_groups",
        "optim_core.surfaces.slices",
        "optim_core.descend.runner",
        "optim_core.train.sharpness",
        "optim_core.train.functions",
        "optim_core.models.default_models",
    },
    {
        "optim_core.train.decision_boundary",
        "optim_core.descend",
        "optim_core.explain.diagnosis",
        "optim_core.explain.experiments",
        "optim_core.export",
        "optim_core.sweep.equal_budget",
        "optim_core.export.csv_tables",
        "optim_core.sweep.multistart",
        "optim_core.export.noise_source",
        "optim_core.export.model_script",
        "optim_core.export.weights",
        "optim_core.train.landscape",
        "optim_core.sweep.batched_runs",
        "optim_core.explain.internals",
        "optim_core.explain.microscope",
        "optim_core.permalink",
        "optim_core.sweep.batched_trainings",
        "optim_core.sweep.model_sweep",
        "optim_core.train.recorder",
        "optim_core.explain.summary",
        "optim_core.sweep",
        "optim_core.sweep.sequential_runs",
        "optim_core.sweep.sequential_trainings",
        "optim_core.train",
        "optim_core.train.batch",
    },
    {
        "optim_core.explain.catalogue",
        "optim_core.explain.claims",
        "optim_core.figures",
        "optim_core.train.background_job",
        "optim_core.explain.lessons",
        "optim_core.sweep.maps",
        "optim_core.base.pool",
        "optim_core.sweep.study",
        "optim_core.__main__",
    },
    {"ui"},
    {"pages"},
    {"app", "hosting"},
)
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}

MAY_USE = {
    "streamlit": {"ui", "pages", "app", "hosting"},
    "plotly": {"optim_core.figures", "ui"},
    "sklearn": {"optim_core.models.datasets"},
}
WITHOUT_TORCH = {
    "optim_core.base.text",
    "optim_core.base.errors",
    "optim_core.base.hyper",
    "optim_core.figures",
    "optim_core.optimizers.schedules",
    "optim_core.specs.views",
    "ui",
    "pages",
    "app",
}

FILES = sorted(
    path.relative_to(ROOT)
    for place in ("app.py", "optim_core", "ui", "pages", "hosting")
    for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
)
every_file = pytest.mark.parametrize("path", FILES, ids=str)


def part(module: str) -> str:
    """What of the table a dotted module name belongs to."""
    names = module.split(".")
    return ".".join(names[: 2 if names[0] == "optim_core" else 1])


def imports(path: Path) -> set[str]:
    """The dotted names a file imports, wherever in it; `from a import b` counts as a.b, for b may be a module."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own(path: Path) -> str:
    return part(".".join(path.with_suffix("").parts).removesuffix(".__init__"))


@every_file
def test_every_file_has_its_place(path):
    assert path == Path("optim_core/__init__.py") or own(path) in RANK, (
        f"{path} is in no layer of {Path(__file__).name}"
    )


@every_file
def test_a_file_imports_from_lower_layers_or_its_own_part(path):
    for module in imports(path):
        if module.split(".")[0] in {"optim_core", "ui", "pages", "app"} and part(module) != own(path):
            if part(module) not in RANK:
                raise AssertionError(f"{path} imports {module}, which is in no layer")
            same_layer = RANK[part(module)] == RANK[own(path)] > RANK["optim_core.optimizers"]
            assert same_layer or RANK[part(module)] < RANK[own(path)], f"{path} imports {module} from above or beside"


@every_file
def test_a_file_uses_the_libraries_of_its_layer_only(path):
    used = {module.split(".")[0] for module in imports(path)}
    for library, users in MAY_USE.items():
        assert library not in used or own(path) in users, f"{path} imports {library}"
    assert "torch" not in used or own(path) not in WITHOUT_TORCH, f"{path} imports torch"


def test_no_part_imports_itself_through_another():
    graph: dict[str, set[str]] = {}
    for path in FILES:
        inside = {part(module) for module in imports(path)} & set(RANK)
        graph.setdefault(own(path), set()).update(inside - {own(path)})
    done: set[str] = set()
    while len(done) < len(graph):
        ready = {name for name in graph if name not in done and graph[name] & set(graph) <= done}
        assert ready, f"a circle among {sorted(set(graph) - done)}"
        done |= ready


@pytest.mark.parametrize("path", [path for path in FILES if own(path) == "pages"], ids=str)
def test_a_page_reads_like_a_table_of_contents(path):
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= 40


@every_file
def test_a_file_has_one_subject(path):
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= 250
