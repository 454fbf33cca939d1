"""Numbers and lists from tensors and NumPy arrays."""


def plain(value: object) -> object:
    """The number or the nested list in a tensor or NumPy array or scalar; any other value as it is."""
    return value.tolist() if hasattr(value, "tolist") and hasattr(value, "ndim") else value
