"""An optimizer composed of the parts of others."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Choice, Flag
from optim_core.base.errors import SpecError
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.recipes import Recipe, recipe_of
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    decoupled_decay,
    decoupled_decay_equations,
    gradient_equation,
    gradient_with_decay,
    zeros,
)
from optim_core.optimizers.shared_hypers import (
    AMSGrad,
    Beta1,
    Beta2,
    DecoupledWeightDecay,
    Epsilon,
    LearningRate,
    Maximize,
    WeightDecay,
)

Moment = Annotated[str, Choice("", ("none", "average", "sum"))]


def composed_init(params: Tensor, h: Hyper) -> State:
    """The state before the first step: the moments in use, zeros shaped as the params (...)."""
    first, second = h["first_moment"], h["second_moment"]
    used = {"exp_avg": first == "average", "heavy_ball": first == "sum"}
    used |= {"exp_avg_sq": second == "average", "sum": second == "sum", "max_exp_avg_sq": _keeps_largest(h)}
    return {name: zeros(params) for name, is_used in used.items() if is_used}


def _keeps_largest(h: Hyper) -> bool:
    return bool(h["amsgrad"]) and h["second_moment"] == "average"


def _corrects_second(h: Hyper) -> bool:
    return bool(h["bias_correction"]) and h["second_moment"] == "average"  # a sum is supposed to grow


def _directions(g: Tensor, state: State, step: int, h: Hyper) -> Quantities:
    """The quantities from the gradient `g` to the direction of the step, which is the last, (...) each."""
    b1 = h["beta1"]
    if h["first_moment"] == "none":
        return {"g": g}
    if h["first_moment"] == "sum":
        # b <- β₁ b + g,  a <- g + β₁ b
        b = b1 * state["heavy_ball"] + g
        return {"g": g, "heavy_ball": b} | ({"look_ahead": g + b1 * b} if h["nesterov"] else {})
    # m <- β₁ m + (1 − β₁) g,  m̂ = m / (1 − β₁ᵗ)
    m = torch.lerp(state["exp_avg"], g, 1 - b1)
    q = {"g": g, "exp_avg": m}
    if not h["nesterov"]:
        return q | ({"m_hat": m / (1 - b1**step)} if h["bias_correction"] else {})
    # a <- β₁ m / (1 − β₁ᵗ⁺¹) + (1 − β₁) g / (1 − β₁ᵗ), or its numerators alone
    now, ahead = (1 - b1**step, 1 - b1 ** (step + 1)) if h["bias_correction"] else (1.0, 1.0)
    return q | {"look_ahead": b1 * m / ahead + (1 - b1) * g / now}


def _divisors(g: Tensor, state: State, step: int, h: Hyper) -> Quantities:
    """The quantities from the second moment to the divisor of the step, which is the last, (...) each."""
    if h["second_moment"] == "none":
        return {}
    b2, q = h["beta2"], {}
    if h["second_moment"] == "sum":
        # s <- s + g²
        v = q["sum"] = state["sum"] + g * g
    else:
        # v <- β₂ v + (1 − β₂) g²
        v = q["exp_avg_sq"] = b2 * state["exp_avg_sq"] + (1 - b2) * g * g
    if _keeps_largest(h):
        v = q["max_exp_avg_sq"] = torch.maximum(state["max_exp_avg_sq"], v)
    if _corrects_second(h):
        v = q["v_hat"] = v / (1 - b2**step)
    return q | {"denom": v.sqrt() + h["eps"]}


def composed_update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The quantities of a step, (...) each."""
    q = _directions(gradient_with_decay(grad, params, h), state, step, h)
    d = next(reversed(q.values()))
    q |= _divisors(q["g"], state, step, h)
    d = d / q["denom"] if "denom" in q else d
    delta = -h["lr"] * (d.sign() if h["sign"] else d)
    return q | (decoupled_decay(delta, params, h) if h["decoupled_weight_decay"] else {"update": delta})


def _direction_equations(h: Hyper) -> tuple[Equation, ...]:
    """The lines of `_directions`; the last one defines the direction."""
    g = gradient_equation(h)
    if h["first_moment"] == "none":
        return (g,)
    if h["first_moment"] == "sum":
        b = Equation("heavy_ball", "b_t", r"<beta1>\,<heavy_ball~> + <g>")
        ahead = Equation("look_ahead", "a_t", r"<g> + <beta1>\,<heavy_ball>")
        return (g, b, ahead) if h["nesterov"] else (g, b)
    m = Equation("exp_avg", "m_t", r"<beta1>\,<exp_avg~> + (1 - <beta1>)\,<g>")
    corrected, fresh = (
        r"\frac{<beta1>\,<exp_avg>}{1 - <beta1>^{<t> + 1}}",
        r"\frac{(1 - <beta1>)\,<g>}{1 - <beta1>^{<t>}}",
    )
    plain = r"<beta1>\,<exp_avg> + (1 - <beta1>)\,<g>"
    if h["nesterov"]:
        return g, m, Equation("look_ahead", "a_t", f"{corrected} + {fresh}" if h["bias_correction"] else plain)
    m_hat = Equation("m_hat", r"\hat m_t", r"\frac{<exp_avg>}{1 - <beta1>^{<t>}}")
    return (g, m, m_hat) if h["bias_correction"] else (g, m)


def _divisor_equations(h: Hyper) -> tuple[Equation, ...]:
    """The lines of `_divisors`; the last one defines the divisor."""
    if h["second_moment"] == "none":
        return ()
    if h["second_moment"] == "sum":
        lines = [Equation("sum", "s_t", "<sum~> + <g>^2")]
    else:
        lines = [Equation("exp_avg_sq", "v_t", r"<beta2>\,<exp_avg_sq~> + (1 - <beta2>)\,<g>^2")]
    if _keeps_largest(h):
        lines.append(Equation("max_exp_avg_sq", r"v^{\max}_t", r"\max(<max_exp_avg_sq~>,\ <exp_avg_sq>)"))
    if _corrects_second(h):
        lines.append(Equation("v_hat", r"\hat v_t", rf"\frac{{<{lines[-1].name}>}}{{1 - <beta2>^{{<t>}}}}"))
    return *lines, Equation("denom", "n_t", rf"\sqrt{{<{lines[-1].name}>}} + <eps>")


def _equations(h: Hyper) -> tuple[Equation, ...]:
    lines = _direction_equations(h)
    followed = f"<{lines[-1].name}>"
    if divisors := _divisor_equations(h):
        lines += divisors
        followed = rf"\frac{{{followed}}}{{<denom>}}"
    step = rf"- <lr>\,\operatorname{{sign}}({followed})" if h["sign"] else rf"- <lr>\,{followed}"
    decoupled = h["decoupled_weight_decay"]
    return *lines, *(
        decoupled_decay_equations(step, h) if decoupled else (Equation("update", r"\Delta\theta_t", step),)
    )


@dataclass(frozen=True, kw_only=True)
class Composed(AbstractOptimizer):
    """θ ← θ − η d / n with d = g or a moment of g, and n = √(a moment of g²) + ε or 1.

    A moment is an exponential average (Kingma & Ba, 2014) or a sum: the heavy ball's of g (Polyak, 1964), the plain
    one of g² (Duchi, Hazan & Singer, 2011). `bias_correction` divides averages by 1 − βᵗ. With `nesterov`, d is torch's
    SGD direction for a sum and Dozat's (2016) for an average. `recipe` names the algorithm that the parts make.
    """

    buffers: ClassVar = ("exp_avg", "heavy_ball", "exp_avg_sq", "sum", "max_exp_avg_sq")
    basic_hypers: ClassVar = (
        "lr",
        "first_moment",
        "second_moment",
        "bias_correction",
        "nesterov",
        "amsgrad",
        "sign",
        "decoupled_weight_decay",
    )
    rule: ClassVar = Rule(composed_init, composed_update, _equations)

    lr: LearningRate = 1e-3
    first_moment: Moment = "none"
    second_moment: Moment = "none"
    bias_correction: Annotated[bool, Flag()] = False
    nesterov: Annotated[bool, Flag()] = False
    amsgrad: AMSGrad = False
    sign: Annotated[bool, Flag()] = False
    decoupled_weight_decay: DecoupledWeightDecay = False
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.0
    maximize: Maximize = False

    def check_together(self) -> None:
        averages = "average" in (self.first_moment, self.second_moment)
        senseless = {
            "sign": self.sign and self.second_moment != "none",
            "nesterov": self.nesterov and self.first_moment == "none",
            "amsgrad": self.amsgrad and self.second_moment != "average",
            "bias_correction": self.bias_correction and (not averages or (self.sign and not self.nesterov)),
        }
        for name, found in senseless.items():
            if found:
                raise SpecError(f"Composed.{name}", f"composed_{name}", got=self._moments(name))

    def _moments(self, switch: str) -> str:
        """The options of the moments that a switch depends on."""
        first, second = self.first_moment, self.second_moment
        return {"nesterov": first, "bias_correction": f"{first}, {second}"}.get(switch, second)

    @property
    def signed(self) -> bool:  # type: ignore[override]  # a class attribute elsewhere
        return self.sign

    @property
    def dividend(self) -> str:  # type: ignore[override]  # a class attribute elsewhere
        return "g" if self.sign else _direction_equations(self.values())[-1].name

    @property
    def recipe(self) -> Recipe | None:
        """The algorithm that these hyperparameters make; None if it has no name."""
        found = recipe_of(self.values() | self.scheduled_values(1))
        return found._replace(equivalent=None) if found and self.schedule else found  # a schedule may change β₁ too

    @property
    def variant_name(self) -> str | None:
        return self.recipe and self.recipe.name

    @property
    def max_stable_curvature(self) -> float | None:
        return self.recipe.equivalent.max_stable_curvature if self.recipe and self.recipe.equivalent else None
