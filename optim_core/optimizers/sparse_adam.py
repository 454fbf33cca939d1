"""Adam for embedding tables."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch

from optim_core.base.domains import Real
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.requirements import SPARSE
from optim_core.optimizers.shared_hypers import Beta1, Beta2, Maximize, StepLength

FORMULA = r"""\begin{aligned}
m_{t,i} &= \beta_1\,m_{t-1,i} + (1 - \beta_1)\,g_{t,i} \\
v_{t,i} &= \beta_2\,v_{t-1,i} + (1 - \beta_2)\,g_{t,i}^2 \\
\theta_{t,i} &= \theta_{t-1,i} - \eta\,\frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}\,
\frac{m_{t,i}}{\sqrt{v_{t,i}} + \varepsilon}
\end{aligned}"""


@dataclass(frozen=True, kw_only=True)
class SparseAdam(AbstractOptimizer):
    """Adam that changes only the rows, and their moments, that a batch looks up, as `torch.optim.SparseAdam`.

    Adam (Kingma & Ba, 2014, arXiv:1412.6980) steps the parameters outside embedding tables.
    """

    torch_class: ClassVar = torch.optim.SparseAdam
    packed: ClassVar = {"betas": ("beta1", "beta2")}
    buffers: ClassVar = ("exp_avg", "exp_avg_sq")
    elementwise: ClassVar = False
    param_requirement: ClassVar = SPARSE
    formula: ClassVar = FORMULA

    lr: StepLength = 1e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Annotated[float, Real("ε", 0.0, 1.0, scale="log", slider_range=(1e-12, 1e-1), low_open=True)] = 1e-8
    maximize: Maximize = False

    @property
    def fallback_optimizer(self) -> AbstractOptimizer:
        return Adam(**self.values(), schedule=self.schedule)
