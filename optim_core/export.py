"""A surface run as a stand-alone torch script."""

from optim_core.definitions import import_block
from optim_core.export_noise import disturbed_height, noise_source
from optim_core.optimizer_source import ASKING, contenders, optimizer_definitions
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


def descend(name, make, before_step=lambda optimizer, step, loss: None{asking}):
    p = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = make([p])
{closure}    start = last = None
    for step in range(STEPS + 1):
        p.grad = None
        loss = surface(p)
        loss.backward()
        value = loss.item()
        if not (math.isfinite(value) and torch.isfinite(p.grad).all()):
            break
        last = (step, *p.tolist(), value)
        start = value if start is None else start
        if abs(value) > {divergence} * max(abs(start), 1.0):
            break
        if step == STEPS:
            break
{step}{disturb}
        before_step(optimizer, step + 1, value)
        optimizer.step()
    print(f"{{name}}: step={{last[0]}} x={{last[1]!r}} y={{last[2]!r}} loss={{last[3]!r}}")


'''


CLOSURE = """
    def closure():
        p.grad = None
        loss = {height}
        loss.backward()
        return loss.item()

"""
STEP = """        if asks:
            before_step(optimizer, step + 1, value)
            optimizer.step(closure)
            continue
"""


def surface_script(run: SurfaceRun) -> str:
    """A script without this project in it that prints the same final numbers as `descend`."""
    definition, call = run.surface.script()
    imports, sources = optimizer_definitions(run.optimizers)
    noise, disturb = noise_source(run)
    asked = any(one.evaluates for one in run.optimizers)
    head = HEADER.format(
        title=run.surface.title,
        steps=run.steps,
        start=run.start,
        noise=noise,
        disturb=disturb,
        imports=import_block([*IMPORTS, *imports]),
        definitions="\n\n".join([definition, *sources]).rstrip(),
        call=call,
        divergence=f"leap * {DIVERGENCE!r}" if asked else repr(DIVERGENCE),
        asking=ASKING if asked else "",
        closure=CLOSURE.format(height=disturbed_height(run)) if asked else "",
        step=STEP if asked else "",
    )
    return head + contenders("descend", run.optimizers)
