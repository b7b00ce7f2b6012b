"""What a cell's stored text is read as: by type, number format and date system."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from sheet_sync.core.records import Area, Grid, ListObject
from sheet_sync.core.values import Content, ErrorValue, Formula
from sheet_sync.errors import WorkbookUnreadable
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids, read_project_id
from tests.excel.workbooks import DECLARATION, MAIN, Parts, content_types, parts_of, relationships, sheet, zipped

moment = datetime.fromisoformat


def grids(parts: Parts) -> tuple[Grid, ...]:
    """The grids, read both ways, which must agree."""
    package = Package.from_bytes(zipped(parts), "test.xlsx")
    read = read_grids(package)
    assert read == read_grids(package, with_patterns=False)
    return read


def row_of(*cells: str, strings: list[str] | None = None, codes: list[str] | None = None) -> list[Content]:
    """The contents of row 1 with these cells; a second row makes the first one fit for the pattern."""
    rows = f'<row r="1">{"".join(cells)}</row><row r="2"><c r="A2"><v>1</v></c></row>'
    return grids(parts_of(rows, strings=strings, codes=codes))[0].rows.get(1, [])


def one(cell: str, *, strings: list[str] | None = None, code: str | None = None, is_1904: bool = False) -> Content:
    """The content of A1, whose cell format 1 has the given code."""
    rows = f'<row r="1">{cell}</row><row r="2"><c r="A2"><v>1</v></c></row>'
    parts = parts_of(rows, strings=strings, codes=None if code is None else [code], is_1904=is_1904)
    return grids(parts)[0].at(1, 1)


class TestNumbers:
    @pytest.mark.parametrize(
        ("stored", "value"),
        [
            ("5", 5),
            ("-5", -5),
            ("2.5", 2.5),
            ("5.0", 5),
            ("1E3", 1000),
            ("1.5e-7", 1.5e-7),
            (" 7 ", 7),
            ("0", 0),
            ("007", 7),
            ("123456789012345", 123456789012345),
            ("12345678901234567890", 12345678901234567890.0),
            ("0.30000000000000004", 0.30000000000000004),
        ],
    )
    def test_whole_ones_are_int_and_others_float(self, stored: str, value: float) -> None:
        content = one(f'<c r="A1"><v>{stored}</v></c>')

        assert content == value
        assert type(content) is type(value)

    @pytest.mark.parametrize("stored", ["abc", "1_000", "nan", "inf", "-inf", "1,5", "0x10", "1 2"])
    def test_what_is_no_number_is_damage_with_its_cell(self, stored: str) -> None:
        with pytest.raises(WorkbookUnreadable) as caught:
            one(f'<c r="A1"><v>{stored}</v></c>')

        assert caught.value.where == "Sheet1!A1"

    def test_empty_ones_are_no_cell(self) -> None:
        assert row_of('<c r="A1"/>', '<c r="B1"><v></v></c>', '<c r="C1" s="0"></c>') == []


class TestTexts:
    def test_shared_and_inline_and_formula_texts(self) -> None:
        cells = (
            '<c r="A1" t="s"><v>1</v></c>',
            '<c r="B1" t="inlineStr"><is><t>inline</t></is></c>',
            '<c r="C1" t="str"><v>result</v></c>',
        )

        assert row_of(*cells, strings=["<t>zero</t>", "<t>one</t>"]) == ["one", "inline", "result"]

    def test_rich_text_is_its_plain_text_and_phonetic_text_is_left_out(self) -> None:
        rich = '<r><t>Da</t></r><r><rPr><b/></rPr><t xml:space="preserve">na </t></r><rPh sb="0" eb="1"><t>no</t></rPh>'
        japanese = '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>'

        assert row_of('<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>', strings=[rich, japanese]) == [
            "Dana ",
            "東京",
        ]
        assert row_of(f'<c r="A1" t="inlineStr"><is>{rich}</is></c>') == ["Dana "]

    @pytest.mark.parametrize(
        ("stored", "text"),
        [
            ("a_x000A_b", "a\nb"),
            ("_x005F_x000A_", "_x000A_"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_ alone", "_xD83D_ alone"),
            ("snake_x_case", "snake_x_case"),
            ("R&amp;D &lt;3 &#233; &#x1F600;", "R&D <3 é 😀"),
            ("two\nlines", "two\nlines"),
            ("two\r\nlines", "two\nlines"),
            ("  kept  ", "  kept  "),
            ('"quotes" > all', '"quotes" > all'),
        ],
    )
    def test_escapes_and_entities(self, stored: str, text: str) -> None:
        assert one('<c r="A1" t="s"><v>0</v></c>', strings=[f'<t xml:space="preserve">{stored}</t>']) == text
        assert one(f'<c r="A1" t="inlineStr"><is><t>{stored}</t></is></c>') == text
        assert one(f'<c r="A1" t="str"><v>{stored}</v></c>') == text

    def test_empty_text_is_empty(self) -> None:
        assert row_of('<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>', strings=["<t/>", "<t></t>"]) == []

    def test_a_digit_in_a_text_cell_is_text(self) -> None:
        assert one('<c r="A1" t="s"><v>0</v></c>', strings=["<t>5</t>"]) == "5"

    @pytest.mark.parametrize("index", ["1", "-1", "x", "99999999999999999999"])
    def test_a_shared_text_that_is_not_there_is_damage(self, index: str) -> None:
        with pytest.raises(WorkbookUnreadable) as caught:
            one(f'<c r="A1" t="s"><v>{index}</v></c>', strings=["<t>only</t>"])

        assert caught.value.where == "Sheet1!A1"


class TestOtherTypes:
    def test_booleans_and_errors(self) -> None:
        cells = '<c r="A1" t="b"><v>1</v></c>', '<c r="B1" t="b"><v>0</v></c>', '<c r="C1" t="e"><v>#N/A</v></c>'

        assert row_of(*cells) == [True, False, ErrorValue("#N/A")]
        assert row_of(*cells)[0] is True

    @pytest.mark.parametrize(
        ("stored", "value"),
        [
            ("2026-11-24", date(2026, 11, 24)),
            ("2026-11-24T09:30:00", moment("2026-11-24T09:30")),
            ("2026-11-24T09:30:00.250Z", moment("2026-11-24T09:30:00.250")),
            ("2026-11-24T00:00:00", date(2026, 11, 24)),
            ("T09:30:00", time(9, 30)),
            ("09:30:00", time(9, 30)),
        ],
    )
    def test_dates_as_iso_text(self, stored: str, value: Content) -> None:
        assert one(f'<c r="A1" t="d"><v>{stored}</v></c>') == value

    def test_an_unknown_type_is_damage(self) -> None:
        with pytest.raises(WorkbookUnreadable):
            one('<c r="A1" t="zz"><v>1</v></c>')


class TestDates:
    @pytest.mark.parametrize(
        ("code", "serial", "value"),
        [
            ("yyyy-mm-dd", "46350", date(2026, 11, 24)),
            ("d/m/yy h:mm", "46350.395833333336", moment("2026-11-24T09:30")),
            ("[$-409]d\\-mmm\\-yyyy;@", "46350", date(2026, 11, 24)),
            ("mmm", "46350", date(2026, 11, 24)),
            ("h:mm AM/PM", "0.39583333333333331", time(9, 30)),
            ("mm:ss.000", "1.1574074074074073E-5", time(0, 0, 1)),
            ("[h]:mm", "1.5", timedelta(hours=36)),
            ("[mm]:ss", "-0.5", timedelta(hours=-12)),
            ("h:mm", "0", time(0, 0)),
            ("h:mm", "46350.5", moment("2026-11-24T12:00")),
            ("yyyy-mm-dd", "0", 0),
            ("yyyy-mm-dd", "-1", -1),
            ("yyyy-mm-dd", "60", 60),
            ("yyyy-mm-dd", "59", date(1900, 2, 28)),
            ("yyyy-mm-dd", "1", date(1900, 1, 1)),
            ("yyyy-mm-dd", "61", date(1900, 3, 1)),
            ("yyyy-mm-dd", "2958465", date(9999, 12, 31)),
            ("yyyy-mm-dd", "2958466", 2958466),
            ("yyyy-mm-dd", "46350.999999999", date(2026, 11, 25)),
            ('0.00 "days"', "46350", 46350),
            ("0.00E+00", "46350", 46350),
            ("[Red]#,##0", "46350", 46350),
            ("General", "46350", 46350),
            ("#\\ ?/?", "46350", 46350),
            ('[=0]"-";dd/mm/yyyy', "46350", date(2026, 11, 24)),
            ('yyyy"年"m"月"d"日"', "46350", date(2026, 11, 24)),
            ("[$-411]ggge", "46350", date(2026, 11, 24)),
            ("@", "46350", 46350),
        ],
    )
    def test_the_number_format_decides(self, code: str, serial: str, value: Content) -> None:
        content = one(f'<c r="A1" s="1"><v>{serial}</v></c>', code=code.replace('"', "&quot;"))

        assert content == value
        assert type(content) is type(value)

    def test_the_1904_system(self) -> None:
        assert one('<c r="A1" s="1"><v>44888</v></c>', code="yyyy-mm-dd", is_1904=True) == date(2026, 11, 24)
        assert one('<c r="A1" s="1"><v>0</v></c>', code="yyyy-mm-dd", is_1904=True) == date(1904, 1, 1)
        assert one('<c r="A1" s="1"><v>0</v></c>', code="h:mm", is_1904=True) == time(0, 0)
        assert one('<c r="A1" s="1"><v>59</v></c>', code="yyyy-mm-dd", is_1904=True) == date(1904, 2, 29)

    @pytest.mark.parametrize(("built_in", "value"), [(14, date), (20, time), (22, date), (46, timedelta), (2, float)])
    def test_built_in_formats(self, built_in: int, value: type) -> None:
        parts = parts_of('<row r="1"><c r="A1" s="1"><v>0.5</v></c></row>', codes=["0"])
        parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'<xf numFmtId="164"', b'<xf numFmtId="%d"' % built_in)
        content = grids(parts)[0].at(1, 1)

        assert isinstance(content, time if value is date else value)

    def test_the_format_of_a_conditional_format_is_no_cells_format(self) -> None:
        parts = parts_of('<row r="1"><c r="A1" s="1"><v>46350</v></c></row>', codes=["0"])
        dxfs = b'<dxfs><dxf><numFmt numFmtId="14" formatCode="General"/></dxf></dxfs></styleSheet>'
        styled = parts["xl/styles.xml"].replace(b'<xf numFmtId="164"', b'<xf numFmtId="14"')
        parts["xl/styles.xml"] = styled.replace(b"</styleSheet>", dxfs)

        assert grids(parts)[0].at(1, 1) == date(2026, 11, 24)

    def test_a_cell_format_beyond_the_list_is_general(self) -> None:
        assert one('<c r="A1" s="99"><v>46350</v></c>', code="yyyy") == 46350


class TestFormulas:
    def test_text_and_last_result(self) -> None:
        cells = (
            '<c r="A1"><f>1+1</f><v>2</v></c>',
            '<c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c>',
            '<c r="C1" t="e"><f>NA()</f><v>#N/A</v></c>',
            '<c r="D1"><f>TODAY()</f></c>',
            '<c r="E1" t="str"><f>""</f><v></v></c>',
        )

        assert row_of(*cells) == [
            Formula("1+1", 2),
            Formula('A1&"x"', "2x"),
            Formula("NA()", ErrorValue("#N/A")),
            Formula("TODAY()", None),
            Formula('""', None),
        ]

    def test_a_shared_formula_is_written_out_for_each_cell(self) -> None:
        rows = (
            '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1+$A$1+Sheet2!A1+A$1</f><v>1</v></c></row>'
            '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
            '<row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
        )
        grid = grids(parts_of(rows))[0]

        assert grid.at(2, 2) == Formula("A2+$A$1+Sheet2!A2+A$1", 2)
        assert grid.at(3, 2) == Formula("A3+$A$1+Sheet2!A3+A$1", 3)

    def test_a_shared_formula_may_stand_below_the_cells_that_share_it(self) -> None:
        rows = (
            '<row r="1"><c r="B1"><f t="shared" si="0"/><v>1</v></c></row>'
            '<row r="2"><c r="B2"><f t="shared" ref="B1:B2" si="0">A2</f><v>2</v></c></row>'
        )

        assert grids(parts_of(rows))[0].at(1, 2) == Formula("A1", 1)

    def test_every_cell_of_an_array_is_a_formula(self) -> None:
        rows = (
            '<row r="1"><c r="A1"><f t="array" ref="A1:A2">ROW(1:2)</f><v>1</v></c><c r="B1"><v>9</v></c></row>'
            '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>9</v></c></row>'
        )
        grid = grids(parts_of(rows))[0]

        assert grid.rows == {1: [Formula("ROW(1:2)", 1), 9], 2: [Formula("ROW(1:2)", 2), 9]}

    def test_every_cell_of_a_data_table_is_a_formula(self) -> None:
        rows = (
            '<row r="1"><c r="B1"><f t="dataTable" ref="B1:B2" dt2D="0" dtr="0" r1="A9"/><v>1</v></c></row>'
            '<row r="2"><c r="B2"><v>2</v></c></row>'
        )

        assert grids(parts_of(rows))[0].at(2, 2) == Formula("TABLE(,A9)", 2)


class TestSheets:
    def test_rows_cut_and_empty_ones_absent(self) -> None:
        rows = '<row r="3"><c r="B3"><v>1</v></c><c r="C3" s="0"/></row><row r="5" s="1"/><row r="9"><c r="A9"/></row>'

        assert grids(parts_of(rows))[0].rows == {3: [None, 1]}

    def test_hidden_rows_that_hold_something(self) -> None:
        rows = (
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
            '<row r="3" hidden="0"><c r="A3"><v>3</v></c></row>'
            '<row r="4" ht="12" hidden="true"><c r="A4"><v>4</v></c></row>'
            '<row r="5" hidden="1"/>'
            '<row r="6"><c r="A6"><v>6</v></c></row>'
        )

        assert grids(parts_of(rows))[0].hidden_rows == {2, 4}

    def test_merged_areas_and_protection(self) -> None:
        after = '<sheetProtection sheet="1"/><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
        grid = grids(parts_of('<row r="1"><c r="A1"><v>1</v></c></row>', after=after))[0]

        assert grid.merged == (Area(1, 1, 1, 3),)
        assert grid.is_protected

    def test_a_protection_that_is_off_protects_nothing(self) -> None:
        assert not grids(parts_of("", after='<sheetProtection objects="1"/>'))[0].is_protected

    def test_hidden_sheets_are_read_and_marked(self) -> None:
        parts = parts_of({"Shown": "", "Hidden": "", "Very": ""})
        book = parts["xl/workbook.xml"].replace(b'sheetId="2"', b'sheetId="2" state="hidden"')
        parts["xl/workbook.xml"] = book.replace(b'sheetId="3"', b'sheetId="3" state="veryHidden"')

        assert [(grid.name, grid.is_hidden) for grid in grids(parts)] == [
            ("Shown", False),
            ("Hidden", True),
            ("Very", True),
        ]

    def test_tables(self) -> None:
        after = '<tableParts count="1"><tablePart r:id="rId7"/></tableParts>'
        parts = parts_of('<row r="1"><c r="A1"><v>1</v></c></row>', after=after)
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(("rId7", "table", "../tables/table1.xml"))
        parts["xl/tables/table1.xml"] = (
            f'{DECLARATION}<table xmlns="{MAIN}" id="1" name="t" displayName="People" ref="A1:B4" totalsRowCount="1">'
            '<tableColumns count="2"><tableColumn id="1" name="Name"/><tableColumn id="2" name="Job_x000a_title"/>'
            "</tableColumns></table>"
        ).encode()

        assert grids(parts)[0].list_objects == (
            ListObject("People", Area(1, 1, 4, 2), ("Name", "Job\ntitle"), has_header=True, has_totals=True),
        )

    def test_chart_dialog_and_macro_sheets_are_no_grids(self) -> None:
        parts = parts_of({"Data": "", "Chart": sheet("")})
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
            b'/worksheet" Target="worksheets/sheet2.xml"', b'/chartsheet" Target="worksheets/sheet2.xml"'
        )

        assert [grid.name for grid in grids(parts)] == ["Data"]


class TestProjectId:
    VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"

    def with_property(self, name: str, value: str) -> Parts:
        parts = parts_of("")
        parts["_rels/.rels"] = relationships(
            ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "custom-properties", "docProps/custom.xml")
        )
        parts["docProps/custom.xml"] = (
            f'{DECLARATION}<Properties xmlns="{self.CUSTOM}" xmlns:vt="{self.VT}">'
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}">'
            f"<vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
        ).encode()
        return parts

    def test_read_from_the_custom_property(self) -> None:
        package = Package.from_bytes(zipped(self.with_property("sheet_sync.project", "p-7k3f9q2m")), "a.xlsx")

        assert read_project_id(package) == "p-7k3f9q2m"

    def test_other_properties_are_not_it(self) -> None:
        package = Package.from_bytes(zipped(self.with_property("Client", "x")), "a.xlsx")

        assert read_project_id(package) is None

    def test_none_without_properties(self) -> None:
        assert read_project_id(Package.from_bytes(zipped(parts_of("")), "a.xlsx")) is None


def test_content_types_of_a_made_workbook_are_found() -> None:
    """The builder itself: what it declares is what the package reads."""
    parts = parts_of("")
    package = Package.from_bytes(zipped(parts), "a.xlsx")

    assert package.content_types.of("/xl/WORKBOOK.xml").endswith("sheet.main+xml")
    assert content_types([]) != parts["[Content_Types].xml"]
