"""Small XML parts as trees, and the guard that every XML part passes: no document type, no entities, no abyss.

Expat refuses what is not well-formed, and takes UTF-8 and UTF-16; it never fetches anything.  A document type is
refused outright: no spreadsheet program writes one, and entity expansion and external entities both need one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

MAX_DEPTH = 256
"""Levels of elements.  The deepest part of the test corpus has 27."""
MAX_ELEMENTS = 300_000
"""Elements of one tree, which holds them all in memory (about 400 bytes each)."""

MAX_TOKEN_BYTES = 4 * 2**20
"""One tag, comment or instruction.  Expat (before 2.6) reads an unfinished one again with every chunk."""
MAX_ELEMENT_TEXT = 2**20
"""Characters directly inside one element; a cell holds 32,767."""
MAX_TREE_TEXT = 32 * 2**20
"""Characters of one tree."""

MAX_NAME = 200
"""Characters of a name, a reference, a list of attributes that is remembered."""

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # strict
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
CHOICE = "mc:Choice"


class BadXml(Exception):
    """Not well-formed, or of a kind that only an attacker writes (``is_unsafe``)."""

    def __init__(self, reason: str, *, is_unsafe: bool = False) -> None:
        super().__init__(reason)
        self.is_unsafe = is_unsafe


@dataclass(slots=True)
class Element:
    """An element: its name without namespace, its attributes (``r:id`` as ``{namespace}id``), what is inside."""

    name: str
    namespace: str
    attributes: dict[str, str]
    inside: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, attribute: str, default: str = "") -> str:
        """An attribute by its name without namespace; one without a namespace wins over one with."""
        if attribute in self.attributes:
            return self.attributes[attribute]
        return next((v for k, v in self.attributes.items() if k.endswith("}" + attribute)), default)

    def children(self, name: str) -> Iterator[Element]:
        """The elements of that name directly inside."""
        return (element for element in self.inside if element.name == name)

    def child(self, name: str) -> Element | None:
        return next(self.children(name), None)

    def all(self, name: str) -> Iterator[Element]:
        """The elements of that name at any depth, in document order."""
        for element in self.inside:
            if element.name == name:
                yield element
            yield from element.all(name)


def new_parser(namespace_separator: str | None = None) -> Any:  # pyexpat's parser type cannot be named portably
    """An expat parser that refuses document types and joins text."""
    parser = expat.ParserCreate(namespace_separator=namespace_separator)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def feed(parser: Any, chunks: Iterable[bytes]) -> None:
    """Give a parser a whole part.  Raises ``BadXml``."""
    fed = 0
    for chunk in chunks:
        fed += len(chunk)
        feed_chunk(parser, chunk, fed)
    feed_chunk(parser, b"", fed, is_last=True)


def feed_chunk(parser: Any, chunk: bytes, fed: int, *, is_last: bool = False) -> None:
    """Give a parser the next bytes; ``fed`` counts all so far.  Raises ``BadXml``."""
    try:
        parser.Parse(chunk, is_last)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise BadXml(str(error)) from error
    if fed - parser.CurrentByteIndex > MAX_TOKEN_BYTES and not is_last:
        raise BadXml(f"a tag of more than {MAX_TOKEN_BYTES} bytes", is_unsafe=True)


class _LocalNames(dict[str, str]):
    """Names as expat reports them (``namespace}name``), to ``name`` for the main namespaces.

    Those of markup compatibility become ``mc:name``, all others are empty.
    """

    def __missing__(self, name: str) -> str:
        namespace, _, local = name.rpartition("}")
        known = local if namespace in _MAIN else f"mc:{local}" if namespace == _COMPATIBILITY else ""
        if len(self) < 1000 and len(name) < MAX_NAME:  # a file can make up any number of names
            self[name] = known
        return known


local_names = _LocalNames()


def parse(chunks: Iterable[bytes]) -> Element:
    """The root of a part.  Of ``mc:AlternateContent`` the fallback stands in its place.  Raises ``BadXml``."""
    builder = _Builder()
    parser = new_parser(namespace_separator="}")
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    feed(parser, chunks)
    return builder.top.inside[0]


class _Builder:
    """Makes the tree; content for other programs (``mc:Choice``) is built but left hanging nowhere."""

    def __init__(self) -> None:
        self.top = Element("", "", {})
        self._open = [self.top]
        self._count = 0
        self._text = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > MAX_DEPTH:
            raise too_deep()
        if self._count > MAX_ELEMENTS:
            raise BadXml(f"more than {MAX_ELEMENTS} elements", is_unsafe=True)
        parent = self._open[-1]
        namespace, _, local = name.rpartition("}")
        is_choice = namespace == _COMPATIBILITY and local == "Choice"
        if namespace == _COMPATIBILITY and not is_choice:
            self._open.append(parent)  # AlternateContent, Fallback: what is inside belongs to the parent
            return
        named = {f"{{{key}" if "}" in key else key: value for key, value in attributes.items()}
        element = Element(local, namespace, named)
        if not is_choice:
            parent.inside.append(element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        element = self._open[-1]
        self._text += len(text)
        if len(element.text) > MAX_ELEMENT_TEXT or self._text > MAX_TREE_TEXT:
            raise BadXml("too much text in one place", is_unsafe=True)
        element.text += text


def skip_element(parser: Any) -> None:
    """From a start handler: leave out the element with all that is inside.

    The handlers that were set come back with its end, which the end handler is told.
    """
    before = parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler
    depth = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise too_deep()

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth < 0:
            parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = before
            before[1](name)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, None


def check_text(pieces: list[str]) -> None:
    """Refuse a text that grows without end.  Raises ``BadXml``."""
    if sum(map(len, pieces)) > MAX_ELEMENT_TEXT:
        raise BadXml(f"a text of more than {MAX_ELEMENT_TEXT} characters", is_unsafe=True)


def too_deep() -> BadXml:
    return BadXml(f"more than {MAX_DEPTH} levels", is_unsafe=True)


def refuse_doctype(*_: object) -> None:
    raise BadXml("it has a document type", is_unsafe=True)
