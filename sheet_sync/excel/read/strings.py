"""The texts that cells share, and what both ways of reading need to make text of XML.

Rich text counts as its plain text; the reading aid above Japanese characters (phonetic text) is not part of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheet_sync.excel.file.budget import MAX_STRINGS, Budget, OverBudget
from sheet_sync.excel.file.markup import MAX_DEPTH, check_text, local_names, new_parser, skip_element, too_deep
from sheet_sync.excel.read.stream import Unusual, read_run

if TYPE_CHECKING:
    from sheet_sync.excel.file.package import Package

_ESCAPES = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_HALVES = re.compile("[\ud800-\udfff]")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PLAIN_STRING = re.compile("<si><t>([^<]*)</t></si>")
_PLAIN_STRING_TAGS = len("<si><t></t></si>")


def unescaped(text: str) -> str:
    """Text with ``_x000D_`` and its like turned into the characters they stand for.

    A half of a surrogate pair alone is no character and stays as it is written.
    Source: ECMA-376 part 1, section 22.9.2.19 (ST_Xstring).

    >>> unescaped("a_x000A_b"), unescaped("_x005F_x000A_"), unescaped("_xD83D__xDE00_"), unescaped("_xD83D_")
    ('a\\nb', '_x000A_', '😀', '_xD83D_')
    """
    return _ESCAPES.sub(_unescape, text) if "_x" in text else text


def _unescape(match: re.Match[str]) -> str:
    codes = match[0].split("_")[1::2]
    units = b"".join(int(code[1:], 16).to_bytes(2, "little") for code in codes)
    text = units.decode("utf-16-le", "surrogatepass")
    return _HALVES.sub(lambda half: f"_x{ord(half[0]):04X}_", text)


def plain_text(markup: str) -> str:
    """The text of markup without tags, as an XML parser would give it.

    Raises:
        Unusual: only the parser can tell (it holds what is not allowed, or line ends that XML changes).
    """
    if "<" in markup or "\r" in markup or "]]>" in markup or _FORBIDDEN.search(markup):
        raise Unusual
    if "&" not in markup:
        return markup
    text, count = _ENTITY.subn(_entity, markup)
    if count != markup.count("&") or _FORBIDDEN.search(text):
        raise Unusual
    return text


def _entity(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or (code < 0x20 and code not in (9, 10, 13)):
        raise Unusual
    return chr(code)


def has_forbidden(text: str) -> bool:
    """Whether it holds a character that XML does not allow."""
    return _FORBIDDEN.search(text) is not None


def read_shared_strings(package: Package, part: str | None, budget: Budget, *, with_patterns: bool = True) -> list[str]:
    """All shared texts, by their index; none where there is no such part."""
    run = _SharedStrings(budget)
    if part is not None:
        read_run(package, part, run, with_patterns=with_patterns)
    return run.strings


class _SharedStrings:
    """``<sst><si><t>text</t></si>...``: most entries are exactly this."""

    opening = b"<si>"

    def __init__(self, budget: Budget) -> None:
        self.parser = new_parser(namespace_separator="}")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.strings: list[str] = []
        self._budget = budget
        self._pieces: list[str] = []
        self._text: list[str] = []
        self._depth = 0
        self._is_phonetic = self._is_table = False
        self.parser.CharacterDataHandler = self._pieces.append

    def is_inside(self) -> bool:
        return self._depth == 1 and self._is_table and self.parser.StartElementHandler == self._start

    def read_block(self, block: str) -> None:
        block = block.replace('<t xml:space="preserve">', "<t>")
        texts = _PLAIN_STRING.findall(block)
        length = sum(map(len, texts))
        if length + len(texts) * _PLAIN_STRING_TAGS != len(block):
            raise Unusual
        if "\r" in block or "]]>" in block or _FORBIDDEN.search(block):
            raise Unusual
        if "&" in block:
            texts = [plain_text(text) if "&" in text else text for text in texts]
        if "_x" in block:
            texts = [unescaped(text) for text in texts]
        self._add(texts, length)

    def check(self, tags: int) -> None:
        self._budget.take_tags(tags)
        check_text(self._pieces)
        check_text(self._text)

    def _add(self, texts: list[str], length: int) -> None:
        self._budget.take_text(length)
        if len(self.strings) + len(texts) > MAX_STRINGS:
            raise OverBudget(f"holds more than {MAX_STRINGS:,} different texts")
        self.strings += texts

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        local = local_names[name]
        if self._depth == 1:
            self._is_table = local == "sst"
        if local == "t":
            self._pieces.clear()
        elif local == "si":
            self._pieces.clear()
            self._text.clear()
            self._is_phonetic = False
        elif local == "rPh":
            self._is_phonetic = True
        elif local == "mc:Choice":
            skip_element(self.parser)
        elif self._depth > MAX_DEPTH:
            raise too_deep()

    def _end(self, name: str) -> None:
        self._depth -= 1
        local = local_names[name]
        if local == "t" and not self._is_phonetic:
            self._text += self._pieces
        elif local == "rPh":
            self._is_phonetic = False
        elif local == "si":
            text = unescaped("".join(self._text))
            self._add([text], len(text))
