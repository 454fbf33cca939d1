"""Adam in the eigenbases of Shampoo's matrices."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Flag, Whole
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.requirements import MATRICES
from optim_core.optimizers.rules import Equation, Hyper, Quantities, Rule, State, gradient_equation, zeros
from optim_core.optimizers.shared_hypers import Beta1, Beta2, Epsilon, Maximize, StepLength, WeightDecay


def soap_init(params: Tensor, h: Hyper) -> State:
    """The state before the first step: Adam's averages, and for each dimension of size n two matrices (n, n).

    A tensor with one dimension has no matrices.
    """
    found = {"exp_avg": zeros(params), "exp_avg_sq": zeros(params)}
    for side, size in enumerate(params.shape if params.dim() > 1 else (), 1):
        found |= {f"side_{side}": params.new_zeros(size, size), f"basis_{side}": params.new_zeros(size, size)}
    return found


def soap_update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The quantities of a step of one tensor (...): averages (...), matrices (nᵢ, nᵢ), and the update (...).

    The first gradient only begins the matrices; averages and their corrections count from the second one.
    """
    g = -grad if h["maximize"] else grad
    count = sum(name.startswith("basis") for name in state)
    q = {"g": g}
    for side in range(count):
        rows = g.movedim(side, 0).reshape(g.shape[side], -1)
        # H <- β₂ H + (1 − β₂) G Gᵀ, of G with this side's rows
        q[f"side_{side + 1}"] = torch.lerp(state[f"side_{side + 1}"], rows @ rows.mT, 1 - h["beta2"])
    if step == 1:
        q |= {f"basis_{side}": eigenbasis(q[f"side_{side}"]) for side in range(1, count + 1)}
        q |= {"exp_avg": state["exp_avg"], "exp_avg_sq": state["exp_avg_sq"]}
        return q | {"update": torch.zeros_like(params)}
    bases = [state[f"basis_{side}"] for side in range(1, count + 1)]
    # M <- β₁ M + (1 − β₁) G,  V <- β₂ V + (1 − β₂) (Qᵀ G Q)²,  D = Q (Qᵀ M Q / (√V + ε)) Qᵀ
    m = q["exp_avg"] = torch.lerp(state["exp_avg"], g, 1 - h["beta1"])
    turned = q["turned"] = in_bases(g, [basis.mT for basis in bases])
    v = torch.lerp(state["exp_avg_sq"], turned.square(), 1 - h["beta2"])
    denom = v.sqrt() + h["eps"]
    direction = in_bases(in_bases(m, [basis.mT for basis in bases]) / denom, bases)
    rate = h["lr"]
    if h["correct_bias"]:
        rate = rate * (1 - h["beta2"] ** (step - 1)) ** 0.5 / (1 - h["beta1"] ** (step - 1))
    moved = params - rate * direction
    for side, basis in enumerate(bases):
        q[f"basis_{side + 1}"] = basis
        if (step - 1) % h["precondition_frequency"] == 0:
            q[f"basis_{side + 1}"], order = next_basis(q[f"side_{side + 1}"], basis)
            v = v.index_select(side, order)
    q |= {"exp_avg_sq": v, "direction": direction}
    return q | {"update": moved * (1 - h["lr"] * h["weight_decay"]) - params}


def in_bases(tensor: Tensor, matrices: list[Tensor]) -> Tensor:
    """The tensor (n₁, ..., nₖ) with each dimension multiplied by its matrix (nᵢ, nᵢ); itself if there are none."""
    for side, matrix in enumerate(matrices):
        tensor = torch.tensordot(matrix, tensor, dims=([1], [side])).movedim(0, side)
    return tensor


def eigenbasis(matrix: Tensor) -> Tensor:
    """The eigenvectors of a symmetric matrix (n, n) as columns, by falling eigenvalue; NaN if it is not finite."""
    if not matrix.isfinite().all():
        return torch.full_like(matrix, torch.nan)
    vectors: Tensor = torch.linalg.eigh(matrix.double())[1].flip(1)
    return vectors.to(matrix.dtype)


def next_basis(matrix: Tensor, basis: Tensor) -> tuple[Tensor, Tensor]:
    """One step of power iteration from `basis` (n, n), made orthogonal, and the order (n,) that its columns got."""
    product = matrix @ basis
    order = (basis * product).sum(0).argsort(descending=True)
    if not product.isfinite().all():
        return torch.full_like(basis, torch.nan), order
    return torch.linalg.qr(product[:, order].double())[0].to(basis.dtype), order


def _equations(h: Hyper) -> tuple[Equation, ...]:
    corrected = r"\frac{\sqrt{1 - <beta2>^{<t> - 1}}}{1 - <beta1>^{<t> - 1}}\," if h["correct_bias"] else ""
    turned = r"<basis_1~>^\top\,<exp_avg>\,<basis_2~>"
    return (
        gradient_equation(h, decay=False)._replace(symbol="G_t"),
        Equation("side_1", "L_t", r"<beta2>\,<side_1~> + (1 - <beta2>)\,<g>\,<g>^\top"),
        Equation("side_2", "R_t", r"<beta2>\,<side_2~> + (1 - <beta2>)\,<g>^\top\,<g>"),
        Equation("basis_1", "Q_t", r"\operatorname{eigenvectors}(<side_1>)"),
        Equation("basis_2", "P_t", r"\operatorname{eigenvectors}(<side_2>)"),
        Equation("exp_avg", "M_t", r"<beta1>\,<exp_avg~> + (1 - <beta1>)\,<g>"),
        Equation("turned", r"\tilde G_t", r"<basis_1~>^\top\,<g>\,<basis_2~>"),
        Equation("exp_avg_sq", "V_t", r"<beta2>\,<exp_avg_sq~> + (1 - <beta2>)\,<turned>^2"),
        Equation(
            "direction",
            "D_t",
            rf"{corrected}<basis_1~>\,\frac{{{turned}}}{{\sqrt{{<exp_avg_sq>}} + <eps>}}\,<basis_2~>^\top",
        ),
        Equation(
            "update",
            r"\Delta\theta_t",
            r"(1 - <lr>\,<weight_decay>)\,(<theta~> - <lr>\,<direction>) - <theta~>",
        ),
    )


@dataclass(frozen=True, kw_only=True)
class SOAP(AbstractOptimizer):
    """Adam in the slowly changing eigenbases of Shampoo's matrices (Vyas et al., 2024, arXiv:2409.11321); not in torch.

    L and R are averages of G Gᵀ and Gᵀ G. Every `precondition_frequency` steps their eigenvectors are brought up to
    date by one step of power iteration and a QR decomposition. A tensor with one dimension gets Adam's step. As in the
    authors' code, the first gradient makes the bases and no step, and the decay follows the step.
    """

    elementwise: ClassVar = False
    param_requirement: ClassVar = MATRICES
    rule: ClassVar = Rule(soap_init, soap_update, _equations)

    lr: StepLength = 3e-3
    beta1: Beta1 = 0.95
    beta2: Beta2 = 0.95
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.01
    precondition_frequency: Annotated[int, Whole("f", 1, 1_000, scale="log", slider_range=(1, 1_000))] = 10
    correct_bias: Annotated[bool, Flag()] = True
    maximize: Maximize = False
