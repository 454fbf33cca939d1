"""Tables of visitors: what is read, what is said of it, and how files that are no tables are refused."""

import io
import math
import random
import time
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base import pool
from optim_core.base.errors import JobError, SpecError
from optim_core.base.letters import Letters
from optim_core.base.text import LANGUAGES, load
from optim_core.export.model_script import model_script
from optim_core.models import MLP, Linear
from optim_core.models.datasets import ClassTable, NumberTable
from optim_core.models.datasets.own_data import with_file
from optim_core.models.datasets.own_table import survey
from optim_core.models.datasets.table_arrays import MOST_CATEGORIES, MOST_INPUTS, digest_of
from optim_core.models.datasets.table_cells import MOST_BYTES, MOST_COLUMNS, MOST_FILE_ROWS, MOST_ROWS
from optim_core.models.datasets.table_columns import MOST_CLASSES, number_in
from optim_core.optimizers import Adam
from optim_core.permalink import read_model_run, write_model_run
from optim_core.specs import ModelRun
from optim_core.train import train
from tests.scripts import printed

DRAWN = random.Random(1)
ROWS = [
    (i, f"{DRAWN.gauss(170, 10):.1f}", DRAWN.choice("서부산"), f"name {i}", 7, DRAWN.choice(["yes", "no"]))
    for i in range(1, 101)
]
NAMES = ("번호", "키", "지역", "이름", "상수", "target")


def csv_of(rows=ROWS, names=NAMES, delimiter=",", encoding="utf-8") -> bytes:
    return "\n".join(delimiter.join(map(str, row)) for row in (names, *rows)).encode(encoding)


def opened(data: bytes, cls=ClassTable, **choices):
    return with_file(cls(**{"digest": digest_of(data), "target": survey(data).target} | choices), "t.csv", data)


def notes(dataset) -> dict[str, dict]:
    return dict(dataset.given.notes)


def refused(data: bytes, cls=ClassTable, **choices) -> SpecError:
    with pytest.raises(SpecError) as caught:
        opened(data, cls, **choices)
    return caught.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_delimiter_and_encoding_are_found(delimiter, encoding):
    found = survey(csv_of(delimiter=delimiter, encoding=encoding))
    assert tuple(column.name for column in found.columns) == NAMES
    assert [column.kind for column in found.columns] == list("oncooc")
    assert [column.why for column in found.columns] == ["id", "", "", "text", "constant", ""]
    assert (found.target, found.classes, found.examples) == (5, True, 100)


def test_parquet_is_read_as_the_same_table():
    import pyarrow
    from pyarrow.parquet import write_table

    file = io.BytesIO()
    columns = {name: [row[index] for row in ROWS] for index, name in enumerate(NAMES)}
    columns["키"] = [float(height) for height in columns["키"]]
    write_table(pyarrow.table(columns), file)
    ours, theirs = opened(csv_of()).split(), opened(file.getvalue()).split()
    assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_a_row_becomes_its_numbers_and_categories():
    made = opened(csv_of())
    assert (made.shape, made.outputs, made.train_size) == ((4,), 2, 75)
    train_x, train_y, test_x, test_y = made.split()
    heights = train_x[:, 0].double()
    assert heights.mean().abs() < 1e-6
    assert abs(heights.std(correction=0) - 1) < 1e-6
    assert set(train_x[:, 1:].flatten().tolist()) == {0.0, 1.0}
    assert (train_x[:, 1:].sum(1) == 1).all()
    answers = {float(row[1]): row[5] == "yes" for row in ROWS}
    known = np.array([float(row[1]) for row in ROWS])
    raw = opened(csv_of(), standardise=False).split().train_x[:, 0].numpy()
    nearest = known[np.abs(known[None] - raw[:, None]).argmin(1)]
    once = [(known == height).sum() == 1 for height in nearest]
    assert [answers[h] for h, one in zip(nearest, once, strict=True) if one] == [
        bool(y) for y, one in zip(train_y.tolist(), once, strict=True) if one
    ]
    assert len(test_x) == len(test_y) == 25
    assert notes(made)["out_id"] == {"names": ["번호"]}
    assert notes(made)["out_text"] == {"names": ["이름"]}
    assert notes(made)["out_constant"] == {"names": ["상수"]}


def test_another_seed_draws_other_rows():
    first, second = opened(csv_of()).split(), opened(csv_of(), split_seed=1).split()
    assert not np.array_equal(first.train_x, second.train_x)


def test_numbers_make_a_regression_and_few_whole_numbers_classes():
    many = csv_of([(i % 7, math.sin(i)) for i in range(50)], ("x", "y"))
    few = csv_of([(math.sin(i), i % 3) for i in range(50)], ("x", "y"))
    assert (survey(many).classes, survey(few).classes) == (False, True)
    made = opened(many, NumberTable)
    targets = made.split().train_y.double()
    assert abs(targets.mean()) < 1e-6
    assert abs(targets.std(correction=0) - 1) < 1e-6
    assert opened(few).outputs == 3


def test_gaps_are_filled_with_the_training_mean_or_dropped():
    rows = [("" if i % 5 == 0 else i, ["a", "b", "NA"][i % 3], i % 2) for i in range(60)]
    data = csv_of(rows, ("x", "cat", "y"))
    filled, dropped = opened(data, standardise=False), opened(data, missing="drop", standardise=False)
    assert notes(filled)["filled"] == {"names": ["x"], "count": 12}
    assert notes(dropped)["dropped"] == {"count": 28}
    x = filled.split().train_x
    assert (x[:, 0] != x[:, 0].round()).any()
    assert set(x[:, 1:].sum(1).tolist()) == {0.0, 1.0}
    assert dropped.train_size == 24


def test_rows_without_a_target_are_left_out_and_counted():
    made = opened(csv_of([(i, "" if i < 9 else i % 2) for i in range(60, 0, -1)], ("x", "y")))
    assert notes(made)["target_gaps"] == {"column": "y", "count": 8}
    assert made.train_size == 39


def test_uses_of_columns_can_be_changed():
    made = opened(csv_of(), columns="nnoooc")
    assert notes(made)["out_choice"] == {"names": ["지역"]}
    assert made.shape == (2,)
    assert made.plane
    assert refused(csv_of(), columns="nncnoc").key == "table_no_numbers"
    assert refused(csv_of(), columns="nnc").key == "table_other_columns"


def test_equal_names_and_a_missing_header_are_said():
    rows = [(i, math.cos(i), i % 2) for i in range(30, 0, -1)]
    assert notes(opened(csv_of(rows, ("x", "x", "y"))))["renamed"] == {"names": ["x (2)"]}
    headless = "\n".join(f"{i},{math.cos(i):.3f},{i % 2}" for i in range(30, 0, -1)).encode()
    assert "no_header" in notes(opened(headless))
    assert survey(headless).examples == 30


@pytest.mark.parametrize(
    ("text", "decimal_comma", "value"),
    [("1.5", False, 1.5), ("1,234", False, 1234), ("1,5", True, 1.5), ("1.234,5", True, 1234.5), ("-3e2", False, -300)],
)
def test_numbers_are_read(text, decimal_comma, value):
    assert number_in(text, decimal_comma) == value


@pytest.mark.parametrize("text", ["", "abc", "1_000", "inf", "nan", "0x10", "1e99", "1" * 5_000, "--1", "٣"])
def test_what_is_no_number_is_none(text):
    assert math.isnan(number_in(text, False))


MANY = [(math.sin(i), i) for i in range(60, 0, -1)]
REFUSED = {
    "empty": (b"", {}),
    "no_rows": (b"a,b\n", {}),
    "one_column": (b"a\n1\n2\n", {}),
    "spreadsheet": (b"PK\x03\x04" + bytes(50), {}),
    "kind": (b"\n<!DOCTYPE html>\n<p>a, b</p>\n<p>1, 2</p>\n", {"kind": "HTML"}),
    "zero_byte": (b"a,b\n1,2\n1,\0\n", {"line": 3}),
    "encoding": (b"a,b\n1,2\n\xff\xff,\xff\n", {"line": 3}),
    "cell": (b'a,b\n1,2\n1,"' + b"x" * 10**6 + b'"\n', {"line": 3}),
    "ragged": (b"a,b\n1,2\n1,2,3\n", {"line": 3, "got": 3, "expected": 2}),
    "columns": (b",".join(b"c%d" % i for i in range(100_000)) + b"\n", {"got": 100_000, "limit": MOST_COLUMNS}),
    "bytes": (b"a,b\n" + b"1,2\n" * (MOST_BYTES // 4), {}),
    "parquet": (b"PAR1 and no more", {}),
    "few_rows": (csv_of(MANY[:5], ("x", "y")), {"got": 5}),
    "one_class": (csv_of([(math.sin(i), "b") for i in range(60)], ("x", "y")), {"column": "y", "got": "b"}),
    "classes": (csv_of(MANY, ("x", "y")), {"column": "y", "got": 60, "limit": MOST_CLASSES}),
    "no_inputs": (csv_of([(7, i % 2) for i in range(60)], ("x", "y")), {"column": "y"}),
}


@pytest.mark.parametrize("key", REFUSED)
def test_what_is_no_table_is_refused_with_a_sentence(key):
    data, values = REFUSED[key]
    with pytest.raises(SpecError) as caught:
        opened(data, **({"target": 1} if key in ("one_class", "no_inputs", "classes") else {}))
    assert caught.value.key == f"table_{key}"
    assert {name: caught.value.values[name] for name in values} == values
    for language in LANGUAGES:
        assert len(load(language)(f"error.table_{key}", where="dataset", **caught.value.values)) > 10


def test_a_target_that_cannot_be_predicted_is_named():
    numbers = csv_of([(math.sin(i), 5) for i in range(60)], ("x", "y"))
    texts = csv_of([(math.sin(i), "5 kg") for i in range(60)], ("x", "y"))
    assert refused(numbers, NumberTable, target=1).values == {"column": "y", "got": "5"}
    assert refused(texts, NumberTable, target=1).values == {"column": "y", "got": "5 kg"}


def test_categories_are_bounded():
    one = csv_of([(f"c{i}", i % 2) for i in range(MOST_CATEGORIES + 1)], ("many", "y"))
    error = refused(one, columns="cc")
    assert (error.key, error.values["column"], error.values["got"]) == ("table_categories", "many", MOST_CATEGORIES + 1)
    names = [f"c{i}" for i in range(25)]
    wide = csv_of([[f"v{i % 20}" for _ in names] + [i % 2] for i in range(60)], [*names, "y"])
    error = refused(wide)
    assert (error.key, error.values["got"]) == ("table_inputs", 500)
    assert error.values["limit"] == MOST_INPUTS


@pytest.mark.slow
def test_of_more_rows_as_many_are_drawn_by_chance():
    total = MOST_ROWS + 9_000
    data = csv_of([(i % 977, i % 2) for i in range(total)], ("x", "y"))
    made = opened(data)
    assert notes(made)["sampled"] == {"rows": MOST_ROWS, "total": total}
    assert made.train_size == MOST_ROWS * 3 // 4
    assert opened(data).split().train_x.equal(made.split().train_x)


@pytest.mark.slow
def test_a_small_file_of_very_many_rows_is_refused():
    import pyarrow
    from pyarrow.parquet import write_table

    file, rows = io.BytesIO(), MOST_FILE_ROWS + 1
    write_table(pyarrow.table({"x": np.zeros(rows, np.int8), "y": np.zeros(rows, np.int8)}), file)
    assert len(file.getvalue()) < 10**6
    with pytest.raises(SpecError) as caught:
        survey(file.getvalue())
    assert caught.value.key == "table_rows"


def test_a_link_holds_the_digest_and_the_choices_and_no_data():
    run = ModelRun(dataset=opened(csv_of(), split_seed=3), model=MLP(), optimizers=(Adam(),))
    query = write_model_run(run)
    assert query["dataset.digest"] == digest_of(csv_of())
    assert not any(name in "".join(query.values()) for name in NAMES)
    with pytest.raises(SpecError) as caught:
        read_model_run(query)
    assert caught.value.key == "table_missing"
    again = read_model_run(query, lambda dataset: with_file(dataset, "t.csv", csv_of()))
    assert again == run
    assert repr(again) == repr(run)
    with pytest.raises(SpecError, match="drop its file"):
        read_model_run(query, lambda dataset: with_file(dataset, "t.csv", csv_of(ROWS[:50])))


def test_data_never_go_with_other_choices():
    with pytest.raises(SpecError, match="drop its file"):
        replace(opened(csv_of()), split_seed=1)


def test_the_script_reads_the_file_by_its_name_and_prints_the_apps_numbers(tmp_path):
    data = csv_of([(i, math.sin(i), "abc"[i % 3], math.cos(i)) for i in range(60, 0, -1)], ("x", "s", "c", "y"))
    run = ModelRun(dataset=opened(data, NumberTable), model=Linear(), optimizers=(Adam(lr=0.01),), epochs=5)
    (tmp_path / "t.csv").write_bytes(data)
    (line,) = printed(model_script(run), tmp_path)
    (log,) = train(run)
    assert f"{log.train_loss[-1]:.4f}"[:5] in line
    assert float(line.rpartition("test_score=")[2]) == pytest.approx(log.test_score[-1], abs=1e-4)


def test_the_name_of_a_file_is_never_code():
    dataset = with_file(ClassTable(digest=digest_of(csv_of()), target=5), '"""\n__import__("os") {x}', csv_of())
    source = model_script(ModelRun(dataset=dataset, model=MLP(), optimizers=(Adam(),)))
    assert compile(source, "script", "exec")
    assert f"TABLE = {dataset.given.name!r}" in source


@pytest.mark.slow
def test_a_worker_reads_a_table_and_outlives_one_that_needs_too_much_memory():
    assert pool.run(survey, csv_of()).examples == 100
    with pytest.raises((SpecError, JobError)):
        pool.run(_hungry)
    assert pool.run(survey, csv_of()).examples == 100


def _hungry() -> None:
    from optim_core.base.memory import memory_limit

    try:
        with memory_limit(2**26):
            bytes(2**28)
    except MemoryError:
        raise SpecError("dataset", "table_memory") from None


@pytest.mark.parametrize(
    "data", [b"a,b\n1," + b'"' * 10**6, b'"' * 10**6, b"," * 10**6 + b"\n1", b"\n" * 10**6, b"[" * 9999]
)
def test_hostile_files_end_with_a_sentence(data):
    begun = time.monotonic()
    with pytest.raises(SpecError):
        survey(data)
    assert time.monotonic() - begun < 30


def test_letters():
    domain = Letters("", "abc", 3)
    assert domain.check("cab", "x") == "cab"
    assert domain.check("", "x") == ""
    for bad in domain.bad():
        with pytest.raises(SpecError):
            domain.check(bad, "x")
