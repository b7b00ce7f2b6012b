"""The ID that ties a workbook to its store: a custom document property, which Excel and LibreOffice keep.

Source: ECMA-376 part 1, 22.3.2 (custom properties); property IDs begin with 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.excel.edit import splice
from sheet_sync.excel.edit.edits import with_child
from sheet_sync.excel.read.workbook import PROJECT_PROPERTY

if TYPE_CHECKING:
    from sheet_sync.excel.edit.splice import Span
    from sheet_sync.excel.edit.workbook_edit import WorkbookEdit

_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_ID = 2
_KIND, _STRICT_KIND = "custom-properties", "customProperties"


def set_project_id(book: WorkbookEdit, project_id: str) -> None:
    """Write the ID into the document's properties, which are made where there are none."""
    part = next(iter([*book.edits.related("", _KIND), *book.edits.related("", _STRICT_KIND)]), None)
    if part is None:
        part = "docProps/custom.xml"
        if book.edits.exists(part):
            part = book.edits.free_name("docProps/custom{}.xml")
        book.edits.add(part, with_child(_empty(book), _property(b"", b"vt:", _FIRST_ID, project_id)), _TYPE)
        book.edits.relate("", f"{book.office}/{_STRICT_KIND if book.is_strict else _KIND}", part)
        return
    data = book.edits.read(part)
    found = _find(data)
    if found is not None:
        new = splice.escaped(project_id)
        value = next(iter(splice.children(data, found.open.end, found.inner_end)))
        book.edits.write(part, data[: value.open.end] + new + data[value.inner_end :])
        return
    ids = [int(span.open.get(b"pid") or 0) for span in _properties(data)]
    prefix, values = _prefixes(data)
    new_id = max([_FIRST_ID - 1, *ids]) + 1
    book.edits.write(part, with_child(data, _property(prefix, values, new_id, project_id)))


def _empty(book: WorkbookEdit) -> bytes:
    base = book.office.removesuffix("/relationships").encode("ascii")
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        b'<Properties xmlns="%b/%b" xmlns:vt="%b/docPropsVTypes"></Properties>'
        % (base, b"customProperties" if book.is_strict else b"custom-properties", base)
    )


def _property(prefix: bytes, values: bytes, number: int, project_id: str) -> bytes:
    declared = b"" if values else b' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
    vt = values or b"vt:"
    return b'<%bproperty fmtid="%b" pid="%d" name="%b"%b><%blpwstr>%b</%blpwstr></%bproperty>' % (
        prefix,
        _FORMAT.encode("ascii"),
        number,
        PROJECT_PROPERTY.encode("ascii"),
        declared,
        vt,
        splice.escaped(project_id),
        vt,
        prefix,
    )


def _properties(data: bytes) -> list[Span]:
    root = splice.root(data)
    return list(splice.children(data, root.open.end, root.inner_end))


def _find(data: bytes) -> Span | None:
    return next((span for span in _properties(data) if span.open.get(b"name") == PROJECT_PROPERTY), None)


def _prefixes(data: bytes) -> tuple[bytes, bytes]:
    """The prefix of properties, and that of their values, empty where the root declares none."""
    tag = splice.root(data).open
    before, colon, _ = tag.name.rpartition(b":")
    for name, value in tag.all().items():
        if name.startswith(b"xmlns:") and value.endswith("docPropsVTypes"):
            return before + colon, name.removeprefix(b"xmlns:") + b":"
    return before + colon, b""
