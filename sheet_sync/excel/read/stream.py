"""Reading a big part fast where it is plain, and exactly where it is not.

A part is a long run of like elements (``row`` in a sheet, ``si`` in the shared texts).  It is cut before such elements
into blocks; each block is offered to a pattern, which accounts for every character of it or declines, and a declined
block goes to the XML parser, which has seen all else of the part and so is in the right state for it.  The parser thus
decides what the part means, the pattern only saves it the repetitive middle:

    <worksheet ...><sheetData> | <row>...</row> | <row>...</row> | <row>...</row></sheetData>...</worksheet>
    parser                       pattern          declined: parser   parser

Nothing can hide from the pattern: a comment, CDATA section or instruction ends its use for the rest of the part, as
does an encoding other than UTF-8, and it is used only while the parser stands directly inside the element of the run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from sheet_sync.excel.file.markup import BadXml, feed_chunk

if TYPE_CHECKING:
    from sheet_sync.excel.file.package import Package

MAX_BLOCK_BYTES = 4 * 2**20
"""A longer block goes to the parser, which needs no whole elements."""
_DECLINED_IN_A_ROW = 4
"""After so many declined blocks the rest is taken to be like them."""
_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*"
    rb"(?:<\?xml(?:(?![^>]*encoding)[^>]*|[^>]*encoding=[\"'][Uu][Tt][Ff]-8[\"'][^>]*)\?>)?"
    rb"[^<]*<[A-Za-z]"
)


class Unusual(Exception):
    """The pattern declines: only the parser can tell."""


class Run(Protocol):
    """What is read: a parser with its handlers set, and the pattern's way to take in a block."""

    parser: Any
    opening: bytes
    """How an element of the run begins in a plain part: ``<row``."""

    def is_inside(self) -> bool:
        """Whether the parser stands directly inside the element that holds the run."""

    def read_block(self, block: str) -> None:
        """Take in whole elements of the run; or raise ``Unusual``, and be as before."""

    def check(self, tags: int) -> None:
        """Called whenever the parser was given something with so many tags: raise where more piles up than may."""


def read_run(package: Package, part: str, run: Run, *, with_patterns: bool = True) -> None:
    """Read a whole part.

    ``with_patterns`` is off where a test compares both ways.

    Raises:
        WorkbookUnreadable: the part is missing, damaged or not well-formed.
    """
    feeder = _Feeder(run, with_patterns=with_patterns)
    try:
        for chunk in package.chunks(part):
            feeder.take(chunk)
        feeder.finish()
    except BadXml as error:
        raise package.bad_xml(part, error) from error


class _Feeder:
    """Cuts what comes in, and gives each piece to the pattern or to the parser."""

    def __init__(self, run: Run, *, with_patterns: bool) -> None:
        self._run = run
        self._use_pattern = with_patterns
        self._is_started = False
        self._rest = b""
        self._fed = 0
        self._declined = 0

    def take(self, chunk: bytes) -> None:
        data = self._rest + chunk if self._rest else chunk
        self._rest = b""
        if self._use_pattern and not self._is_started:
            data = self._begin(data)
        if self._use_pattern and self._is_started:
            data = self._take_blocks(data)
        if self._use_pattern:
            self._rest = data
        else:
            self._parse(data)

    def finish(self) -> None:
        self._parse(self._rest, is_last=True)

    def _begin(self, data: bytes) -> bytes:
        """What is left after the parser got all that stands before the first element of the run."""
        at = data.find(self._run.opening)
        if at < 0:
            self._use_pattern = len(data) <= MAX_BLOCK_BYTES
            return data
        head = data[:at]
        self._use_pattern = _UTF8.match(head) is not None and b"<!" not in head and head.count(b"<?") <= 1
        self._parse(head)
        self._is_started = True
        self._use_pattern = self._use_pattern and self._run.is_inside()
        return data[at:]

    def _take_blocks(self, data: bytes) -> bytes:
        """What is left of data after the last whole element: the beginning of the next one."""
        cut = data.rfind(self._run.opening)
        if cut <= 0:
            self._use_pattern = len(data) <= MAX_BLOCK_BYTES
            return data
        block = data[:cut]
        if b"<!" in block or b"<?" in block:
            self._use_pattern = False
            return data
        try:
            self._run.read_block(block.decode())
            self._declined = 0
        except (Unusual, UnicodeDecodeError):
            self._parse(block)
            self._declined += 1
            self._use_pattern = self._declined < _DECLINED_IN_A_ROW and self._run.is_inside()
        return data[cut:]

    def _parse(self, data: bytes, *, is_last: bool = False) -> None:
        self._fed += len(data)
        feed_chunk(self._run.parser, data, self._fed, is_last=is_last)
        self._run.check(data.count(b"<"))
