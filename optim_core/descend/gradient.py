"""Loss and gradient of a surface at moving points, recorded from autograd once and then replayed."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from optim_core.base.byte_cache import ByteCache
from optim_core.engine.record import OperationRecorder, Tape
from optim_core.engine.replay import StaleTape, Thunk
from optim_core.surfaces import AbstractSurface

_spare: "ByteCache[tuple[AbstractSurface, int], GradientEvaluator]" = ByteCache(2**20)
"""Evaluators that no race uses, for a later race: about 100."""

BYTES_PER_THUNK = 500
"""Of a recorded operation with its tensor of a few numbers, roughly."""


class GradientEvaluator:
    """Computes `loss` (K,) and `grad` (K, 2) at `xy` (K, 2); each call reads `xy` and overwrites the others."""

    def __init__(self, surface: AbstractSurface, xy: Tensor) -> None:
        self.surface, self.xy = surface, xy
        self.loss, self.grad = xy.new_empty(len(xy)), torch.empty_like(xy)
        self.thunks: list[Thunk] = []

    @property
    def nbytes(self) -> int:
        """Rough size: the tensors and the recorded operations."""
        return self.xy.nbytes + self.loss.nbytes + self.grad.nbytes + BYTES_PER_THUNK * len(self.thunks)

    def __call__(self) -> None:
        if not self.thunks:
            self._record()
        try:
            for thunk in self.thunks:
                thunk()
        except StaleTape:
            self.thunks = []
            self()

    def _record(self) -> None:
        with OperationRecorder() as recorder:
            leaf = self.xy.detach().requires_grad_()
            loss = self.surface(leaf)
            (grad,) = torch.autograd.grad(
                loss.sum(), leaf
            )  # the sum, because grad_outputs would make torch import SymPy
        self.thunks = Tape(recorder.operations, [self.xy], [loss, grad]).thunks([self.xy], [self.loss, self.grad])


@contextmanager
def gradient_evaluator(starts: Tensor, surface: AbstractSurface) -> Iterator[GradientEvaluator]:
    """Context with an evaluator at `starts` (K, 2), cached afterwards: recording takes as long as 50 steps."""
    key = surface, len(starts)
    evaluator = _spare.pop(key) or GradientEvaluator(surface, torch.empty_like(starts))
    evaluator.xy.copy_(starts)
    yield evaluator
    _spare.put(key, evaluator)
