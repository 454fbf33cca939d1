"""Exports of runs: stand-alone scripts, tables and weights; here the script of a surface run."""

from optim_core.base.result import DIVERGENCE
from optim_core.export.definitions import import_block
from optim_core.export.noise_source import disturbed_height, noise_source
from optim_core.export.optimizer_source import CLOSURE_DEFAULTS, contenders, optimizer_definitions
from optim_core.specs import SurfaceRun

IMPORTS = ("import math", "import torch", "from torch import Tensor")
HEADER = '''"""A race on the surface {title}.

Needs torch only. Prints, for each contender, the step at which it stopped and its last finite point and loss; if its
optimizer fails, also the step and the error.
"""

{imports}

STEPS = {steps}
START = {start}
{noise}


{definitions}


def surface(xy: Tensor) -> Tensor:
    return {call}


def is_finite(p, optimizer):
    """Whether the point, its gradient and its optimizer state are finite."""
    state = optimizer.state[p].values() if optimizer else ()
    parts = [p, p.grad, *(part for part in state if isinstance(part, Tensor) and part.shape == p.shape)]
    return all(torch.isfinite(part).all() for part in parts)


def failure(step, error):
    text = " ".join(str(error).split())
    return f" failed at step {{step}}: {{type(error).__name__}}: {{text}}"


def descend(name, make, before_step=lambda optimizer, step, loss: None{closure_defaults}):
    p = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
{closure}    start = last = optimizer = None
    failed = ""
    try:
        optimizer = make([p])
    except Exception as error:
        failed = failure(0, error)
    for step in range(STEPS + 1):
        p.grad = None
        loss = surface(p)
        loss.backward()
        value = loss.item()
        if not (math.isfinite(value) and is_finite(p, optimizer if step else None)):
            break
        last = (step, *p.tolist(), value)
        start = value if start is None else start
        if abs(value) > {divergence} * max(abs(start), 1.0):
            break
        if step == STEPS or failed:
            break
{disturb}
        try:
            before_step(optimizer, step + 1, value)
            optimizer.step({argument})
        except Exception as error:
            failed = failure(step + 1, error)
            break
    print(f"{{name}}: step={{last[0]}} x={{last[1]!r}} y={{last[2]!r}} loss={{last[3]!r}}{{failed}}")


'''


CLOSURE = """
    def closure():
        p.grad = None
        loss = {height}
        loss.backward()
        return loss.item()

"""


def surface_script(run: SurfaceRun) -> str:
    """A script without imports of this project that prints the same final numbers as `descend`."""
    definition, call = run.surface.script()
    imports, sources = optimizer_definitions(run.optimizers)
    noise, disturb = noise_source(run)
    uses_closure = any(one.uses_closure for one in run.optimizers)
    head = HEADER.format(
        title=run.surface.title,
        steps=run.steps,
        start=run.start,
        noise=noise,
        disturb=disturb,
        imports=import_block([*IMPORTS, *imports]),
        definitions="\n\n".join([definition, *sources]).rstrip(),
        call=call,
        divergence=f"divergence_factor * {DIVERGENCE!r}" if uses_closure else repr(DIVERGENCE),
        closure_defaults=CLOSURE_DEFAULTS if uses_closure else "",
        closure=CLOSURE.format(height=disturbed_height(run)) if uses_closure else "",
        argument="closure if uses_closure else None" if uses_closure else "",
    )
    return head + contenders("descend", run.optimizers)
