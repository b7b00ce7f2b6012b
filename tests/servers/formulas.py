"""What a formula gives: a small calculator, enough for the formulas people keep beside their own notes.

An unknown function gives ``#NAME?``, text that is no formula ``#ERROR!``, a circle ``#REF!``, as in Sheets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.servers import functions
from tests.servers.a1 import Box
from tests.servers.functions import Argument, Block, Stop
from tests.servers.model import FAILURE_KINDS, Effective, Failure, Formula
from tests.servers.references import Ref, tokens

if TYPE_CHECKING:
    from datetime import datetime

    from tests.servers.model import Sheet, Spreadsheet

_BINDING = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


@dataclass(slots=True)
class Calculator:
    """Gives the effective value of cells, each worked out once."""

    book: Spreadsheet
    now: datetime
    _known: dict[tuple[int, int, int], Effective] = field(default_factory=dict)

    def value(self, sheet: Sheet, row: int, column: int) -> Effective:
        """What the cell shows before formatting; None if it is empty."""
        cell = sheet.cell(row, column)
        if cell.forced is not None:
            return cell.forced
        if not isinstance(cell.entered, Formula):
            return cell.entered
        key = (sheet.id, row, column)
        if key not in self._known:
            self._known[key] = Failure("REF", "Circular dependency detected.")
            self._known[key] = self._result(cell.entered.text, sheet, row, column)
        return self._known[key]

    def _result(self, text: str, sheet: Sheet, row: int, column: int) -> Effective:
        try:
            return _Reader(self, sheet, row, column, text).result()
        except Stop as stop:
            return stop.failure
        except RecursionError:
            return Failure("ERROR", "Formula parse error.")

    def block(self, ref: Ref, home: Sheet) -> Block:
        """The values a reference stands for."""
        sheet = self.book.by_title(ref.sheet) if ref.sheet else home
        if sheet is None:
            raise Stop("REF", "Unresolved sheet name.")
        end = ref.end or ref.start
        box = Box(
            ref.start.row or 0,
            ref.start.column or 0,
            len(sheet.rows) if end.row is None else end.row + 1,
            len(sheet.columns) if end.column is None else end.column + 1,
        )
        inside = box & sheet.grid
        return Block([[self.value(sheet, r, c) for c in range(inside.left, inside.right)]
                      for r in range(inside.top, inside.bottom)], box.top, box.left)  # fmt: skip


class _Reader:
    """Reads one formula by precedence and computes as it goes."""

    def __init__(self, calculator: Calculator, sheet: Sheet, row: int, column: int, text: str) -> None:
        self.calculator, self.sheet, self.row, self.column = calculator, sheet, row, column
        self.parts = [(kind, part) for kind, part in tokens(text[1:]) if kind != "space"]
        self.at = 0

    def result(self) -> Effective:
        value = functions.scalar(self.expression(0))
        if self.at < len(self.parts):
            raise Stop("ERROR", "Formula parse error.")
        return 0 if value is None else value

    def peek(self) -> str:
        return self.parts[self.at][1] if self.at < len(self.parts) else ""

    def take(self, wanted: str = "") -> tuple[str, str]:
        if self.at >= len(self.parts) or (wanted and self.peek() != wanted):
            raise Stop("ERROR", "Formula parse error.")
        self.at += 1
        return self.parts[self.at - 1]

    def expression(self, binding: int) -> Argument:
        left = self.operand()
        while _BINDING.get(self.peek(), 0) > binding:
            sign = self.take()[1]
            left = functions.operate(sign, left, self.expression(_BINDING[sign]))
        return left

    def operand(self) -> Argument:
        kind, text = self.take()
        value: Argument
        if text in ("-", "+"):
            inner = functions.number(self.expression(5))  # a sign binds before a power
            value = -inner if text == "-" else inner
        elif text == "(":
            value = self.expression(0)
            self.take(")")
        elif kind == "number":
            value = functions.tidy(float(text))
        elif kind == "string":
            value = text[1:-1].replace('""', '"')
        elif kind == "ref":
            value = self.calculator.block(Ref.parse(text), self.sheet)
        elif kind == "error":
            raise Stop(FAILURE_KINDS[text])
        elif kind == "name":
            value = self.named(text)
        else:
            raise Stop("ERROR", "Formula parse error.")
        while self.peek() == "%":
            self.take()
            value = functions.number(value) / 100
        return value

    def named(self, name: str) -> Argument:
        if self.peek() != "(":
            if name.upper() in ("TRUE", "FALSE"):
                return name.upper() == "TRUE"
            raise Stop("NAME", f"Unknown range name: '{name.upper()}'.")
        self.take("(")
        arguments: list[Argument | Stop] = []
        while self.peek() != ")":
            arguments.append(self.argument())
            if self.peek() in (",", ";"):
                self.take()
            elif self.peek() != ")":
                raise Stop("ERROR", "Formula parse error.")
        self.take(")")
        return functions.call(name.upper(), arguments, self.calculator.now, (self.row, self.column))

    def argument(self) -> Argument | Stop:
        """An argument; an error in it is handed on, for IFERROR to see."""
        start = self.at
        try:
            return self.expression(0)
        except Stop as stop:
            if stop.failure.type == "ERROR":
                raise
            self.at = start
            self.skip()
            return stop

    def skip(self) -> None:
        depth = 0
        while self.at < len(self.parts):
            text = self.peek()
            if depth == 0 and text in (",", ";", ")"):
                return
            depth += (text == "(") - (text == ")")
            self.at += 1
