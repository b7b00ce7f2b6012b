"""CSV files as programs really write them: which encoding, which separator, and the records with their lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from sheet_sync.errors import WorkbookUnreadable

DELIMITERS = ",;\t"
_MAC_SIGNS = "ŠŽ"
"""What accented letters of old Mac files turn into when they are read as Windows text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text.  ``doubt`` says in words what was assumed, empty where nothing was."""

    text: str
    encoding: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One record: its cells, and the line of the file on which it begins (from 1)."""

    line: int
    cells: tuple[str, ...]


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file: by its byte order mark, else UTF-8, else Windows, which is then said.

    Raises:
        WorkbookUnreadable: it is no text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return Decoded(_strictly(data, "utf-8-sig" if encoding == "utf-8" else encoding, name), encoding)
    if b"\0" in data[:4000]:
        little = data[1:2] == b"\0"
        return Decoded(_strictly(data, "utf-16-le" if little else "utf-16-be", name), "utf-16")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("windows-1252", errors="replace")
    if sum(text.count(sign) for sign in _MAC_SIGNS) * 4 > sum(not letter.isascii() for letter in text):
        doubt = f"{name} seems to come from an old Mac program; look whether names with accents are right."
    else:
        doubt = f"{name} is not in UTF-8, so it is read as Windows text; look whether names with accents are right."
    return Decoded(text, "windows-1252", doubt)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{name} is damaged, or not a text file."
        raise WorkbookUnreadable(message, where=name, hint="Export it again as CSV.", detail=str(error)) from error


def delimiter_of(text: str) -> str:
    """The separator: named in a ``sep=`` line, else the one that splits most of the first lines most often."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if lines and lines[0].strip('"').casefold().startswith("sep=") and len(lines[0].strip('"')) > 4:
        return lines[0].strip('"')[4]
    return max(DELIMITERS, key=lambda sign: (max((line.count(sign) for line in lines), default=0), sign == ","))


def records(text: str, delimiter: str) -> Iterator[CsvRecord]:
    """All records that hold anything; a cell may have line breaks."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    before = 0
    limit = csv.field_size_limit(10_000_000)
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield CsvRecord(line, tuple(cells))
    except csv.Error as error:
        message = f"Line {reader.line_num} of the file cannot be read as CSV."
        raise WorkbookUnreadable(message, hint="Export it again.", detail=str(error)) from error
    finally:
        csv.field_size_limit(limit)
