"""The rows of a sheet, read the exact way: by the XML parser, element by element.

Handlers are few and short, since a big sheet calls them some million times.
Source: ECMA-376 part 1, sections 18.3.1.4 (c), 18.3.1.73 (row).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheet_sync.core.records import MAX_COLUMN, MAX_ROW, CellRef, column_number
from sheet_sync.excel.file.markup import MAX_DEPTH, MAX_NAME, BadXml, local_names, skip_element, too_deep

if TYPE_CHECKING:
    from collections.abc import Callable

    from sheet_sync.core.values import Content
    from sheet_sync.excel.read.cells import Plain, Reading
    from sheet_sync.excel.read.sheet import SheetRun

_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_TRUE = ("1", "true")
_MAX_NAMES, _MAX_READINGS = 100, 10_000
_NO_ATTRIBUTES: dict[str, str] = {}


class BadCell(Exception):
    """A cell contradicts itself; ``ref`` says which, the text how."""

    def __init__(self, ref: CellRef, reason: str) -> None:
        super().__init__(f"{ref}: {reason}")
        self.ref = ref


class DataHandlers:
    """What the parser calls inside ``sheetData``.

    ``pieces`` takes all text; an element that has text of its own empties it first and joins it at its end.
    """

    def __init__(self, run: SheetRun) -> None:
        self._run = run
        self._parser = run.parser
        self.pieces: list[str] = []
        self._depth = 0
        self._known_starts: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._start_cell,
            "v": self._start_text,
            "f": self._start_formula,
            "row": self._start_row,
            "is": self._start_inline,
            "t": self._start_text,
            "rPh": self._start_phonetic,
            "mc:Choice": self._skip,
        }
        self._known_ends: dict[str, Callable[[], None]] = {
            "c": self._end_cell,
            "v": self._end_value,
            "f": self._end_formula,
            "row": self._end_row,
            "t": self._end_inline_text,
            "rPh": self._end_phonetic,
        }
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}
        self._readings: dict[tuple[str | None, str | None], Reading] = {}
        self._columns: dict[str, int] = {}
        self._cells: list[Content] = []
        self._column = 0
        self._row_text = ""
        self._row_is_hidden = self._is_phonetic = False
        self._cell = self._formula_attributes = _NO_ATTRIBUTES
        self._reset()

    def enter(self) -> None:
        """Take over from whoever handled the elements up to here, and give back at the end of ``sheetData``."""
        self._around = self._parser.StartElementHandler, self._parser.EndElementHandler
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.CharacterDataHandler = self.pieces.append

    def is_inside(self) -> bool:
        """Whether the parser stands directly inside ``sheetData``."""
        return self._depth == 0 and self._parser.StartElementHandler == self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise too_deep()
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)
        else:
            self._learn_element(name)(attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        handler = self._ends.get(name)
        if handler is not None:
            handler()
        elif self._depth < 0:
            self._leave(name)

    def _learn_element(self, name: str) -> Callable[[dict[str, str]], None]:
        """The handler of an element met for the first time; those without one are passed over."""
        local = local_names[name]
        start = self._known_starts.get(local, self._ignore)
        if (len(self._starts) < _MAX_NAMES and len(name) < MAX_NAME) or local in self._known_starts:
            self._starts[name] = start
            if local in self._known_ends:
                self._ends[name] = self._known_ends[local]
        return start

    def _ignore(self, _attributes: dict[str, str]) -> None:
        pass

    def _skip(self, _attributes: dict[str, str]) -> None:
        skip_element(self._parser)

    def _leave(self, name: str) -> None:
        self._depth = 0
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._around
        self._parser.CharacterDataHandler = None
        self._around[1](name)

    # --- rows ---

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._cells = []
        self._column = 0
        self.pieces.clear()
        self._run.budget.take_rows(1)
        text = attributes.get("r", "").strip() or str(self._run.row + 1)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise BadXml(f"a row says that it is {text!r}")
        self._run.row, self._row_text = int(text), text
        self._row_is_hidden = attributes.get("hidden", "0") in _TRUE

    def _end_row(self) -> None:
        cells = self._cells
        if not cells:
            return
        if self._run.row in self._run.rows:
            raise self._bad(1, "the row stands twice in the file")
        if not 1 <= self._run.row <= MAX_ROW:
            raise self._bad(1, "it lies beyond the last cell of a sheet, XFD1048576")
        self._run.budget.take_row(len(cells) - cells.count(None), len(cells))
        self._run.add_row(self._run.row, cells, is_hidden=self._row_is_hidden)
        self._cells = []

    # --- cells ---

    def _reset(self) -> None:
        self._value = ""
        self._inline: list[str] | None = None
        self._formula: str | None = None

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes

    def _end_cell(self) -> None:
        place = self._cell.get("r")
        if place is None:
            column = self._column + 1
        else:
            letters = place.removesuffix(self._row_text)
            column = self._columns.get(letters) or self._learn(letters, place)
        self._column = column
        content: Content
        if self._formula is not None or self._inline is not None:
            content = self._read_other(column)
            self._reset()
        elif self._value:
            content = self._read_value(column, self._value)
            self._value = ""
        else:
            return
        cells = self._cells
        if len(cells) == column - 1 < MAX_COLUMN and content is not None:
            cells.append(content)
        elif content is not None:
            self._put(column, content)

    def _learn(self, letters: str, place: str) -> int:
        """The column of a cell that says where it is; the rest of what it says must be its row."""
        column = column_number(letters) if _LETTERS.fullmatch(letters) else 0
        if not column or place == letters:
            raise self._bad(self._column + 1, f"it says that it is {place!r}")
        self._columns[letters] = column
        return column

    def _put(self, column: int, content: Content) -> None:
        """Place a cell that does not follow the last one."""
        if column > MAX_COLUMN:
            raise self._bad(column, "it lies beyond the last cell of a sheet, XFD1048576")
        cells = self._cells
        if column > len(cells):
            cells.extend([None] * (column - 1 - len(cells)))
            cells.append(content)
        elif cells[column - 1] is None:
            cells[column - 1] = content
        else:
            raise self._bad(column, "it stands twice in the file")

    def _read_value(self, column: int, text: str) -> Plain:
        kind = self._cell.get("t"), self._cell.get("s")
        try:
            reading = self._readings.get(kind) or self._learn_reading(kind)
            return reading(text)
        except (ValueError, IndexError) as error:
            raise self._bad(column, str(error)) from error

    def _learn_reading(self, kind: tuple[str | None, str | None]) -> Reading:
        reading = self._run.cells.reading(kind[0] or "", kind[1] or "")
        if len(self._readings) < _MAX_READINGS and len(kind[1] or "") < MAX_NAME:
            self._readings[kind] = reading
        return reading

    def _read_other(self, column: int) -> Content:
        """A cell with a formula, or with its text inside."""
        if self._inline and (self._cell.get("t") == "inlineStr" or not self._value):
            result: Plain = self._run.cells.reading("inlineStr", "")("".join(self._inline))
        else:
            result = self._read_value(column, self._value) if self._value else None
        return result if self._formula is None else self._read_formula(column, self._formula, result)

    def _read_formula(self, column: int, text: str, result: Plain) -> Content:
        try:
            return self._run.formulas.make(self._run.row, column, self._formula_attributes, text, result)
        except ValueError as error:
            raise self._bad(column, str(error)) from error

    # --- text ---

    def _start_text(self, _attributes: dict[str, str]) -> None:
        self.pieces.clear()

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self.pieces.clear()
        self._formula_attributes = attributes

    def _start_inline(self, _attributes: dict[str, str]) -> None:
        self._inline = []
        self._is_phonetic = False

    def _start_phonetic(self, _attributes: dict[str, str]) -> None:
        self._is_phonetic = True

    def _end_value(self) -> None:
        self._value = "".join(self.pieces)

    def _end_formula(self) -> None:
        self._formula = "".join(self.pieces)

    def _end_inline_text(self) -> None:
        if self._inline is not None and not self._is_phonetic:
            self._inline += self.pieces

    def _end_phonetic(self) -> None:
        self._is_phonetic = False

    def _bad(self, column: int, reason: str) -> BadCell:
        return BadCell(CellRef(self._run.name, self._run.row, column), reason)
