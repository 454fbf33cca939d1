"""Numbers as sentences write them."""

LARGEST_WHOLE = 1e15
"""Size below which a whole number is quoted without a point."""


def bound_text(value: float) -> str:
    """A bound of a domain with up to six digits: 1e6 and 1e-5, not 1e+06 and 1e-05."""
    digits, mark, exponent = f"{value:g}".partition("e")
    return f"{digits}{mark}{int(exponent)}" if mark else digits


def plain(value: float) -> float:
    """A whole number as `int`: an error quotes 5, not 5.0."""
    return int(value) if float(value).is_integer() and abs(value) < LARGEST_WHOLE else value
