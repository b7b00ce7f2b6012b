"""Cells given other values: every type, in every form that a sheet's markup takes, and not a byte more."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest

from sheet_sync.core.changes import AddRow, Change, DeleteRow, Written
from sheet_sync.errors import Refused, WorkbookUnreadable
from sheet_sync.excel.edit import rowindex
from tests.excel.editing import cell, edited, grids, loaded, part, rows_xml, set_to, with_cells
from tests.excel.workbooks import MAIN, parts_of, sheet, zipped

TWO_ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row><row r="4"><c r="B4"><v>4</v></c></row>'


@pytest.mark.parametrize(
    "value",
    [
        "text",
        "  kept blanks ",
        "two\nlines",
        "<b> & 'quotes' \"too\" ]]>",
        "{p} %s \\1",
        "=HYPERLINK(1)",
        "_x0041_ is no A",
        "bell \x07 and carriage return \r",
        "Ünïcödé 日本 🦉",
        "+49 151 0123",
        7,
        -2.5,
        1e-9,
        12345678901234,
        True,
        False,
        date(2026, 11, 24),
        date(1900, 2, 28),
        datetime.fromisoformat("2026-11-24T09:30"),
        time(9, 30),
        time(23, 59, 59),
        timedelta(hours=30),
    ],
)
@pytest.mark.parametrize("name", ["Sheet1!A1", "Sheet1!B1", "Sheet1!B3", "Sheet1!XFD1048576"])
def test_every_type_comes_back_as_it_was_given(value: Written, name: str) -> None:
    """In a cell that is there, one that is not, a row that is not, and the last cell of a sheet."""
    data = with_cells(parts_of(TWO_ROWS), {name: value})

    assert cell(data, name) == value
    assert type(cell(data, name)) is type(value)
    others = {"Sheet1!A1": 1, "Sheet1!C1": 3, "Sheet1!B4": 4}
    assert {other: cell(data, other) for other in others if other != name} == {
        k: v for k, v in others.items() if k != name
    }


def test_openpyxl_and_calamine_read_the_same() -> None:
    """Two readers that know nothing of this program agree on what was written."""
    from python_calamine import CalamineWorkbook

    data = with_cells(
        parts_of(TWO_ROWS),
        {"Sheet1!A1": "a & b", "Sheet1!B1": 2.5, "Sheet1!A2": True, "Sheet1!B2": date(2026, 11, 24), "Sheet1!C4": None},
    )

    read = loaded(data)["Sheet1"]
    assert [[c.value for c in row] for row in read["A1:B2"]] == [
        ["a & b", 2.5],
        [True, datetime.fromisoformat("2026-11-24")],
    ]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[:2] == [["a & b", 2.5, 3.0], [True, date(2026, 11, 24), ""]]


def test_only_the_edited_cell_differs() -> None:
    """Before and behind the cell, the part is byte for byte what it was."""
    odd = '<row  r="2" spans="1:2" ><c r="A2" s="0"  ><v>1</v> </c><!-- kept --><c r="B2"><v>2</v></c></row >\n'
    before = parts_of(odd)

    after = rows_xml(with_cells(before, {"Sheet1!B2": 5}))
    assert after == odd.replace("<v>2</v>", "<v>5</v>")


def test_emptying_keeps_the_format() -> None:
    """An emptied cell stays as a formatted one; an absent one is not made."""
    parts = parts_of('<row r="1"><c r="A1" s="1" t="str"><v>x</v></c></row>', codes=["0.00"])

    assert rows_xml(with_cells(parts, {"Sheet1!A1": None, "Sheet1!B1": None, "Sheet1!A9": ""})) == (
        '<row r="1"><c r="A1" s="1"/></row>'
    )


def test_nothing_to_do_changes_nothing() -> None:
    """Without a change the file is the same, byte for byte."""
    data = zipped(parts_of(TWO_ROWS))

    assert with_cells(data, {}) == data


def test_rows_too_many_to_be_kept_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The result is the same, also after a second round over the first one's."""
    parts = parts_of("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 50)))
    changes: list[Change] = [
        AddRow("Sheet1", 49, {1: "new"}),
        DeleteRow("Sheet1", 7),
        *set_to({"Sheet1!B5": "x", "Sheet1!A49": 0}),
    ]
    kept = edited(parts, *changes)
    monkeypatch.setattr(rowindex, "KEEP_BYTES", 100)

    assert edited(parts, *changes) == kept
    assert cell(kept, "Sheet1!A49") == "new"


# --- formats ---


def test_a_date_keeps_the_cells_own_date_format() -> None:
    """No format is added where the cell shows dates already."""
    parts = parts_of('<row r="1"><c r="A1" s="1"><v>1</v></c></row>', codes=["dd.mm.yyyy"])
    data = with_cells(parts, {"Sheet1!A1": date(2026, 11, 24)})

    assert rows_xml(data) == '<row r="1"><c r="A1" s="1"><v>46350</v></c></row>'
    assert part(data, "xl/styles.xml").encode() == parts["xl/styles.xml"]


def test_a_date_in_a_plain_cell_gets_a_format_at_the_end_of_the_list() -> None:
    """Existing formats keep their numbers; the new one is the cell's own but for the number format."""
    parts = parts_of('<row r="1"><c r="A1" s="1"><v>1</v></c></row>', codes=["0.00"])
    data = with_cells(parts, {"Sheet1!A1": date(2026, 11, 24), "Sheet1!B1": datetime.fromisoformat("2026-11-24T09:30")})

    old, new = parts["xl/styles.xml"].decode(), part(data, "xl/styles.xml")
    kept = old.partition("<cellXfs")[2].partition(">")[2].partition("</cellXfs>")[0]
    assert 'cellXfs count="4"' in new
    assert f'cellXfs count="4">{kept}<xf numFmtId="14"' in new
    assert cell(data, "Sheet1!B1") == datetime.fromisoformat("2026-11-24T09:30")


def test_a_number_in_a_date_cell_is_shown_as_a_number() -> None:
    """Thirty minutes must not become the 30th of January 1900."""
    parts = parts_of('<row r="1"><c r="A1" s="1"><v>46350</v></c></row>', codes=["dd.mm.yyyy"])

    assert cell(with_cells(parts, {"Sheet1!A1": 30}), "Sheet1!A1") == 30


def test_a_workbook_without_formats_gets_them() -> None:
    """A date in a file without a styles part."""
    data = with_cells(parts_of(TWO_ROWS), {"Sheet1!A2": date(2026, 11, 24)})

    assert loaded(data)["Sheet1"]["A2"].is_date


def test_a_new_cell_takes_the_format_of_its_row_or_column() -> None:
    """The row's comes first, as in Excel."""
    before = '<cols><col min="2" max="3" width="9" style="1"/></cols>'
    parts = parts_of('<row r="2" s="2" customFormat="1"/>', codes=["0.0", "0.00"], before=before)
    data = with_cells(parts, {"Sheet1!A1": 1, "Sheet1!C1": 1, "Sheet1!C2": 1})

    assert 'c r="A1"><' in rows_xml(data)
    assert 'c r="C1" s="1"' in rows_xml(data)
    assert 'c r="C2" s="2"' in rows_xml(data)


def test_dates_are_counted_from_1904_where_the_workbook_does() -> None:
    """The same day, four years and a day fewer."""
    data = with_cells(parts_of(TWO_ROWS, is_1904=True), {"Sheet1!A1": date(2026, 11, 24)})

    assert "<v>44888</v>" in rows_xml(data)
    assert cell(data, "Sheet1!A1") == date(2026, 11, 24)


def test_iso_dates_stay_iso() -> None:
    """A cell that holds its date as text of type d gets the new one so."""
    parts = parts_of('<row r="1"><c r="A1" s="1" t="d"><v>2026-01-01</v></c></row>', codes=["yyyy-mm-dd"])

    assert '<c r="A1" s="1" t="d"><v>2026-11-24</v></c>' in rows_xml(
        with_cells(parts, {"Sheet1!A1": date(2026, 11, 24)})
    )


# --- unusual markup ---


def test_rows_and_cells_without_references() -> None:
    """Positions are counted; what follows the edited cell stays where it was."""
    data = with_cells(
        parts_of("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
        {"Sheet1!B1": 9, "Sheet1!C2": 8, "Sheet1!A5": 7},
    )

    assert grids(data)["Sheet1"].rows == {1: [1, 9], 2: [3, None, 8], 5: [7]}


def test_a_prefixed_namespace() -> None:
    """New cells and rows carry the prefix that the sheet uses."""
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    data = with_cells(parts_of(xml.encode()), {"Sheet1!A1": "a", "Sheet1!B1": True, "Sheet1!A2": 2})

    assert grids(data)["Sheet1"].rows == {1: ["a", True], 2: [2]}
    assert loaded(data)["Sheet1"]["A2"].value == 2


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "iso-8859-1"])
def test_parts_in_other_encodings(codec: str) -> None:
    """The part stays in its encoding; what does not fit is written as a character reference."""
    declared = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-8-sig": "UTF-8"}.get(codec, codec)
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(codec, "")
    body = sheet('<row r="1"><c r="A1" t="str"><v>Zoë</v></c></row>').decode().partition("?>")[2]
    text = f'{mark}<?xml version="1.0" encoding="{declared}"?>{body}'
    data = with_cells(parts_of(text.encode(codec)), {"Sheet1!B1": "日本 é"})

    assert grids(data)["Sheet1"].rows == {1: ["Zoë", "日本 é"]}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("xl/worksheets/sheet1.xml")[:60] == text.encode(codec)[:60]


@pytest.mark.parametrize(
    "extra",
    [
        '<!-- <row r="2"><c r="A2"/></row> -->',
        "<?pi <row r='2'?>",
        '<row r="1"><c r="A1" t="str"><v><![CDATA[</row><row r="2">]]></v></c></row>',
    ],
)
def test_markup_that_looks_like_rows_is_not_taken_for_them(extra: str) -> None:
    """Comments, instructions and CDATA sections do not fool the search for rows."""
    data = with_cells(parts_of(extra + '<row r="3"><c r="A3"><v>3</v></c></row>'), {"Sheet1!A2": 2, "Sheet1!A3": 4})

    rows = grids(data)["Sheet1"].rows
    assert (rows[2], rows[3]) == ([2], [4])
    assert extra in rows_xml(data)


def test_an_empty_sheet() -> None:
    """``<sheetData/>`` is opened."""
    xml = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'

    assert grids(with_cells(parts_of(xml.encode()), {"Sheet1!B2": "x"}))["Sheet1"].rows == {2: [None, "x"]}


def test_the_used_area_and_the_spans_grow() -> None:
    """The hints that programs use to read faster stay true."""
    data = with_cells(
        parts_of('<row r="2" spans="2:3"><c r="B2"><v>1</v></c></row>', before='<dimension ref="B2:C2"/>'),
        {"Sheet1!E2": 1, "Sheet1!A7": 1},
    )

    assert '<dimension ref="A2:E7"/>' in part(data, "xl/worksheets/sheet1.xml")
    assert 'spans="2:5"' in rows_xml(data)


# --- refusals ---


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("x" * 32_768, r"has 32,768 characters, but an Excel cell holds at most 32,767\."),
        ("\N{GRINNING FACE}" * 16_384, "has 32,768 characters, .* of which an emoji takes two"),
        ("\ud800", "half a character"),
        (float("nan"), "not a number that a cell can hold"),
        (float("inf"), "not a number that a cell can hold"),
        (2**70 + 1, "too many digits"),
        (date(1899, 12, 31), "too early"),
        (datetime.fromisoformat("2026-11-24T09:00:00+01:00"), "time zone"),
    ],
)
def test_what_no_cell_can_hold_is_refused_in_words(value: Written, says: str) -> None:
    """One sentence that names the cell."""
    with pytest.raises(Refused, match=says) as refused:
        with_cells(parts_of(TWO_ROWS), {"Sheet1!A1": value})

    assert "Sheet1!A1" in refused.value.message


def test_text_of_the_greatest_length_fits() -> None:
    """The limit itself is allowed."""
    assert cell(with_cells(parts_of(TWO_ROWS), {"Sheet1!A1": "x" * 32_767}), "Sheet1!A1") == "x" * 32_767


def test_hidden_cells_of_a_merged_area_are_refused() -> None:
    """What would be written there, nobody would see."""
    parts = parts_of(TWO_ROWS, after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>')

    assert cell(with_cells(parts, {"Sheet1!A1": "seen", "Sheet1!B2": None}), "Sheet1!A1") == "seen"
    with pytest.raises(Refused, match="inside the merged cells A1:B2"):
        with_cells(parts, {"Sheet1!B2": "unseen"})


def test_an_unknown_sheet_is_named_with_the_known_ones() -> None:
    """The hint lists what there is."""
    with pytest.raises(WorkbookUnreadable, match="no sheet named Nope") as error:
        with_cells(parts_of({"People": "", "Talks": ""}), {"Nope!A1": 1})

    assert error.value.hint == "Its sheets are: People, Talks."


def test_sheets_are_found_whatever_the_letter_case() -> None:
    """As in Excel, where People and people are one name."""
    assert cell(with_cells(parts_of({"People": TWO_ROWS}), {"people!A1": 5}), "People!A1") == 5


def test_changes_are_named_by_cell() -> None:
    """The helper of these tests makes what it says."""
    (change,) = set_to({"'My list'!B2": 1})

    assert str(change.ref) == "'My list'!B2"
