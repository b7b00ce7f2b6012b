"""The many forms in which programs write the same workbook: all are read, and read the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from sheet_sync.core.records import Grid
from sheet_sync.core.values import Content
from sheet_sync.errors import WorkbookUnreadable
from sheet_sync.excel.file.package import Package, resolve
from sheet_sync.excel.read.reading import read_grids
from tests.excel.workbooks import MAIN, PACKAGE_RELATIONS, RELATIONS, Parts, parts_of, relationships, sheet, zipped

ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2"><v>3</v></c></row>'
    '<row r="4"><c r="A4" t="inlineStr"><is><t>Zoë</t></is></c></row>'
    '<row r="5"><c r="A5"><v>5</v></c></row>'
)
EXPECTED: dict[int, list[Content]] = {1: ["Dana", 2], 2: ["R&D", None, 3], 4: ["Zoë"], 5: [5]}
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def parts() -> Parts:
    return parts_of(ROWS, strings=["<t>Dana</t>", "<t>R&amp;D</t>"])


def rows_of(file: bytes) -> dict[int, list[Content]]:
    package = Package.from_bytes(file, "test.xlsx")
    read: tuple[Grid, ...] = read_grids(package)
    assert read == read_grids(package, with_patterns=False)
    return read[0].rows


def in_sheet(change: Callable[[bytes], bytes]) -> dict[int, list[Content]]:
    changed = parts()
    changed["xl/worksheets/sheet1.xml"] = change(changed["xl/worksheets/sheet1.xml"])
    return rows_of(zipped(changed))


def test_the_plain_form() -> None:
    assert rows_of(zipped(parts())) == EXPECTED


class TestMarkup:
    def test_without_references_positions_count_on(self) -> None:
        rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>"

        assert rows_of(zipped(parts_of(rows))) == {1: [1, None, 3], 3: [4]}

    def test_references_may_stand_on_some_only(self) -> None:
        rows = (
            '<row r="3"><c><v>1</v></c><c r="D3"><v>2</v></c><c><v>3</v></c></row>'
            "<row><c><v>4</v></c></row>"
            '<row r="9"><c r="B9"><v>5</v></c></row>'
        )

        assert rows_of(zipped(parts_of(rows))) == {3: [1, None, None, 2, 3], 4: [4], 9: [None, 5]}

    def test_main_namespace_with_a_prefix(self) -> None:
        def prefix(part: bytes) -> bytes:
            text = part.decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
            for name in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
                for end in (" ", ">", "/"):
                    text = text.replace(f"<{name}{end}", f"<x:{name}{end}").replace(f"</{name}>", f"</x:{name}>")
            return text.encode()

        assert in_sheet(prefix) == EXPECTED

    def test_strict_namespace(self) -> None:
        assert in_sheet(lambda part: part.replace(MAIN.encode(), STRICT.encode())) == EXPECTED

    def test_byte_order_mark(self) -> None:
        assert in_sheet(lambda part: b"\xef\xbb\xbf" + part) == EXPECTED

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_utf_16(self, encoding: str) -> None:
        def encode(part: bytes) -> bytes:
            text = part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
            mark = "" if encoding == "utf-16" else "\ufeff"
            return (mark + text).encode(encoding)

        assert in_sheet(encode) == EXPECTED

    def test_another_encoding(self) -> None:
        assert in_sheet(lambda part: part.decode().replace('"UTF-8"', '"ISO-8859-1"').encode("iso-8859-1")) == EXPECTED

    def test_no_declaration_and_lower_case_encoding(self) -> None:
        assert in_sheet(lambda part: part[part.index(b"<worksheet") :]) == EXPECTED
        assert in_sheet(lambda part: part.replace(b'"UTF-8"', b'"utf-8"')) == EXPECTED

    def test_comments_hide_what_is_inside_them(self) -> None:
        row = b'<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2"><v>3</v></c></row>'
        decoy = b'<!-- <row r="7"><c r="A7"><v>7</v></c></row><row r="8"></row> -->'

        assert in_sheet(lambda part: part.replace(row, decoy + row)) == EXPECTED
        assert in_sheet(lambda part: part.replace(b"<sheetData>", b"<sheetData>" + decoy)) == EXPECTED
        assert in_sheet(lambda part: part.replace(b"<sheetData>", decoy + b"<sheetData>")) == EXPECTED

    def test_a_comment_may_span_many_blocks(self) -> None:
        decoys = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(100, 20_000)).encode()

        assert in_sheet(lambda part: part.replace(b"<sheetData>", b"<sheetData><!--" + decoys + b"-->")) == EXPECTED

    def test_cdata_is_text(self) -> None:
        inline = b"<is><t>Zo\xc3\xab</t></is>"

        assert in_sheet(lambda part: part.replace(inline, b"<is><t><![CDATA[Zo\xc3\xab]]></t></is>")) == EXPECTED
        assert in_sheet(lambda part: part.replace(inline, b"<is><t><![CDATA[</row><row r='9'>]]></t></is>"))[4] == [
            "</row><row r='9'>"
        ]

    def test_processing_instructions_are_passed_over(self) -> None:
        decoy = b'<?hide <row r="7"><c r="A7"><v>7</v></c></row> ?>'

        assert in_sheet(lambda part: part.replace(b"<sheetData>", b"<sheetData>" + decoy)) == EXPECTED
        assert in_sheet(lambda part: part.replace(b'<row r="2">', decoy + b'<row r="2">')) == EXPECTED

    def test_white_space_between_all_elements(self) -> None:
        assert in_sheet(lambda part: part.replace(b"><", b">\n  <")) == EXPECTED

    def test_single_quotes_and_other_order_of_attributes(self) -> None:
        assert in_sheet(lambda part: part.replace(b'"', b"'")) == EXPECTED
        assert in_sheet(lambda part: part.replace(b'r="A2" t="s"', b't="s" r="A2"')) == EXPECTED
        assert in_sheet(lambda part: part.replace(b'<row r="2">', b'<row ht="15" r="2" >')) == EXPECTED

    def test_unknown_attributes_and_elements(self) -> None:
        other = b'xmlns:x14ac="urn:other" x14ac:dyDescent="0.25"'

        assert in_sheet(lambda part: part.replace(b'<row r="2">', b'<row r="2" ' + other + b">")) == EXPECTED
        assert in_sheet(lambda part: part.replace(b'<row r="2">', b'<row r="2"><x:c xmlns:x="urn:x"/>')) == EXPECTED
        assert in_sheet(lambda part: part.replace(b'r="B1">', b'r="B1" new="1&gt;0">')) == EXPECTED

    def test_a_cell_of_another_namespace_is_no_cell(self) -> None:
        foreign = b'<c xmlns="urn:other" r="Z1"><v>9</v></c>'

        assert in_sheet(lambda part: part.replace(b"</row>", foreign + b"</row>", 1)) == EXPECTED

    def test_of_alternate_content_the_fallback_is_read(self) -> None:
        space = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        row = b'<row r="5"><c r="A5"><v>5</v></c></row>'
        choice = b'<mc:Choice Requires="x14"><row r="5"><c r="A5"><v>99</v></c></row></mc:Choice>'
        content = b"<mc:AlternateContent " + space + b">" + choice + b"<mc:Fallback>" + row + b"</mc:Fallback>"

        assert in_sheet(lambda part: part.replace(row, content + b"</mc:AlternateContent>")) == EXPECTED

    def test_entities_in_numbers_and_references(self) -> None:
        assert in_sheet(lambda part: part.replace(b"<v>3</v>", b"<v>&#51;</v>")) == EXPECTED
        assert in_sheet(lambda part: part.replace(b'"C2"', b'"&#67;2"')) == EXPECTED

    def test_lower_case_references(self) -> None:
        assert in_sheet(lambda part: part.replace(b'"C2"', b'"c2"')) == EXPECTED

    def test_rows_in_any_order_come_out_in_order(self) -> None:
        row = b'<row r="5"><c r="A5"><v>5</v></c></row>'
        read = in_sheet(lambda part: part.replace(row, b"").replace(b"<sheetData>", b"<sheetData>" + row))

        assert list(read.items()) == list(EXPECTED.items())

    def test_a_sheet_without_rows(self) -> None:
        bare = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()

        assert rows_of(zipped(parts_of(bare))) == {}
        assert rows_of(zipped(parts_of(f'<worksheet xmlns="{MAIN}"/>'.encode()))) == {}

    def test_many_blocks_of_plain_and_other_rows(self) -> None:
        """Across blocks, rows that only the parser can read stand among those that the pattern reads."""
        rows = [
            f'<row r="{i}"><c r="A{i}"><v>{i}</v></c><c r="B{i}" t="str"><v>text {i}</v></c></row>'
            if i % 1000
            else f'<row r="{i}"><c><v>{i}</v></c></row>'
            for i in range(1, 30_001)
        ]
        read = rows_of(zipped(parts_of("".join(rows))))

        assert len(read) == 30_000
        assert read[29_999] == [29_999, "text 29999"]
        assert read[30_000] == [30_000]


class TestParts:
    def test_no_styles_and_no_shared_strings(self) -> None:
        assert rows_of(zipped(parts_of('<row r="1"><c r="A1"><v>1</v></c></row>'))) == {1: [1]}

    def test_any_names_and_absolute_targets(self) -> None:
        moved = parts()
        moved["_rels/.rels"] = relationships(("rId1", "officeDocument", "/Book/Main.xml"))
        moved["Book/Main.xml"] = moved.pop("xl/workbook.xml")
        moved["Book/_rels/main.xml.rels"] = relationships(
            ("rId1", "worksheet", "/data/Blatt%201.xml"), ("rId902", "sharedStrings", "..\\xl\\SHAREDSTRINGS.xml")
        )
        moved["data/Blatt 1.xml"] = moved.pop("xl/worksheets/sheet1.xml")
        types = moved["[Content_Types].xml"].replace(b"/xl/workbook.xml", b"/Book/Main.xml")
        moved["[Content_Types].xml"] = types

        assert rows_of(zipped(moved)) == EXPECTED

    def test_backslashes_in_the_zip(self) -> None:
        assert rows_of(zipped({name.replace("/", "\\"): data for name, data in parts().items()})) == EXPECTED

    def test_strict_relationship_types(self) -> None:
        strict = {
            name: data.replace(RELATIONS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships").replace(
                MAIN.encode(), STRICT.encode()
            )
            for name, data in parts().items()
        }

        assert rows_of(zipped(strict)) == EXPECTED

    @pytest.mark.parametrize(
        "kind",
        [
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
            "application/vnd.ms-excel.template.macroEnabled.main+xml",
        ],
    )
    def test_workbooks_with_macros_and_templates(self, kind: str) -> None:
        changed = parts()
        plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        changed["[Content_Types].xml"] = changed["[Content_Types].xml"].replace(plain, kind.encode())

        assert rows_of(zipped(changed)) == EXPECTED

    def test_relationships_of_the_package_alone_name_the_workbook(self) -> None:
        """Where the content types say only "xml", the relationship decides."""
        changed = parts()
        changed["[Content_Types].xml"] = (
            b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="xml" ContentType="application/xml"/></Types>'
        )

        assert rows_of(zipped(changed)) == EXPECTED

    def test_prefixed_relationships(self) -> None:
        changed = parts()
        rels = changed["xl/_rels/workbook.xml.rels"].decode()
        rels = rels.replace(f'xmlns="{PACKAGE_RELATIONS}"', f'xmlns:p="{PACKAGE_RELATIONS}"')
        rels = rels.replace("<Relationship ", "<p:Relationship ").replace("Relationships", "p:Relationships")
        changed["xl/_rels/workbook.xml.rels"] = rels.replace("</p:p:", "</p:").replace("<p:p:", "<p:").encode()

        assert rows_of(zipped(changed)) == EXPECTED

    @pytest.mark.parametrize(
        ("folder", "target", "part"),
        [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets", "../tables/t.xml", "xl/tables/t.xml"),
            ("xl", "/xl/styles.xml", "xl/styles.xml"),
            ("xl", "./styles.xml", "xl/styles.xml"),
            ("xl", "../../../etc/passwd", "etc/passwd"),
            ("", "xl\\workbook.xml", "xl/workbook.xml"),
            ("xl", "styles.xml#part", "xl/styles.xml"),
        ],
    )
    def test_targets_are_resolved_inside_the_package(self, folder: str, target: str, part: str) -> None:
        assert resolve(folder, target) == part


class TestZip:
    def test_stored_entries(self) -> None:
        assert rows_of(zipped(parts(), compression=zipfile.ZIP_STORED)) == EXPECTED

    def test_data_descriptors(self) -> None:
        class Unseekable(io.BytesIO):
            def seekable(self) -> bool:
                return False

            def tell(self) -> int:
                raise io.UnsupportedOperation

            def seek(self, *_: int) -> int:
                raise io.UnsupportedOperation

        buffer = Unseekable()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts().items():
                archive.writestr(name, data)
        package = Package.from_bytes(buffer.getvalue(), "a.xlsx")

        assert all(entry.has_descriptor for entry in package.entries)
        assert rows_of(buffer.getvalue()) == EXPECTED

    def test_zip64(self) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts().items():
                with archive.open(name, "w", force_zip64=True) as entry:
                    entry.write(data)

        assert rows_of(buffer.getvalue()) == EXPECTED

    def test_zip64_end_records(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
        file = zipped(parts())

        assert b"PK\6\6" in file
        assert rows_of(file) == EXPECTED

    def test_folders_comment_extra_fields_and_bytes_before(self) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/", b"")
            for name, data in parts().items():
                info = zipfile.ZipInfo(name)
                info.extra = b"\x99\x99\x04\x00abcd"
                info.comment = b"made by hand"
                archive.writestr(info, data, zipfile.ZIP_DEFLATED)
            archive.comment = b"a comment"
        package = Package.from_bytes(buffer.getvalue(), "a.xlsx")

        assert "xl/" not in package.parts
        assert len(package.entries) == len(package.parts) + 1
        assert rows_of(buffer.getvalue()) == EXPECTED

    def test_entries_tell_where_their_bytes_are(self) -> None:
        """Copying every record and the directory gives the file again."""
        file = zipped(parts())
        package = Package.from_bytes(file, "a.xlsx")
        records = [file[entry.record_start : entry.record_end] for entry in package.entries]
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            told = [
                (i.filename, i.flag_bits, i.compress_type, i.CRC, i.compress_size, i.file_size, i.header_offset)
                for i in archive.infolist()
            ]

        assert file.startswith(b"".join(records))
        assert told == [
            (e.name, e.flags, e.method, e.crc, e.packed_size, e.size, e.record_start) for e in package.entries
        ]
        assert all(zlib_unpacked(package, part) == data for part, data in parts().items())


def zlib_unpacked(package: Package, part: str) -> bytes:
    import zlib

    return zlib.decompress(package.raw(part), -15)


def test_a_row_or_cell_that_stands_twice_is_damage() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    for rows in (row + row, '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>' + row.replace("1", "2")):
        with pytest.raises(WorkbookUnreadable):
            rows_of(zipped(parts_of(rows)))


def test_a_cell_in_another_row_is_damage() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B2"><v>2</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'

    with pytest.raises(WorkbookUnreadable) as caught:
        rows_of(zipped(parts_of(sheet(rows))))

    assert caught.value.where == "Sheet1!B1"
