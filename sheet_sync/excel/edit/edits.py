"""A workbook's parts as they will be: an overlay over the package that was read.

Nothing is written here.  Parts are changed, added and removed in the overlay; :mod:`sheet_sync.excel.edit.repack` then
makes the new file, in which every part without a change is copied as it stands.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sheet_sync.excel.edit import splice
from sheet_sync.excel.file import faults

if TYPE_CHECKING:
    from sheet_sync.excel.file.package import Package, Relationship

STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL = "http://schemas.openxmlformats.org/"
RELATIONSHIP_PARTS = "application/vnd.openxmlformats-package.relationships+xml"
_RELATIONSHIPS_XML = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)

Stream = Callable[[], Iterator[bytes]]
"""Gives a part's bytes from the beginning each time it is called."""


@dataclass(slots=True)
class Edits:
    """The overlay.  Part names are those of the package; content is UTF-8 whatever the file has."""

    package: Package
    changed: dict[str, Stream] = field(default_factory=dict)
    added: dict[str, Stream] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    _codecs: dict[str, str | None] = field(default_factory=dict)

    # --- parts ---

    def codec(self, part: str) -> str | None:
        """The codec of a part of the file, ``None`` for UTF-8."""
        if part not in self._codecs:
            head = next(self.package.chunks(part), b"")
            try:
                self._codecs[part] = splice.foreign_codec(head[:200])
            except LookupError as error:
                raise faults.damaged(self.package.name, f"{part}: {error}") from error
        return self._codecs[part]

    def source(self, part: str) -> Stream:
        """What gives a part as it is now, also after it has been replaced."""
        if part in self.added:
            return self.added[part]
        return self.changed.get(part) or (lambda: self._original(part))

    def stream(self, part: str) -> Iterator[bytes]:
        """A part as it is now, in pieces."""
        return self.source(part)()

    def _original(self, part: str) -> Iterator[bytes]:
        try:
            yield from splice.to_utf8(self.package.chunks(part), self.codec(part))
        except UnicodeDecodeError as error:
            raise faults.damaged(self.package.name, f"{part}: {error}") from error

    def read(self, part: str) -> bytes:
        """A part as it is now, whole."""
        if part not in self.added and part not in self.changed and self.codec(part) is None:
            return self.package.read(part)
        return b"".join(self.stream(part))

    def write(self, part: str, data: bytes) -> None:
        """Replace a part's content."""
        self.write_stream(part, lambda: iter((data,)))

    def write_stream(self, part: str, stream: Stream) -> None:
        """Replace a part's content by what ``stream`` gives when the file is made."""
        if part in self.added:
            self.added[part] = stream
        else:
            self.changed[part] = stream

    def packed_stream(self, part: str) -> Iterator[bytes]:
        """A changed or added part in the encoding that it has in the file."""
        if part in self.added:
            return self.added[part]()
        return splice.from_utf8(self.changed[part](), self.codec(part))

    def exists(self, part: str) -> bool:
        """Whether the part is there now, in whatever letter case."""
        if any(name.lower() == part.lower() for name in self.added):
            return True
        found = self.package.find(part)
        return found is not None and found not in self.removed

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern such as ``xl/worksheets/sheet{}.xml`` that no part has."""
        number = 1
        while self.exists(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part and declare what it is."""
        self.added[part] = lambda: iter((data,))
        self._declare(part, content_type)

    def remove(self, part: str, *, referred_to_by: str) -> None:
        """Take a part out, with the relationships to it and its content type."""
        self.removed.add(part)
        self.changed.pop(part, None)
        rels = self.rels_part(referred_to_by)
        data = self.read(rels)
        ids = {r.id for r in self.package.relationships(referred_to_by) if r.target == part and not r.is_external}
        gone = [span for span in splice.children(data, splice.root(data).open.end) if span.open.get(b"Id") in ids]
        self.write(rels, splice.spliced(data, [(span.start, span.end, b"") for span in gone]))
        types = self.types_part()
        data = self.read(types)
        names = [
            (span.start, span.end, b"")
            for span in splice.children(data, splice.root(data).open.end)
            if (span.open.get(b"PartName") or "").lstrip("/").lower() == part.lower()
        ]
        if names:
            self.write(types, splice.spliced(data, names))

    def state(self) -> tuple[dict[str, Stream], dict[str, Stream], set[str]]:
        """Everything as it is now, for :meth:`restore`."""
        return dict(self.changed), dict(self.added), set(self.removed)

    def restore(self, state: tuple[dict[str, Stream], dict[str, Stream], set[str]]) -> None:
        """Go back to an earlier state."""
        self.changed, self.added, self.removed = state

    # --- content types and relationships ---

    def types_part(self) -> str:
        """The name of ``[Content_Types].xml`` as the zip spells it."""
        return self.package.entry("[Content_Types].xml").name

    def _declare(self, part: str, content_type: str) -> None:
        types = self.types_part()
        data = self.read(types)
        prefix = splice.root(data).open.name.rpartition(b":")
        element = b'<%bOverride PartName="/%b" ContentType="%b"/>' % (
            prefix[0] + prefix[1],
            splice.escaped(part),
            splice.escaped(content_type),
        )
        self.write(types, with_child(data, element))

    def rels_part(self, part: str) -> str:
        """The name of a part's relationships part, which need not exist."""
        folder, name = posixpath.split(part.replace("\\", "/"))
        name = posixpath.join(folder, "_rels", f"{name}.rels")
        return self.package.find(name) or name

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship from ``part`` (``""``: the package) to an internal part; gives its new ID."""
        rels = self.rels_part(part)
        if not self.exists(rels):
            self.added[rels] = lambda: iter((_RELATIONSHIPS_XML,))
            if not self.package.content_types.of(rels):
                self._declare(rels, RELATIONSHIP_PARTS)
        data = self.read(rels)
        taken = {span.open.get(b"Id") for span in splice.children(data, splice.root(data).open.end)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        prefix = splice.root(data).open.name.rpartition(b":")
        folder = posixpath.dirname(part.replace("\\", "/"))
        element = b'<%bRelationship Id="rId%d" Type="%b" Target="%b"/>' % (
            prefix[0] + prefix[1],
            number,
            splice.escaped(kind),
            splice.escaped(posixpath.relpath(f"/{target}", f"/{folder}")),
        )
        self.write(rels, with_child(data, element))
        return f"rId{number}"

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The relationships that a part of the file has to parts that exist."""
        return tuple(r for r in self.package.relationships(part) if r.is_external or self.exists(r.target))

    def related(self, part: str, kind: str) -> list[str]:
        """The existing parts that ``part`` refers to as ``kind``."""
        return [r.target for r in self.relationships(part) if r.is_a(kind) and not r.is_external]


def with_child(data: bytes, element: bytes) -> bytes:
    """A part with an element added as the last child of its root."""
    span = splice.root(data)
    if span.open.is_empty:
        tag = data[span.start : span.open.end]
        new = splice.opened(tag) + element + b"</" + span.open.name + b">"
        return data[: span.start] + new + data[span.end :]
    return data[: span.inner_end] + element + data[span.inner_end :]
