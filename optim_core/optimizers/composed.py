"""An optimizer composed of the parts of others."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from optim_core.base.domains import Choice, Flag
from optim_core.base.errors import SpecError
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.composed_rule import composed_equations, composed_init, composed_update, direction_equations
from optim_core.optimizers.recipes import Recipe, recipe_of
from optim_core.optimizers.rules import (
    Rule,
)
from optim_core.optimizers.shared_hypers import (
    AMSGrad,
    Beta1,
    Beta2,
    DecoupledWeightDecay,
    Epsilon,
    LearningRate,
    Maximize,
    WeightDecay,
)

Moment = Annotated[str, Choice("", ("none", "average", "sum"))]


@dataclass(frozen=True, kw_only=True)
class Composed(AbstractOptimizer):
    """θ ← θ − η d / n with d = g or a moment of g, and n = √(a moment of g²) + ε or 1.

    A moment is an exponential average (Kingma & Ba, 2014) or a sum: the heavy ball's of g (Polyak, 1964), the plain
    one of g² (Duchi, Hazan & Singer, 2011). `bias_correction` divides averages by 1 − βᵗ. With `nesterov`, d is torch's
    SGD direction for a sum and Dozat's (2016) for an average. `recipe` names the algorithm that the parts make.
    """

    buffers: ClassVar = ("exp_avg", "heavy_ball", "exp_avg_sq", "sum", "max_exp_avg_sq")
    basic_hypers: ClassVar = (
        "lr",
        "first_moment",
        "second_moment",
        "bias_correction",
        "nesterov",
        "amsgrad",
        "sign",
        "decoupled_weight_decay",
    )
    rule: ClassVar = Rule(composed_init, composed_update, composed_equations)

    lr: LearningRate = 1e-3
    first_moment: Moment = "none"
    second_moment: Moment = "none"
    bias_correction: Annotated[bool, Flag()] = False
    nesterov: Annotated[bool, Flag()] = False
    amsgrad: AMSGrad = False
    sign: Annotated[bool, Flag()] = False
    decoupled_weight_decay: DecoupledWeightDecay = False
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.0
    maximize: Maximize = False

    def check_together(self) -> None:
        averages = "average" in (self.first_moment, self.second_moment)
        senseless = {
            "sign": self.sign and self.second_moment != "none",
            "nesterov": self.nesterov and self.first_moment == "none",
            "amsgrad": self.amsgrad and self.second_moment != "average",
            "bias_correction": self.bias_correction and (not averages or (self.sign and not self.nesterov)),
        }
        for name, found in senseless.items():
            if found:
                raise SpecError(f"Composed.{name}", f"composed_{name}", got=self._moments(name))

    def _moments(self, switch: str) -> str:
        """The options of the moments that a switch depends on."""
        first, second = self.first_moment, self.second_moment
        return {"nesterov": first, "bias_correction": f"{first}, {second}"}.get(switch, second)

    @property
    def signed(self) -> bool:  # type: ignore[override]  # a class attribute elsewhere
        return self.sign

    @property
    def dividend(self) -> str:  # type: ignore[override]  # a class attribute elsewhere
        return "g" if self.sign else direction_equations(self.values())[-1].name

    @property
    def recipe(self) -> Recipe | None:
        """The algorithm that these hyperparameters make; None if it has no name."""
        found = recipe_of(self.values() | self.scheduled_values(1))
        return found._replace(equivalent=None) if found and self.schedule else found  # a schedule may change β₁ too

    @property
    def variant_name(self) -> str | None:
        return self.recipe and self.recipe.name

    @property
    def max_stable_curvature(self) -> float | None:
        return self.recipe.equivalent.max_stable_curvature if self.recipe and self.recipe.equivalent else None
