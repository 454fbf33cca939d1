"""Names in formulas: variables, constants, functions under all their names, parameters, and advice on other names."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from optim_core.surfaces.expression.operations import CONSTANTS, FUNCTIONS, VARIABLES

GREEK: Mapping[str, str] = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "kappa": "κ",
    "lamda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
}
"""Greek parameters: name -> letter. λ has its Unicode name, since `lambda` is a word of Python."""
LATIN = "abcdghijklmnopqrstuvwz"
PARAMETERS: Mapping[str, str] = {**dict(zip(LATIN, LATIN, strict=True)), **GREEK}
"""Letters whose value the visitor sets: name -> letter. e is a constant, and f the formula itself."""

ALIASES: Mapping[str, str] = {
    "ln": "log",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arctan2": "atan2",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "arsinh": "asinh",
    "arcosh": "acosh",
    "artanh": "atanh",
    "sgn": "sign",
    "fabs": "abs",
    "minimum": "min",
    "maximum": "max",
    "√": "sqrt",
    "π": "pi",
    "x1": "x",
    "x2": "y",
    "lambda": "lamda",
    **{letter: name for name, letter in GREEK.items()},
}
"""Other names -> the name in use. Books number the coordinates; `tokens` refuses x2 beside x or y."""
WORDS = ("and", "or")
KNOWN = frozenset((*VARIABLES, *CONSTANTS, *FUNCTIONS, *PARAMETERS, *ALIASES, *WORDS))

ADVICE: Mapping[str, str] = {
    "f": "a",
    "sec": "1/cos(x)",
    "csc": "1/sin(x)",
    "cot": "1/tan(x)",
    "cbrt": "sign(x)*abs(x)^(1/3)",
    "lg": "log10(x)",
    "lb": "log2(x)",
    "square": "x^2",
    "hypot": "sqrt(x^2 + y^2)",
    "norm": "sqrt(x^2 + y^2)",
    "round": "floor(x + 0.5)",
    "heaviside": "where(x > 0, 1, 0)",
    "step": "where(x > 0, 1, 0)",
    "if": "where(x > 0, x, -x)",
    "clip": "min(max(x, 0), 1)",
    "clamp": "min(max(x, 0), 1)",
    "softplus": "log(1 + exp(x))",
    "sinc": "sin(x)/x",
    "inf": "1e300",
    "sine": "sin(x)",
    "cosine": "cos(x)",
    "tangent": "tan(x)",
    "root": "sqrt(x)",
    "not": "where(x > 0, 0, 1)",
    "else": "where(x > 0, x, -x)",
    **dict.fromkeys(("np", "numpy", "math", "torch"), "sin(x)"),
}
"""What to write instead of names that other programs and books have."""
PRODUCT = re.compile(rf"(?:[{LATIN}])?(?:x|y|pi)+")
"""Letters that are written together for their product: xy, axy, kx, πx as pix."""


def canonical(name: str) -> str:
    """The name in use for a known name."""
    return ALIASES.get(name, name)


def split(letters: str) -> tuple[str, ...]:
    """The known names of which a run of letters consists: ("sin", "x") for "sinx", ("x", "y") for "xy"; () if none."""
    if letters in KNOWN:
        return (letters,)
    functions = sorted((name for name in (*FUNCTIONS, *ALIASES) if letters.startswith(name)), key=len, reverse=True)
    for function in ("", *(name for name in functions if canonical(name) in FUNCTIONS)):
        rest = letters[len(function) :]
        if PRODUCT.fullmatch(rest):
            return (*filter(None, (function,)), *re.findall("pi|.", rest))
    return ()


def advice(name: str) -> str:
    """The known name or product nearest to an unknown name, as text to type; "" without one.

    It is an entry of `ADVICE`, or the product of the letters, such as "x*y*a" for "xya", or a known name with nearly
    the same letters.
    """
    if name in ADVICE:
        return ADVICE[name]
    letters = all(letter in PARAMETERS or letter in VARIABLES for letter in name)
    if letters and (len(name) == 2 or (len(name) <= 4 and set(name) & set(VARIABLES))):
        return "*".join(name)
    known = sorted(each for each in KNOWN if len(each) > 2)
    near = [each for each in known if len(each) == len(name) and sum(map(str.__ne__, each, name)) == 1]
    return (near or get_close_matches(name, known, n=1, cutoff=0.8) or [""])[0]
