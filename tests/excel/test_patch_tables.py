"""Rows and columns added: tables grow with all that belongs to them, and nothing is overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableFormula
from openpyxl.worksheet.worksheet import Worksheet

from sheet_sync.core.changes import AddColumn, AddRow, DeleteRow, SetCell
from sheet_sync.core.records import CellRef
from sheet_sync.core.values import Formula
from sheet_sync.errors import Refused
from tests.excel.editing import cell, edited, grids, loaded, part, planned, saved_by_openpyxl
from tests.excel.workbooks import parts_of

HEADER = ["Name", "Date", "Minutes", "Double"]


def workbook(*, table: bool = True, totals: bool = False, footer: bool = False) -> bytes:
    """Three people in rows 2 to 4, with what usually belongs to a table."""
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Contacts"
    sheet.append(HEADER)
    for i in range(3):
        sheet.append([f"P{i}", date(2026, 1, i + 1), 20 + i, f"=C{i + 2}*2"])
        sheet.cell(i + 2, 2).number_format = "yyyy-mm-dd"
        sheet.cell(i + 2, 3).font = Font(bold=True)
    if table:
        _add_table(sheet, totals=totals)
    if totals:
        sheet["A5"], sheet["C5"] = "Total", "=SUBTOTAL(109,People[Minutes])"
    if footer:
        sheet["A6"], sheet["B6"] = "Last seen", "=SUM(C2:C4)"
    validation = DataValidation(type="list", formula1='"20,21,22"')
    validation.add("C2:C4")
    sheet.add_data_validation(validation)
    rule = FormulaRule(formula=["$C2>20"], fill=PatternFill(bgColor="FFFF00"))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("A2:D4", rule)
    made.defined_names["people"] = DefinedName("people", attr_text="Contacts!$A$2:$A$4")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=4))
    sheet.add_chart(chart, "H2")  # type: ignore[call-arg]
    return saved_by_openpyxl(made)


def _add_table(sheet: Worksheet, *, totals: bool) -> None:
    table = Table(displayName="People", ref="A1:D5" if totals else "A1:D4", totalsRowCount=1 if totals else None)
    table._initialise_columns()  # type: ignore[attr-defined]
    for column, name in zip(table.tableColumns, HEADER, strict=True):
        column.name = name
    table.tableColumns[3].calculatedColumnFormula = TableFormula(attr_text="People[[#This Row],[Minutes]]*2")
    sheet.add_table(table)


def new_rows(*names: str, after: int = 4) -> list[AddRow]:
    return [AddRow("Contacts", after, {1: name, 2: date(2026, 5, 5)}) for name in names]


# --- rows ---


def test_an_excel_table_grows_with_its_rows() -> None:
    """Area, filter, conditional formats, validations, names and charts that ended at the last row."""
    data = edited(workbook(), *new_rows("Ann", "Bo"))

    sheet = loaded(data)["Contacts"]
    table = sheet.tables["People"]
    assert (table.ref, table.autoFilter.ref) == ("A1:D6", "A1:D6")
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C2:C6"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["A2:D6"]
    assert loaded(data).defined_names["people"].attr_text == "Contacts!$A$2:$A$6"
    assert "'Contacts'!$C$2:$C$6" in part(data, "xl/charts/chart1.xml")


def test_new_rows_look_like_the_row_above() -> None:
    """Also in the columns that get no value."""
    sheet = loaded(edited(workbook(), *new_rows("Ann")))["Contacts"]

    assert sheet["B5"].number_format == "yyyy-mm-dd"
    assert sheet["B5"].is_date
    assert sheet["C5"].font.bold
    assert sheet["C5"].value is None


def test_calculated_columns_are_filled() -> None:
    """As Excel does it when one types below the table; a given value comes first."""
    data = edited(workbook(), *new_rows("Ann"), AddRow("Contacts", 4, {1: "Bo", 4: 7}))

    assert cell(data, "Contacts!D5") == Formula("People[[#This Row],[Minutes]]*2")
    assert cell(data, "Contacts!D6") == 7


def test_a_totals_row_moves_down() -> None:
    """It belongs below the last row, and what refers to it follows."""
    data = edited(workbook(totals=True, footer=True), *new_rows("Ann", "Bo"))

    grid = grids(data)["Contacts"]
    assert [row[0] for row in grid.rows.values()] == ["Name", "P0", "P1", "P2", "Ann", "Bo", "Total", "Last seen"]
    assert cell(data, "Contacts!C7") == Formula("SUBTOTAL(109,People[Minutes])")
    assert (str(grid.list_objects[0].area), grid.list_objects[0].has_totals) == ("A1:D7", True)
    assert '<autoFilter ref="A1:D6"/>' in part(data, "xl/tables/table1.xml").replace(" />", "/>")
    assert str(loaded(data)["Contacts"].data_validations.dataValidation[0].sqref) == "C2:C6"


def test_what_stands_below_is_moved_and_never_overwritten() -> None:
    """One empty row between the table and it stays."""
    data = edited(workbook(footer=True), *new_rows("Ann", "Bo"))

    assert list(grids(data)["Contacts"].rows) == [1, 2, 3, 4, 5, 6, 8]
    assert cell(data, "Contacts!A8") == "Last seen"
    assert cell(data, "Contacts!B8") == Formula("SUM(C2:C4)")


def test_a_plain_range_grows_too() -> None:
    """Without an Excel Table: formats, areas and names, but no formula is made up."""
    data = edited(workbook(table=False), *new_rows("Ann"))

    sheet = loaded(data)["Contacts"]
    assert sheet["B5"].number_format == "yyyy-mm-dd"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C2:C5"
    assert cell(data, "Contacts!D5") is None


def test_the_first_row_does_not_look_like_the_header() -> None:
    """A table that has only a header: its bold letters are not for the rows."""
    rows = '<row r="3"><c r="A3" s="1" t="str"><v>Name</v></c></row>'
    data = edited(parts_of(rows, codes=["0.00"]), AddRow("Sheet1", 3, {1: "Ann"}), AddRow("Sheet1", 3, {1: "Bo"}))

    assert '<row r="4"><c r="A4" t="inlineStr">' in part(data, "xl/worksheets/sheet1.xml")
    assert grids(data)["Sheet1"].rows == {3: ["Name"], 4: ["Ann"], 5: ["Bo"]}


def test_an_empty_excel_table_uses_its_empty_row() -> None:
    """Excel keeps one row below the header of a table that holds nothing."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Name", "Note"])
    sheet.add_table(Table(displayName="Empty", ref="A1:B2"))
    data = edited(saved_by_openpyxl(made), AddRow("Sheet", 1, {1: "Ann"}))

    assert loaded(data)["Sheet"].tables["Empty"].ref == "A1:B2"
    data = edited(data, AddRow("Sheet", 2, {1: "Bo"}))
    assert loaded(data)["Sheet"].tables["Empty"].ref == "A1:B3"


def test_rows_that_would_tear_apart_a_table_beside_are_refused() -> None:
    """The footer would have to move, and with it half of the other table."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in range(1, 9):
        sheet.cell(row, 5, f"side {row}")
    sheet["A1"], sheet["A2"], sheet["A3"] = "Name", "P0", "footer"
    before = saved_by_openpyxl(made)

    with pytest.raises(Refused, match=r"no room for 1 new row below row 2 of Sheet: what stands beside it \(E2\)"):
        edited(before, AddRow("Sheet", 2, {1: "Ann"}))


def test_a_full_sheet_is_refused() -> None:
    """Row 1,048,576 is the last."""
    parts = parts_of('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')

    with pytest.raises(Refused, match="Sheet1 is full"):
        edited(parts, AddRow("Sheet1", 1_048_576, {1: "x"}))


def test_cells_and_rows_change_in_one_plan() -> None:
    """Cells are named as they stood, also below rows that are put in, and rows that go are those that were meant."""
    data = edited(
        workbook(footer=True),
        SetCell(CellRef("Contacts", 6, 1), "Footer"),
        SetCell(CellRef("Contacts", 3, 1), "Paul"),
        DeleteRow("Contacts", 2),
        *new_rows("Ann", "Bo"),
    )

    assert [row[0] for row in grids(data)["Contacts"].rows.values()] == ["Name", "Paul", "P2", "Ann", "Bo", "Footer"]


# --- columns ---


def test_columns_at_the_right_end_of_an_excel_table() -> None:
    """Header cell and column name are one, numbers are unique, the filter covers the new column."""
    data = edited(
        workbook(),
        AddColumn("Contacts", 1, 5, "ID", {2: "c-1", 3: "c-2"}),
        AddColumn("Contacts", 1, 6, "Next & last", {2: date(2026, 6, 1)}),
        AddRow("Contacts", 4, {1: "Ann", 5: "c-9"}),
    )

    table = loaded(data)["Contacts"].tables["People"]
    assert [column.name for column in table.tableColumns] == [*HEADER, "ID", "Next & last"]
    assert len({column.id for column in table.tableColumns}) == 6
    assert (table.ref, table.autoFilter.ref) == ("A1:F5", "A1:F5")
    assert cell(data, "Contacts!F2") == date(2026, 6, 1)
    assert cell(data, "Contacts!E5") == "c-9"


def test_a_new_header_looks_like_the_one_beside_it_and_is_wide_enough() -> None:
    """A date must not show as ########."""
    rows = '<row r="1"><c r="A1" s="1" t="str"><v>Name</v></c></row>'
    data = edited(parts_of(rows, codes=["0.00"]), AddColumn("Sheet1", 1, 2, "Last contact", {}))

    assert '<c r="B1" s="1" t="inlineStr">' in part(data, "xl/worksheets/sheet1.xml")
    assert '<cols><col min="2" max="2" width="14.00" customWidth="1"/></cols><sheetData>' in part(
        data, "xl/worksheets/sheet1.xml"
    )


def test_a_column_never_goes_where_something_stands() -> None:
    """Neither onto a cell, nor may a table take one in."""
    before = edited(workbook(), SetCell(CellRef("Contacts", 3, 5), "note"))

    with pytest.raises(Refused, match="would go where Contacts!E3 already holds something"):
        edited(before, AddColumn("Contacts", 1, 5, "ID", {3: "c-1"}))
    with pytest.raises(Refused, match="cannot grow to the right, for Contacts!E3 holds something"):
        edited(before, AddColumn("Contacts", 1, 5, "ID", {2: "c-1"}))


def test_a_column_of_that_name_is_refused() -> None:
    """Excel would repair the file."""
    with pytest.raises(Refused, match="The table People has a column name already"):
        edited(workbook(), AddColumn("Contacts", 1, 5, "name", {}))


def test_the_name_of_a_column_follows_its_header() -> None:
    """A table's header cell is changed in both places."""
    data = edited(workbook(), SetCell(CellRef("Contacts", 1, 1), "Person"))

    assert loaded(data)["Contacts"].tables["People"].tableColumns[0].name == "Person"
    for bad in (None, 5):
        with pytest.raises(Refused, match="so it has to hold text"):
            edited(workbook(), SetCell(CellRef("Contacts", 1, 1), bad))


def test_a_header_that_formulas_use_is_not_renamed() -> None:
    """They would break, and only Excel knows how to mend them all."""
    with pytest.raises(Refused, match="use the column Minutes by its name"):
        edited(workbook(), SetCell(CellRef("Contacts", 1, 3), "Time"))


def test_totals_are_left_to_excel() -> None:
    """The part of the table repeats them."""
    with pytest.raises(Refused, match="totals row of the table People"):
        edited(workbook(totals=True), SetCell(CellRef("Contacts", 5, 1), "Sum"))


# --- rows taken out ---


def test_a_row_is_really_taken_out() -> None:
    """What stands below moves up, and all that refers to it follows."""
    decided = planned(workbook(footer=True), DeleteRow("Contacts", 3))
    data = decided.to_bytes()

    assert decided.notes == ()
    assert [row[0] for row in grids(data)["Contacts"].rows.values()] == ["Name", "P0", "P2", "Last seen"]
    sheet = loaded(data)["Contacts"]
    assert sheet["D3"].value == "=C3*2"
    assert sheet["B5"].value == "=SUM(C2:C3)"
    assert sheet.tables["People"].ref == "A1:D3"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C2:C3"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["A2:D3"]
    assert loaded(data).defined_names["people"].attr_text == "Contacts!$A$2:$A$3"
    assert "'Contacts'!$C$2:$C$3" in part(data, "xl/charts/chart1.xml")


def test_the_first_row_of_a_conditional_format_can_go() -> None:
    """Its formula is meant for the first row, whichever that is."""
    data = edited(workbook(), DeleteRow("Contacts", 2))

    (format_,) = loaded(data)["Contacts"].conditional_formatting
    assert (str(format_.sqref), format_.rules[0].formula) == ("A2:D3", ["$C2>20"])


def test_a_row_that_a_formula_names_is_emptied_and_said() -> None:
    """Excel would make #REF! of the formula."""
    before = edited(workbook(), SetCell(CellRef("Contacts", 9, 1), Formula("A3&C4")))
    decided = planned(before, DeleteRow("Contacts", 3), DeleteRow("Contacts", 2))
    data = decided.to_bytes()

    assert decided.notes == ("Row 3 of Contacts was emptied and not taken out, for the formula A3&C4 refers to it.",)
    assert [cell(data, f"Contacts!{name}") for name in ("A2", "A3", "A8")] == [None, "P2", Formula("A2&C3")]


def test_what_stands_beside_the_table_is_not_lost_with_a_row() -> None:
    """A note in a column of its own keeps the row in place."""
    before = edited(workbook(), SetCell(CellRef("Contacts", 3, 9), "my note"))
    decided = planned(before, DeleteRow("Contacts", 3, first=1, last=4))

    assert decided.notes == ("Row 3 of Contacts was emptied and not taken out, for I3 stands beside the table.",)
    assert cell(decided.to_bytes(), "Contacts!I3") == "my note"
    assert cell(decided.to_bytes(), "Contacts!A3") is None


def test_a_table_keeps_one_row() -> None:
    """Excel knows no table without one."""
    decided = planned(workbook(), *(DeleteRow("Contacts", row) for row in (2, 3, 4)))

    assert len(decided.notes) == 1
    assert loaded(decided.to_bytes())["Contacts"].tables["People"].ref == "A1:D2"
    assert list(grids(decided.to_bytes())["Contacts"].rows) == [1]


# --- filters ---


def filtered(area: str = "A4:C7") -> bytes:
    """A plain range with filter arrows, below a title, as Excel and LibreOffice save it."""
    made = Workbook()
    made.create_sheet("Before")
    sheet = made.create_sheet("Contacts")
    sheet["A1"] = "My people"
    for number, row in enumerate([["Name", "Email", "Notes"], *([f"P{i}", "p@x.example", "met"] for i in range(3))], 4):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    sheet.auto_filter.ref = area
    return saved_by_openpyxl(made)


def test_a_filter_takes_in_the_columns_that_are_added_beside_it() -> None:
    """Else its arrows would sort the user's columns, and leave the IDs where they are."""
    columns = [AddColumn("Contacts", 4, 5, "Last contact", {}), AddColumn("Contacts", 4, 4, "ID", {5: "c-1"})]
    data = edited(filtered(), *columns)

    assert loaded(data)["Contacts"].auto_filter.ref == "A4:E7"
    assert "'Contacts'!$A$4:$E$7" in part(data, "xl/workbook.xml")


@pytest.mark.parametrize("area", ["A4:B7", "A1:C7"])
def test_a_filter_that_ends_elsewhere_is_left_alone(area: str) -> None:
    """One of some of the columns, one that begins in another row."""
    change = AddColumn("Contacts", 4, 4, "ID", {5: "c-1"})

    assert loaded(edited(filtered(area), change))["Contacts"].auto_filter.ref == area
