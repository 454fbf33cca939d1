"""Who takes matrices or sparse gradients only is refused elsewhere, in words, and everything else stays."""

import pytest

from optim_core.base.errors import SpecError
from optim_core.models import MLP, MODELS, Logistic
from optim_core.models.datasets import Digits, Words
from optim_core.models.default_models import compatible_models
from optim_core.optimizers import OPTIMIZERS, SGD, Adam, Muon, SparseAdam
from optim_core.permalink.form import MODEL_FORM, SURFACE_FORM
from optim_core.specs import EqualBudgetRace, ModelRun, SurfaceRun, Sweep
from optim_core.surfaces import Booth
from optim_core.sweep.maps import MapRun

LINK = {"surface": "Booth", "steps": "40", "o1": "SGD", "o1.lr": "0.1", "o2": "Muon", "o2.lr": "0.5", "o4": "Adam"}


@pytest.mark.parametrize("optimizer", [Muon(), SparseAdam()])
@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("SurfaceRun.optimizers", lambda one: SurfaceRun(surface=Booth(), optimizers=(SGD(), one))),
        ("Sweep.optimizer", lambda one: Sweep(surface=Booth(), optimizer=one, axes={"lr": [0.1, 1.0]})),
        ("EqualBudgetRace.optimizers", lambda one: EqualBudgetRace(surfaces=(Booth(),), optimizers=(one,))),
        ("MapRun.optimizers", lambda one: MapRun(surface=Booth(), optimizers=(one,), start=(0.0, 0.0))),
    ],
)
def test_what_runs_on_a_surface_refuses_them_by_name_and_says_why(optimizer, field, make):
    only = {"Muon": "matrices", "SparseAdam": "sparse gradients"}[type(optimizer).__name__]
    with pytest.raises(
        SpecError, match=rf"^{field}: {type(optimizer).__name__} takes {only} only, .*on the model page"
    ):
        make(optimizer)


def test_a_model_without_tables_refuses_sparse_gradients():
    with pytest.raises(SpecError, match=r"^ModelRun\.optimizers: SparseAdam takes sparse gradients only"):
        ModelRun(dataset=Digits(), model=MLP(), optimizers=(Adam(), SparseAdam()))
    ModelRun(dataset=Digits(), model=Logistic(), optimizers=(Adam(), Muon()))


def test_a_link_tells_why_one_is_left_out_and_loses_nothing_else():
    kept, wrong = SURFACE_FORM.clean(LINK)
    assert kept == {name: text for name, text in LINK.items() if not name.startswith("o2")}
    assert [(error.where, error.key) for error in wrong] == [("o2", "needs_matrices")]


def test_what_is_on_offer_follows_the_model():
    def offered(query):
        return {cls.__name__ for cls in OPTIMIZERS if MODEL_FORM.unmet_requirement(cls.__name__, query) is None}

    everybody = {cls.__name__ for cls in OPTIMIZERS}
    assert offered(MODEL_FORM.opening) == everybody - {"SparseAdam"}
    assert offered({"dataset": "Words", "model": "Embedding"}) == everybody
    assert offered({}) == everybody - {cls.__name__ for cls in OPTIMIZERS if cls.param_requirement}
    assert offered(SURFACE_FORM.opening) == offered({})


@pytest.mark.parametrize("dataset", [Digits, Words])
def test_what_a_menu_offers_can_be_run(dataset):
    for model in compatible_models(dataset):
        assert model in MODELS
        query = {"dataset": dataset.__name__, "model": model.__name__}
        few = [cls() for cls in (Muon, SparseAdam) if MODEL_FORM.unmet_requirement(cls.__name__, query) is None]
        ModelRun(dataset=dataset(), model=model(), optimizers=(SGD(), *few))
