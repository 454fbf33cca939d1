"""A sweep over Adam's lr and β₁ against a plain torch loop and a compiled loop."""

import numba
import numpy as np
import torch

from benchmarks.measurement import Measurement, best_of
from optim_core.base.result import Array
from optim_core.optimizers import Adam
from optim_core.specs import Sweep
from optim_core.surfaces import Rosenbrock
from optim_core.sweep import sweep

SIDE, STEPS, ROUNDS = 64, 500, 15
RATES, AVERAGES = np.geomspace(1e-4, 1.0, SIDE), np.linspace(0.0, 0.99, SIDE)
SPEC = Sweep(surface=Rosenbrock(), optimizer=Adam(), axes={"lr": RATES, "beta1": AVERAGES}, steps=STEPS)


def measurements() -> list[Measurement]:
    """Lanes and steps per second of `sweep`, over those of a plain loop and of a compiled loop."""
    torch.set_num_threads(1)
    lr, beta1 = (one.ravel() for one in np.meshgrid(RATES, AVERAGES, indexing="ij"))
    final = sweep(SPEC).final_xy.reshape(-1, 2)
    calm = lr < 0.01  # above, rounding errors grow to the size of the path
    np.testing.assert_allclose(compiled(lr, beta1)[calm], final[calm], rtol=1e-9)
    np.testing.assert_allclose(plain(lr[2000], beta1[2000]), final[2000], rtol=1e-12)
    ours, numbas, torchs = best_of(
        ROUNDS, lambda: sweep(SPEC), lambda: compiled(lr, beta1), lambda: plain(lr[2000], beta1[2000])
    )
    lanes = SIDE * SIDE
    how = f"Adam, {SIDE} x {SIDE} lanes x {STEPS} steps on Rosenbrock: {1e3 * ours:.0f} ms, "
    return [
        Measurement(
            what="sweep: times a plain torch loop",
            value=torchs * lanes / ours,
            unit="x",
            target=2_000,
            at_least=True,
            how=how + f"where the loop needs {1e3 * torchs:.0f} ms for one lane, same numbers to 1e-12",
        ),
        Measurement(
            what="sweep: share of a compiled loop",
            value=numbas / ours,
            unit="x",
            target=0.5,
            at_least=True,
            how=how + f"where numba's loop, a lane after the other, needs {1e3 * numbas:.0f} ms, both on one core",
        ),
    ]


def plain(lr: float, beta1: float) -> Array:
    """Final position (2,) of one lane, by a plain torch loop."""
    p = torch.tensor(SPEC.start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([p], lr=lr, betas=(beta1, SPEC.optimizer.beta2))
    for _ in range(STEPS):
        optimizer.zero_grad()
        SPEC.surface(p).backward()
        optimizer.step()
    return p.detach().numpy()


def compiled(lr: Array, beta1: Array) -> Array:
    """Final positions (lanes, 2) for lr (lanes,) and β₁ (lanes,), lane by lane, with an explicit gradient."""
    return _compiled(lr, beta1, SPEC.optimizer.beta2, SPEC.optimizer.eps, *SPEC.start, STEPS)


@numba.njit
def _compiled(lr, beta1, beta2, eps, x0, y0, steps):  # type: ignore[no-untyped-def]
    final = np.empty((len(lr), 2))
    for lane in range(len(lr)):
        rate, b1 = lr[lane], beta1[lane]
        x, y, mx, my, vx, vy, p1, p2 = x0, y0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0
        best = np.inf
        for _ in range(steps):
            slant = y - x * x
            best = min(best, (1 - x) ** 2 + 100 * slant * slant)
            gx, gy = -2 * (1 - x) - 400 * x * slant, 200 * slant
            mx, my = mx + (1 - b1) * (gx - mx), my + (1 - b1) * (gy - my)
            vx, vy = beta2 * vx + (1 - beta2) * gx * gx, beta2 * vy + (1 - beta2) * gy * gy
            p1, p2 = p1 * b1, p2 * beta2
            c1, c2 = 1 / (1 - p1), 1 / (1 - p2)
            x -= rate * (mx * c1 / (np.sqrt(vx * c2) + eps))
            y -= rate * (my * c1 / (np.sqrt(vy * c2) + eps))
        final[lane] = x, y
    return final
