import pickle

import pytest

from optim_core.base.errors import SpecError
from optim_core.models import MLP, Logistic, Transformer
from optim_core.models.datasets import DATASETS, Digits, Moons, Text
from optim_core.models.default_models import compatible_models
from optim_core.optimizers import SGD, Adam, AdamW
from optim_core.specs import MAX_MODEL_STEPS, MAX_OPTIMIZERS, MAX_PARAMETERS, ModelRun, SurfaceRun
from optim_core.surfaces import Quadratic, Rosenbrock


def surface_run(**given) -> SurfaceRun:
    return SurfaceRun(**({"surface": Rosenbrock(), "optimizers": (Adam(),)} | given))


def model_run(**given) -> ModelRun:
    return ModelRun(**({"dataset": Moons(), "model": Logistic(), "optimizers": (Adam(),)} | given))


def test_the_run_of_the_readme():
    run = surface_run(optimizers=(Adam(lr=0.02), SGD(lr=1e-3, momentum=0.9)), start=(-1.2, 1.0), steps=500)
    assert (run.start, run.steps, run.noise, run.seed) == ((-1.2, 1.0), 500, 0.0, 0)


def test_the_limits_are_the_ones_promised():
    assert MAX_OPTIMIZERS == 8
    assert MAX_MODEL_STEPS == 20_000
    surface_run(steps=5_000, optimizers=[Adam()] * 8)


def test_the_start_is_the_surfaces_own_where_none_is_given():
    assert surface_run().start == Rosenbrock.start
    assert surface_run(start=[1, 2]).start == (1.0, 2.0)
    assert surface_run(surface=Quadratic()).start == Quadratic.start


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"surface": Rosenbrock}, r"SurfaceRun\.surface"),
        ({"surface": None}, r"SurfaceRun\.surface"),
        ({"optimizers": ()}, r"SurfaceRun\.optimizers"),
        ({"optimizers": [Adam()] * 9}, r"SurfaceRun\.optimizers must be in \{1, …, 8\}, got 9"),
        ({"optimizers": (Adam,)}, r"SurfaceRun\.optimizers"),
        ({"optimizers": "Adam"}, r"SurfaceRun\.optimizers"),
        ({"steps": 0}, r"SurfaceRun\.steps must be in \{1, …, 5000\}, got 0"),
        ({"steps": 5_001}, r"SurfaceRun\.steps must be in \{1, …, 5000\}, got 5001"),
        ({"steps": 1.5}, r"SurfaceRun\.steps"),
        ({"noise": -1}, r"SurfaceRun\.noise must be in \[0, 1000\], got -1"),
        ({"noise": float("nan")}, r"SurfaceRun\.noise"),
        ({"seed": -1}, r"SurfaceRun\.seed"),
        ({"seed": 2**31}, r"SurfaceRun\.seed"),
        ({"start": (1.0,)}, r"SurfaceRun\.start"),
        ({"start": (1.0, 2.0, 3.0)}, r"SurfaceRun\.start"),
        ({"start": "12"}, r"SurfaceRun\.start"),
        ({"start": 5}, r"SurfaceRun\.start"),
        ({"start": (float("nan"), 0.0)}, r"SurfaceRun\.start\.x"),
        ({"start": (0.0, float("inf"))}, r"SurfaceRun\.start\.y"),
        ({"start": (0.0, 1e10)}, r"SurfaceRun\.start\.y"),
        ({"start": (0.0, "1")}, r"SurfaceRun\.start\.y"),
    ],
)
def test_an_invalid_surface_run_is_an_error_with_the_field(given, where):
    with pytest.raises(SpecError, match=rf"^{where}"):
        surface_run(**given)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"dataset": Rosenbrock()}, r"ModelRun\.dataset"),
        ({"model": None}, r"ModelRun\.model"),
        ({"optimizers": []}, r"ModelRun\.optimizers"),
        ({"epochs": 0}, r"ModelRun\.epochs must be in"),
        ({"epochs": 20_001}, r"ModelRun\.epochs must be in"),
        ({"batch_size": 0}, r"ModelRun\.batch_size"),
        ({"seed": "1"}, r"ModelRun\.seed"),
    ],
)
def test_an_invalid_model_run_is_an_error_with_the_field(given, where):
    with pytest.raises(SpecError, match=rf"^{where}"):
        model_run(**given)


def test_a_training_has_at_most_20000_steps():
    batch_size = -(-Moons().train_size // 10)
    assert model_run(batch_size=batch_size, epochs=2_000).steps == MAX_MODEL_STEPS
    with pytest.raises(SpecError, match=r"^ModelRun\.epochs: 20010 steps \(10 batches per epoch\) .* limit of 20000$"):
        model_run(batch_size=batch_size, epochs=2_001)


def test_a_model_has_at_most_40000_parameters():
    with pytest.raises(
        SpecError, match=rf"^ModelRun\.model: \d+ parameters are more than the limit of {MAX_PARAMETERS}$"
    ):
        model_run(dataset=Digits(), model=MLP(width=128, depth=4))


@pytest.mark.parametrize(
    ("dataset", "model"),
    [(data, model) for data in DATASETS for model in compatible_models(data)],
    ids=lambda cls: cls.__name__,
)
def test_parameters_and_batches_are_counted_without_building_them(dataset, model):
    run = model_run(dataset=dataset(), model=model())
    module = run.model.build(run.dataset.inputs, run.dataset.outputs)
    assert run.model.parameters(run.dataset.inputs, run.dataset.outputs) == sum(p.numel() for p in module.parameters())
    assert run.steps_per_epoch == len(run.dataset.split().train_x.split(run.batch_size))


@pytest.mark.parametrize("run", [surface_run(), model_run()], ids=["surface", "model"])
def test_runs_are_hashable_and_compared_by_value(run):
    copy = pickle.loads(pickle.dumps(run))
    assert copy == run
    assert hash(copy) == hash(run)
    assert repr(copy) == repr(run)
    with pytest.raises(AttributeError):
        run.seed = 1


def test_runs_that_differ_in_the_optimizers_class_only_differ():
    adam, adamw = surface_run(optimizers=(Adam(weight_decay=0.01),)), surface_run(optimizers=(AdamW(),))
    assert adam != adamw
    assert repr(adam) != repr(adamw)


def test_a_curvature_that_takes_too_long_is_refused_with_what_to_do():
    with pytest.raises(SpecError, match=r"^ModelRun\.sharpness: .* 28189 parameters over 17248 targets .* 268435456"):
        model_run(dataset=Text(), model=Transformer(), sharpness=True)
    assert model_run(dataset=Text(), model=Transformer(depth=1, width=8), sharpness=True).sharpness


def test_a_width_that_the_heads_do_not_divide_names_the_field_and_the_range():
    with pytest.raises(SpecError, match=r"^Transformer\.width must be in \{8, 16, …, 32\}, got 30$"):
        Transformer(width=30)
