"""The zip file around a workbook, entry by entry, as it stands on the disk.

The standard library's zipfile imports three compression libraries, takes any number of entries, and does not give what
copying an entry unchanged needs: its local header, its data descriptor.  This reads the directory; what is inside is
unpacked by :mod:`sheet_sync.excel.file.package`.

    [local header | name | extra | packed bytes | (data descriptor)]*  [directory]  [(zip64 end)]  [end record]

Source: PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from itertools import pairwise

STORED, DEFLATED = 0, 8
FLAG_ENCRYPTED, FLAG_DESCRIPTOR, FLAG_UTF8 = 0x1, 0x8, 0x800

MAX_ENTRIES = 20_000
"""Entries of one file.  The largest workbook of the test corpus has 190; a picture in every row is some thousands."""

_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_UNKNOWN32, _UNKNOWN16 = 0xFFFFFFFF, 0xFFFF


class BadContainer(Exception):
    """The zip structure contradicts itself; the text says how, for ``--verbose``."""


class CutOff(BadContainer):
    """There is no directory: the end of the file is missing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what the directory says, and where in the file its bytes are.

    ``data[record_start:record_end]`` is the entry as it stands in the file: local header, name, extra fields, packed
    bytes and the data descriptor if it has one (padding before the next entry included).  ``data[start:end]`` are the
    packed bytes alone.  ``time`` and ``date`` are in DOS form.
    """

    name: str
    raw_name: bytes
    version_made: int
    version_needed: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed_size: int
    size: int
    internal_attributes: int
    external_attributes: int
    extra: bytes
    comment: bytes
    record_start: int
    start: int
    record_end: int

    @property
    def end(self) -> int:
        return self.start + self.packed_size

    @property
    def is_folder(self) -> bool:
        return self.raw_name.endswith((b"/", b"\\"))

    @property
    def is_encrypted(self) -> bool:
        return bool(self.flags & FLAG_ENCRYPTED)

    @property
    def has_descriptor(self) -> bool:
        return bool(self.flags & FLAG_DESCRIPTOR)


def read_directory(data: bytes) -> tuple[Entry, ...]:
    """The entries in the order of the directory.

    Raises:
        CutOff: there is no end record.
        BadContainer: offsets or sizes do not fit, entries overlap, there are too many.
    """
    directory, end, shift = _find_directory(data)
    entries: list[Entry] = []
    position = directory
    while position < end:
        if len(entries) >= MAX_ENTRIES:
            raise BadContainer(f"more than {MAX_ENTRIES} entries")
        entry, position = _read_entry(data, position, end, shift)
        entries.append(entry)
    return _bounded(entries, directory)


def _find_directory(data: bytes) -> tuple[int, int, int]:
    """Where the directory begins and ends, and by how much all offsets are off (bytes put before the zip)."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _UNKNOWN16))
    if at < 0 or at + _END.size > len(data):
        raise CutOff("no end-of-central-directory record")
    _, disk, _, _, _, size, offset, _ = _END.unpack_from(data, at)
    end = at
    locator = at - _END64_LOCATOR.size
    if locator >= 0 and data[locator : locator + 4] == b"PK\6\7":
        end = _find_end64(data, locator)
        _, _, _, _, disk, _, _, _, size, offset = _END64.unpack_from(data, end)
    start = end - size
    if disk or start < 0 or start < offset:
        raise BadContainer("the directory lies outside of the file")
    return start, end, start - offset


def _find_end64(data: bytes, locator: int) -> int:
    _, _, told, _ = _END64_LOCATOR.unpack_from(data, locator)
    for at in (told, locator - _END64.size):  # the second where bytes were put before the zip
        if 0 <= at <= locator - _END64.size and data[at : at + 4] == b"PK\6\6":
            return int(at)
    raise BadContainer("no zip64 end record where the locator points")


def _read_entry(data: bytes, at: int, end: int, shift: int) -> tuple[Entry, int]:
    if at + _CENTRAL.size > end or data[at : at + 4] != b"PK\1\2":
        raise BadContainer(f"no directory entry at byte {at}")
    fields = _CENTRAL.unpack_from(data, at)
    _, made, needed, flags, method, time, date, crc, packed, size, len_name, len_extra, len_comment = fields[:13]
    disk, internal, external, offset = fields[13:]
    name_at = at + _CENTRAL.size
    extra_at = name_at + len_name
    comment_at = extra_at + len_extra
    stop = comment_at + len_comment
    if stop > end:
        raise BadContainer(f"the directory entry at byte {at} is too long")
    raw_name, extra = data[name_at:extra_at], data[extra_at:comment_at]
    size, packed, offset, disk = _widened(extra, size, packed, offset, disk)
    if disk:
        raise BadContainer("the file is one of several volumes")
    record = offset + shift
    start = _packed_start(data, record, raw_name)
    if start + packed > len(data):
        raise BadContainer(f"the entry at byte {record} is longer than the file")
    name = raw_name.decode("utf-8" if flags & FLAG_UTF8 else "cp437", "replace")
    sizes = (crc, packed, size, internal, external, extra, data[comment_at:stop])
    return Entry(name, raw_name, made, needed, flags, method, time, date, *sizes, record, start, 0), stop


def _widened(extra: bytes, size: int, packed: int, offset: int, disk: int) -> tuple[int, int, int, int]:
    """The 64-bit values, from the zip64 extra field, of those that did not fit."""
    values = [size, packed, offset, disk]
    wanted = [i for i, value in enumerate(values) if value == (_UNKNOWN16 if i == 3 else _UNKNOWN32)]
    if not wanted:
        return size, packed, offset, disk
    field = _zip64_field(extra)
    for i in wanted:
        width = 4 if i == 3 else 8
        if len(field) < width:
            raise BadContainer("a zip64 field is missing or too short")
        values[i], field = int.from_bytes(field[:width], "little"), field[width:]
    return values[0], values[1], values[2], values[3]


def _zip64_field(extra: bytes) -> bytes:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return b""


def _packed_start(data: bytes, record: int, raw_name: bytes) -> int:
    """Where the packed bytes begin; the local header must name the same entry as the directory does."""
    if record < 0 or record + _LOCAL.size > len(data) or data[record : record + 4] != b"PK\3\4":
        raise BadContainer(f"no entry at byte {record}")
    *_, len_name, len_extra = _LOCAL.unpack_from(data, record)
    name_at = record + _LOCAL.size
    if data[name_at : name_at + len_name] != raw_name:
        raise BadContainer(f"the entry at byte {record} has two names")
    return int(name_at + len_name + len_extra)


def _bounded(entries: list[Entry], directory: int) -> tuple[Entry, ...]:
    """The entries with ``record_end`` set; two that share bytes are the mark of a zip bomb."""
    starts = sorted(entry.record_start for entry in entries)
    ends = dict(pairwise([*starts, directory]))
    for entry in entries:
        if entry.end > ends[entry.record_start] or len(ends) != len(entries):
            raise BadContainer(f"entries overlap at byte {entry.record_start}")
    return tuple(replace(entry, record_end=ends[entry.record_start]) for entry in entries)
