"""How a table's sheet looks when it is added to a workbook that lacks it."""

from __future__ import annotations

from collections.abc import Sequence

from sheet_sync.core.changes import SheetSpec, Written
from sheet_sync.core.new_workbook.guide import GUIDE
from sheet_sync.core.new_workbook.question_bank import QUESTION_BANK
from sheet_sync.core.schema import GUIDE_SHEET, QUESTIONS, SETTINGS, SETTINGS_SHEET, Kind, TableSchema


def table_sheet(schema: TableSchema, rows: Sequence[Sequence[Written]] = ()) -> SheetSpec:
    """The sheet of a table: header, drop-downs for its choices, and ``rows`` in the order of the schema's fields."""
    columns = list(enumerate(schema.fields, 1))
    return SheetSpec(
        name=schema.name,
        rows=(tuple(field.name for field in schema.fields), *(tuple(row) for row in rows)),
        widths=tuple(field.width for field in schema.fields),
        date_columns=frozenset(number for number, field in columns if field.kind in (Kind.DATE, Kind.SENT)),
        choices={number: field.choices for number, field in columns if field.choices and not field.computed},
        as_list_object=schema.name,
    )


def question_sheet() -> SheetSpec:
    """The Questions sheet with the questions a new workbook starts with."""
    given = ({"Topic": topic, "Ask": ask, "Question": question} for topic, ask, question in QUESTION_BANK)
    return table_sheet(QUESTIONS, [[row.get(field.name) for field in QUESTIONS.fields] for row in given])


def guide_sheet() -> SheetSpec:
    """The Guide sheet: how to use the workbook, in one screen."""
    return SheetSpec(GUIDE_SHEET, GUIDE, header_row=1, widths=(30, 96), freeze_header=False)


def settings_sheet() -> SheetSpec:
    """The Settings sheet with defaults and explanations."""
    rows = tuple((setting.name, setting.default, setting.about) for setting in SETTINGS)
    return SheetSpec(SETTINGS_SHEET, (("Setting", "Value", "What it is for"), *rows), widths=(22, 46, 84))
