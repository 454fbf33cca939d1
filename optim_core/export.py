"""A surface run as a stand-alone torch script."""

from optim_core.definitions import import_block
from optim_core.export_noise import noise_source
from optim_core.optimizer_source import contenders, optimizer_definitions
from optim_core.results import DIVERGENCE
from optim_core.specs import SurfaceRun

IMPORTS = ("import math", "import torch", "from torch import Tensor")
HEADER = '''"""A race on the surface {title}.

Needs torch only. Prints, for each contender, the step it stopped at and its last finite point and loss.
"""

{imports}

STEPS = {steps}
START = {start}
{noise}


{definitions}


def surface(xy: Tensor) -> Tensor:
    return {call}


def descend(name, make, before_step=lambda optimizer, step, loss: None):
    p = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = make([p])
    start = last = None
    for step in range(STEPS + 1):
        p.grad = None
        loss = surface(p)
        loss.backward()
        value = loss.item()
        if not (math.isfinite(value) and torch.isfinite(p.grad).all()):
            break
        last = (step, *p.tolist(), value)
        start = value if start is None else start
        if abs(value) > {divergence!r} * max(abs(start), 1.0):
            break
        if step == STEPS:
            break
{disturb}
        before_step(optimizer, step + 1, value)
        optimizer.step()
    print(f"{{name}}: step={{last[0]}} x={{last[1]!r}} y={{last[2]!r}} loss={{last[3]!r}}")


'''


def surface_script(run: SurfaceRun) -> str:
    """A script without this project in it that prints the same final numbers as `descend`."""
    definition, call = run.surface.script()
    imports, sources = optimizer_definitions(run.optimizers)
    noise, disturb = noise_source(run)
    head = HEADER.format(
        title=run.surface.title,
        steps=run.steps,
        start=run.start,
        noise=noise,
        disturb=disturb,
        imports=import_block([*IMPORTS, *imports]),
        definitions="\n\n".join([definition, *sources]).rstrip(),
        call=call,
        divergence=DIVERGENCE,
    )
    return head + contenders("descend", run.optimizers)
