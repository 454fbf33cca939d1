"""A pure computation on single float64 numbers, which a browser can perform too.

A program in JSON, version 1. Registers are numbered: the inputs, then the constants, then one per instruction.

    version     1
    inputs      [[name, count], ...]: `count` consecutive registers each
    constants   numbers, or "nan", "inf" and "-inf"
    code        [operation, argument registers ...] per instruction; its result is the next register
    outputs     {name: registers}
    guards      [[register, 0 or 1], ...]: the program is valid only where all of these registers have these values

`frontend/engine/operations.js` defines the operations, on float64 numbers. `fround` rounds to float32; `fma` rounds
only once.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VERSION = 1

Instruction = tuple[str, tuple[int, ...]]
"""The name of an operation and the registers of its arguments."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Program:
    """One path through a recorded function: instructions without jumps. See the module for the meaning of the parts."""

    inputs: tuple[tuple[str, int], ...]
    constants: tuple[float, ...]
    code: tuple[Instruction, ...]
    outputs: Mapping[str, tuple[int, ...]]
    guards: tuple[tuple[int, bool], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The program as lists, numbers and strings."""
        return {
            "version": VERSION,
            "inputs": [list(one) for one in self.inputs],
            "constants": [value if math.isfinite(value) else str(value) for value in self.constants],
            "code": [[operation, *registers] for operation, registers in self.code],
            "outputs": {name: list(registers) for name, registers in self.outputs.items()},
            "guards": [[register, int(answer)] for register, answer in self.guards],
        }
