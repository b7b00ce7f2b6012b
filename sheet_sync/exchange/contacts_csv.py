"""Contacts from other programs' CSV files: each record as the values of a Contacts row, with what there is to say.

Nothing is taken silently that is not safe: what has no place in Contacts is kept in ``extra``, what is no person is
skipped with the reason.
"""

from __future__ import annotations

from sheet_sync.core.layout.headers import Header, headers_in, map_headers
from sheet_sync.core.schema import CONTACTS, header_key
from sheet_sync.errors import WorkbookUnreadable
from sheet_sync.exchange.contact_formats import FORMATS, OTHER_FILES, ContactFormat
from sheet_sync.exchange.contact_record import read_record
from sheet_sync.exchange.csv_text import CsvRecord, decode, delimiter_of, records
from sheet_sync.exchange.imported import IMPORT_KINDS, ContactsFile, ImportedContact, ReadAs, SkippedRecord

__all__ = ["IMPORT_KINDS", "ContactsFile", "ImportedContact", "ReadAs", "SkippedRecord", "read_contacts_csv"]


HEADER_RECORDS = 20


def read_contacts_csv(data: bytes, name: str, how: ReadAs) -> ContactsFile:
    """The contacts of a CSV file.

    Raises:
        WorkbookUnreadable: it is no CSV file of contacts; the message says what it is, where that is known.
    """
    decoded = decode(data, name)
    delimiter = delimiter_of(decoded.text)
    found = list(records(decoded.text, delimiter))
    position, kind, columns = _find_header(found, name)
    contacts: list[ImportedContact] = []
    skipped: list[SkippedRecord] = []
    for number, record in enumerate(found[position + 1 :], 1):
        cells = {
            key: record.cells[at] for key, at in columns.items() if at < len(record.cells) and record.cells[at].strip()
        }
        outcome = read_record(cells, number, record.line, kind, how)
        if isinstance(outcome, ImportedContact):
            contacts.append(outcome)
        else:
            skipped.append(outcome)
    return ContactsFile(
        kind.name, decoded.encoding, delimiter, found[position].line, tuple(contacts), tuple(skipped), decoded.doubt
    )


def _find_header(found: list[CsvRecord], name: str) -> tuple[int, ContactFormat, dict[str, int]]:
    """The header's place, the format it shows, and the columns by header key."""
    for position, record in enumerate(found[:HEADER_RECORDS]):
        columns = {header_key(cell): at for at, cell in reversed(list(enumerate(record.cells))) if cell.strip()}
        for marks, what in OTHER_FILES:
            if marks <= columns.keys():
                message = f"{name} holds {what}, not your connections."
                raise WorkbookUnreadable(
                    message, where=name, hint="Choose the file Connections.csv of the same export."
                )
        for kind in FORMATS:
            if kind.marks <= columns.keys():
                return position, kind, columns
    for position, record in enumerate(found[:HEADER_RECORDS]):
        plain = _plain_columns(headers_in(record.cells, 0))
        if plain is not None:
            return position, ContactFormat("CSV", frozenset()), plain
    message = f"{name} has no row of headers that names people, such as Name and Email."
    raise WorkbookUnreadable(message, where=name, hint="Export your contacts as CSV, headers and all.")


_PLAIN_KEYS = {
    "Name": "name",
    "Name/first": "first name",
    "Name/last": "last name",
    "Job title": "job title",
    "Organization": "company",
    "Email": "email",
    "Phone": "phone",
    "Notes": "notes",
    "Referred by": "referred by",
}


def _plain_columns(headers: tuple[Header, ...]) -> dict[str, int] | None:
    """The columns of a list that no known program wrote, by what their headers mean; ``None`` where that is no list."""
    mapping = map_headers(CONTACTS, headers)
    if mapping.missing or mapping.score < 2:
        return None
    own = {
        _PLAIN_KEYS.get(column.key, column.key): column.number for column in mapping.columns if column.field is not None
    }
    nick = next((column.number for column in mapping.columns if "nickname" in column.gives), None)
    return own if nick is None else own | {"nickname": nick}
