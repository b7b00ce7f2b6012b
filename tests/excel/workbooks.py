"""Small workbooks made of raw XML, so that a test shows exactly what the file says.

``parts_of(rows)`` gives the parts of a workbook with one sheet, to be changed at will, and ``zipped(parts)`` the file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Parts = dict[str, bytes]


def sheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    """A worksheet part around the XML of its rows."""
    namespaces = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
    return f"{DECLARATION}<worksheet {namespaces}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def relationships(*entries: tuple[str, str, str]) -> bytes:
    """A relationships part: id, last word of the type, target."""
    inside = "".join(f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" Target="{to}"/>' for i, kind, to in entries)
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE_RELATIONS}">{inside}</Relationships>'.encode()


def styles(*codes: str) -> bytes:
    """A styles part: cell format 0 is General, 1 the first code, and so on."""
    formats = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{code}"/>' for i, code in enumerate(codes))
    xfs = "".join(f'<xf numFmtId="{164 + i}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for i in range(len(codes)))
    return (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}">'
        + (f'<numFmts count="{len(codes)}">{formats}</numFmts>' if codes else "")
        + '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        + '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        + '<fill><patternFill patternType="gray125"/></fill></fills>'
        + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        + f'<cellXfs count="{len(codes) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{xfs}'
        + "</cellXfs></styleSheet>"
    ).encode()


def shared_strings(*items: str) -> bytes:
    """A shared strings part; each item is the XML inside its ``si``."""
    inside = "".join(f"<si>{item}</si>" for item in items)
    return f'{DECLARATION}<sst xmlns="{MAIN}" count="{len(items)}" uniqueCount="{len(items)}">{inside}</sst>'.encode()


def parts_of(
    rows: str | bytes | Mapping[str, str | bytes] = "",
    *,
    strings: Sequence[str] | None = None,
    codes: Sequence[str] | None = None,
    before: str = "",
    after: str = "",
    is_1904: bool = False,
) -> Parts:
    """The parts of a workbook.

    ``rows`` is the XML of the rows of ``Sheet1``, or of several sheets by name; bytes are a whole sheet part.
    ``strings`` are the insides of shared ``si`` elements, ``codes`` number formats for cell formats 1, 2 and so on.
    """
    named = rows if isinstance(rows, Mapping) else {"Sheet1": rows}
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(named, 1))
    overrides = [("xl/workbook.xml", "sheet.main")]
    related = []
    parts: Parts = {
        "[Content_Types].xml": b"",
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
    }
    date_system = '<workbookPr date1904="1"/>' if is_1904 else ""
    parts["xl/workbook.xml"] = (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{date_system}<sheets>{listed}</sheets></workbook>'
    ).encode()
    parts["xl/_rels/workbook.xml.rels"] = b""
    for i, content in enumerate(named.values(), 1):
        data = content if isinstance(content, bytes) else sheet(content, before=before, after=after)
        parts[f"xl/worksheets/sheet{i}.xml"] = data
        overrides.append((f"xl/worksheets/sheet{i}.xml", "worksheet"))
        related.append((f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml"))
    if codes is not None:
        parts["xl/styles.xml"] = styles(*codes)
        overrides.append(("xl/styles.xml", "styles"))
        related.append(("rId901", "styles", "styles.xml"))
    if strings is not None:
        parts["xl/sharedStrings.xml"] = shared_strings(*strings)
        overrides.append(("xl/sharedStrings.xml", "sharedStrings"))
        related.append(("rId902", "sharedStrings", "sharedStrings.xml"))
    parts["[Content_Types].xml"] = content_types(overrides)
    parts["xl/_rels/workbook.xml.rels"] = relationships(*related)
    return parts


def content_types(overrides: Sequence[tuple[str, str]]) -> bytes:
    """The content types part: part names and the last words of their types."""
    listed = "".join(f'<Override PartName="/{part}" ContentType="{_TYPES}.{kind}+xml"/>' for part, kind in overrides)
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    ).encode()


def zipped(parts: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The file that holds the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 24, 12, 0, 0)), data, compression)
    return buffer.getvalue()


def saved(path: Path, parts: Mapping[str, bytes]) -> Path:
    """The file, written to ``path``."""
    path.write_bytes(zipped(parts))
    return path
