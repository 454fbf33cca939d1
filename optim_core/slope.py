"""Height and gradient of a surface at points that move: autograd's work is recorded once and then played again."""

import torch
from torch import Tensor

from optim_core.surfaces import AbstractSurface
from optim_core.tape import Recorder, Tape
from optim_core.tape_play import Stale, Thunk


class Slope:
    """`loss` (K,) and `grad` (K, 2) at `xy` (K, 2), whose memory is read, and theirs written, at each call."""

    def __init__(self, surface: AbstractSurface, xy: Tensor) -> None:
        self.surface, self.xy = surface, xy
        self.loss, self.grad = xy.new_empty(len(xy)), torch.empty_like(xy)
        self.thunks: list[Thunk] = []

    def __call__(self) -> None:
        if not self.thunks:
            self._record()
        try:
            for thunk in self.thunks:
                thunk()
        except Stale:
            self.thunks = []
            self()

    def _record(self) -> None:
        with Recorder() as recorder:
            leaf = self.xy.detach().requires_grad_()
            loss = self.surface(leaf)
            (grad,) = torch.autograd.grad(loss.sum(), leaf)  # given ones instead, torch would load SymPy first
        self.thunks = Tape(recorder.calls, [self.xy], [loss, grad]).thunks([self.xy], [self.loss, self.grad])
