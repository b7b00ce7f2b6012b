"""The contact exports that are known by their headers, and which of their columns holds what; as data.

Source: exports of LinkedIn, Google Contacts (both forms), Outlook (Windows, web, English, German), Thunderbird, HubSpot
and Handshake.  Headers are in the form of :func:`sheet_sync.core.schema.header_key`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sheet_sync.core.words import words

_NUMBERS = range(1, 10)


@dataclass(frozen=True, slots=True)
class ContactFormat:
    """One program's export: ``marks`` are headers that all stand in it.

    ``has_honorific``: its column Title says Ms. or Dr., not the job.  ``found_through`` is what its rows were found
    through.  ``only_names_people``: a record without a name is a closed account, not an organization.
    """

    name: str
    marks: frozenset[str]
    has_honorific: bool = False
    found_through: str = ""
    only_names_people: bool = False


FORMATS: tuple[ContactFormat, ...] = (
    ContactFormat(
        "LinkedIn", words("first name|last name|connected on"), found_through="LinkedIn", only_names_people=True
    ),
    ContactFormat("Google Contacts", words("first name|last name|labels|organization name")),
    ContactFormat("Google Contacts (older form)", words("given name|family name|group membership")),
    ContactFormat("Outlook", words("first name|last name|e mail address|business phone"), has_honorific=True),
    ContactFormat("Outlook", words("first name|last name|e mail address|mobile phone"), has_honorific=True),
    ContactFormat("Outlook (German)", words("vorname|nachname|e mail adresse|mobiltelefon"), has_honorific=True),
    ContactFormat("Thunderbird", words("first name|last name|display name|primary email")),
    ContactFormat("HubSpot", words("record id|first name|last name|email")),
    ContactFormat("Handshake", words("email address|first name|last name|employer name")),
)
OTHER_FILES: tuple[tuple[frozenset[str], str], ...] = (
    (words("conversation id|from|to"), "LinkedIn's messages"),
    (words("from|to|subject|content|direction"), "LinkedIn's messages"),
    (words("from|to|sent at|direction"), "LinkedIn's invitations"),
    (words("first name|companies|created at"), "the contacts that LinkedIn was given"),
)
"""Files of the same exports that hold no connections."""

FIRST = ("first name", "given name", "vorname", "nombre", "firstname")
MIDDLE = ("middle name", "additional name", "weitere vornamen", "segundo nombre")
LAST = ("last name", "family name", "nachname", "apellidos", "lastname")
PREFIX = ("name prefix",)
HONORIFIC = ("title", "anrede", "titre", "tratamiento")
SUFFIX = ("name suffix", "suffix")
WHOLE = ("name", "display name", "file as", "full name")
NICKNAME = ("nickname", "short name", "spitzname")
JOB = ("organization title", "organization 1 title", "job title", "position", "occupation", "title")
ORGANIZATION = (
    "organization name",
    "organization 1 name",
    "company",
    "firma",
    "organization",
    "organisation",
    "company name",
    "associated company",
    "employer name",
)
REFERRED = ("referred by", "empfohlen von")
NOTES = ("notes", "notizen", "notas", "description")
LABELS = ("labels", "group membership", "categories", "kategorien")
BIRTHDAY = ("birthday", "geburtstag")
PRIVATE = ("private", "privat")
EMAILS: tuple[tuple[str, str], ...] = (
    *((f"e mail {n} value", f"e mail {n} label") for n in _NUMBERS),
    *((f"e mail {n} value", f"e mail {n} type") for n in _NUMBERS),
    ("e mail address", "e mail type"),
    ("e mail adresse", "e mail typ"),
    *((f"e mail {n} address", f"e mail {n} type") for n in _NUMBERS),
    ("email address", ""),
    ("primary email", ""),
    ("email", ""),
    ("secondary email", ""),
)
"""Columns of addresses, and of what kind each is; the first is the main one unless another is starred."""
PHONES: tuple[tuple[str, str], ...] = (
    *((f"phone {n} value", f"phone {n} label") for n in _NUMBERS),
    *((f"phone {n} value", f"phone {n} type") for n in _NUMBERS),
    *(
        (key, "")
        for key in (
            "mobile phone",
            "mobiltelefon",
            "mobile number",
            "mobile phone number",
            "primary phone",
            "business phone",
            "telefon geschaftlich",
            "work phone",
            "phone number",
            "phone",
            "business phone 2",
            "home phone",
            "telefon privat",
            "home phone 2",
            "other phone",
            "company main phone",
            "car phone",
            "radio phone",
        )
    ),
)
"""Columns of numbers that reach the person, a mobile first: never a fax, a pager or an assistant."""
NEVER_CALLED = words("fax|pager|textphone|tty|telex|assistant")
ADDRESSES: tuple[tuple[str, ...], ...] = (
    *((f"address {n} formatted",) for n in _NUMBERS),
    *(
        tuple(
            f"{place} {part}"
            for part in ("street", "street 2", "street 3", "city", "state", "postal code", "country region", "country")
        )
        for place in ("business", "home", "other")
    ),
    *(
        tuple(f"{place} {part}" for part in ("address", "address 2", "city", "state", "zipcode", "zip code", "country"))
        for place in ("work", "home")
    ),
)
"""Columns that make one address together, each filled one a line."""
KEPT_AS_THEY_ARE = {"url": "URL", "web page": "Web page", "website 1 value": "Web page", "web page 1": "Web page"}
