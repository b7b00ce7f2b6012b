"""The file around the parts: what is not edited is copied as it stands, whatever the zip is like."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.properties import PageSetupProperties

from sheet_sync.core.changes import AddSheet, SetCell, SetProjectId, SheetSpec
from sheet_sync.core.records import CellRef
from sheet_sync.core.values import Formula
from sheet_sync.errors import Refused, WorkbookUnreadable
from sheet_sync.excel import patch_workbook
from sheet_sync.excel.file.container import read_directory
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_project_id
from tests.excel.editing import cell, edited, grids, loaded, part, with_cells
from tests.excel.workbooks import MAIN, RELATIONS, Parts, content_types, parts_of, relationships, saved, zipped

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"


def records(data: bytes) -> dict[str, bytes]:
    """Every entry as it stands in the file, by name."""
    return {entry.name: data[entry.record_start : entry.record_end] for entry in read_directory(data)}


def streamed(parts: Parts) -> bytes:
    """A file written to a stream: sizes stand behind the data, in a data descriptor."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, piece: object) -> int:
            self.data += bytes(piece)  # type: ignore[call-overload]
            return len(piece)  # type: ignore[arg-type]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return pipe.data


def with_zip64(parts: Parts) -> bytes:
    """A file whose entries carry 64-bit sizes, as some programs always write them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
                entry.write(content)
    return buffer.getvalue()


def with_extras(parts: Parts) -> bytes:
    """Folders, stored entries, extra fields, comments, odd attributes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/", b"")
        for number, (name, content) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name, (1999, 12, 31, 23, 59, 58))
            info.compress_type = zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED
            info.extra = struct.pack("<HH4s", 0x7777, 4, b"mine")
            info.comment = b"about " + name.encode()
            info.external_attr = 0o640 << 16
            archive.writestr(info, content)
        archive.comment = b"about it all"
    return buffer.getvalue()


@pytest.mark.parametrize("packed", [zipped, streamed, with_zip64, with_extras])
def test_entries_are_copied_as_they_stand(packed: Callable[[Parts], bytes]) -> None:
    """All but the edited part: header, extra fields, packed bytes, descriptor, order."""
    before = packed(parts_of(ROWS, codes=["0.00"]))
    after = with_cells(before, {"Sheet1!A1": 5})

    old, new = records(before), records(after)
    assert list(new) == list(old)
    assert {name for name in old if old[name] != new[name]} == {SHEET}
    assert cell(after, "Sheet1!A1") == 5
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert archive.testzip() is None


def test_an_edited_entry_keeps_its_date_and_attributes() -> None:
    """Only its sizes and checksum differ; the archive's comment stays."""
    before = with_extras(parts_of(ROWS))
    after = with_cells(before, {"Sheet1!A1": 5})

    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        one, other = old.getinfo(SHEET), new.getinfo(SHEET)
        for name in ("date_time", "compress_type", "comment", "extra", "external_attr", "create_system"):
            assert getattr(one, name) == getattr(other, name)
        assert new.comment == b"about it all"


def test_parts_under_odd_names() -> None:
    """Absolute targets, other letter case, backslashes, no folder."""
    parts = parts_of(ROWS)
    parts["[Content_Types].xml"] = content_types([("Book.XML", "sheet.main"), ("Odd/Name 1.xml", "worksheet")])
    parts["_rels/.rels"] = relationships(("rId1", "officeDocument", "/book.xml"))
    parts["Book.XML"] = parts.pop("xl/workbook.xml")
    parts["_rels/Book.XML.rels"] = relationships(("rId1", "worksheet", "/odd/name%201.xml"))
    parts["Odd\\Name 1.xml"] = parts.pop(SHEET)
    del parts["xl/_rels/workbook.xml.rels"]
    before = zipped(parts)

    after = edited(before, AddSheet(SheetSpec("Problems", (("Code",),))))
    after = with_cells(after, {"Sheet1!A1": date(2026, 11, 24)})
    assert cell(after, "Sheet1!A1") == date(2026, 11, 24)
    assert list(grids(after)) == ["Sheet1", "Problems"]


def test_a_target_beside_the_source(tmp_path: Path) -> None:
    """The source is not touched; a target that exists is replaced."""
    source, target = saved(tmp_path / "a.xlsx", parts_of(ROWS)), tmp_path / "b.xlsx"
    before = source.read_bytes()
    target.write_bytes(b"old")

    patch_workbook(str(source), target, {"Sheet1!A1": 5})

    assert source.read_bytes() == before
    assert cell(target.read_bytes(), "Sheet1!A1") == 5


@pytest.mark.parametrize("name", ["A1", "Sheet1", "Sheet1!A0", "Sheet1!XFE1", "Sheet1!A1048577", "!A1", "", 5, None])
def test_what_names_no_cell_is_refused(name: Any, tmp_path: Path) -> None:
    """In words, with an example."""
    source = saved(tmp_path / "a.xlsx", parts_of(ROWS))
    with pytest.raises(Refused, match="does not name a cell"):
        patch_workbook(source, tmp_path / "b.xlsx", {name: 1})
    assert not (tmp_path / "b.xlsx").exists()


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    """It says so, instead of speaking of the folder around it."""
    source = saved(tmp_path / "a.xlsx", parts_of(ROWS))
    with pytest.raises(Refused, match="is a folder, not a file"):
        patch_workbook(source, tmp_path, {"Sheet1!A1": 1})


def test_what_is_no_value_is_refused(tmp_path: Path) -> None:
    """A list, say."""
    source = saved(tmp_path / "a.xlsx", parts_of(ROWS))
    with pytest.raises(Refused, match=r"A list for Sheet1!A1 is nothing that a cell can hold"):
        patch_workbook(source, source, {"Sheet1!A1": [1]})  # type: ignore[dict-item]


def test_a_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    """The reader's words come through."""
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"name,email\n")
    with pytest.raises(WorkbookUnreadable):
        patch_workbook(source, source, {"Sheet1!A1": 1})
    assert source.read_bytes() == b"name,email\n"


@pytest.mark.parametrize("broken", [b"<worksheet", b"<worksheet><sheetData><row r='1'>", b"", b"<a/>", b"\xff\xfe<\0"])
def test_a_damaged_sheet_is_told_and_not_mended(broken: bytes) -> None:
    """Nothing is guessed about markup that has no end."""
    with pytest.raises(WorkbookUnreadable):
        with_cells(parts_of(broken), {"Sheet1!A1": 1})


# --- workbooks that a change would spoil ---


def test_a_signed_workbook_is_refused() -> None:
    """Its signature would not hold any more."""
    parts = parts_of(ROWS)
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    parts["_xmlsignatures/origin.sigs"] = b""
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId9" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>'.encode(),
    )
    with pytest.raises(Refused, match="carries a digital signature"):
        with_cells(parts, {"Sheet1!A1": 5})


def test_a_shared_workbook_is_refused() -> None:
    """It records who changed what; a change past that record would be nobody's."""
    parts = parts_of(ROWS)
    parts["xl/revisions/revisionHeaders.xml"] = b"<headers/>"
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "revisionHeaders", "revisions/revisionHeaders.xml")
    )
    with pytest.raises(Refused, match="is a shared workbook"):
        with_cells(parts, {"Sheet1!A1": 5})


# --- sheets and the project's ID ---

SPEC = SheetSpec(
    "Problems",
    (("What the check found",), ("Code", "Cell", "Since", "Keep"), ("RF02", Formula('HYPERLINK("#A1","A1")', "A1"))),
    header_row=2,
    widths=(8, 20.5, 12, 9),
    date_columns=frozenset({3}),
    choices={4: ("excel", "google"), 2: ("x" * 300,)},
)


def test_a_sheet_is_added_at_the_end() -> None:
    """Frozen header, widths, filter, drop-downs that fit; others read it."""
    data = edited(parts_of(ROWS), AddSheet(SPEC))

    sheet = loaded(data)["Problems"]
    assert loaded(data).sheetnames == ["Sheet1", "Problems"]
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:D3"
    assert sheet.column_dimensions["B"].width == 20.5
    assert sheet["A2"].font.bold
    assert not sheet["A1"].font.bold
    assert [(str(v.sqref), v.formula1) for v in sheet.data_validations.dataValidation] == [
        ("D3:D1002", '"excel,google"')
    ]
    assert cell(data, "Problems!B3") == Formula('HYPERLINK("#A1","A1")', "A1")


def test_rows_of_a_fixed_height_stay_that_high_whatever_their_text() -> None:
    """Else LibreOffice lets a long text run into the rows below."""
    sheet = loaded(edited(parts_of(ROWS), AddSheet(replace(SPEC, row_height=48))))["Problems"]

    assert (sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight) == (48, True)
    assert [sheet.row_dimensions[number].height for number in (1, 2, 3)] == [15, 15, None]


def test_an_added_sheet_prints_as_wide_as_a_page_with_its_header_on_each() -> None:
    """As the sheets that ``init`` makes do."""
    sheet = loaded(edited(parts_of(ROWS), AddSheet(SPEC)))["Problems"]

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$2:$2"


def test_an_added_sheets_header_looks_like_that_of_a_new_workbook() -> None:
    """White on teal; a remark beside the table is no header, and has two lines."""
    header = (*SPEC.rows[1], None, "A remark")
    spec = replace(SPEC, rows=(SPEC.rows[0], header, SPEC.rows[2]))
    sheet = loaded(edited(parts_of(ROWS), AddSheet(spec)))["Problems"]

    assert {(sheet[f"{c}2"].fill.start_color.rgb, sheet[f"{c}2"].font.color.rgb) for c in "ABCD"} == {
        ("FF1F5F6B", "FFFFFFFF")
    }
    remark = sheet["F2"]
    assert (remark.font.bold, remark.font.italic, remark.fill.fill_type) == (False, True, None)
    assert sheet.row_dimensions[2].height == 30


def test_a_sheet_with_an_excel_table() -> None:
    """A second table of the name gets a number; a table without rows has an empty one."""
    spec = SheetSpec("One", (("Code", "Cell"),), as_list_object="Problems")
    data = edited(parts_of(ROWS), AddSheet(spec))
    data = edited(data, AddSheet(SheetSpec("Two", (("A",), (date(2026, 11, 24),)), as_list_object="problems")))

    assert loaded(data)["One"].tables["Problems"].ref == "A1:B2"
    assert loaded(data)["Two"].tables["problems2"].ref == "A1:A2"
    assert cell(data, "Two!A2") == date(2026, 11, 24)


@pytest.mark.parametrize("name", ["sheet1", "x" * 32, "a/b", "a[b", "", "'a"])
def test_impossible_sheet_names_are_refused(name: str) -> None:
    """Excel would repair the file."""
    with pytest.raises(Refused):
        edited(parts_of(ROWS), AddSheet(SheetSpec(name, (("A",),))))


def test_a_protected_structure_is_respected() -> None:
    """Somebody wanted no further sheets."""
    parts = parts_of(ROWS)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<sheets>", b'<workbookProtection lockStructure="1"/><sheets>'
    )
    with pytest.raises(Refused, match="protected against new sheets"):
        edited(parts, AddSheet(SPEC))


def test_the_projects_id_is_written_and_changed() -> None:
    """In properties of its own, or among those that are there."""
    data = edited(parts_of(ROWS), SetProjectId("p-1 & <2>"))
    assert read_project_id(Package.from_bytes(data, "x.xlsx")) == "p-1 & <2>"
    properties = loaded(data).custom_doc_props  # type: ignore[attr-defined]
    assert [(each.name, each.value) for each in properties.props] == [("sheet_sync.project", "p-1 & <2>")]

    again = edited(data, SetProjectId("p-2"))
    assert read_project_id(Package.from_bytes(again, "x.xlsx")) == "p-2"
    assert part(again, "docProps/custom.xml").count("<property") == 1


def test_other_properties_stay() -> None:
    """The new one gets a free number."""
    parts = parts_of(ROWS)
    parts["docProps/custom.xml"] = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:v="http://'
        b'schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-0800'
        b'2B2CF9AE}" pid="7" name="Mine"><v:lpwstr>x</v:lpwstr></property></Properties>'
    )
    parts["_rels/.rels"] = relationships(
        ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "custom-properties", "docProps/custom.xml")
    )
    data = edited(parts, SetProjectId("p-1"))

    assert 'pid="8" name="sheet_sync.project"><v:lpwstr>p-1</v:lpwstr>' in part(data, "docProps/custom.xml")
    assert read_project_id(Package.from_bytes(data, "x.xlsx")) == "p-1"


def test_a_strict_workbook_gets_strict_parts() -> None:
    """Namespaces of the strict family throughout."""
    strict = "http://purl.oclc.org/ooxml/"
    old = (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", RELATIONS.encode())
    new = (f"{strict}spreadsheetml/main".encode(), f"{strict}officeDocument/relationships".encode())
    parts = {name: data.replace(old[0], new[0]).replace(old[1], new[1]) for name, data in parts_of(ROWS).items()}
    data = edited(parts, AddSheet(SPEC), SetProjectId("p-1"))

    assert f'xmlns="{strict}spreadsheetml/main"' in part(data, "xl/worksheets/sheet2.xml")
    assert f"{strict}officeDocument/relationships/customProperties" in part(data, "_rels/.rels")
    assert read_project_id(Package.from_bytes(data, "x.xlsx")) == "p-1"
    assert cell(data, "Problems!A3") == "RF02"


# --- files made to do harm: the edit has bounds of its own, for it does not read the cells it leaves alone ---


@pytest.mark.parametrize(
    ("sheet", "limit"),
    [
        (b"<!-- %s --><sheetData/>" % (b"x" * 300_000), "MAX_HEAD_BYTES"),
        (b"<sheetData><row r='1'/></sheetData><!-- %s -->" % (b"x" * 300_000), "MAX_TAIL_BYTES"),
        (b"<sheetData/><!-- %s -->" % (b"x" * 300_000), "MAX_TAIL_BYTES"),
        (b"<sheetData>%s</sheetData>" % (b"<row><c/></row>" * 20_000), "MAX_EXACT_BYTES"),
        (b"<sheetData>%s</sheetData>" % (b"<row><c/></row>" * 20_000), "MAX_TAGS"),
        (b"<sheetData><row r='1'>%s</row></sheetData>" % (b"<c/>" * 70_000), "MAX_ROW_BYTES"),
        (
            b"<sheetData><row r='1'>%s</row></sheetData>" % (b"<c><f t='array' ref='A1:B2'/></c>" * 10_001),
            "MAX_FORMULA_AREAS",
        ),
    ],
)
def test_more_than_a_sheet_can_hold_is_refused(sheet: bytes, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, and before it has cost much (the limits are lowered here, so that the files may be small)."""
    monkeypatch.setattr(f"sheet_sync.excel.edit.rowindex.{limit}", 10_000)
    parts = parts_of(f'<worksheet xmlns="{MAIN}">'.encode() + sheet + b"</worksheet>")
    with pytest.raises(WorkbookUnreadable, match="holds more in one sheet than its size lets one expect"):
        edited(parts, SetCell(CellRef("Sheet1", 1, 1), 1))


def test_a_row_with_more_cells_than_columns_is_damage() -> None:
    """Cells that do not say where they are count on, but not beyond the last column."""
    with pytest.raises(WorkbookUnreadable, match="is damaged"):
        edited(parts_of(f'<row r="1">{"<c/>" * 16_385}</row>'), SetCell(CellRef("Sheet1", 1, 1), 1))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    """No spreadsheet program writes one, and entities that grow or fetch need one."""
    kind = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    sheet = kind + f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="B1"/></row></sheetData></worksheet>'.encode()
    source, target = saved(tmp_path / "a.xlsx", parts_of(sheet)), tmp_path / "b.xlsx"
    with pytest.raises(WorkbookUnreadable, match="built in a way that no spreadsheet program builds its files"):
        patch_workbook(source, target, {"Sheet1!A1": 1})
    assert not target.exists()
