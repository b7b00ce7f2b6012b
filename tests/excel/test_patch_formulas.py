"""Formulas in the way of an edit: shared ones outlive it, arrays stop it, results are calculated anew."""

from __future__ import annotations

import pytest

from sheet_sync.core.values import Formula
from sheet_sync.errors import Refused
from sheet_sync.excel.edit import shared_formulas
from tests.excel.editing import cell, grids, loaded, part, rows_xml, with_cells
from tests.excel.workbooks import Parts, content_types, parts_of, relationships

SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
)
SQUARE = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:B2" si="4">D1</f><v>1</v></c><c r="B1"><f t="shared" si="4"/></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="4"/><v>2</v></c><c r="B2"><f t="shared" si="4"/><v>3</v></c></row>'
)


def with_chain(rows: str, chain: str) -> Parts:
    """A workbook with a calculation chain."""
    parts = parts_of(rows)
    parts["xl/calcChain.xml"] = (
        f'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{chain}</calcChain>'
    ).encode()
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId7", "calcChain", "calcChain.xml")
    )
    parts["[Content_Types].xml"] = content_types(
        [
            ("xl/workbook.xml", "sheet.main"),
            ("xl/worksheets/sheet1.xml", "worksheet"),
            ("xl/calcChain.xml", "calcChain"),
        ]
    )
    return parts


def test_the_first_cell_of_a_shared_formula_hands_it_over() -> None:
    """The next cell holds the text then, as it reads there, and the area shrinks."""
    data = with_cells(parts_of(SHARED), {"Sheet1!B1": 5})

    assert '<c r="B2"><f t="shared" si="0" ref="B2:B3">A2*$A$1</f><v>2</v></c>' in rows_xml(data)
    assert cell(data, "Sheet1!B1") == 5
    assert cell(data, "Sheet1!B3") == Formula("A3*$A$1", 3)


def test_two_cells_of_a_shared_formula_go_at_once() -> None:
    """Who takes over is who is left."""
    data = with_cells(parts_of(SHARED), {"Sheet1!B1": 5, "Sheet1!B2": None})

    assert cell(data, "Sheet1!B3") == Formula("A3*$A$1", 3)
    assert loaded(data)["Sheet1"]["B3"].value == "=A3*$A$1"


def test_a_cell_that_only_names_a_shared_formula_goes_alone() -> None:
    """The others are not touched."""
    data = with_cells(parts_of(SHARED), {"Sheet1!B2": "x"})

    assert rows_xml(data) == SHARED.replace(
        '<c r="B2"><f t="shared" si="0"/><v>2</v></c>', '<c r="B2" t="inlineStr"><is><t>x</t></is></c>'
    )


def test_a_shared_formula_over_several_columns_is_written_out() -> None:
    """No cell that is left stands in the corner of what they cover, so each gets its own text."""
    data = with_cells(parts_of(SQUARE), {"Sheet1!A1": 0, "Sheet1!B1": 0})

    assert cell(data, "Sheet1!A2") == Formula("D2", 2)
    data = with_cells(parts_of(SQUARE), {"Sheet1!A1": 0})
    assert [cell(data, f"Sheet1!{name}") for name in ("B1", "A2", "B2")] == [
        Formula("E1"),
        Formula("D2", 2),
        Formula("E2", 3),
    ]


def test_a_formula_is_not_written_out_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_formulas, "_MAX_WRITTEN", 5)
    with pytest.raises(Refused, match="3 other cells take their formula from Sheet1!A1"):
        with_cells(parts_of(SQUARE), {"Sheet1!A1": 0})


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ('<f t="array" ref="A1:A2">ROW(1:2)</f>', "an array formula that fills A1:A2"),
        ('<f t="dataTable" ref="A1:A2" r1="D1"/>', "a data table"),
    ],
)
@pytest.mark.parametrize("name", ["Sheet1!A1", "Sheet1!A2"])
def test_a_part_of_an_array_is_refused(formula: str, what: str, name: str) -> None:
    """Excel does not allow it either."""
    parts = parts_of(f'<row r="1"><c r="A1">{formula}<v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>')

    with pytest.raises(Refused, match=what) as refused:
        with_cells(parts, {name: 5})
    assert refused.value.where == name


def test_an_array_formula_of_one_cell_is_replaced_with_its_metadata() -> None:
    """``cm`` says that a formula is dynamic, ``vm`` that its result is rich: both go with it."""
    parts = parts_of('<row r="1"><c r="A1" cm="1" vm="2"><f t="array" ref="A1">SUM(B1:B2*2)</f><v>1</v></c></row>')

    assert rows_xml(with_cells(parts, {"Sheet1!A1": 5})) == '<row r="1"><c r="A1"><v>5</v></c></row>'


def test_the_calculation_chain_loses_what_is_no_formula_any_more() -> None:
    """Entries without a sheet are on the sheet of the one before, also after that one went."""
    parts = with_chain(SHARED, '<c r="B1" i="1"/><c r="B2"/><c r="B3" l="1"/>')

    assert '<c r="B2" i="1"/><c r="B3" l="1"/>' in part(with_cells(parts, {"Sheet1!B1": 5}), "xl/calcChain.xml")


def test_an_empty_calculation_chain_goes() -> None:
    """With its relationship and its content type."""
    one = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'
    data = with_cells(with_chain(one, '<c r="A1" i="1"/>'), {"Sheet1!A1": 5})

    assert "calcChain" not in part(data, "[Content_Types].xml")
    assert "calcChain" not in part(data, "xl/_rels/workbook.xml.rels")
    with pytest.raises(KeyError):
        part(data, "xl/calcChain.xml")


def test_a_workbook_without_formulas_is_not_told_to_calculate() -> None:
    """Or Excel would ask on closing whether to save what nobody changed."""
    data = with_cells(parts_of('<row r="1"><c r="A1"><v>1</v></c></row>'), {"Sheet1!A1": 5})

    assert "calcPr" not in part(data, "xl/workbook.xml")


@pytest.mark.parametrize("result", [None, 5, 2.5, "text <&>", True])
def test_a_formula_is_written_with_its_result(result: str | float | bool | None) -> None:
    """The only way for the tool to write a formula is to say so."""
    data = with_cells(parts_of(SHARED), {"Sheet1!D1": Formula('IF(A1>0,"a&b",1)', result)})

    assert cell(data, "Sheet1!D1") == Formula('IF(A1>0,"a&b",1)', result)
    assert loaded(data)["Sheet1"]["D1"].value == '=IF(A1>0,"a&b",1)'


def test_text_that_looks_like_a_formula_stays_text() -> None:
    """Nobody runs what somebody typed."""
    data = with_cells(parts_of(SHARED), {"Sheet1!D1": "=1+1"})

    assert cell(data, "Sheet1!D1") == "=1+1"
    assert grids(data)["Sheet1"].at(1, 4) != Formula("1+1")
