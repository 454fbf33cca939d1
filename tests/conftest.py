import os

import torch
from hypothesis import settings

# Two threads on tensors this small only wait for each other, above all beside pytest-xdist.
torch.set_num_threads(1)

# A gate must say the same thing twice; a developer's run may look further.
settings.register_profile("project", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("project")
