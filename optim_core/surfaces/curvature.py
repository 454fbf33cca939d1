"""Second derivatives of a surface, by autograd in float64."""

import numpy as np
import torch

from optim_core.base.result import Array
from optim_core.surfaces import AbstractSurface


def slopes_and_hessians(surface: AbstractSurface, xy: Array) -> tuple[Array, Array]:
    """Gradients (k, 2) and Hessians (k, 2, 2) at the points `xy` (k, 2); NaN where they do not exist."""
    leaf = torch.tensor(xy, dtype=torch.float64, requires_grad=True)
    (grad,) = torch.autograd.grad(surface(leaf).sum(), leaf, create_graph=True)
    if not grad.requires_grad:
        return grad.numpy(), np.zeros((len(xy), 2, 2))
    rows = [torch.autograd.grad(grad[:, i].sum(), leaf, retain_graph=i == 0, materialize_grads=True)[0] for i in (0, 1)]
    return grad.detach().numpy(), torch.stack(rows, dim=1).numpy()
