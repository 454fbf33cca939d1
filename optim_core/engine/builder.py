"""A program under construction, without repeated and unneeded instructions."""

from collections.abc import Mapping, Sequence

from optim_core.engine.program import Program

Value = int | str
"""The number of an input or instruction, from 1; or a constant, as `float.hex` writes it."""


def constant(number: float) -> Value:
    """The constant with this value; a truth value is 0 or 1."""
    return float(number).hex()


ZERO, ONE, MINUS_ONE = constant(0.0), constant(1.0), constant(-1.0)


class ProgramBuilder:
    """Instructions in order of execution."""

    def __init__(self) -> None:
        self.inputs: list[tuple[str, int]] = []
        self.count = 0
        self.code: dict[tuple[str, tuple[Value, ...]], int] = {}
        self.guards: dict[Value, bool] = {}

    def add_input(self, name: str, count: int) -> list[Value]:
        """The values of a new input of `count` numbers; to be called before the first instruction."""
        self.inputs.append((name, count))
        first = self.count + 1
        self.count += count
        return list(range(first, self.count + 1))

    def emit(self, operation: str, *arguments: Value) -> Value:
        """The result of an operation: a new instruction, unless the result is known already."""
        known = _simplified(operation, arguments)
        if known is not None:
            return known
        key = operation, arguments
        if key not in self.code:
            self.count += 1
            self.code[key] = self.count
        return self.code[key]

    def program(self, outputs: Mapping[str, Sequence[Value]]) -> Program:
        """The program with these outputs."""
        wanted = [*self.guards, *(value for values in outputs.values() for value in values)]
        needed = set(wanted)
        for (_, arguments), result in reversed(self.code.items()):
            if result in needed:
                needed.update(arguments)
        code = [(key, result) for key, result in self.code.items() if result in needed]
        constants = list(dict.fromkeys(value for value in _in_order(code, wanted) if isinstance(value, str)))
        inputs = sum(count for _, count in self.inputs)
        register: dict[Value, int] = {value: value - 1 for value in range(1, inputs + 1)}
        register |= {value: index for index, value in enumerate(constants, inputs)}
        register |= {result: index for index, (_, result) in enumerate(code, inputs + len(constants))}
        return Program(
            inputs=tuple(self.inputs),
            constants=tuple(map(float.fromhex, constants)),
            code=tuple((operation, tuple(map(register.__getitem__, args))) for (operation, args), _ in code),
            outputs={name: tuple(map(register.__getitem__, values)) for name, values in outputs.items()},
            guards=tuple((register[value], answer) for value, answer in self.guards.items()),
        )


def _in_order(code: Sequence[tuple[tuple[str, tuple[Value, ...]], int]], wanted: Sequence[Value]) -> list[Value]:
    return [*(value for (_, arguments), _ in code for value in arguments), *wanted]


def _simplified(operation: str, arguments: tuple[Value, ...]) -> Value | None:
    """The result of an operation that has the same bits without it: x · 1, x / 1 and x − 0."""
    if operation == "mul" and ONE in arguments:
        return arguments[0] if arguments[1] == ONE else arguments[1]
    if (operation == "div" and arguments[1] == ONE) or (operation == "sub" and arguments[1] == ZERO):
        return arguments[0]
    return None
