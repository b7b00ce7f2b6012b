"""How a new workbook looks: named styles, tables, drop-downs, and colours that mean something.

Red is overdue, amber is due, rose is a cell that needs mending, grey is filled in by the tool or closed.
"""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule, Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

from sheet_sync.core.new_workbook.sheet_colours import GREY, INK, LINK, PALE, TEAL, WHITE, Look, colourings
from sheet_sync.core.records import MAX_ROW, column_letters
from sheet_sync.core.schema import Field, Kind, TableSchema
from sheet_sync.core.values import Scalar

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_RED, _AMBER, _ROSE, _GREEN = "F8C9C4", "FBE3B0", "FDE4E1", "DCEFDD"
_NUMBER_FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    Kind.SENT: "yyyy-mm-dd",
    Kind.TIME: "hh:mm",
    Kind.ID: "@",
    Kind.PHONE: "@",
    Kind.EMAIL: "@",
}
_LEFT = {*_NUMBER_FORMATS, Kind.MINUTES, Kind.RATING}
_MAX_DROP_DOWN = 5000
"""Rows of a table that a drop-down of its names reaches."""


def _format_for(value: Scalar) -> str | None:
    """The number format that a value needs to be seen, ``None`` where any will do."""
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm" if value.time() != time() else "yyyy-mm-dd"
    if isinstance(value, date):
        return "yyyy-mm-dd"
    if isinstance(value, time):
        return "hh:mm:ss" if value.second else "hh:mm"
    if isinstance(value, timedelta):
        return "[h]:mm:ss"
    return "General" if isinstance(value, int | float) else None


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _rule(formula: list[str], **look: object) -> Rule:
    made: Rule = FormulaRule(formula, **look)  # type: ignore[no-untyped-call]
    return made


def _letters(schema: TableSchema, name: str) -> str:
    return column_letters([field.name for field in schema.fields].index(name) + 1)


_LOOKS: dict[Look, dict[str, object]] = {
    Look.OVERDUE: {"fill": _fill(_RED)},
    Look.DUE: {"fill": _fill(_AMBER)},
    Look.SENT: {"fill": _fill(_GREEN)},
    Look.MEND: {"fill": _fill(_ROSE)},
    Look.CLOSED: {"font": Font(color="A0A8AE")},
    Look.OVERDUE_NAME: {"font": Font(bold=True, color="B3261E")},
}


class Formats:
    """The named styles of one new workbook."""

    title, heading, header, computed_header = "Title line", "Heading line", "Column header", "Filled-in header"
    label, text, hint, command, setting = "Label", "Text", "Hint", "Command", "Setting value"
    link = "Link to a cell"

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._by_kind: dict[tuple[str, bool], str] = {}
        self._styles: dict[str, NamedStyle] = {}
        top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
        line = Border(bottom=Side("thin", color="D5DBDF"))
        self._add(self.title, Font(name="Calibri", size=16, bold=True, color=TEAL), top)
        self._add(self.heading, Font(name="Calibri", size=12, bold=True, color=TEAL), Alignment(vertical="bottom"))
        header = Alignment(vertical="center", wrap_text=True)
        self._add(self.header, Font(name="Calibri", size=11, bold=True, color=WHITE), header, _fill(TEAL))
        self._add(self.computed_header, Font(name="Calibri", size=11, bold=True, color=WHITE), header, _fill(GREY))
        self._add(self.label, Font(name="Calibri", size=11, color=INK), top)
        self._add(self.text, Font(name="Calibri", size=11, color=INK), wrapped)
        self._add(self.link, Font(name="Calibri", size=11, underline="single", color=LINK), top)
        self._add(self.hint, Font(name="Calibri", size=11, italic=True, color=GREY), wrapped)
        self._add(self.command, Font(name="Consolas", size=11, color=INK), top)
        # To the left, or a number runs into what is said of it.
        value = Alignment(horizontal="left", vertical="top", wrap_text=True)
        self._add(self.setting, Font(name="Calibri", size=11, color=INK), value, _fill(WHITE), line)

    def _add(
        self,
        name: str,
        font: Font,
        alignment: Alignment,
        fill: PatternFill | None = None,
        border: Border | None = None,
        number_format: str = "General",
    ) -> None:
        style = NamedStyle(name=name, font=font, alignment=alignment, number_format=number_format)
        if fill is not None:
            style.fill = fill
        if border is not None:
            style.border = border
        self._book.add_named_style(style)
        self._styles[name] = style

    def set_column(self, sheet: Worksheet, letters: str, name: str) -> None:
        """The look of a column's empty cells: a column cannot take a named style, so it takes its parts."""
        column, style = sheet.column_dimensions[letters], self._styles[name]
        column.font, column.fill, column.alignment = copy(style.font), copy(style.fill), copy(style.alignment)
        column.number_format = style.number_format

    def of(self, field: Field) -> str:
        """The style of a column's cells, made when first asked for."""
        known = self._by_kind.get((field.kind, field.computed))
        if known is None:
            known = self._by_kind[field.kind, field.computed] = f"{'Filled-in ' if field.computed else ''}{field.kind}"
            font = Font(name="Calibri", size=11, color=GREY if field.computed else INK)
            wraps = field.kind is Kind.LONG_TEXT
            self._add(
                known,
                font,
                Alignment(vertical="top", wrap_text=wraps, horizontal="left" if field.kind in _LEFT else None),
                _fill(PALE) if field.computed else None,
                number_format=_NUMBER_FORMATS.get(field.kind, "General"),
            )
        return known

    def fit(self, value: Scalar, name: str) -> str:
        """That style, or its like with a number format in which the value shows as what it is."""
        wanted = _format_for(value)
        style = self._styles[name]
        is_dated = style.number_format not in ("General", "@")
        if wanted is None or style.number_format == wanted or (wanted == "General" and not is_dated):
            return name
        made = f"{name} {wanted}"
        if made not in self._styles:
            fill = style.fill if isinstance(style.fill, PatternFill) else None
            self._add(made, copy(style.font), copy(style.alignment), copy(fill), number_format=wanted)
        return made

    def explain_header(self, sheet: Worksheet, address: str, field: Field) -> None:
        """What the column is for, shown when its header is selected."""
        if field.about:
            note = DataValidation(
                showInputMessage=True, showErrorMessage=False, promptTitle=field.name[:32], prompt=field.about[:255]
            )
            note.add(address)
            sheet.add_data_validation(note)

    def make_list_object(self, sheet: Worksheet, schema: TableSchema, columns: int, last_row: int) -> None:
        """An Excel Table over header and rows: it filters, and grows with what is typed below it."""
        area = f"A1:{column_letters(columns)}{last_row}"
        table = Table(displayName=schema.name, ref=area)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(table)

    def add_list(self, sheet: Worksheet, cells: str, choices: tuple[str, ...]) -> None:
        """A drop-down; another word is allowed after a warning."""
        listed = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
        listed.showErrorMessage = True
        listed.errorStyle = "warning"
        listed.errorTitle = "Not on the list"
        listed.error = "Choose one of the list, so that sheet-sync knows what is meant. Keep it anyway?"
        listed.add(cells)
        sheet.add_data_validation(listed)

    def add_choices(self, sheet: Worksheet, schema: TableSchema) -> None:
        """Drop-downs of choices, of names, and of 1 to 5."""
        for field in schema.fields:
            cells = f"{_letters(schema, field.name)}2:{_letters(schema, field.name)}{MAX_ROW}"
            if field.choices and not field.computed:
                self.add_list(sheet, cells, field.choices)
            elif field.kind is Kind.RATING:
                self.add_list(sheet, cells, ("1", "2", "3", "4", "5"))
            elif field.kind is Kind.REFERENCE and field.refers_to in ("Contacts", "Questions"):
                column = "$B"  # Name, Question
                first = f"{field.refers_to}!{column}$2"
                count = f"COUNTA({first}:{column}${_MAX_DROP_DOWN})"
                names = DataValidation(type="list", formula1=f"OFFSET({first},0,0,MAX(1,{count}),1)", allow_blank=True)
                names.showErrorMessage = False  # an ID may be typed as well
                names.add(cells)
                sheet.add_data_validation(names)

    def add_colours(self, sheet: Worksheet, schema: TableSchema) -> None:
        """Conditional formats: overdue and due thank-yous, closed contacts, cells that need mending."""
        for each in colourings(schema):
            cells = f"{column_letters(each.first)}2:{column_letters(each.last)}{MAX_ROW}"
            rule = _rule([each.formula], **_LOOKS[each.look], stopIfTrue=each.is_final or None)
            sheet.conditional_formatting.add(cells, rule)
