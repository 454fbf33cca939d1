"""Tables of vectors."""

from torch import Tensor, nn


def mixed(table: nn.Embedding, weights: Tensor) -> Tensor:
    """`weights` (B, rows) times the table, of which only rows of weight other than 0 are looked up."""
    at, rows = weights.nonzero(as_tuple=True)
    parts = weights[at, rows][:, None] * table(rows)
    sums: Tensor = parts.new_zeros(len(weights), table.embedding_dim).index_add(0, at, parts)
    return sums
