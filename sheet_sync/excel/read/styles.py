"""Of the styles part only what reading needs: which cell formats make a number a date, a time or a duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.excel.file.markup import BadXml, local_names, new_parser
from sheet_sync.excel.read.numberformats import built_in, of_code
from sheet_sync.excel.read.serials import Shown

if TYPE_CHECKING:
    from sheet_sync.excel.file.package import Package

MAX_FORMATS = 100_000
"""Cell formats.  Excel stops at 65,490.  Source: Microsoft, Excel specifications and limits."""


def read_shown(package: Package, part: str | None) -> tuple[Shown, ...]:
    """What each cell format (``cellXfs``, by its index) makes of a number; nothing where there is no styles part."""
    if part is None:
        return ()
    reader = _StylesReader()
    parser = new_parser(namespace_separator="}")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    package.feed(part, parser)
    return tuple(reader.of_format(number) for number in reader.formats)


class _StylesReader:
    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []
        self._inside = ""
        self._known: dict[int, Shown] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = local_names[name]
        if local in ("cellXfs", "numFmts"):
            self._inside = local
        elif local == "xf" and self._inside == "cellXfs":
            self.formats.append(_number(attributes.get("numFmtId", "0")))
        elif local == "numFmt" and self._inside == "numFmts":  # those of conditional formats stand elsewhere
            self.codes[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        if len(self.formats) > MAX_FORMATS or len(self.codes) > MAX_FORMATS:
            raise BadXml(f"more than {MAX_FORMATS} formats", is_unsafe=True)

    def end(self, name: str) -> None:
        if local_names[name] == self._inside:
            self._inside = ""

    def of_format(self, number: int) -> Shown:
        """A code of the workbook's own wins over the built-in format of that number."""
        if number not in self._known:
            code = self.codes.get(number)
            self._known[number] = built_in(number) if code is None else of_code(code)
        return self._known[number]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
