"""Names distinguish contenders."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from optim_core.optimizers import SGD, Adam, AdamW
from optim_core.optimizers.labels import labels
from optim_core.specs import MAX_OPTIMIZERS
from tests.strategies import optimizers


def test_a_class_alone_needs_no_more_than_its_name():
    assert labels((SGD(lr=0.5, momentum=0.9), Adam(lr=0.1), AdamW())) == ("SGD", "Adam", "AdamW")
    assert labels(()) == ()


def test_optimizers_of_one_class_are_named_by_what_differs():
    assert labels((Adam(lr=0.1), SGD(), Adam(lr=0.02))) == ("Adam lr 0.1", "SGD", "Adam lr 0.02")
    assert labels((SGD(lr=1, momentum=0.9), SGD(lr=1, momentum=0.9, nesterov=True), SGD(lr=1))) == (
        "SGD momentum 0.9, nesterov False",
        "SGD momentum 0.9, nesterov True",
        "SGD momentum 0, nesterov False",
    )


def test_equal_optimizers_are_numbered():
    assert labels((Adam(), Adam(lr=0.5), Adam())) == ("Adam lr 0.001 (1)", "Adam lr 0.5", "Adam lr 0.001 (2)")


@given(contenders=st.lists(optimizers(), max_size=MAX_OPTIMIZERS), twice=st.booleans())
def test_no_two_are_alike(contenders, twice):
    contenders = (contenders * 2)[:MAX_OPTIMIZERS] if twice else contenders
    names = labels(contenders)
    assert all(name.startswith(type(one).__name__) for name, one in zip(names, contenders, strict=True))
    assert all(a != b for a, b in pairwise(sorted(names)))
