"""The new file: every entry of the old one as it stands, but for the parts that were changed.

    old entry, unchanged     copied byte by byte: header, extra fields, packed bytes, data descriptor
    old entry, changed       the same header with new sizes and checksum, the content packed anew
    new part                 after the old ones, dated 1980 as Excel does
    directory                the old records with new offsets

Source: PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sheet_sync.errors import Refused
from sheet_sync.excel.edit.deflate import deflated
from sheet_sync.excel.file.container import DEFLATED, FLAG_DESCRIPTOR, FLAG_UTF8, STORED

if TYPE_CHECKING:
    from sheet_sync.excel.edit.edits import Edits
    from sheet_sync.excel.file.container import Entry
    from sheet_sync.excel.file.package import Package

_LARGEST = 2**32 - 2
_MOST_ENTRIES = 2**16 - 2
_ZIP_DATE_1980 = 33
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ZIP64_FIELD = 1
_DEFLATE_NEEDED = 20

Bytes = bytes | memoryview


def repack(edits: Edits) -> Iterator[Bytes]:
    """The bytes of the new file, in pieces."""
    package = edits.package
    entries = sorted(package.entries, key=lambda entry: entry.record_start)
    offset = entries[0].record_start
    yield package.data[:offset]
    records: dict[int, bytes] = {}
    for entry in entries:
        if entry.name in edits.removed and not entry.is_folder:
            continue
        pieces, records[entry.record_start] = _entry(edits, entry, offset)
        yield from pieces
        offset += sum(map(len, pieces))
    ordered = [records[entry.record_start] for entry in package.entries if entry.record_start in records]
    for part in edits.added:
        pieces, record = _new_entry(part, edits.packed_stream(part), offset)
        ordered.append(record)
        yield from pieces
        offset += sum(map(len, pieces))
    yield from _directory(package, ordered, offset)


def _directory(package: Package, records: list[bytes], offset: int) -> Iterator[Bytes]:
    directory = b"".join(records)
    if offset + len(directory) > _LARGEST or len(records) > _MOST_ENTRIES:
        raise Refused(f"{package.name} has grown beyond what a workbook file can hold, so nothing was written.")
    old = package.data.rfind(b"PK\5\6")
    comment = package.data[old + _END.size :]
    yield directory
    yield _END.pack(b"PK\5\6", 0, 0, len(records), len(records), len(directory), offset, len(comment))
    yield comment


def _entry(edits: Edits, entry: Entry, offset: int) -> tuple[Sequence[Bytes], bytes]:
    if entry.name in edits.changed and not entry.is_folder:
        return _repacked(edits, entry, offset)
    record = memoryview(edits.package.data)[entry.record_start : entry.record_end]
    return (record,), _central(entry, entry.crc, entry.packed_size, entry.size, entry.flags, offset)


def _repacked(edits: Edits, entry: Entry, offset: int) -> tuple[list[bytes], bytes]:
    packed, crc, size = _packed(edits.packed_stream(entry.name), entry.method)
    packed_size = sum(map(len, packed))
    flags = entry.flags & ~FLAG_DESCRIPTOR
    header = bytes(edits.package.data[entry.record_start : entry.start])
    name_and_extra = header[_LOCAL.size :]
    name, extra = name_and_extra[: len(entry.raw_name)], _without_zip64(name_and_extra[len(entry.raw_name) :])
    needed = struct.unpack_from("<H", header, 4)[0]
    local = _LOCAL.pack(
        b"PK\3\4", needed, flags, entry.method, entry.time, entry.date, crc, packed_size, size, len(name), len(extra)
    )
    return [local, name, extra, *packed], _central(entry, crc, packed_size, size, flags, offset)


def _packed(chunks: Iterable[bytes], method: int) -> tuple[list[bytes], int, int]:
    """The packed pieces of a part, its checksum and its unpacked size."""
    counted = _Counted(chunks)
    pieces = list(counted) if method == STORED else list(deflated(iter(counted)))
    if counted.size > _LARGEST:
        raise Refused("A sheet has grown beyond what a workbook file can hold, so nothing was written.")
    return pieces, counted.crc, counted.size


class _Counted:
    """Pieces on their way, with the checksum and the size of what has gone by."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.crc = self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.crc = zlib.crc32(chunk, self.crc)
            self.size += len(chunk)
            yield bytes(chunk)


def _new_entry(part: str, chunks: Iterable[bytes], offset: int) -> tuple[list[bytes], bytes]:
    packed, crc, size = _packed(chunks, DEFLATED)
    packed_size = sum(map(len, packed))
    name = part.encode("utf-8")
    flags = 0 if part.isascii() else FLAG_UTF8
    shared = (_DEFLATE_NEEDED, flags, DEFLATED, 0, _ZIP_DATE_1980, crc, packed_size, size, len(name), 0)
    central = _CENTRAL.pack(b"PK\1\2", _DEFLATE_NEEDED, *shared, 0, 0, 0, 0, offset) + name
    return [_LOCAL.pack(b"PK\3\4", *shared), name, *packed], central


def _central(entry: Entry, crc: int, packed_size: int, size: int, flags: int, offset: int) -> bytes:
    """The directory's record of an old entry: as it was, at its new place."""
    extra = _without_zip64(entry.extra)
    return (
        _CENTRAL.pack(
            b"PK\1\2",
            entry.version_made,
            entry.version_needed,
            flags,
            entry.method,
            entry.time,
            entry.date,
            crc,
            packed_size,
            size,
            len(entry.raw_name),
            len(extra),
            len(entry.comment),
            0,
            entry.internal_attributes,
            entry.external_attributes,
            offset,
        )
        + entry.raw_name
        + extra
        + entry.comment
    )


def _without_zip64(extra: bytes) -> bytes:
    """Extra fields without the 64-bit sizes: those of the directory that is written fit into 32 bits."""
    kept: list[bytes] = []
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != _ZIP64_FIELD:
            kept.append(extra[at : at + 4 + length])
        at += 4 + length
    return b"".join(kept) + extra[at:]
