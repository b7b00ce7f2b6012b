"""Everything that can refer to rows follows them, part by part; what cannot, keeps them where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sheet_sync.core.changes import AddRow, DeleteRow
from sheet_sync.core.values import Formula
from sheet_sync.excel.edit.rowmove import Obstacle, RowMove, moved, moved_relative, references
from sheet_sync.excel.file.package import Package
from tests.excel.editing import cell, edited, grids, part, planned
from tests.excel.workbooks import MAIN, Parts, content_types, parts_of, relationships

ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 10))
SHEET = "xl/worksheets/sheet1.xml"


def with_parts(after: str = "", *, rows: str = ROWS, **parts: tuple[str, str, str]) -> Parts:
    """A workbook whose sheet refers to further parts: kind, content type, content."""
    made = parts_of(rows, after=after)
    entries, types = [], [("xl/workbook.xml", "sheet.main"), (SHEET, "worksheet")]
    for number, (name, (kind, content_type, content)) in enumerate(parts.items(), 1):
        path = f"xl/parts/{name}.xml"
        made[path] = content.encode()
        entries.append((f"rId{number}", kind, f"../parts/{name}.xml"))
        types.append((path, content_type))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(*entries)
    made["[Content_Types].xml"] = content_types(types)
    return made


# --- formulas ---


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("A4+A6+$A$8", "A4+A5+$A$6"),
        ("SUM(A1:A10)", "SUM(A1:A8)"),
        ("SUM(A5:B7)", "SUM(A5:B5)"),
        ("SUM(A8:A1)", "SUM(A6:A1)"),
        ("SUM(1:9)+SUM($5:$8)", "SUM(1:7)+SUM($5:$6)"),
        ("S!A9+'S'!A9+Other!A9", "S!A7+'S'!A7+Other!A9"),
        ('"A9"&A9', '"A9"&A7'),
        ("[1]S!A9+'[1]S'!A9", "[1]S!A9+'[1]S'!A9"),
        ("T[[#This Row],[A9]]+T[A9]", "T[[#This Row],[A9]]+T[A9]"),
        ("LOG10(A9)+A9B+_A9+x.A9+A9.x", "LOG10(A7)+A9B+_A9+x.A9+A9.x"),
        ("INDEX(A:A,9)+A1048576", "INDEX(A:A,9)+A1048574"),
        ("SUM(A1:A1048576)", "SUM(A1:A1048576)"),
    ],
)
def test_references_follow_rows_that_went(formula: str, after: str) -> None:
    """Rows 5 and 7 of the sheet S are taken out."""
    assert moved(formula, RowMove("S", (5, 7)), "S") == after


@pytest.mark.parametrize(("formula", "rows"), [("A5+1", {5}), ("SUM(B7:C7)", {7}), ("S!$A$7", {7})])
def test_a_reference_to_nothing_else_is_an_obstacle(formula: str, rows: set[int]) -> None:
    """It tells which rows must stay."""
    with pytest.raises(Obstacle) as obstacle:
        moved(formula, RowMove("S", (5, 7)), "S")
    assert obstacle.value.rows == rows


def test_one_cell_on_several_sheets_is_an_obstacle() -> None:
    """``Jan:Dec!B9`` cannot follow on one sheet only."""
    with pytest.raises(Obstacle):
        moved("SUM(Jan:Dec!B9)", RowMove("Feb", (5,)), "S")
    assert moved("SUM(Jan:Dec!B4)", RowMove("Feb", (5,)), "S") == "SUM(Jan:Dec!B4)"


def test_references_follow_rows_put_in() -> None:
    """What spans the place grows, what lies below moves."""
    move = RowMove("S", at=5, count=2)

    assert moved("SUM(A1:A4)+SUM(A4:A5)+A5", move, "S") == "SUM(A1:A4)+SUM(A4:A7)+A7"


def test_a_formula_for_an_area_is_meant_for_its_first_cell() -> None:
    """The first row goes: the formula reads as it did in the second."""
    assert moved_relative("$C2>$A$9", RowMove("S", (2,)), "S", "A2:D9") == "$C2>$A$8"


def test_openpyxl_finds_the_same_references() -> None:
    """Its tokenizer agrees on what is a reference in formulas of all kinds."""
    from openpyxl.formula import Tokenizer

    formulas = ["SUM(A1:B2,C3)*-D4", "IF(A1>0,\"B2\",'My S'!C3)", 'A1&" "&$B$2:C$3', "VLOOKUP(A9,S!A:B,2,0)+1:3"]
    for formula in formulas:
        operands = [t.value for t in Tokenizer("=" + formula).items if t.subtype == "RANGE"]
        ours = [formula[r.start : r.end] for r in references(formula)]
        assert ours == [o.rpartition("!")[2] for o in operands if re.search(r"\d", o.rpartition("!")[2])]


def test_shared_formulas_stay_shared_where_they_can() -> None:
    """References to the own row and fixed ones move alike for all; others are written out."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}">'
        + ('<f t="shared" ref="B1:B9" si="0">A1*$A$9</f>' if n == 1 else '<f t="shared" si="0"/>')
        + "</c></row>"
        for n in range(1, 10)
    )
    data = edited(parts_of(rows), DeleteRow("Sheet1", 3))

    assert '<f t="shared" ref="B1:B8" si="0">A1*$A$8</f>' in part(data, SHEET)
    assert cell(data, "Sheet1!B8") == Formula("A8*$A$8")


def test_shared_formulas_that_look_at_other_rows_are_written_out() -> None:
    """Each cell sums up to its own row: after a row went, the first ones refer as before, the last ones to one less."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}">'
        + ('<f t="shared" ref="B1:B9" si="0">SUM(A$1:A1)</f>' if n == 1 else '<f t="shared" si="0"/>')
        + "</c></row>"
        for n in range(1, 10)
    )
    data = edited(parts_of(rows), DeleteRow("Sheet1", 3))

    assert [cell(data, f"Sheet1!B{n}") for n in range(1, 9)] == [Formula(f"SUM(A$1:A{n})") for n in range(1, 9)]
    assert "shared" not in part(data, SHEET)


def test_formulas_on_other_sheets_follow() -> None:
    """Also under the sheet's quoted name."""
    parts = parts_of({"My list": ROWS, "Sum": "<row r='1'><c r='A1'><f>SUM('My list'!A2:A9)</f><v>44</v></c></row>"})
    data = edited(parts, DeleteRow("My list", 5))

    assert cell(data, "Sum!A1") == Formula("SUM('My list'!A2:A8)")


def test_an_array_formula_holds_its_rows() -> None:
    """Part of an array cannot go, and stays as it is in a row that is emptied; rows above it can go."""
    rows = ROWS.replace("<v>6</v></c>", '<v>6</v></c><c r="B6"><f t="array" ref="B6:B7">ROW(A6:A7)</f><v>6</v></c>')
    decided = planned(parts_of(rows), DeleteRow("Sheet1", 7))

    assert "an array formula or data table fills B6:B7" in decided.notes[0]
    assert cell(decided.to_bytes(), "Sheet1!A7") is None
    assert cell(planned(parts_of(rows), DeleteRow("Sheet1", 6)).to_bytes(), "Sheet1!B6") == Formula("ROW(A6:A7)")
    data = edited(parts_of(rows), DeleteRow("Sheet1", 2))
    assert '<c r="B5"><f t="array" ref="B5:B6">ROW(A5:A6)</f>' in part(data, SHEET)


# --- what stands behind the rows ---


def test_everything_behind_the_rows_follows() -> None:
    """Merged cells, links, filters, breaks, ignored errors, watches, protected ranges, extensions."""
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    after = (
        '<protectedRanges><protectedRange sqref="A8:B9" name="x"/></protectedRanges>'
        '<autoFilter ref="A1:B9"><sortState ref="A2:B9"><sortCondition ref="A2:A9"/></sortState></autoFilter>'
        '<mergeCells count="3"><mergeCell ref="C3:D3"/><mergeCell ref="C4:D6"/><mergeCell ref="E2:E3"/></mergeCells>'
        '<conditionalFormatting sqref="A1:A9 B3"><cfRule type="expression" priority="1"><formula>$A1=A$9</formula>'
        "</cfRule></conditionalFormatting>"
        '<dataValidations count="2"><dataValidation type="list" sqref="B3"><formula1>$A$1:$A$9</formula1>'
        '</dataValidation><dataValidation type="list" sqref="B4"><formula1>$A$1:$A$9</formula1></dataValidation>'
        '</dataValidations><hyperlinks><hyperlink ref="A3" location="Sheet1!A9"/><hyperlink ref="A9"'
        ' location="Sheet1!A9" display="x"/></hyperlinks>'
        '<rowBreaks count="2" manualBreakCount="2"><brk id="3" man="1"/><brk id="5" man="1"/></rowBreaks>'
        '<cellWatches><cellWatch r="A9"/></cellWatches><ignoredErrors><ignoredError sqref="A9"/></ignoredErrors>'
        f'<extLst><ext uri="x" xmlns:x14="{x14}"><x14:conditionalFormattings><x14:conditionalFormatting'
        ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="expression"><xm:f>$A2>1'
        "</xm:f></x14:cfRule><xm:sqref>A2:A9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
        "</ext></extLst>"
    )
    after = after.replace("$A2>1", "$A2&gt;1")
    xml = part(edited(parts_of(ROWS, after=after), DeleteRow("Sheet1", 3)), SHEET).partition("</sheetData>")[2]

    assert 'protectedRange sqref="A7:B8"' in xml
    assert '<autoFilter ref="A1:B8"><sortState ref="A2:B8"><sortCondition ref="A2:A8"/>' in xml
    assert '<mergeCells count="1"><mergeCell ref="C3:D5"/></mergeCells>' in xml
    assert '<conditionalFormatting sqref="A1:A8">' in xml
    assert "<formula>$A1=A$8</formula>" in xml
    assert '<dataValidations count="1"><dataValidation type="list" sqref="B3"><formula1>$A$1:$A$8' in xml
    assert '<hyperlinks><hyperlink ref="A8" location="Sheet1!A8" display="x"/></hyperlinks>' in xml
    assert '<rowBreaks count="1" manualBreakCount="1"><brk id="4" man="1"/></rowBreaks>' in xml
    assert '<cellWatch r="A8"/>' in xml
    assert 'ignoredError sqref="A8"' in xml
    assert "<xm:f>$A2&gt;1</xm:f></x14:cfRule><xm:sqref>A2:A8</xm:sqref>" in xml


@pytest.mark.parametrize(
    ("after", "why"),
    [
        ('<mergeCells count="1"><mergeCell ref="A3:A5"/></mergeCells>', "the merged cells A3:A5 begin in it"),
        (
            '<scenarios><scenario name="x"><inputCells r="A9" val="1"/></scenario></scenarios>',
            "the sheet has scenarios",
        ),
        ('<extLst><ext uri="x"><unknown sqref="A9"/></ext></extLst>', "the sheet has unknown"),
    ],
)
def test_what_cannot_follow_keeps_the_row(after: str, why: str) -> None:
    """The row is emptied, everything else stays, and the note says why."""
    decided = planned(parts_of(ROWS, after=after), DeleteRow("Sheet1", 3))

    assert decided.notes == (f"Row 3 of Sheet1 was emptied and not taken out, for {why}.",)
    assert grids(decided.to_bytes())["Sheet1"].rows == {n: [n] for n in range(1, 10) if n != 3}
    assert part(decided.to_bytes(), SHEET).endswith(after + "</worksheet>")


# --- parts of the sheet ---

DRAWING = (
    '<xdr:wsDr xmlns:xdr="d"><xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>1</xdr:row></xdr:from><xdr:to>'
    '<xdr:col>3</xdr:col><xdr:row>7</xdr:row></xdr:to><xdr:sp textlink="Sheet1!$A$9"/></xdr:twoCellAnchor>'
    '<xdr:twoCellAnchor editAs="absolute"><xdr:from><xdr:row>6</xdr:row></xdr:from><xdr:to><xdr:row>8</xdr:row>'
    "</xdr:to></xdr:twoCellAnchor></xdr:wsDr>"
)
VML = (
    '<xml xmlns:x="urn:schemas-microsoft-com:office:excel"><x:ClientData ObjectType="Note"><x:Anchor>\n'
    "1, 15, 7, 2, 3, 15, 9, 5</x:Anchor><x:Row>7</x:Row><x:Column>0</x:Column></x:ClientData></xml>"
)
COMMENTS = f'<comments xmlns="{MAIN}"><commentList><comment ref="A8" authorId="0"/></commentList></comments>'


def test_drawings_and_comments_follow() -> None:
    """Anchors count rows from 0; what is fixed to the page stays there."""
    parts = with_parts(
        drawing=("drawing", "drawing", DRAWING),
        vml=("vmlDrawing", "vml", VML),
        comments=("comments", "comments", COMMENTS),
        threaded=("threadedComment", "threaded", '<ThreadedComments><threadedComment ref="A8"/></ThreadedComments>'),
    )
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = re.sub(
        r'/drawing.xml" ContentType="[^"]*', '/drawing.xml" ContentType="application/vnd.x.drawing+xml', types
    ).encode()
    data = edited(parts, DeleteRow("Sheet1", 3))

    drawing = part(data, "xl/parts/drawing.xml")
    assert re.findall(r"<xdr:row>(\d+)", drawing) == ["1", "6", "6", "8"]
    assert 'textlink="Sheet1!$A$8"' in drawing
    assert "1, 15, 6, 2, 3, 15, 8, 5" in part(data, "xl/parts/vml.xml")
    assert "<x:Row>6</x:Row>" in part(data, "xl/parts/vml.xml")
    assert 'comment ref="A7"' in part(data, "xl/parts/comments.xml")
    assert 'threadedComment ref="A7"' in part(data, "xl/parts/threaded.xml")


def test_a_comment_keeps_its_row() -> None:
    """What the coach wrote is not lost with a row that somebody deleted elsewhere."""
    decided = planned(with_parts(comments=("comments", "comments", COMMENTS)), DeleteRow("Sheet1", 8))

    assert decided.notes == ("Row 8 of Sheet1 was emptied and not taken out, for a comment stands in it.",)
    assert 'comment ref="A8"' in part(decided.to_bytes(), "xl/parts/comments.xml")


def test_a_pivot_table_moves_as_a_whole_or_keeps_its_rows() -> None:
    """Its place is an area; half of it cannot go."""
    pivot = f'<pivotTableDefinition xmlns="{MAIN}"><location ref="A5:B7" firstDataCol="1"/></pivotTableDefinition>'
    parts = with_parts(pivot=("pivotTable", "pivotTable", pivot))

    assert 'location ref="A4:B6"' in part(edited(parts, DeleteRow("Sheet1", 2)), "xl/parts/pivot.xml")
    assert "a pivot table stands in it" in planned(parts, DeleteRow("Sheet1", 6)).notes[0]


def test_an_unknown_part_keeps_the_rows() -> None:
    """Nobody looked at how it refers to them."""
    decided = planned(with_parts(other=("namedSheetViews", "views", "<x/>")), DeleteRow("Sheet1", 3))

    assert decided.notes[0].endswith("for the sheet has a part of the kind namedSheetViews.")


def test_a_failed_move_leaves_no_trace() -> None:
    """Parts that were adjusted before the obstacle was met are as they were."""
    parts = parts_of(
        {
            "One": ROWS,
            "Two": '<row r="1"><c r="A1"><f>One!A9</f></c></row>',
            "Three": '<row r="1"><c r="A1"><f>One!A3</f></c></row>',
        }
    )
    data = edited(parts, DeleteRow("One", 3))

    assert part(data, "xl/worksheets/sheet2.xml").encode() == parts["xl/worksheets/sheet2.xml"]


def test_rows_without_numbers_get_them() -> None:
    """Counted positions would slip otherwise."""
    data = edited(parts_of("<row><c><v>1</v></c></row>" * 5), DeleteRow("Sheet1", 2))

    assert grids(data)["Sheet1"].rows == {n: [1] for n in range(1, 5)}


def test_rows_put_in_push_names_and_filters_down() -> None:
    """A second table below the first one."""
    rows = ROWS.replace('<row r="4"><c r="A4"><v>4</v></c></row>', "")
    parts = parts_of(rows, after='<autoFilter ref="A5:B9"/>')
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</workbook>",
        b'<definedNames><definedName name="below">Sheet1!$A$5:$A$9</definedName></definedNames></workbook>',
    )
    data = edited(parts, AddRow("Sheet1", 3, {1: "new"}), AddRow("Sheet1", 3, {1: "newer"}))

    assert list(grids(data)["Sheet1"].rows) == [1, 2, 3, 4, 5, 7, 8, 9, 10, 11]
    assert '<autoFilter ref="A7:B11"/>' in part(data, SHEET)
    assert "Sheet1!$A$7:$A$11" in part(data, "xl/workbook.xml")


def test_a_sheet_too_big_to_be_kept_is_gone_through_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking a row out costs in proportion to the rows, not to their square."""
    passes: list[str] = []
    unpacked = Package.chunks

    def counted(self: Package, part: str) -> Iterator[bytes]:
        passes.append(part)
        return unpacked(self, part)

    monkeypatch.setattr("sheet_sync.excel.edit.rowindex.KEEP_BYTES", 1000)
    monkeypatch.setattr(Package, "chunks", counted)
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 30_001))
    data = edited(parts_of(rows), DeleteRow("Sheet1", 2))

    assert passes.count("xl/worksheets/sheet1.xml") < 12
    assert [cell(data, f"Sheet1!A{row}") for row in (1, 2, 29_999, 30_000)] == [1, 3, 30_000, None]
