"""Every surface: one file each, and its name in `SURFACES`."""

from optim_core.surfaces.absolute_bowl import AbsoluteBowl
from optim_core.surfaces.ackley import Ackley
from optim_core.surfaces.base import AbstractSurface
from optim_core.surfaces.beale import Beale
from optim_core.surfaces.booth import Booth
from optim_core.surfaces.branin import Branin
from optim_core.surfaces.double_gaussian_bowl import DoubleGaussianBowl
from optim_core.surfaces.easom import Easom
from optim_core.surfaces.freudenstein_roth import FreudensteinRoth
from optim_core.surfaces.goldstein_price import GoldsteinPrice
from optim_core.surfaces.griewank import Griewank
from optim_core.surfaces.himmelblau import Himmelblau
from optim_core.surfaces.matyas import Matyas
from optim_core.surfaces.mccormick import McCormick
from optim_core.surfaces.michalewicz import Michalewicz
from optim_core.surfaces.monkey_saddle import MonkeySaddle
from optim_core.surfaces.mueller_brown import MuellerBrown
from optim_core.surfaces.quadratic import Quadratic
from optim_core.surfaces.rastrigin import Rastrigin
from optim_core.surfaces.rosenbrock import Rosenbrock
from optim_core.surfaces.saddle import Saddle
from optim_core.surfaces.scalar_factorisation import ScalarFactorisation
from optim_core.surfaces.shifted_bowl import ShiftedBowl
from optim_core.surfaces.six_hump_camel import SixHumpCamel
from optim_core.surfaces.slope import Slope
from optim_core.surfaces.sphere import Sphere
from optim_core.surfaces.styblinski_tang import StyblinskiTang
from optim_core.surfaces.three_hump_camel import ThreeHumpCamel

SURFACES: tuple[type[AbstractSurface], ...] = (
    Sphere,
    Quadratic,
    Booth,
    Matyas,
    ShiftedBowl,
    Rosenbrock,
    Beale,
    FreudensteinRoth,
    Himmelblau,
    ThreeHumpCamel,
    SixHumpCamel,
    StyblinskiTang,
    DoubleGaussianBowl,
    McCormick,
    Branin,
    GoldsteinPrice,
    MuellerBrown,
    Rastrigin,
    Ackley,
    Griewank,
    Easom,
    Michalewicz,
    Slope,
    AbsoluteBowl,
    Saddle,
    MonkeySaddle,
    ScalarFactorisation,
)

__all__ = [
    "SURFACES",
    "AbsoluteBowl",
    "AbstractSurface",
    "Ackley",
    "Beale",
    "Booth",
    "Branin",
    "DoubleGaussianBowl",
    "Easom",
    "FreudensteinRoth",
    "GoldsteinPrice",
    "Griewank",
    "Himmelblau",
    "Matyas",
    "McCormick",
    "Michalewicz",
    "MonkeySaddle",
    "MuellerBrown",
    "Quadratic",
    "Rastrigin",
    "Rosenbrock",
    "Saddle",
    "ScalarFactorisation",
    "ShiftedBowl",
    "SixHumpCamel",
    "Slope",
    "Sphere",
    "StyblinskiTang",
    "ThreeHumpCamel",
]
