"""Import rules: a package (room) may import from rooms of earlier rows and of its own row."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = (
    ("optim_core.base",),
    ("optim_core.engine", "optim_core.evidence"),
    ("optim_core.optimizers", "optim_core.surfaces", "optim_core.models"),  # never one another
    ("optim_core.specs", "optim_core.formula", "optim_core.datasets"),
    ("optim_core.descend", "optim_core.train", "optim_core.permalink"),
    ("optim_core.sweep", "optim_core.explain"),
    ("optim_core.export", "optim_core.figures"),
    ("optim_core.cli", "optim_core.rooms"),
    ("ui.app", "ui.session", "ui.compute", "ui.components", "ui.rooms"),
    ("ui.widgets",),
    ("ui.surface", "ui.model", "ui.maps", "ui.learn"),
    ("pages",),
    ("app", "hosting"),
)
RANK = {room: rank for rank, row in enumerate(ROWS) for room in row}
ENTRIES = {"optim_core", "optim_core.__main__", "ui"}
TORCHLESS = ("optim_core.evidence", "optim_core.figures")
LIBRARIES = {  # library -> the rooms, or folders of rooms, that may use it
    "streamlit": ("ui", "pages", "app", "hosting"),
    "plotly": ("optim_core.figures", "ui"),
    "scipy": ("optim_core.evidence",),
    "sklearn": ("optim_core.models",),
    "torch": tuple(room for room in RANK if room.startswith("optim_core") and room not in TORCHLESS),
}
LONG = {"optim_core.base.executor", "optim_core.surfaces.expression.parse"}  # one class each
FILES = [path for place in ("optim_core", "ui", "pages", "hosting") for path in (ROOT / place).rglob("*.py")]
NAMES = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p.read_text() for p in FILES}


def room(module: str) -> str:
    return ".".join(module.split(".")[: 2 if module.startswith(("optim_core", "ui")) else 1])


def imports(source: str) -> set[str]:
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {f"{getattr(node, 'module', '')}.{alias.name}".lstrip(".") for node in nodes for alias in node.names}


ARROWS = {(name, module) for name, source in NAMES.items() for module in imports(source)}


def test_rooms_import_from_above_or_beside_and_never_in_a_circle():
    assert {name for name in NAMES if room(name) not in RANK and room(name) not in ENTRIES} == set()
    between = {(room(a), room(b)) for a, b in ARROWS if room(b) in RANK and room(a) in RANK and room(a) != room(b)}
    assert [(a, b) for a, b in between if RANK[b] > RANK[a] or RANK[a] == RANK[b] == RANK["optim_core.models"]] == []
    TopologicalSorter({a: {b for c, b in between if c == a} for a, _ in between}).prepare()


def test_libraries_are_used_where_they_belong():
    used = [(name, library) for name, module in ARROWS if (library := module.split(".")[0]) in LIBRARIES]
    assert [(name, library) for name, library in used if not room(name).startswith(LIBRARIES[library])] == []


def test_a_file_has_one_subject_and_a_page_is_a_table_of_contents():
    lengths = {name: len(source.splitlines()) for name, source in NAMES.items() if name not in LONG}
    assert {name: n for name, n in lengths.items() if n > (40 if room(name) == "pages" else 210)} == {}


BUTTONS = ("button", "download_button", "form_submit_button", "menu_button")


def test_buttons_act_in_their_callbacks():
    """What stands below `if st.button(...)` is not done if the next request ends the run before."""
    for name, source in NAMES.items():
        nodes = list(ast.walk(ast.parse(source)))
        alone = [node.value for node in nodes if isinstance(node, ast.Expr)]
        buttons = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in BUTTONS]
        assert [f"{name}:{node.lineno}" for node in buttons if node not in alone] == []
