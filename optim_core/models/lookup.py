"""Weighted sums of the rows of an embedding table."""

from torch import Tensor, nn


def weighted_rows(table: nn.Embedding, weights: Tensor) -> Tensor:
    """`weights` (B, rows) times the table (rows, width) -> (B, width).

    Rows of weight 0 are not looked up, so sparse optimizers see only the rows in use.
    """
    at, rows = weights.nonzero(as_tuple=True)
    parts = weights[at, rows][:, None] * table(rows)
    sums: Tensor = parts.new_zeros(len(weights), table.embedding_dim).index_add(0, at, parts)
    return sums
