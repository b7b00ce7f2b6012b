"""Files that are no readable workbook: each is refused in one or two plain sentences that say what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sheet_sync.errors import WorkbookUnreadable
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids
from tests.excel.workbooks import Parts, content_types, parts_of, relationships, zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
JARGON = ("zip", "xml", "ole", "byte", "parse", "exception", "traceback", "none", "archive", "package", "errno", "utf")


def refusal(path: Path) -> WorkbookUnreadable:
    """The error that reading the file ends in, checked to be one that a user can follow."""
    with pytest.raises(WorkbookUnreadable) as caught:
        read_grids(Package.open(path))
    error = caught.value
    assert error.exit_code == 3
    assert error.hint
    assert path.name in error.message
    words = str(error).replace(path.name, "").lower().split()
    assert not [word for word in words if any(word.startswith(bad) for bad in JARGON)]
    assert 0 < str(error).count(". ") + 1 <= 3
    return error


def saved(tmp_path: Path, data: bytes, name: str = "contacts.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_missing_file(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "contacts.xlsx").message


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path).message


def test_an_empty_file(tmp_path: Path) -> None:
    assert "empty" in refusal(saved(tmp_path, b"")).message


def test_text_with_the_name_of_a_workbook(tmp_path: Path) -> None:
    assert "not an Excel workbook" in refusal(saved(tmp_path, b"Name,Email\nDana,dana@example.org\n")).message


def test_a_csv_file(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, b"Name,Email\n", "contacts.csv"))

    assert "text file (.csv)" in error.message
    assert "save it as an Excel Workbook (.xlsx)" in (error.hint or "")


def test_an_old_excel_file(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, OLE + "Workbook".encode("utf-16-le") + bytes(100), "contacts.xls"))

    assert "old kind (.xls)" in error.message


def test_an_old_word_file(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, OLE + "WordDocument".encode("utf-16-le") + bytes(100), "letter.doc"))

    assert "not an Excel workbook" in error.message


def test_a_shortcut_to_a_google_sheet(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, b'{"doc_id": "1a2b"}', "contacts.gsheet"))

    assert "give its link" in (error.hint or "")


def test_a_name_that_no_file_has(tmp_path: Path) -> None:
    with pytest.raises(WorkbookUnreadable):
        Package.open(tmp_path / "con\0tacts.xlsx")


def test_a_file_with_a_password(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)))

    assert "protected with a password" in error.message
    assert "clear the password" in (error.hint or "")


def test_parts_locked_by_a_zip_password(tmp_path: Path) -> None:
    file = bytearray(zipped(parts_of("")))
    at = -1
    for mark, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        while (at := file.find(mark, at + 1)) >= 0:
            file[at + offset] |= 1

    assert "password" in refusal(saved(tmp_path, bytes(file))).message


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off(tmp_path: Path, share: float) -> None:
    file = zipped(parts_of('<row r="1"><c r="A1"><v>1</v></c></row>'))

    assert "not complete" in refusal(saved(tmp_path, file[: int(len(file) * share)])).message


def test_a_damaged_part(tmp_path: Path) -> None:
    file = bytearray(zipped(parts_of('<row r="1"><c r="A1"><v>1</v></c></row>' * 20)))
    entry = Package.from_bytes(bytes(file), "a").entry("xl/worksheets/sheet1.xml")
    file[entry.start + 20] ^= 0xFF

    assert "damaged" in refusal(saved(tmp_path, bytes(file))).message


def test_an_opendocument_file(tmp_path: Path) -> None:
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}

    assert "OpenDocument" in refusal(saved(tmp_path, zipped(ods), "contacts.ods")).message


def test_a_numbers_file(tmp_path: Path) -> None:
    numbers = {"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}

    assert "Numbers" in refusal(saved(tmp_path, zipped(numbers), "contacts.numbers")).message


def test_a_binary_workbook(tmp_path: Path) -> None:
    parts = {"[Content_Types].xml": content_types([]), "xl/workbook.bin": b"x"}
    parts["_rels/.rels"] = relationships(("rId1", "officeDocument", "xl/workbook.bin"))

    assert ".xlsb" in refusal(saved(tmp_path, zipped(parts), "contacts.xlsb")).message


def test_a_word_file(tmp_path: Path) -> None:
    types = content_types([]).replace(
        b"</Types>",
        b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        b'.wordprocessingml.document.main+xml"/></Types>',
    )
    parts = {"[Content_Types].xml": types, "word/document.xml": b"<x/>"}
    parts["_rels/.rels"] = relationships(("rId1", "officeDocument", "word/document.xml"))

    assert "Word" in refusal(saved(tmp_path, zipped(parts))).message


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    assert "not an Excel workbook" in refusal(saved(tmp_path, zipped({"photo.jpg": b"x", "notes.txt": b"y"}))).message


def test_an_empty_zip(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()

    refusal(saved(tmp_path, buffer.getvalue()))


def test_a_workbook_without_sheets(tmp_path: Path) -> None:
    assert "no sheet" in refusal(saved(tmp_path, zipped(parts_of({})))).message


def test_a_workbook_of_charts_only(tmp_path: Path) -> None:
    parts = parts_of("")
    rels = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(b"/worksheet", b"/chartsheet")

    assert "no sheet" in refusal(saved(tmp_path, zipped(parts))).message


def missing(part: str) -> Parts:
    parts = parts_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=["<t>a</t>"])
    del parts[part]
    return parts


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"])
def test_a_missing_part(tmp_path: Path, part: str) -> None:
    assert "damaged" in refusal(saved(tmp_path, zipped(missing(part)))).message


@pytest.mark.parametrize("part", ["xl/workbook.xml", "_rels/.rels"])
def test_a_missing_workbook_part(tmp_path: Path, part: str) -> None:
    parts = missing(part)
    if part == "_rels/.rels":
        parts["[Content_Types].xml"] = content_types([])

    refusal(saved(tmp_path, zipped(parts)))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Injected, since a test may run as a user who may read everything."""
    path = saved(tmp_path, zipped(parts_of("")))

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    assert "may not be read" in refusal(path).message


def test_a_drive_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, zipped(parts_of("")))

    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)

    assert "could not be read from the disk" in refusal(path).message
