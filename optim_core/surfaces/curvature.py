"""Second derivatives of a surface, by autograd in float64."""

import numpy as np
import torch

from optim_core.base.result import Array
from optim_core.surfaces import AbstractSurface


def slopes_and_hessians(surface: AbstractSurface, xy: Array) -> tuple[Array, Array]:
    """The gradient (k, 2) and the Hessian (k, 2, 2) at each of `xy` (k, 2); NaN where there is none."""
    leaf = torch.tensor(xy, dtype=torch.float64, requires_grad=True)
    (grad,) = torch.autograd.grad(surface(leaf).sum(), leaf, create_graph=True)
    if not grad.requires_grad:
        return grad.numpy(), np.zeros((len(xy), 2, 2))
    rows = [torch.autograd.grad(grad[:, i].sum(), leaf, retain_graph=i == 0, materialize_grads=True)[0] for i in (0, 1)]
    return grad.detach().numpy(), torch.stack(rows, dim=1).numpy()
