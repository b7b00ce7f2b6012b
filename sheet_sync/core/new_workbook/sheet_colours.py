"""The colours that mean something in a table's sheet, as formulas: the same in Excel and in Google Sheets.

Red is overdue, amber is due, green is sent, rose is a cell that needs mending, grey is closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sheet_sync.core.records import column_letters
from sheet_sync.core.schema import Field, Kind, TableSchema

INK, TEAL, PALE, GREY, WHITE, LINK = "1F2933", "1F5F6B", "F3F5F6", "6B7780", "FFFFFF", "1A5FB4"
"""What is typed, the headers' ground, the ground and the ink of what the tool fills in, the headers' ink, links."""


class Look(StrEnum):
    """What a cell is to look like."""

    OVERDUE = "overdue"
    DUE = "due"
    SENT = "sent"
    OVERDUE_NAME = "overdue name"
    CLOSED = "closed"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Colouring:
    """Cells of the columns ``first`` to ``last`` look so where ``formula`` holds, written for row 2.

    ``is_final``: no later one counts for the cell.
    """

    first: int
    last: int
    formula: str
    look: Look
    is_final: bool = False


def colourings(schema: TableSchema) -> Iterator[Colouring]:
    """All of a table, the most important first."""
    width = len(schema.fields)
    if schema.name == "Interviews":
        yield from _thank_yous(schema)
    if schema.name == "Contacts":
        yield Colouring(2, width, f'{_cell(schema, "Status")}="Closed"', Look.CLOSED)
    row = f"$A2:${column_letters(width)}2"
    for number, field in enumerate(schema.fields, 1):
        for formula in _needs_mending(field, _cell(schema, field.name), row):
            yield Colouring(number, number, formula, Look.MEND)


def _number(schema: TableSchema, name: str) -> int:
    return [field.name for field in schema.fields].index(name) + 1


def _cell(schema: TableSchema, name: str) -> str:
    return f"${column_letters(_number(schema, name))}2"


def _thank_yous(schema: TableSchema) -> Iterator[Colouring]:
    sent, due = _cell(schema, "Thank-you sent"), _cell(schema, "Thank-you due")
    owed = f'{_cell(schema, "Status")}="Done",{_cell(schema, "Kind")}<>"Practice",{sent}="",ISNUMBER({due})'
    first, last = _number(schema, "Thank-you sent"), _number(schema, "Thank-you status")
    overdue = f"AND({owed},{due}<TODAY())"
    yield Colouring(first, last, overdue, Look.OVERDUE, is_final=True)
    yield Colouring(first, last, f"AND({owed},{due}>=TODAY())", Look.DUE, is_final=True)
    yield Colouring(first, last, f"ISNUMBER({sent})", Look.SENT, is_final=True)
    name = _number(schema, "Contact")
    yield Colouring(name, name, overdue, Look.OVERDUE_NAME)


def _needs_mending(field: Field, cell: str, row: str) -> list[str]:
    """Formulas that hold where a cell of the column needs mending."""
    if field.computed:
        return []
    formulas = []
    if field.required:
        formulas.append(f"AND(COUNTA({row})>0,LEN(TRIM({cell}))=0)")
    if field.choices:
        wrong = ",".join(f'{cell}<>"{choice}"' for choice in field.choices)
        formulas.append(f'AND({cell}<>"",{wrong})')
    elif field.kind is Kind.EMAIL:
        formulas.append(f'AND({cell}<>"",ISERROR(FIND("@",{cell})))')
    elif field.kind in (Kind.DATE, Kind.TIME, Kind.MINUTES):
        formulas.append(f'AND({cell}<>"",NOT(ISNUMBER({cell})))')
    elif field.kind is Kind.RATING:
        formulas.append(f'AND({cell}<>"",OR(NOT(ISNUMBER({cell})),{cell}<1,{cell}>5))')
    return formulas
