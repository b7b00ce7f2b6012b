"""Files made to do harm: refused in plain words, within 10 seconds and 500 MB, and nothing else happens.

Each is read in a process of its own, so that its time and its peak memory are its own.
"""

from __future__ import annotations

import io
import json
import os
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sheet_sync.errors import WorkbookUnreadable
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids
from tests.excel.workbooks import DECLARATION, MAIN, Parts, parts_of, relationships, sheet, styles, zipped

MAX_SECONDS, MAX_MB = 10, 500

READ = """
import json, sys, time
from pathlib import Path
from sheet_sync.errors import WorkbookUnreadable
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids
start = time.process_time()  # not the clock's: other programs may be busy
try:
    grids = read_grids(Package.open(Path(sys.argv[1])))
    said = f"read {sum(len(grid.rows) for grid in grids)} rows"
except WorkbookUnreadable as error:
    said = str(error)
seconds = time.process_time() - start
status = Path("/proc/self/status")  # elsewhere the memory is not measured
peak = int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024 if status.exists() else 0.0
print(json.dumps({"said": said, "seconds": seconds, "peak_mb": peak}))
"""


@dataclass(frozen=True)
class Outcome:
    said: str
    seconds: float
    peak_mb: float


def outcome(tmp_path: Path, data: bytes) -> Outcome:
    """What reading the file in its own process says and costs; both within bounds, and no file left behind."""
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], check=False, capture_output=True, text=True, cwd=tmp_path, timeout=60
    )
    assert done.returncode == 0, done.stderr
    result = Outcome(**json.loads(done.stdout))
    assert result.seconds < MAX_SECONDS
    assert result.peak_mb < MAX_MB
    assert [file.name for file in tmp_path.iterdir()] == ["hostile.xlsx"]
    return result


def refused(parts: Parts | bytes) -> WorkbookUnreadable:
    data = parts if isinstance(parts, bytes) else zipped(parts)
    with pytest.raises(WorkbookUnreadable) as caught:
        read_grids(Package.from_bytes(data, "hostile.xlsx"))
    assert caught.value.hint
    return caught.value


def streamed(pieces: Iterator[bytes], part: str = "xl/worksheets/sheet1.xml", **options: list[str]) -> bytes:
    """A workbook with one big part, written piece by piece."""
    parts = parts_of("", **options)  # type: ignore[arg-type]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            if name != part:
                archive.writestr(name, data)
        with archive.open(part, "w", force_zip64=True) as entry:
            for piece in pieces:
                entry.write(piece)
    return buffer.getvalue()


def sheet_of(row: Callable[[int], str], rows: int, head: str = "") -> Iterator[bytes]:
    yield f'{DECLARATION}<worksheet xmlns="{MAIN}">{head}<sheetData>'.encode()
    for first in range(1, rows + 1, 5000):
        yield "".join(map(row, range(first, min(first + 5000, rows + 1)))).encode()
    yield b"</sheetData></worksheet>"


def numbers(row: int) -> str:
    return (
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>{row}.5</v></c>' for letter in "ABCDEFGHIJ") + "</row>"
    )


def distinct_texts(row: int) -> str:
    cells = "".join(f'<c r="{c}{row}" t="inlineStr"><is><t>{c} {row} text</t></is></c>' for c in "ABCDEFGHIJ")
    return f'<row r="{row}">{cells}</row>'


class TestSize:
    def test_ten_million_cells(self, tmp_path: Path) -> None:
        """Reading stops at the limit, so that the file need not hold all of them."""
        assert "3,000,000 filled rows and cells" in outcome(tmp_path, streamed(sheet_of(numbers, 260_000))).said

    def test_ten_million_cells_that_only_the_parser_can_read(self, tmp_path: Path) -> None:
        said = outcome(tmp_path, streamed(sheet_of(numbers, 170_000, head="<!-- parser, please -->"))).said

        assert "more than sheet_sync reads" in said

    def test_texts_that_are_all_different(self, tmp_path: Path) -> None:
        assert "more than sheet_sync reads" in outcome(tmp_path, streamed(sheet_of(distinct_texts, 260_000))).said

    def test_a_million_formatted_rows_with_twenty_filled_are_read(self, tmp_path: Path) -> None:
        """Not hostile at all: what dragging a format down a whole sheet leaves behind."""

        def row(number: int) -> str:
            filled = f'<c r="A{number}" s="1"><v>{number}</v></c>' if number <= 20 else f'<c r="A{number}" s="1"/>'
            empty = "".join(f'<c r="{letter}{number}" s="1"/>' for letter in "BCDEF")
            return f'<row r="{number}" spans="1:6" s="1" customFormat="1" ht="15">{filled}{empty}</row>'

        result = outcome(tmp_path, streamed(sheet_of(row, 1_048_576), codes=["0.00"]))

        assert result.said == "read 20 rows"
        assert result.peak_mb < 100

    def test_a_cell_in_the_last_column_of_many_rows(self, tmp_path: Path) -> None:
        said = outcome(
            tmp_path, streamed(sheet_of(lambda i: f'<row r="{i}"><c r="XFD{i}"><v>1</v></c></row>', 200_000))
        ).said

        assert "far out to the right" in said

    @pytest.mark.parametrize("tag", ['<c r="A1"/>', "<a/>", '<row r="1" hidden="1"/>'])
    def test_empty_elements_without_end(self, tmp_path: Path, tag: str) -> None:
        def pieces() -> Iterator[bytes]:
            yield f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData><row r="1">'.encode()
            block = tag.encode() * 20_000
            for _ in range(30_000_000 // len(block)):
                yield block
            yield b"</row></sheetData></worksheet>"

        outcome(tmp_path, streamed(pieces()))

    def test_shared_texts_without_end(self, tmp_path: Path) -> None:
        def pieces() -> Iterator[bytes]:
            yield f'{DECLARATION}<sst xmlns="{MAIN}">'.encode()
            for block in range(3000):
                yield "".join(f"<si><t>{block * 1000 + i}</t></si>" for i in range(1000)).encode()
            yield b"</sst>"

        said = outcome(tmp_path, streamed(pieces(), "xl/sharedStrings.xml", strings=[])).said

        assert "different texts" in said

    def test_a_million_rows_of_one_cell_each_on_three_sheets(self, tmp_path: Path) -> None:
        rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}.5</v></c></row>' for i in range(1, 1_048_577))

        assert "filled rows and cells" in outcome(tmp_path, zipped(parts_of({"A": rows, "B": rows, "C": rows}))).said

    def test_long_texts_in_cells(self, tmp_path: Path) -> None:
        """Each of another letter, and as many as it takes."""

        def row(number: int) -> str:
            text = chr(0x4E00 + number) * 30_000
            return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'

        assert "characters of text" in outcome(tmp_path, streamed(sheet_of(row, 2_500))).said

    def test_long_attributes(self, tmp_path: Path) -> None:
        def row(number: int) -> str:
            return (
                f'<row r="{number}" a{number}="{"x" * 100_000}"><c r="A{number}" s="{"0" * 100_000}"><v>1</v></c></row>'
            )

        outcome(tmp_path, streamed(sheet_of(row, 2_000)))

    def test_merged_areas_without_end(self, tmp_path: Path) -> None:
        def pieces() -> Iterator[bytes]:
            yield f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData/><mergeCells>'.encode()
            yield b'<mergeCell ref="A1:B2"/>' * 2_000_000
            yield b"</mergeCells></worksheet>"

        assert "merged areas" in outcome(tmp_path, streamed(pieces())).said

    def test_a_formula_shared_by_everyone(self, tmp_path: Path) -> None:
        long = "+".join(f"A{i}" for i in range(1, 1500))

        def row(number: int) -> str:
            formula = f'<f t="shared" ref="A1:A300000" si="0">{long}</f>' if number == 1 else '<f t="shared" si="0"/>'
            return f'<row r="{number}"><c r="B{number}">{formula}<v>1</v></c></row>'

        assert "characters of text" in outcome(tmp_path, streamed(sheet_of(row, 300_000))).said

    def test_arrays_that_overlap_everywhere(self, tmp_path: Path) -> None:
        def row(number: int) -> str:
            return f'<row r="{number}"><c r="A{number}"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row>'

        outcome(tmp_path, streamed(sheet_of(row, 20_000)))


class TestBombs:
    def test_a_part_that_unpacks_to_more_than_a_gigabyte(self, tmp_path: Path) -> None:
        def pieces() -> Iterator[bytes]:
            yield f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
            for _ in range(1100):
                yield b" " * 2**20
            yield b"</sheetData></worksheet>"

        said = outcome(tmp_path, streamed(pieces())).said

        assert "no spreadsheet program builds" in said or "more than sheet_sync reads" in said

    def test_a_part_that_lies_about_its_size(self) -> None:
        file = bytearray(zipped(parts_of(" " * 1_000_000)))
        entry = Package.from_bytes(bytes(file), "a").entry("xl/worksheets/sheet1.xml")
        central = file.rfind(b"PK\1\2", 0, file.rfind(entry.raw_name))
        struct.pack_into("<L", file, central + 24, 1000)

        assert "damaged" in refused(bytes(file)).message

    def test_entries_that_share_their_bytes(self) -> None:
        """Two directory entries that point to one record: the way to fit a terabyte into a megabyte."""
        file = zipped({"a.xml": b"x" * 1000})
        central = file.index(b"PK\1\2")
        end = file.index(b"PK\5\6")
        directory = file[central:end]
        doubled = bytearray(file[:central] + directory * 2 + file[end:])
        at = doubled.index(b"PK\5\6")
        struct.pack_into("<HHL", doubled, at + 8, 2, 2, 2 * len(directory))

        assert "damaged" in refused(bytes(doubled)).message

    def test_a_zip_inside_is_not_opened(self) -> None:
        parts = parts_of('<row r="1"><c r="A1"><v>1</v></c></row>')
        parts["xl/embeddings/bomb.zip"] = zipped({"bomb.zip": zipped({"zeros": bytes(10**7)})})

        assert read_grids(Package.from_bytes(zipped(parts), "a.xlsx"))[0].rows == {1: [1]}

    def test_more_entries_than_any_workbook_has(self) -> None:
        assert "damaged" in refused({f"{i}": b"" for i in range(20_500)}).message


class TestMarkup:
    def test_a_document_type_is_refused(self) -> None:
        bomb = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
        entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        for doctype in (bomb, outside, entity, "<!DOCTYPE worksheet>"):
            part = sheet('<row r="1"><c r="A1" t="str"><v>&b;&e;</v></c></row>')
            declared = part.replace(b"<worksheet", doctype.encode() + b"<worksheet", 1)

            assert "no spreadsheet program builds" in refused(parts_of(declared)).message

    @pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels"])
    def test_in_every_part(self, part: str) -> None:
        parts = parts_of("", strings=["<t>a</t>"], codes=["0"])
        parts[part] = parts[part].replace(b"?>\n", b"?>\n<!DOCTYPE x [<!ENTITY a 'b'>]>", 1)

        assert "no spreadsheet program builds" in refused(parts).message

    def test_a_million_levels(self, tmp_path: Path) -> None:
        for name in ("x", "c", "row"):
            depth = 2_000_000
            deep = f"<{name}>".encode() * depth
            part = f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData>'.encode() + deep

            assert "no spreadsheet program builds" in outcome(tmp_path, zipped(parts_of(part))).said

    def test_a_tag_without_end(self, tmp_path: Path) -> None:
        def pieces() -> Iterator[bytes]:
            yield f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData><row r="1" a="'.encode()
            for _ in range(64):
                yield os.urandom(2**19).hex().encode()

        assert "no spreadsheet program builds" in outcome(tmp_path, streamed(pieces())).said

    def test_a_text_without_end(self, tmp_path: Path) -> None:
        def pieces() -> Iterator[bytes]:
            yield f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>'.encode()
            for _ in range(64):
                yield os.urandom(2**19).hex().encode()
            yield b"</v></c></row></sheetData></worksheet>"

        assert "no spreadsheet program builds" in outcome(tmp_path, streamed(pieces())).said

    @pytest.mark.parametrize(
        "inside",
        [
            b"\xff\xfe\xfa",
            b"\xed\xa0\x80",
            b"\xc0\x80",
            b"a\x00b",
            b"a\x01b",
            b"&undefined;",
            b"&#0;",
            b"&#xD800;",
            b"]]>",
            b"<b>",
            b"& ",
            b"</c>",
        ],
    )
    def test_text_that_is_not_well_formed(self, inside: bytes) -> None:
        row = b'<row r="1"><c r="A1" t="str"><v>' + inside + b'</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
        part = sheet("").replace(b"<sheetData>", b"<sheetData>" + row)
        for with_patterns in (True, False):
            package = Package.from_bytes(zipped(parts_of(part)), "a.xlsx")
            with pytest.raises(WorkbookUnreadable):
                read_grids(package, with_patterns=with_patterns)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"</row>", b"</raw>"),
            (b"</c>", b"</d>"),
            (b"</v>", b"</w>"),
            (b"</v>", b"</v><b>"),
            (b'r="A1"', b'r="A1" r="A1"'),
            (b"</worksheet>", b""),
            (b"</sheetData>", b""),
            (b"<sheetData>", b"<sheetData><sheetData>"),
            (b'<row r="1">', b'<row r="1" r="1">'),
        ],
    )
    def test_markup_that_is_not_well_formed(self, old: bytes, new: bytes) -> None:
        rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'

        refused(parts_of(sheet(rows).replace(old, new, 1)))


class TestNames:
    @pytest.mark.parametrize(
        "name", ["../evil.xml", "xl/../../evil.xml", "..\\evil.xml", "C:/evil.xml", "xl/..%2f/../x"]
    )
    def test_names_that_climb_out(self, name: str) -> None:
        assert "no spreadsheet program builds" in refused(parts_of("") | {name: b"x"}).message

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("name", ["xl/workbook.xml", "XL/Workbook.xml", "xl\\workbook.xml"])
    def test_two_parts_of_one_name(self, name: str) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for part, data in [*parts_of("").items(), (name, b"<x/>")]:
                archive.writestr(part, data)

        assert "no spreadsheet program builds" in refused(buffer.getvalue()).message

    def test_a_record_under_another_name(self) -> None:
        """The directory and the record disagree: two programs would read two different files."""
        file = zipped(parts_of(""))
        at = file.index(b"xl/workbook.xml")

        assert "damaged" in refused(file[:at] + b"xl/workbooq.xml" + file[at + 15 :]).message

    def test_relationships_to_missing_parts(self) -> None:
        parts = parts_of("")
        parts["xl/_rels/workbook.xml.rels"] = relationships(("rId1", "worksheet", "worksheets/none.xml"))

        assert "damaged" in refused(parts).message

    def test_relationships_that_lead_outside(self) -> None:
        parts = parts_of("")
        rels = parts["xl/_rels/workbook.xml.rels"]
        outside = rels.replace(b'Target="worksheets', b'TargetMode="External" Target="file:///etc')
        parts["xl/_rels/workbook.xml.rels"] = outside

        assert "damaged" in refused(parts).message

    def test_a_part_that_is_its_own_workbook_and_sheet(self) -> None:
        parts = parts_of("")
        parts["xl/_rels/workbook.xml.rels"] = relationships(("rId1", "worksheet", "workbook.xml"))

        assert read_grids(Package.from_bytes(zipped(parts), "a.xlsx"))[0].rows == {}

    def test_sheets_that_are_one_part(self) -> None:
        """Each would cost reading it once more."""
        parts = parts_of('<row r="1"><c r="A1"><v>1</v></c></row>')
        many = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (i, i) for i in range(1, 900))
        parts["xl/workbook.xml"] = re.sub(
            b"<sheets>.*</sheets>", b"<sheets>" + many + b"</sheets>", parts["xl/workbook.xml"]
        )

        assert "no spreadsheet program builds" in refused(parts).message

    def test_more_sheets_than_anybody_has(self) -> None:
        assert "more than 1,000 sheets" in refused(parts_of({f"S{i}": "" for i in range(1001)})).message


class TestPlaces:
    @pytest.mark.parametrize(
        "row",
        [
            '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
            '<row r="1"><c r="XFE1"><v>1</v></c></row>',
            '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
            '<row r="1"><c r="AAAA1"><v>1</v></c></row>',
            '<row r="0"><c r="A0"><v>1</v></c></row>',
            '<row r="-1"><c r="A1"><v>1</v></c></row>',
            '<row r="1"><c r="1"><v>1</v></c></row>',
            '<row r="1"><c r="A"><v>1</v></c></row>',
            '<row r="1"><c r=""><v>1</v></c></row>',
            '<row r="1"><c r="A1:B2"><v>1</v></c></row>',
            '<row r="99999999999999999999"><c r="A1"><v>1</v></c></row>',
        ],
    )
    def test_places_that_no_sheet_has(self, row: str) -> None:
        assert "damaged" in refused(parts_of(row + '<row r="2000"><c r="A2000"><v>1</v></c></row>')).message

    @pytest.mark.parametrize("ref", ["", "A1:B", "A0:B2", "A1:XFE2", "A1:A1048577", "1:2", "nonsense"])
    def test_merged_areas_that_no_sheet_has(self, ref: str) -> None:
        after = f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>'

        assert "damaged" in refused(parts_of("", after=after)).message

    def test_styles_without_end(self, tmp_path: Path) -> None:
        part = styles("0").replace(
            b"<cellXfs", b"<cellXfs>" + b'<xf numFmtId="0"/>' * 3_000_000 + b"</cellXfs><cellXfs"
        )

        outcome(tmp_path, zipped(parts_of("", codes=["0"]) | {"xl/styles.xml": part}))
