"""A workbook file as its parts: what is in the zip, unpacked within limits, and how the parts refer to each other.

The file is read into memory once and closed: it is never locked, and all parts come from the same moment.  Every limit
below is there because workbooks come from strangers; each is far above what a spreadsheet program writes.
Source: ECMA-376 part 2 (Open Packaging Conventions), sections 6.2 (part names), 6.5 (relationships), 7.3 (zip mapping).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sheet_sync.excel.file import faults
from sheet_sync.excel.file.container import DEFLATED, STORED, BadContainer, CutOff, Entry, read_directory
from sheet_sync.excel.file.markup import BadXml, Element, feed, parse
from sheet_sync.excel.file.opening import of_another_kind, of_another_program, read_file

if TYPE_CHECKING:
    from sheet_sync.errors import WorkbookUnreadable

MAX_UNPACKED_BYTES = 2**30
"""All that is unpacked of one file.  A million formatted rows are about 500 MB; 1 GiB takes 3 s to unpack."""
MAX_WHOLE_PART_BYTES = 128 * 2**20
"""A part that is held in memory whole (``read``)."""
MAX_TREE_BYTES = 32 * 2**20
"""A part that becomes a tree, or is read for its attributes (``xml``, ``feed``)."""
MAX_RATIO, RATIO_FROM_BYTES = 400, 32 * 2**20
"""Unpacked to packed size, for parts above the second figure.  Empty formatted rows reach 60; a zip bomb is 1,030."""
CHUNK_BYTES = 256 * 2**10


@dataclass(frozen=True, slots=True)
class Relationship:
    """How a part refers to another: ``target`` is a part's name as :attr:`Package.parts` has it, where it exists."""

    id: str
    type: str
    target: str
    is_external: bool = False

    def is_a(self, kind: str) -> bool:
        """Whether the type ends in ``kind`` (``worksheet``), in its transitional, strict or a vendor's form."""
        return self.type.rpartition("/")[2] == kind


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """What ``[Content_Types].xml`` says: by file ending and for single parts (in lower case, no leading slash)."""

    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    def of(self, part: str) -> str:
        """The content type of a part, empty where none is declared."""
        key = _key(part)
        return self.overrides.get(key) or self.defaults.get(key.rpartition(".")[2], "")


class Package:
    """An opened workbook file.

    ``name`` is what the user calls it, ``data`` its bytes, ``entries`` all of the zip in order (folders too), ``parts``
    the names of those that are parts, as the zip spells them.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.data = data
        self.entries = self._read_entries()
        self._by_key = self._index()
        self.parts = tuple(entry.name for entry in self._by_key.values())
        self._unpacked_bytes = 0
        self._unpacked: set[str] = set()

    @classmethod
    def open(cls, path: Path) -> Package:
        """The file at ``path``.

        Raises:
            WorkbookUnreadable: it is absent, a folder, empty, protected by a password, of another kind, or damaged.
        """
        return cls(read_file(path), path.name)

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Package:
        """The same from bytes at hand; ``name`` is what messages call it."""
        return cls(data, name)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal."""
        from hashlib import sha256

        return sha256(self.data).hexdigest()

    # --- parts ---

    def find(self, part: str) -> str | None:
        """The name as :attr:`parts` has it: letter case, a leading slash, backslashes and %20 make no difference."""
        entry = self._by_key.get(_key(part)) or self._by_key.get(_key(unquote(part)))
        return entry.name if entry is not None else None

    def entry(self, part: str) -> Entry:
        """The zip entry of a part.  Raises ``WorkbookUnreadable`` where there is none."""
        entry = self._by_key.get(_key(part)) or self._by_key.get(_key(unquote(part)))
        if entry is None:
            raise faults.damaged(self.name, f"the part {part} is missing")
        return entry

    def raw(self, part: str) -> memoryview:
        """The packed bytes of a part, as they stand in the file (no copy is made)."""
        entry = self.entry(part)
        return memoryview(self.data)[entry.start : entry.end]

    def read(self, part: str) -> bytes:
        """A part, unpacked whole; up to ``MAX_WHOLE_PART_BYTES``."""
        if self.entry(part).size > MAX_WHOLE_PART_BYTES:
            raise faults.too_big(self.name, "holds too much in one piece", f"{part}: {self.entry(part).size} bytes")
        return b"".join(self.chunks(part))

    def chunks(self, part: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece (up to ``CHUNK_BYTES`` each), with size and checksum verified.

        Raises:
            WorkbookUnreadable: it is missing, damaged, or larger than a workbook's part can sensibly be.
        """
        entry = self.entry(part)
        self._check_entry(entry)
        size = crc = 0
        for piece in self._unpack(entry):
            size += len(piece)
            if size > entry.size:
                raise faults.damaged(self.name, f"{part} is longer than the {entry.size} bytes it claims")
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != entry.size or crc != entry.crc:
            raise faults.damaged(self.name, f"{part} does not match its size or checksum")

    def _check_entry(self, entry: Entry) -> None:
        if entry.is_encrypted:
            raise faults.with_password(self.name)
        if entry.method not in (STORED, DEFLATED):
            raise faults.damaged(self.name, f"{entry.name} is packed by method {entry.method}")
        if entry.method == STORED and entry.size != entry.packed_size:
            raise faults.damaged(self.name, f"{entry.name} is stored, but its two sizes differ")
        if entry.size > RATIO_FROM_BYTES and entry.size > MAX_RATIO * entry.packed_size:
            raise faults.unsafe(self.name, f"{entry.name} unpacks to {entry.size} bytes from {entry.packed_size}")
        if entry.name not in self._unpacked:  # a part that is read again, to be written, counts once
            self._unpacked.add(entry.name)
            self._unpacked_bytes += entry.size
        if self._unpacked_bytes > MAX_UNPACKED_BYTES:
            raise faults.too_big(self.name, "unpacks to more than 1 GB", f"{self._unpacked_bytes} bytes")

    def _unpack(self, entry: Entry) -> Iterator[bytes]:
        packed = memoryview(self.data)[entry.start : entry.end]
        if entry.method == STORED:
            for at in range(0, len(packed), CHUNK_BYTES):
                yield bytes(packed[at : at + CHUNK_BYTES])
            return
        inflate = zlib.decompressobj(-15)
        at = 0
        try:
            while not inflate.eof and (at < len(packed) or inflate.unconsumed_tail):
                fed = inflate.unconsumed_tail
                if not fed:
                    fed, at = bytes(packed[at : at + CHUNK_BYTES]), at + CHUNK_BYTES
                if piece := inflate.decompress(fed, CHUNK_BYTES):
                    yield piece
            if piece := inflate.flush():
                yield piece
        except zlib.error as error:
            raise faults.damaged(self.name, f"{entry.name}: {error}") from error

    # --- how parts refer to each other ---

    def xml(self, part: str) -> Element:
        """A small XML part as a tree.  Raises ``WorkbookUnreadable`` where it is missing or not well-formed."""
        try:
            return parse(self._small_part(part))
        except BadXml as error:
            raise self.bad_xml(part, error) from error

    def feed(self, part: str, parser: Any) -> None:
        """Give a whole part to an expat parser.  Raises as :meth:`xml` does."""
        try:
            feed(parser, self._small_part(part))
        except BadXml as error:
            raise self.bad_xml(part, error) from error

    def _small_part(self, part: str) -> Iterator[bytes]:
        if self.entry(part).size > MAX_TREE_BYTES:
            raise faults.too_big(self.name, "holds too much in one piece", f"{part}: {self.entry(part).size} bytes")
        return self.chunks(part)

    def bad_xml(self, part: str, error: BadXml) -> WorkbookUnreadable:
        """The error for a part that is not XML, or is XML that no spreadsheet program writes."""
        detail = f"{part}: {error}"
        return faults.unsafe(self.name, detail) if error.is_unsafe else faults.damaged(self.name, detail)

    @cached_property
    def content_types(self) -> ContentTypes:
        if self.find("[Content_Types].xml") is None:
            return ContentTypes({}, {})
        root = self.xml("[Content_Types].xml")
        defaults = {e.get("Extension").lower(): e.get("ContentType") for e in root.children("Default")}
        overrides = {_key(e.get("PartName")): e.get("ContentType") for e in root.children("Override")}
        return ContentTypes(defaults, overrides)

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """What a part refers to, in order; ``""`` is the package itself.  None where it has no relationships part."""
        folder, _, name = part.replace("\\", "/").rpartition("/")
        rels = self.find(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        if rels is None:
            return ()
        return tuple(self._relationship(folder, element) for element in self.xml(rels).children("Relationship"))

    def _relationship(self, folder: str, element: Element) -> Relationship:
        target, is_external = element.get("Target"), element.get("TargetMode").lower() == "external"
        if not is_external:
            target = resolve(folder, target)
            target = self.find(target) or target
        return Relationship(element.get("Id"), element.get("Type"), target, is_external)

    def related(self, part: str, kind: str) -> str | None:
        """The first existing part that ``part`` refers to as ``kind`` (``styles``, ``sharedStrings``), or ``None``."""
        for relationship in self.relationships(part):
            if relationship.is_a(kind) and not relationship.is_external and self.find(relationship.target):
                return relationship.target
        return None

    @cached_property
    def workbook_part(self) -> str:
        """The name of the workbook's main part, wherever it stands.

        Raises:
            WorkbookUnreadable: the zip holds no Excel workbook.
        """
        part = self.related("", "officeDocument")
        if part is None or "spreadsheetml" not in self.content_types.of(part):
            part = next((p for p in self.parts if _is_main(self.content_types.of(p))), part)
        kind = self.content_types.of(part) if part is not None else ""
        if part is None or not (_is_main(kind) or kind in ("", "application/xml")):
            mimetype = self.read("mimetype")[:100] if self.find("mimetype") else b""
            raise of_another_program(self.name, self.parts, mimetype, kind)
        return part

    # --- opening ---

    def _read_entries(self) -> tuple[Entry, ...]:
        if not self.data.startswith(b"PK"):
            raise of_another_kind(self.data, self.name)
        try:
            return read_directory(self.data)
        except CutOff as error:
            raise faults.cut_off(self.name) from error
        except BadContainer as error:
            raise faults.damaged(self.name, str(error)) from error

    def _index(self) -> dict[str, Entry]:
        by_key: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.is_folder:
                continue
            key = _key(entry.name)
            if ".." in key.split("/") or ":" in key or "\0" in key:
                raise faults.unsafe(self.name, f"an entry is named {entry.name!r}")
            if key in by_key:
                raise faults.unsafe(self.name, f"two entries are named {entry.name!r}")
            by_key[key] = entry
        return by_key


def resolve(folder: str, target: str) -> str:
    """A relationship's target as a part name without leading slash; ``folder`` is where the source part stands.

    >>> resolve("xl/worksheets", "../tables/table1.xml"), resolve("xl", "/xl/styles.xml"), resolve("xl", "styles.xml")
    ('xl/tables/table1.xml', 'xl/styles.xml', 'xl/styles.xml')
    """
    target = target.partition("#")[0].replace("\\", "/")
    steps = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(step for step in steps if step)


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _is_main(content_type: str) -> bool:
    """Whether it is that of a workbook, template or either with macros (an add-in too)."""
    lowered = content_type.lower()
    return lowered.endswith(".main+xml") and ("spreadsheetml" in lowered or "ms-excel" in lowered)
