"""Contacts from LinkedIn, Google and Outlook, as ../shared/habits states them; and the files that are none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sheet_sync.core.interpret import NOTE_KINDS
from sheet_sync.core.readings import Do
from sheet_sync.errors import WorkbookUnreadable
from sheet_sync.exchange.contacts_csv import IMPORT_KINDS, ContactsFile, ImportedContact, ReadAs, read_contacts_csv
from tests.conftest import SHARED, shared

FILES = ("linkedin-connections", "google-contacts", "outlook-contacts")
HOW = ReadAs("US", "M/D/Y", date(2026, 11, 24))
needs_files = pytest.mark.skipif(
    not (SHARED / "habits").exists(), reason="../shared/habits is not beside this checkout, so its cases are not run"
)


def _expected(name: str) -> dict[str, Any]:
    path = SHARED / "habits" / f"{name}.expected.json"
    loaded: dict[str, Any] = (
        json.loads(path.read_text("utf-8")) if path.exists() else {"tables": [{"rows": []}], "advice": []}
    )
    return loaded


def _read(name: str) -> ContactsFile:
    return read_contacts_csv(shared("habits", f"{name}.csv").read_bytes(), f"{name}.csv", HOW)


def _place(contact: ImportedContact, row: dict[str, Any]) -> bool:
    return bool(contact.line == row["line"] if "line" in row else contact.record == row["record"])


def _rows() -> Iterator[Any]:
    for name in FILES:
        for row in _expected(name)["tables"][0]["rows"]:
            yield pytest.param(name, row, id=f"{name}-{row.get('line', row.get('record'))}")


def _advice() -> Iterator[Any]:
    for name in FILES:
        for advice in _expected(name)["advice"]:
            if advice["cell"] != "all":
                yield pytest.param(name, advice, id=f"{name}-{advice['cell']}-{advice['raw'][:20]}")


@needs_files
@pytest.mark.parametrize("name", FILES)
def test_the_file_is_understood(name: str) -> None:
    """Encoding, separator, header and the records that are no contacts."""
    wanted, found = _expected(name), _read(name)

    assert (found.encoding, found.delimiter, found.header_line) == (
        wanted["encoding"],
        wanted["delimiter"],
        wanted["header_line"],
    )
    assert len(found.contacts) == len(wanted["tables"][0]["rows"])
    assert [skip.line if name.startswith("linkedin") else skip.record for skip in found.skipped] == [
        row.get("line", row.get("record")) for row in wanted["tables"][0].get("not_rows", ())
    ]


@needs_files
@pytest.mark.parametrize(("name", "row"), list(_rows()))
def test_each_record_has_the_values_that_were_meant(name: str, row: dict[str, Any]) -> None:
    contact = next(contact for contact in _read(name).contacts if _place(contact, row))
    wanted = dict(row["values"])

    assert contact.nickname == wanted.pop("nickname", "")
    assert dict(contact.values) == wanted
    assert list(contact.other_emails) == row.get("other_emails", [])
    assert list(contact.other_phones) == row.get("other_phones", [])
    assert dict(contact.extra) == row.get("extra", {})
    assert contact.suffix == row.get("suffix", "")


@needs_files
@pytest.mark.parametrize(("name", "advice"), list(_advice()))
def test_each_record_is_read_fixed_flagged_or_asked_about(name: str, advice: dict[str, Any]) -> None:
    kind, number = advice["cell"].split()
    contact = next(contact for contact in _read(name).contacts if _place(contact, {kind: int(number)}))
    found = {note.do for note in contact.notes} | {Do.READ}

    assert Do(advice["do"]) in found


@needs_files
@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_note_is_in_a_catalogue(name: str) -> None:
    kinds = {note.kind for contact in _read(name).contacts for note in contact.notes}

    assert kinds <= {*NOTE_KINDS, *IMPORT_KINDS}


def read(text: str, encoding: str = "utf-8") -> ContactsFile:
    return read_contacts_csv(text.encode(encoding), "people.csv", HOW)


class TestFilesAsTheyCome:
    """Other programs, other separators, other encodings."""

    @pytest.mark.parametrize(
        ("text", "encoding", "told"),
        [
            ("\ufeffName,Email\nZoë,z@x.org\n", "utf-8", "utf-8"),
            ("Name;Email\r\nZoë;z@x.org\r\n", "windows-1252", "windows-1252"),
            ("Name\tEmail\nZoë\tz@x.org\n", "utf-16", "utf-16"),
            ("sep=;\nName;Email\nZoë;z@x.org\n", "utf-8", "utf-8"),
            ("# my list\n# of people\nName,Email\nZoë,z@x.org", "utf-8", "utf-8"),
        ],
    )
    def test_encoding_and_separator_are_found(self, text: str, encoding: str, told: str) -> None:
        found = read(text, encoding)

        assert (found.encoding, dict(found.contacts[0].values)) == (told, {"Name": "Zoë", "Email": "z@x.org"})
        assert bool(found.doubt) is (told == "windows-1252")

    def test_a_list_of_ones_own_is_read_by_its_headers(self) -> None:
        found = read("Full name,Company,E-mail,How we met,Status\nDana Reyes,H,d@x.org,fair,Met\n")

        assert dict(found.contacts[0].values) == {
            "Name": "Dana Reyes",
            "Organization": "H",
            "Email": "d@x.org",
            "Found through": "fair",
            "Status": "Met",
        }

    def test_german_outlook_is_known(self) -> None:
        found = read(
            "Anrede;Vorname;Nachname;Firma;Position;E-Mail-Adresse;Mobiltelefon;Notizen\n"
            "Frau;Zoë;Marchetti;Café;Buyer;z@x.org;+49 30 901820;nett\n",
            "windows-1252",
        )

        assert found.format == "Outlook (German)"
        assert dict(found.contacts[0].values) == {
            "Name": "Zoë Marchetti",
            "Job title": "Buyer",
            "Organization": "Café",
            "Email": "z@x.org",
            "Phone": "+49 30 901820",
            "Notes": "nett",
        }
        assert found.contacts[0].extra == {"Title": "Frau"}

    def test_a_record_shorter_than_the_header_is_read(self) -> None:
        assert dict(read("Name,Email,Phone\nDana\n").contacts[0].values) == {"Name": "Dana"}

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("CONVERSATION ID,CONVERSATION TITLE,FROM,TO,DATE\n1,a,b,c,d\n", "Connections.csv"),
            ("From,To,Sent At,Message,Direction\na,b,c,d,e\n", "Connections.csv"),
            ("Item,Price\nTea,3\n", "Export your contacts"),
            ("", "Export your contacts"),
        ],
    )
    def test_a_file_of_something_else_says_so(self, text: str, word: str) -> None:
        with pytest.raises(WorkbookUnreadable) as error:
            read(text)

        assert word in str(error.value)

    def test_bytes_that_are_no_text_say_so(self) -> None:
        with pytest.raises(WorkbookUnreadable):
            read_contacts_csv(b"\xff\xfe\x00", "people.csv", HOW)
        with pytest.raises(WorkbookUnreadable):
            read_contacts_csv(bytes(range(256)) * 4, "people.csv", HOW)
