"""Test functions of two variables: one file each, listed in `SURFACES`; `Transformed` scales and turns any of them."""

from optim_core.surfaces.absolute_bowl import AbsoluteBowl
from optim_core.surfaces.ackley import Ackley
from optim_core.surfaces.base import AbstractSurface
from optim_core.surfaces.beale import Beale
from optim_core.surfaces.bohachevsky import Bohachevsky
from optim_core.surfaces.booth import Booth
from optim_core.surfaces.branin import Branin
from optim_core.surfaces.brown_badly_scaled import BrownBadlyScaled
from optim_core.surfaces.bukin6 import Bukin6
from optim_core.surfaces.cross_in_tray import CrossInTray
from optim_core.surfaces.dixon_price import DixonPrice
from optim_core.surfaces.double_gaussian_bowl import DoubleGaussianBowl
from optim_core.surfaces.drop_wave import DropWave
from optim_core.surfaces.easom import Easom
from optim_core.surfaces.eggholder import Eggholder
from optim_core.surfaces.formula import Formula
from optim_core.surfaces.freudenstein_roth import FreudensteinRoth
from optim_core.surfaces.goldstein_price import GoldsteinPrice
from optim_core.surfaces.griewank import Griewank
from optim_core.surfaces.himmelblau import Himmelblau
from optim_core.surfaces.holder_table import HolderTable
from optim_core.surfaces.jennrich_sampson import JennrichSampson
from optim_core.surfaces.levy13 import Levy13
from optim_core.surfaces.matyas import Matyas
from optim_core.surfaces.mccormick import McCormick
from optim_core.surfaces.michalewicz import Michalewicz
from optim_core.surfaces.monkey_saddle import MonkeySaddle
from optim_core.surfaces.mueller_brown import MuellerBrown
from optim_core.surfaces.powell_badly_scaled import PowellBadlyScaled
from optim_core.surfaces.quadratic import Quadratic
from optim_core.surfaces.rastrigin import Rastrigin
from optim_core.surfaces.rosenbrock import Rosenbrock
from optim_core.surfaces.saddle import Saddle
from optim_core.surfaces.scalar_factorisation import ScalarFactorisation
from optim_core.surfaces.schaffer2 import Schaffer2
from optim_core.surfaces.schaffer4 import Schaffer4
from optim_core.surfaces.schwefel import Schwefel
from optim_core.surfaces.shifted_bowl import ShiftedBowl
from optim_core.surfaces.shubert import Shubert
from optim_core.surfaces.six_hump_camel import SixHumpCamel
from optim_core.surfaces.slope import Slope
from optim_core.surfaces.sphere import Sphere
from optim_core.surfaces.styblinski_tang import StyblinskiTang
from optim_core.surfaces.three_hump_camel import ThreeHumpCamel
from optim_core.surfaces.transformed import Transformed
from optim_core.surfaces.trid import Trid
from optim_core.surfaces.zakharov import Zakharov

SURFACES: tuple[type[AbstractSurface], ...] = (
    Sphere,
    Quadratic,
    Booth,
    Matyas,
    ShiftedBowl,
    Trid,
    Zakharov,
    Rosenbrock,
    Beale,
    FreudensteinRoth,
    DixonPrice,
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
    Bohachevsky,
    Levy13,
    DropWave,
    Schwefel,
    Schaffer2,
    Schaffer4,
    Shubert,
    Easom,
    Michalewicz,
    Slope,
    AbsoluteBowl,
    Bukin6,
    CrossInTray,
    HolderTable,
    Eggholder,
    PowellBadlyScaled,
    BrownBadlyScaled,
    JennrichSampson,
    Saddle,
    MonkeySaddle,
    ScalarFactorisation,
    Formula,
)

__all__ = [
    "SURFACES",
    "AbsoluteBowl",
    "AbstractSurface",
    "Ackley",
    "Beale",
    "Bohachevsky",
    "Booth",
    "Branin",
    "BrownBadlyScaled",
    "Bukin6",
    "CrossInTray",
    "DixonPrice",
    "DoubleGaussianBowl",
    "DropWave",
    "Easom",
    "Eggholder",
    "Formula",
    "FreudensteinRoth",
    "GoldsteinPrice",
    "Griewank",
    "Himmelblau",
    "HolderTable",
    "JennrichSampson",
    "Levy13",
    "Matyas",
    "McCormick",
    "Michalewicz",
    "MonkeySaddle",
    "MuellerBrown",
    "PowellBadlyScaled",
    "Quadratic",
    "Rastrigin",
    "Rosenbrock",
    "Saddle",
    "ScalarFactorisation",
    "Schaffer2",
    "Schaffer4",
    "Schwefel",
    "ShiftedBowl",
    "Shubert",
    "SixHumpCamel",
    "Slope",
    "Sphere",
    "StyblinskiTang",
    "ThreeHumpCamel",
    "Transformed",
    "Trid",
    "Zakharov",
]
