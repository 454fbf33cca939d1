"""Who may import whom, as CONTRIBUTING.md draws it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = (
    {"optim_core.text", "optim_core.fair_queue", "optim_core.turns"},
    {"optim_core.errors"},
    {"optim_core.device", "optim_core.expression", "optim_core.hyper", "optim_core.tasks", "optim_core.worker"},
    {"optim_core.schedules", "optim_core.environment", "optim_core.workers"},
    {"optim_core.optimizers", "optim_core.surfaces", "optim_core.models", "optim_core.datasets"},
    {"optim_core.charts", "optim_core.specs", "optim_core.results", "optim_core.views"},
    {
        "optim_core.background",
        "optim_core.checkpoint",
        "optim_core.curvature",
        "optim_core.contender",
        "optim_core.definitions",
        "optim_core.failures",
        "optim_core.form",
        "optim_core.formula",
        "optim_core.form_catalogue",
        "optim_core.form_microscope",
        "optim_core.grid",
        "optim_core.labels",
        "optim_core.lane_watch",
        "optim_core.starts",
        "optim_core.slope",
        "optim_core.tape",
        "optim_core.tape_play",
        "optim_core.theory",
        "optim_core.latex",
        "optim_core.metrics",
        "optim_core.moments",
        "optim_core.noise",
        "optim_core.networks",
        "optim_core.plane",
        "optim_core.presets",
        "optim_core.optimizer_source",
        "optim_core.schedule_source",
        "optim_core.seeds",
        "optim_core.shares",
        "optim_core.slices",
        "optim_core.surface_lane",
        "optim_core.sharpness",
        "optim_core.training_parts",
        "optim_core.usual",
    },
    {
        "optim_core.boundary",
        "optim_core.descend",
        "optim_core.diagnosis",
        "optim_core.experiments",
        "optim_core.export",
        "optim_core.fair",
        "optim_core.export_csv",
        "optim_core.fan",
        "optim_core.export_noise",
        "optim_core.export_model",
        "optim_core.export_weights",
        "optim_core.landscape",
        "optim_core.lanes",
        "optim_core.internals",
        "optim_core.microscope",
        "optim_core.permalink",
        "optim_core.model_lanes",
        "optim_core.model_sweep",
        "optim_core.recorder",
        "optim_core.summary",
        "optim_core.sweep",
        "optim_core.torch_lanes",
        "optim_core.torch_trainings",
        "optim_core.train",
        "optim_core.training_batch",
    },
    {
        "optim_core.catalogue",
        "optim_core.claims",
        "optim_core.figures",
        "optim_core.job",
        "optim_core.lessons",
        "optim_core.maps",
        "optim_core.pool",
        "optim_core.study",
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
    "sklearn": {"optim_core.datasets"},
}
WITHOUT_TORCH = {
    "optim_core.text",
    "optim_core.errors",
    "optim_core.hyper",
    "optim_core.figures",
    "optim_core.schedules",
    "optim_core.views",
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
