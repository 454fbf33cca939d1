"""How the length of an optimizer's steps depends on the size of the gradients."""

from optim_core.optimizers.base import AbstractOptimizer


def scale_free(optimizer: AbstractOptimizer) -> bool | None:
    """Whether steps stay the same if all gradients are multiplied by a number, `eps` aside, as Adam's do.

    False if they are multiplied as well, as SGD's are. None where a step depends on more than the gradients of its own
    parameter, or lr is no factor of it.
    """
    if not optimizer.elementwise or optimizer.lr_is_initial_step or optimizer.rule is None:
        return None
    lines = optimizer.rule.equations(optimizer.values())
    return optimizer.signed or any(line.name == optimizer.divisor for line in lines)
