"""The script of a model run as a Jupyter notebook: the same code in cells, and a chart of the curves."""

import ast
import json
from itertools import pairwise
from typing import Any

from optim_core.base.text import Translator
from optim_core.export.model_script import model_script
from optim_core.export.script_parts import AVERAGED
from optim_core.specs import ModelRun
from optim_core.train.recording_steps import epochs_between

PLOT = """import plotly.graph_objects as go

chart = go.Figure([go.Scatter({x}y=[row[3] for row in rows], name=name{dash}) for name, rows in CURVES.items()])
chart.update_layout(xaxis_title="{epoch}", yaxis_title="{score}")
chart"""
X = "x=[min({every} * row, EPOCHS) for row in range(len(rows))], "
DASH = ', line_dash="dash" if name.endswith({ending!r}) else "solid"'


def model_notebook(run: ModelRun, t: Translator) -> str:
    """The notebook as JSON of nbformat 4.5, without outputs. Its last cell needs Plotly beside what the script needs.

    Its other cells are the statements of `model_script` in their order.
    """
    script = model_script(run)
    statements = ast.parse(script).body
    title = ast.get_docstring(ast.Module(statements, []), clean=True) or ""
    data = next(place for place, one in enumerate(statements) if _binds(one, "DATA"))
    first = next(place for place, one in enumerate(statements) if isinstance(one, ast.FunctionDef | ast.ClassDef))
    race = next(place for place, one in enumerate(statements) if _is_function(one, "train_once")) + 1
    ends = [1, first, data, data + 1, race, len(statements)]
    lines = script.splitlines()
    codes = [_lines(lines, statements, low, high) for low, high in pairwise(ends)]
    names = ("settings", "definitions", "data", "loop", "race")
    cells = [_cell("markdown", _heading(title))]
    for name, code in zip(names, codes, strict=True):
        if code:
            cells += [_cell("markdown", f"## {t(f'notebook.{name}')}"), _cell("code", code)]
    score = t(f"score.{run.dataset.task.score.__name__}")
    every = epochs_between(run)
    x, dash = X.format(every=every) if every > 1 else "", DASH.format(ending=AVERAGED) if run.ema_decay else ""
    plot = PLOT.format(epoch=t("figure.epoch"), score=score, x=x, dash=dash)
    cells += [_cell("markdown", f"## {t('notebook.curves')}"), _cell("code", plot)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, ensure_ascii=False, indent=1)


def _heading(title: str) -> str:
    first, _, rest = title.partition("\n")
    return f"# {first.rstrip('.')}\n{rest}"


def _binds(statement: ast.stmt, name: str) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _is_function(statement: ast.stmt, name: str) -> bool:
    return isinstance(statement, ast.FunctionDef) and statement.name == name


def _lines(lines: list[str], statements: list[ast.stmt], low: int, high: int) -> str:
    """The source of the statements from `low` to before `high`, with the comments after them."""
    if low >= high:
        return ""
    begin = statements[low].lineno
    if decorators := getattr(statements[low], "decorator_list", []):
        begin = decorators[0].lineno
    return "\n".join(lines[begin - 1 : statements[high - 1].end_lineno]).strip("\n")


def _cell(kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": "", "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell
