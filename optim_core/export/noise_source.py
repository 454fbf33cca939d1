"""The noise of a surface run in its stand-alone script."""

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
    """The expression whose gradient at `p` is the disturbed one, as `GradientNoise.loss`."""
    return "surface(p + NOISE[step])" if run.noise_kind == "shift" else "surface(p) + NOISE[step] @ p"


def noise_source(run: SurfaceRun) -> tuple[str, str]:
    """Source lines that draw the noise, and lines that add the draw of `step` to `p.grad`, as `descend.noise` does."""
    if not run.noise:
        return NONE, ADDED
    drawn = NORMAL + (TAILS if run.noise_kind == "student" else "")
    return drawn.format(**run.values()), SHIFTED if run.noise_kind == "shift" else ADDED
