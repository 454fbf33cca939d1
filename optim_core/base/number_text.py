"""Numbers as sentences write them."""


def bound_text(value: float) -> str:
    """A bound of a domain with up to six digits: 1e6 and 1e-5, not 1e+06 and 1e-05."""
    digits, mark, exponent = f"{value:g}".partition("e")
    return f"{digits}{mark}{int(exponent)}" if mark else digits
