"""What hangs on a changed cell is calculated anew, in Excel and in LibreOffice."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from sheet_sync.core.changes import AddRow, DeleteRow
from sheet_sync.core.values import Formula
from sheet_sync.excel.edit import results
from sheet_sync.excel.edit.results import looks_at
from tests.conftest import system_program
from tests.excel.editing import cell, edited, part, saved_by_openpyxl, with_cells
from tests.excel.workbooks import Parts, content_types, parts_of, relationships

ROWS = (
    '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1*10</f><v>20</v></c>'
    '<c r="C1" t="str"><f>B1&amp;"!"</f><v>20!</v></c></row>'
    '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><f t="shared" ref="B2:B3" si="0">A2*10</f><v>30</v></c></row>'
    '<row r="3"><c r="A3"><v>4</v></c><c r="B3"><f t="shared" si="0"/><v>40</v></c></row>'
)
APPLICATION = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>{}'
    "</Application></Properties>"
)


def saved_by(program: str) -> Parts:
    """The rows above in a workbook that says which program saved it."""
    parts = parts_of(ROWS)
    parts["docProps/app.xml"] = APPLICATION.format(program).encode()
    parts["_rels/.rels"] = relationships(
        ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "extended-properties", "docProps/app.xml")
    )
    parts["[Content_Types].xml"] = content_types(
        [
            ("xl/workbook.xml", "sheet.main"),
            ("xl/worksheets/sheet1.xml", "worksheet"),
            ("docProps/app.xml", "extended-properties"),
        ]
    )
    return parts


@pytest.mark.parametrize("program", ["Microsoft Excel", "Microsoft Macintosh Excel", "Microsoft Excel Online"])
def test_excel_is_asked_to_calculate_and_saved_results_stay(program: str) -> None:
    """Those who read without calculating still find something."""
    data = with_cells(saved_by(program), {"Sheet1!A1": 5})

    assert 'fullCalcOnLoad="1"' in part(data, "xl/workbook.xml")
    assert cell(data, "Sheet1!B1") == Formula("A1*10", 20)


def test_results_that_are_not_true_any_more_go_where_nobody_would_renew_them() -> None:
    """LibreOffice shows saved results as they are; what hangs on the change, step by step, has none then."""
    data = with_cells(saved_by("LibreOffice/24.2.7.2$Linux_X86_64"), {"Sheet1!A1": 5, "Sheet1!A3": 6})

    assert [cell(data, f"Sheet1!{name}") for name in ("B1", "C1", "B2", "B3")] == [
        Formula("A1*10"),
        Formula('B1&"!"'),
        Formula("A2*10", 30),
        Formula("A3*10"),
    ]
    assert 'fullCalcOnLoad="1"' in part(data, "xl/workbook.xml")


def test_where_formulas_are_too_long_to_be_read_all_their_results_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few bytes in a file can be hundreds of megabytes of formulas: one long text that a whole sheet shares."""
    monkeypatch.setattr(results, "_MAX_READ", len("A1*10" + 'B1&"!"' + "A2*10"))
    data = with_cells(saved_by("LibreOffice/24.2.7.2$Linux_X86_64"), {"Sheet1!D9": 5})

    assert [cell(data, f"Sheet1!{name}") for name in ("B1", "B2", "B3")] == [
        Formula("A1*10", 20),
        Formula("A2*10", 30),
        Formula("A3*10"),
    ]


@pytest.mark.parametrize(
    ("formula", "areas"),
    [
        ('A1+SUM($B$2:C3)&"D4"', {("s", "A1"), ("s", "B2:C3")}),
        ("Two!A1+'My list'!B2", {("two", "A1"), ("my list", "B2")}),
        ("IF(A1>0,TRUE,FALSE)+LOG10(A2)", {("s", "A1"), ("s", "A2")}),
        ("SUM(A:A)", None),
        ("people+1", None),
        ("SUM(Table1[Minutes])", None),
        ('INDIRECT("A1")', None),
        ("OFFSET(A1,1,1)", None),
        ("SUM(1:3)", None),
        ("SUM(Jan:Dec!A1)", None),
        ("_xlfn.CONCAT(A1)", {("s", "A1")}),
    ],
)
def test_what_a_formula_looks_at(formula: str, areas: set[tuple[str, str]] | None) -> None:
    """Where only calculating would tell, it is taken to look at everything."""
    found = looks_at(formula, "S")

    assert (None if found is None else {(sheet, str(area)) for sheet, area in found}) == areas


@pytest.mark.system
def test_libreoffice_shows_what_is_true(tmp_path: Path) -> None:
    """A workbook with results that LibreOffice saved, changed here, and opened there again."""
    made = Workbook()
    sheet = made.create_sheet("Talks", 0)
    for row in range(1, 4):
        sheet.append([row * 10, f"=A{row}*2", f"=SUM($A$1:A{row})"])
    made.create_sheet("Sum").append(["=SUM(Talks!B1:B3)", "=A1+1", "=SUM(minutes)", '=INDIRECT("Talks!A1")'])
    made.defined_names["minutes"] = DefinedName("minutes", attr_text="Talks!$A$1:$A$3")
    (tmp_path / "talks.xlsx").write_bytes(saved_by_openpyxl(made))
    before = converted(tmp_path / "talks.xlsx", "xlsx", tmp_path / "saved").read_bytes()
    assert cell(before, "Sum!A1") == Formula("SUM(Talks!B1:B3)", 120)

    changed = tmp_path / "changed.xlsx"
    changed.write_bytes(with_cells(before, {"Talks!A1": 100}))
    assert shown(changed, tmp_path, "Talks") == [["100", "200", "100"], ["20", "40", "120"], ["30", "60", "150"]]
    assert shown(changed, tmp_path, "Sum") == [["300", "301", "150", "100"]]

    moved = tmp_path / "moved.xlsx"
    moved.write_bytes(edited(before, AddRow("Talks", 3, {1: 5}), DeleteRow("Talks", 2)))
    assert shown(moved, tmp_path, "Talks") == [["10", "20", "10"], ["30", "60", "40"], ["5", "", ""]]
    assert shown(moved, tmp_path, "Sum") == [["80", "81", "45", "10"]]


def converted(path: Path, to: str, out: Path) -> Path:
    """A file as LibreOffice saves it in another format."""
    profile = f"-env:UserInstallation=file://{out.parent}/profile"
    command = [
        system_program("soffice"),
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        to,
        "--outdir",
        str(out),
    ]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=100)
    return out / f"{path.stem}.{to.partition(':')[0]}"


def shown(path: Path, folder: Path, sheet: str) -> list[list[str]]:
    """What LibreOffice shows in the cells of a sheet."""
    all_sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    converted(path, all_sheets, folder / "csv")
    with (folder / "csv" / f"{path.stem}-{sheet}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))
