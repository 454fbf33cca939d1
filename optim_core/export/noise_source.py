"""Source text of the noise in the stand-alone script of a surface run."""

from optim_core.specs import SurfaceRun

NONE = "NOISE = torch.zeros(STEPS + 1, 2, dtype=torch.float64)"
NORMAL = """RANDOM = torch.Generator().manual_seed({seed})
NOISE = {noise!r} * torch.randn(STEPS + 1, 2, generator=RANDOM, dtype=torch.float64)"""
TAILS = """
SQUARES = torch.randn(STEPS + 1, {tail}, generator=RANDOM, dtype=torch.float64).square()
NOISE /= SQUARES.mean(-1, keepdim=True).sqrt()"""

ADDED = "        p.grad += NOISE[step]"
SHIFTED = """        shifted = (p.detach() + NOISE[step]).requires_grad_()
        surface(shifted).backward()
        p.grad += shifted.grad - p.grad"""


def disturbed_height(run: SurfaceRun) -> str:
    """The expression whose gradient at `p` is the noisy gradient, like `GradientNoise.loss`."""
    return "surface(p + NOISE[step])" if run.noise_kind == "shift" else "surface(p) + NOISE[step] @ p"


def noise_source(run: SurfaceRun) -> tuple[str, str]:
    """Lines that draw the noise of all steps, and lines that add the noise of `step` to `p.grad`."""
    if not run.noise:
        return NONE, ADDED
    drawn = NORMAL + (TAILS if run.noise_kind == "student" else "")
    return drawn.format(**run.values()), SHIFTED if run.noise_kind == "shift" else ADDED
