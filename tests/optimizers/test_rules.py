import re

import pytest
import torch
from hypothesis import given

from optim_core.base.hyper import hypers
from optim_core.optimizers import OPTIMIZERS, RMSprop
from optim_core.optimizers.latex import symbolic
from optim_core.surfaces import Rosenbrock
from tests.quick import examples
from tests.strategies import RULED, optimizers

TOLERANCE = {"rtol": 1e-12, "atol": 1e-300}
every_optimizer = pytest.mark.parametrize("cls", RULED, ids=lambda cls: cls.__name__)


def steps(optimizer, count):
    """(grad, state before, params before, step, torch's state and params after) of torch's own run."""
    param = torch.nn.Parameter(torch.tensor([-1.2, 1.0], dtype=torch.float64))
    real = optimizer.build([param])
    state = optimizer.rule.init(param.detach(), optimizer.values())
    for step in range(1, count + 1):
        param.grad = None
        Rosenbrock()(param).backward()
        before, grad = param.detach().clone(), param.grad.clone()
        if not torch.isfinite(grad).all():
            return
        optimizer.apply_schedule(real, step)
        real.step()
        held = real.state[param]
        # what all parameters share is one number, in single precision
        after = {name: held[name].double().expand(2).clone() for name in optimizer.buffers if name in held}
        yield grad, state, before, step, after, param.detach().clone()
        state = after


@every_optimizer
def test_a_rule_makes_torchs_step_from_torchs_state(cls):
    @examples(60, deadline=None)
    @given(optimizers((cls,)))
    def holds(optimizer):
        for grad, state, params, step, after, moved in steps(optimizer, 8):
            found = optimizer.rule.update(grad, state, params, step, optimizer.values())
            if not all(value.abs().max() < 1e150 and torch.isfinite(value).all() for value in found.values()):
                return  # beyond that, orders of evaluation overflow at different places
            for name, value in after.items():
                torch.testing.assert_close(found[name], value, **TOLERANCE)
            # a coordinate that all but cancels keeps the rounding of the larger of its two parts
            scale = torch.maximum(params.abs(), found["update"].abs())
            ahead = optimizer.rule.move(params, found, step, optimizer.values())
            assert ((params + found["update"] - moved).abs() <= 1e-12 * scale).all()
            assert ((ahead - moved).abs() <= 1e-12 * scale).all()

    holds()


@pytest.mark.parametrize("momentum_decay", [0.15, 0.9])
@pytest.mark.parametrize("centered", [False, True])
@pytest.mark.parametrize("momentum", [5e-324, 1e-300, 0.9])
def test_rmsprop_is_torch_also_once_its_momentum_has_vanished(momentum, momentum_decay, centered):
    """torch asks `momentum > 0` at each step, and what decays becomes 0 at last. Centred, to the last bit."""
    optimizer = RMSprop(lr=0.1, momentum=momentum, momentum_decay=momentum_decay, centered=centered, weight_decay=0.1)
    for grad, state, params, step, after, moved in steps(optimizer, 400):
        found = optimizer.rule.update(grad, state, params, step, optimizer.values())
        for name, value in after.items():
            torch.testing.assert_close(found[name], value, rtol=0, atol=0)
        ahead = optimizer.rule.move(params, found, step, optimizer.values())
        torch.testing.assert_close(ahead, moved, rtol=0 if centered else 1e-12, atol=0)


@every_optimizer
def test_equations_define_each_quantity_once_from_what_is_known_by_then(cls):
    @examples(60, deadline=None)
    @given(optimizers((cls,)))
    def holds(optimizer):
        rule, h = optimizer.rule, optimizer.values()
        params = torch.ones(2, dtype=torch.float64)
        state = rule.init(params, h)
        found = rule.update(params, state, params, 2, h)
        lines = rule.equations(h)
        known = {"grad", "t", "theta~", *hypers(cls), *(f"{name}~" for name in state)}
        for line in lines:
            assert set(re.findall(r"<([^>]+)>", line.formula)) <= known, line
            known.add(line.name)
        assert [line.name for line in lines] == list(found)
        assert lines[-1].name == "update"
        assert set(state) <= set(found)

    holds()


RAISED = r"(?:'|\^(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-z]+|.))"
TWICE_RAISED = re.compile(RAISED + r"(?:_(?:\{[^{}]*\}|\\[a-z]+|.))?" + RAISED)
"""A prime or a power of what has one already, which LaTeX refuses."""


@pytest.mark.parametrize("cls", [cls for cls in OPTIMIZERS if cls.rule], ids=lambda cls: cls.__name__)
def test_no_symbol_of_the_equations_is_raised_twice(cls):
    assert TWICE_RAISED.search(r"G'_t^2")
    assert TWICE_RAISED.search(r"v^{\max}_t^2")
    text = symbolic(cls, cls.rule.equations(cls().values()))
    assert not TWICE_RAISED.search(text), text


@every_optimizer
def test_a_rule_leaves_its_inputs_alone(cls):
    optimizer = cls(lr=0.1)
    params, grad = torch.ones(3, 2, dtype=torch.float64), torch.full((3, 2), 2.0, dtype=torch.float64)
    state = optimizer.rule.init(params, optimizer.values())
    kept = {name: value.clone() for name, value in state.items()}
    found = optimizer.rule.update(grad, state, params, 1, optimizer.values())
    for name in state:  # drivers write into them
        others = [params, *(value for other, value in state.items() if other != name)]
        assert found[name].data_ptr() not in {other.data_ptr() for other in others}
    assert (params == 1).all()
    assert (grad == 2).all()
    assert all((state[name] == kept[name]).all() for name in kept)
