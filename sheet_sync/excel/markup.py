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
MAX_ELEMENTS = 2_000_000
"""Elements of one tree, which holds them all in memory (about 200 bytes each)."""

_CHOICE = "Choice"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


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
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def feed(parser: Any, chunks: Iterable[bytes]) -> None:
    """Give a parser a whole part.  Raises ``BadXml``."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise BadXml(str(error)) from error


def parse(chunks: Iterable[bytes]) -> Element:
    """The root of a part.  Of ``mc:AlternateContent`` the fallback stands in its place.  Raises ``BadXml``."""
    builder = _Builder()
    parser = new_parser(namespace_separator="}")
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    feed(parser, chunks)
    return builder.top.inside[0]


def split_name(name: str) -> tuple[str, str]:
    """Namespace and local name of what expat reports as ``namespace}name``."""
    namespace, _, local = name.rpartition("}")
    return namespace, local


class _Builder:
    """Makes the tree; content for other programs (``mc:Choice``) is built but left hanging nowhere."""

    def __init__(self) -> None:
        self.top = Element("", "", {})
        self._open = [self.top]
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise BadXml(f"more than {MAX_DEPTH} levels or {MAX_ELEMENTS} elements", is_unsafe=True)
        namespace, local = split_name(name)
        parent = self._open[-1]
        if namespace == _COMPATIBILITY and local != _CHOICE:
            self._open.append(parent)  # AlternateContent, Fallback: what is inside belongs to the parent
            return
        named = {f"{{{key}" if "}" in key else key: value for key, value in attributes.items()}
        element = Element(local, namespace, named)
        if local != _CHOICE or namespace != _COMPATIBILITY:
            parent.inside.append(element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        self._open[-1].text += text


def _refuse_doctype(*_: object) -> None:
    raise BadXml("it has a document type", is_unsafe=True)
