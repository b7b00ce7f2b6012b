"""The functions the emulator's formulas know, and how they treat text, numbers and errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tests.servers import serials
from tests.servers.model import Effective, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Stop(Exception):
    """A calculation that ends in an error value."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message)
        self.failure = Failure(kind, message)


@dataclass(frozen=True, slots=True)
class Block:
    """The values of a range, and where it starts."""

    rows: list[list[Effective]]
    top: int
    left: int

    def values(self) -> list[Effective]:
        return [value for row in self.rows for value in row]


Argument = Effective | Block


def scalar(value: Argument) -> Effective:
    """One value; of a range its first (Sheets would spill: not emulated)."""
    if isinstance(value, Block):
        value = value.rows[0][0] if value.rows and value.rows[0] else None
    if isinstance(value, Failure):
        raise Stop(value.type, value.message)
    return value


def number(value: Argument) -> float:
    """A value as a number."""
    plain = scalar(value)
    if isinstance(plain, str):
        try:
            return tidy(float(plain))
        except ValueError:
            raise Stop("VALUE", f"'{plain}' is a text and cannot be coerced to a number.") from None
    return tidy(float(plain or 0)) if not isinstance(plain, Failure) else 0


def tidy(value: float) -> float:
    """Whole numbers without a point."""
    if not math.isfinite(value):
        raise Stop("NUM", "Result is too large or too small to be displayed.")
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def text(value: Argument) -> str:
    """A value as text."""
    plain = scalar(value)
    if isinstance(plain, bool):
        return "TRUE" if plain else "FALSE"
    return "" if plain is None else str(plain)


def operate(sign: str, left: Argument, right: Argument) -> Effective:
    """An operator between two values."""
    if sign == "&":
        return text(left) + text(right)
    if sign in ("=", "<>", "<", ">", "<=", ">="):
        return _compare(sign, scalar(left), scalar(right))
    return _calculated(sign, number(left), number(right))


def _calculated(sign: str, a: float, b: float) -> float:
    if sign == "/":
        if b == 0:
            raise Stop("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
        return tidy(a / b)
    if sign == "^":
        return _power(a, b)
    return tidy({"+": a + b, "-": a - b, "*": a * b}[sign])


def _power(a: float, b: float) -> float:
    try:
        result = float(a) ** b
    except (OverflowError, ZeroDivisionError):
        result = math.inf
    if isinstance(result, complex):
        raise Stop("NUM", "Function POWER parameter values are invalid.")
    return tidy(float(result))


def _compare(sign: str, left: Effective, right: Effective) -> bool:
    a, b = _rank(left, right), _rank(right, left)
    return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]


def _rank(value: Effective, other: Effective) -> tuple[int, float, str]:
    """Numbers before text before truth; an empty cell is the other side's nothing."""
    if value is None:
        value = "" if isinstance(other, str) else 0
    if isinstance(value, bool):
        return 2, float(value), ""
    if isinstance(value, str):
        return 1, 0.0, value.casefold()
    return (0, float(value), "") if not isinstance(value, Failure) else (3, 0.0, value.type)


def _flat(arguments: Sequence[Argument]) -> list[Effective]:
    values: list[Effective] = []
    for argument in arguments:
        values += argument.values() if isinstance(argument, Block) else [argument]
    for value in values:
        if isinstance(value, Failure):
            raise Stop(value.type, value.message)
    return values


def _numbers(arguments: Sequence[Argument]) -> list[float]:
    """The numbers of ranges and arguments; text and empty cells are passed over."""
    return [
        float(value) for value in _flat(arguments) if isinstance(value, int | float) and not isinstance(value, bool)
    ]


def _average(arguments: Sequence[Argument]) -> float:
    found = _numbers(arguments)
    if not found:
        raise Stop("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error.")
    return sum(found) / len(found)


def _count_if(arguments: Sequence[Argument]) -> float:
    wanted = scalar(arguments[1])
    values = arguments[0].values() if isinstance(arguments[0], Block) else [scalar(arguments[0])]
    return sum(_compare("=", value, wanted) for value in values if value is not None)


def _date(arguments: Sequence[Argument]) -> float:
    year, month, day = (int(number(argument)) for argument in arguments)
    try:
        return serials.of_date(date(year, month, day))
    except ValueError:
        raise Stop("NUM", "The date is out of range.") from None


def _link(arguments: Sequence[Argument]) -> Effective:
    return scalar(arguments[1]) if len(arguments) > 1 else text(arguments[0])


_PLAIN: dict[str, Callable[[Sequence[Argument]], Effective]] = {
    "SUM": lambda a: tidy(sum(_numbers(a))),
    "MIN": lambda a: tidy(min(_numbers(a), default=0.0)),
    "MAX": lambda a: tidy(max(_numbers(a), default=0.0)),
    "AVERAGE": lambda a: tidy(_average(a)),
    "COUNT": lambda a: len(_numbers(a)),
    "COUNTA": lambda a: sum(value is not None for value in _flat(a)),
    "COUNTIF": _count_if,
    "CONCATENATE": lambda a: "".join(text(value) for value in _flat(a)),
    "LEN": lambda a: len(text(a[0])),
    "UPPER": lambda a: text(a[0]).upper(),
    "LOWER": lambda a: text(a[0]).lower(),
    "TRIM": lambda a: " ".join(text(a[0]).split()),
    "AND": lambda a: all(bool(value) for value in _flat(a)),
    "OR": lambda a: any(bool(value) for value in _flat(a)),
    "NOT": lambda a: not scalar(a[0]),
    "ROUND": lambda a: tidy(round(number(a[0]), int(number(a[1])) if len(a) > 1 else 0)),
    "ISBLANK": lambda a: scalar(a[0]) is None,
    "DATE": _date,
    "HYPERLINK": _link,
}


def call(name: str, arguments: Sequence[Argument | Stop], now: datetime, at: tuple[int, int]) -> Argument:
    """A function's value."""
    if name == "IFERROR" and arguments:
        return _if_error(arguments)
    for argument in arguments if name != "IF" else arguments[:1]:
        if isinstance(argument, Stop):
            raise argument
    given = [argument for argument in arguments if not isinstance(argument, Stop)]
    if name == "IF":
        return _choose(arguments)
    if name == "NA":
        raise Stop("N_A", "")
    if name in ("TODAY", "NOW"):
        return serials.of_date(now.date()) if name == "TODAY" else serials.of_moment(now)
    if name in ("ROW", "COLUMN"):
        start = (given[0].top, given[0].left) if given and isinstance(given[0], Block) else at
        return start[name == "COLUMN"] + 1
    function = _PLAIN.get(name)
    if function is None:
        raise Stop("NAME", f"Unknown function: '{name}'.")
    try:
        return function(given)
    except IndexError:
        raise Stop("N_A", f"Wrong number of arguments to {name}.") from None


def _if_error(arguments: Sequence[Argument | Stop]) -> Argument:
    first = arguments[0]
    try:
        if isinstance(first, Stop):
            raise first
        return scalar(first)
    except Stop:
        other = arguments[1] if len(arguments) > 1 else None
        if isinstance(other, Stop):
            raise other from None
        return other


def _choose(arguments: Sequence[Argument | Stop]) -> Argument:
    if len(arguments) < 2 or isinstance(arguments[0], Stop):
        raise Stop("N_A", "Wrong number of arguments to IF.")
    index = 1 if scalar(arguments[0]) else 2
    chosen = arguments[index] if index < len(arguments) else False
    if isinstance(chosen, Stop):
        raise chosen
    return chosen
