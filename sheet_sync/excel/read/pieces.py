"""What a plain cell's markup means, looked up where it was met before.

A *piece* is what stands behind a cell's reference up to the next cell: ``" s="1" t="s"><v>12</v></c>``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheet_sync.excel.file.markup import MAX_NAME
from sheet_sync.excel.read.stream import Unusual
from sheet_sync.excel.read.strings import plain_text

if TYPE_CHECKING:
    from sheet_sync.excel.read.cells import CellReader, Plain, Reading

_VALUE, _VALUE_END = "><v>", "</v></c>"
_INLINE, _INLINE_END = "><is><t", "</t></is></c>"
_INLINE_STARTS = (">", ' xml:space="preserve">')
_EMPTY_ENDS = ("/>", "></c>")
_ATTRIBUTES = re.compile(r'"(?: (?:s="[0-9]{1,9}"|t="[A-Za-z]{1,9}"|[cv]m="[0-9]{1,9}"|ph="[01]"))*')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_TYPES_WITHOUT_MARKUP = ("", "n", "s", "b")
"""Types whose values are numbers: one with an entity in it is no number, and so goes to the parser."""
MAX_KNOWN = 50_000
"""Entries of a look-up; it starts anew when it is full."""


class KnownPieces(dict[str, "Plain"]):
    """A piece, to the value it means.

    Cells are alike so often that most are looked up, not read.  Raises ``Unusual`` where only the parser can tell.
    """

    def __init__(self, cells: CellReader) -> None:
        super().__init__()
        self._readings = _Readings(cells)
        self._inline_readings = _InlineReadings(cells)

    def __missing__(self, piece: str) -> Plain:
        attributes, _, stored = piece.partition(_VALUE)
        value: Plain
        if stored.endswith(_VALUE_END):
            value = self.read(attributes, stored[: -len(_VALUE_END)])
        elif piece.endswith(_INLINE_END):
            value = self._read_inline(piece[: -len(_INLINE_END)])
        else:
            _check_empty(piece)
            value = None
        if len(piece) < MAX_NAME:
            if len(self) >= MAX_KNOWN:
                self.clear()
            self[piece] = value
        return value

    def read(self, attributes: str, stored: str) -> Plain:
        """A value as it is stored, in a cell with these attributes (a quotation mark before the first)."""
        try:
            return self._readings[attributes](stored)
        except (ValueError, IndexError) as error:
            raise Unusual from error  # the parser knows which cell it is

    def _read_inline(self, piece: str) -> Plain:
        attributes, _, rest = piece.partition(_INLINE)
        for start in _INLINE_STARTS:
            if rest.startswith(start):
                return self._inline_readings[attributes](rest[len(start) :])
        raise Unusual


def _check_empty(piece: str) -> None:
    """Raise ``Unusual`` unless it is a cell that is only formatted."""
    for end in _EMPTY_ENDS:
        if piece.endswith(end):
            type_and_style(piece.removesuffix(end))
            return
    raise Unusual


class _Readings(dict[str, "Reading"]):
    """The attributes of a cell, to how its value is read."""

    def __init__(self, cells: CellReader) -> None:
        super().__init__()
        self._cells = cells

    def __missing__(self, attributes: str) -> Reading:
        cell_type, style = type_and_style(attributes)
        reading = self._make(cell_type, style)
        if len(self) < MAX_KNOWN:
            self[attributes] = reading
        return reading

    def _make(self, cell_type: str, style: str) -> Reading:
        if cell_type == "inlineStr":
            raise Unusual
        reading = self._cells.reading(cell_type, style)
        return reading if cell_type in _TYPES_WITHOUT_MARKUP else _of_markup(reading)


class _InlineReadings(_Readings):
    """The same for cells with their text inside."""

    def _make(self, cell_type: str, style: str) -> Reading:
        if cell_type != "inlineStr":
            raise Unusual
        return _of_markup(self._cells.reading(cell_type, style))


def _of_markup(reading: Reading) -> Reading:
    return lambda markup: reading(plain_text(markup)) if markup else None


def type_and_style(attributes: str) -> tuple[str, str]:
    """The attributes ``t`` and ``s`` of a cell, from what stands between its reference and its end."""
    if _ATTRIBUTES.fullmatch(attributes) is None:
        raise Unusual
    named = dict(_ATTRIBUTE.findall(attributes))
    if len(named) != attributes.count("="):
        raise Unusual
    return named.get("t", ""), named.get("s", "")
