"""Markup as bytes with positions: find tags and attributes, and replace only what changes.

An edit of a workbook must leave every other byte as it was, so nothing here builds a tree.  In well-formed XML without
a document type, ``<`` begins a tag, a comment, a CDATA section or a processing instruction and nothing else, so one
regular expression that knows the four (and the quotes of attributes) finds exactly the tags.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MARKUP = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|<(/?)([^\s/>!?]++)((?:[^\"'>]*+(?:\"[^\"]*+\"|'[^']*+'))*+[^\"'>]*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"\s([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot|apos);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_NOT_PLAIN = re.compile(r"[&<>\"\t\n\r]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as it stands: ``data[start:end]``.  ``name`` has its prefix, ``attributes`` the bytes after the name."""

    start: int
    end: int
    name: bytes
    attributes: bytes
    is_end: bool
    is_empty: bool

    @property
    def local(self) -> bytes:
        """The name without prefix."""
        return self.name.rpartition(b":")[2]

    def get(self, attribute: bytes) -> str | None:
        """The value of an attribute by its full name, entities resolved."""
        for match in _ATTRIBUTE.finditer(self.attributes):
            if match[1] == attribute:
                return unescaped(match[2] if match[2] is not None else match[3])
        return None

    def all(self) -> dict[bytes, str]:
        """All attributes by full name."""
        found = _ATTRIBUTE.finditer(self.attributes)
        return {m[1]: unescaped(m[2] if m[2] is not None else m[3]) for m in found}


def tags(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """The tags of well-formed markup, in order; comments, CDATA and processing instructions are passed over."""
    for match in _MARKUP.finditer(data, start, len(data) if end is None else end):
        name = match[2]
        if name is not None:
            rest = match[3]
            yield Tag(match.start(), match.end(), name, rest, bool(match[1]), rest.endswith(b"/"))


@dataclass(frozen=True, slots=True)
class Span:
    """An element: ``data[open.start:end]``, its content ``data[open.end:inner_end]`` (empty for ``<a/>``)."""

    open: Tag
    inner_end: int
    end: int

    @property
    def start(self) -> int:
        return self.open.start


def children(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The elements that stand side by side between ``start`` and ``end``."""
    depth = 0
    first: Tag | None = None
    for match in _MARKUP.finditer(data, start, len(data) if end is None else end):
        if (name := match[2]) is None:
            continue
        rest = match[3]
        if match[1]:
            depth -= 1
            if depth == 0 and first is not None:
                yield Span(first, match.start(), match.end())
            elif depth < 0:
                return
        elif rest.endswith(b"/"):
            if depth == 0:
                yield Span(Tag(match.start(), match.end(), name, rest, False, True), match.end(), match.end())
        else:
            if depth == 0:
                first = Tag(match.start(), match.end(), name, rest, False, False)
            depth += 1


def root(data: bytes) -> Span:
    """The outermost element.  Raises ``ValueError`` where there is none."""
    for span in children(data):
        return span
    raise ValueError("there is no element")


def with_attributes(tag: Tag, changes: dict[bytes, str | None]) -> bytes:
    """The tag with attributes set, added (before the others' end) or, where ``None``, taken out."""
    rest, left = tag.attributes, dict(changes)
    pieces: list[bytes] = []
    position = 0
    for match in _ATTRIBUTE.finditer(rest):
        if match[1] not in left:
            continue
        value = left.pop(match[1])
        group = 2 if match[2] is not None else 3
        if value is None:
            pieces.append(rest[position : match.start()])
            position = match.end()
        else:
            pieces += [rest[position : match.start(group)], escaped(value)]
            position = match.end(group)
    pieces.append(rest[position:])
    body = b"".join(pieces)
    closing = b"/" if tag.is_empty else b""
    if tag.is_empty:
        body = body[:-1]
    added = b"".join(b' %b="%b"' % (name, escaped(value)) for name, value in left.items() if value is not None)
    if added:
        body = body.rstrip() + added
    return b"<" + tag.name + body + closing + b">"


def opened(tag: bytes) -> bytes:
    """``<a b="c"/>`` as ``<a b="c">``; an opening tag stays."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def spliced(data: bytes, splices: Iterable[tuple[int, int, bytes]]) -> bytes:
    """``data`` with each ``[start, end)`` replaced; splices do not overlap, and those at one place keep their order."""
    pieces: list[bytes] = []
    position = 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [data[position:start], new]
        position = end
    pieces.append(data[position:])
    return b"".join(pieces)


def spliced_stream(chunks: Iterable[bytes], splices: Iterable[tuple[int, int, bytes]]) -> Iterator[bytes]:
    """The same for data that comes in pieces; only a piece at a time is held."""
    waiting = iter(sorted(splices, key=lambda splice: splice[:2]))
    splice = next(waiting, None)
    offset = 0  # of the piece's first byte
    skip_to = 0
    for chunk in chunks:
        position, stop = 0, offset + len(chunk)
        while True:
            position = max(position, min(skip_to, stop) - offset)
            if splice is None or splice[0] > stop:
                break
            start = splice[0] - offset
            if start > position:
                yield chunk[position:start]
                position = start
            yield splice[2]
            skip_to = max(skip_to, splice[1])
            splice = next(waiting, None)
        if position < len(chunk):
            yield chunk[position:] if position else chunk
        offset = stop
    while splice is not None:
        yield splice[2]
        splice = next(waiting, None)


def unescaped(value: bytes) -> str:
    """Text of an attribute or element as a string, entities resolved."""
    text = value.decode("utf-8", "replace")
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda match: _entity(match[1]), text)


def _entity(name: str) -> str:
    if not name.startswith("#"):
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(code) if code < 0x110000 else "\ufffd"


def escaped(value: str) -> bytes:
    """A string as an attribute's value in double quotes, or as an element's text."""
    if _NOT_PLAIN.search(value):
        value = _NOT_PLAIN.sub(lambda match: _ESCAPES[match[0]], value)
    return value.encode("utf-8")


# --- parts that are not UTF-8 ---


def foreign_codec(head: bytes) -> str | None:
    """The codec of a part whose first bytes these are, ``None`` for UTF-8 (which needs no conversion).

    Raises:
        LookupError: the part names an encoding that does not exist.
    """
    if head.startswith((b"\xff\xfe", b"<\0")):
        return "utf-16-le"
    if head.startswith((b"\xfe\xff", b"\0<")):
        return "utf-16-be"
    declared = _DECLARED.match(head)
    if declared is None:
        return None
    name = codecs.lookup(declared[1].decode("ascii")).name
    return None if name in ("utf-8", "ascii") else name


def to_utf8(chunks: Iterable[bytes], codec: str | None) -> Iterator[bytes]:
    """A part's bytes as UTF-8; a byte order mark stays where it is.  Raises ``UnicodeDecodeError``."""
    if codec is None:
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(codec)()
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def from_utf8(chunks: Iterable[bytes], codec: str | None) -> Iterator[bytes]:
    """The way back: untouched text gives the bytes it came from, new text that does not fit becomes ``&#...;``."""
    if codec is None:
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks:
        yield decoder.decode(chunk).encode(codec, "xmlcharrefreplace")
    yield decoder.decode(b"", final=True).encode(codec, "xmlcharrefreplace")
