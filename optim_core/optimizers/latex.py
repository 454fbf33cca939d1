"""Update rules as LaTeX: with symbols, or with the numbers of a step."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from optim_core.base.hyper import hypers
from optim_core.optimizers.rules import Equation

TOKEN = re.compile(r"<(\w+~?)>")
SLOPE, NOISY_SLOPE = r"\nabla f(\theta_{t-1})", r"\left(\nabla f(\theta_{t-1}) + \xi_t\right)"
DIGITS = 4


def symbolic(cls: type, lines: Sequence[Equation]) -> str:
    """The lines of a rule of `cls` as one aligned block."""
    shown = symbols(cls, lines)
    rows = (rf"{line.symbol} &= {filled(line.formula, shown.__getitem__)}" for line in lines)
    return aligned(rows)


def symbols(cls: type, lines: Sequence[Equation], *, noisy: bool = False) -> dict[str, str]:
    """Token of the formulas -> its symbol in LaTeX; the token `limit` is the bound of clipped gradients."""
    found = {name: letter(domain.symbol) or rf"\text{{{name}}}" for name, domain in hypers(cls).items()}
    found |= {"grad": NOISY_SLOPE if noisy else SLOPE, "theta~": r"\theta_{t-1}", "t": "t", "limit": "c"}
    found |= {line.name: line.symbol for line in lines}
    return found | {f"{line.name}~": line.symbol.replace("_t", "_{t-1}") for line in lines}


def filled(formula: str, text: Callable[[str], str]) -> str:
    """The formula with each token replaced by `text(token)`."""
    return TOKEN.sub(lambda found: text(found[1]), formula)


def with_numbers(formula: str, numbers: Mapping[str, str]) -> str:
    """The formula with numbers for its tokens; products get a dot, negative numbers and powers of powers brackets."""
    spelt = formula.replace(r"\,", r" \cdot ")

    def text(found: re.Match[str]) -> str:
        before, after, plain = spelt[: found.start()], spelt[found.end() :], numbers[found[1]]
        alone = before.endswith("{") and after.startswith("}")
        ambiguous = plain.startswith("-") or (after.startswith("^") and "10^" in plain)
        return rf"\left({plain}\right)" if ambiguous and not alone else plain

    return TOKEN.sub(text, spelt)


def aligned(rows: Iterable[str]) -> str:
    """The rows as one block, aligned at their `&`."""
    return r"\begin{aligned}" + r" \\[2pt] ".join(rows) + r"\end{aligned}"


def number(value: float, digits: int = DIGITS) -> str:
    r"""A number with so many significant digits: 0.03142, 1.235 \cdot 10^{-4}."""
    if not math.isfinite(value):
        return r"\text{NaN}" if math.isnan(value) else r"\infty" if value > 0 else r"-\infty"
    written, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    if value == 0 or -4 < int(exponent) < 5:
        plain = f"{float(f'{written}e{exponent}'):.{max(digits - 1 - int(exponent), 0)}f}"
        return "0" if value == 0 else plain.rstrip("0").rstrip(".") if "." in plain else plain
    factor, power = written.rstrip("0").rstrip("."), rf"10^{{{int(exponent)}}}"
    return {"1": power, "-1": f"-{power}"}.get(factor, rf"{factor} \cdot {power}")


def letter(symbol: str) -> str:
    r"""A declared symbol in LaTeX: β₁ as \beta_{1}."""
    plain = "".join(_command(character) for character in symbol)
    return re.sub(r"\s*_\{", "_{", plain).strip()


def _command(character: str) -> str:
    name = unicodedata.name(character)
    if name.startswith("GREEK SMALL LETTER "):
        return "\\" + name.rpartition(" ")[2].lower().replace("lamda", "lambda").replace("epsilon", "varepsilon") + " "
    if name.startswith("SUBSCRIPT "):
        return f"_{{{unicodedata.normalize('NFKC', character).replace('−', '-')}}}"
    return character
