"""The rule of an optimizer composed of the parts of others, as code and as equations."""

import torch
from torch import Tensor

from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    State,
    decoupled_decay,
    decoupled_decay_equations,
    gradient_equation,
    gradient_with_decay,
    zeros,
)


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


def direction_equations(h: Hyper) -> tuple[Equation, ...]:
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


def composed_equations(h: Hyper) -> tuple[Equation, ...]:
    """The lines of `composed_update`; the last one defines the step."""
    lines = direction_equations(h)
    followed = f"<{lines[-1].name}>"
    if divisors := _divisor_equations(h):
        lines += divisors
        followed = rf"\frac{{{followed}}}{{<denom>}}"
    step = rf"- <lr>\,\operatorname{{sign}}({followed})" if h["sign"] else rf"- <lr>\,{followed}"
    decoupled = h["decoupled_weight_decay"]
    return *lines, *(
        decoupled_decay_equations(step, h) if decoupled else (Equation("update", r"\Delta\theta_t", step),)
    )
