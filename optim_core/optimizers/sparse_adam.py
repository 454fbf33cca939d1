"""Adam for the rows that are looked up."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch

from optim_core.hyper import Real
from optim_core.optimizers.adam import Adam, Beta1, Beta2
from optim_core.optimizers.base import AbstractOptimizer, LearningRate, Maximize
from optim_core.optimizers.needs import SPARSE


@dataclass(frozen=True, kw_only=True)
class SparseAdam(AbstractOptimizer):
    """Adam that leaves the rows a batch does not look up as they are, moments included, as `torch.optim.SparseAdam`.

    Adam (Kingma & Ba, 2014, arXiv:1412.6980) takes the parameters that no table of vectors holds.
    """

    torch_class: ClassVar = torch.optim.SparseAdam
    packed: ClassVar = {"betas": ("beta1", "beta2")}
    buffers: ClassVar = ("exp_avg", "exp_avg_sq")
    elementwise: ClassVar = False
    needs: ClassVar = SPARSE

    lr: LearningRate = 1e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Annotated[float, Real("ε", 0.0, 1.0, scale="log", span=(1e-12, 1e-1), low_open=True)] = 1e-8
    maximize: Maximize = False

    @property
    def rest(self) -> AbstractOptimizer:
        return Adam(**self.values(), schedule=self.schedule)
