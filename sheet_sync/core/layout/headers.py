"""From a row of headers to columns of one table: which header means which field, how surely, and which stays own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from sheet_sync.core.schema import CONTACTS, Field, Kind, TableSchema, header_key
from sheet_sync.core.tables import OWN, Column
from sheet_sync.core.words import words

WEAK = 1000
"""Rank from which on a header means the field only where no better one is there."""

FIRST_NAMES = words("first name|firstname|given name|fname|first|forename|vorname|prenom|nombre|nombres")
LAST_NAMES = words(
    "last name|lastname|surname|family name|lname|last|nachname|familienname|nom|nom de famille|apellido",
    "apellidos",
)
NICKNAMES = words("goes by|nickname|nick name|preferred name|known as|spitzname|rufname|surnom|apodo")
MIXED_DETAILS = words(
    "contact info|contact information|contact details|email phone|phone email|email or phone",
    "email and phone|kontaktdaten|coordonnees",
)
SECOND_EMAILS = words(
    "email 2|e mail 2|email 3|e mail 3|email2|second email|secondary email|other email|alternate email",
    "alternative email|home email|private email|school email|backup email",
)
SECOND_PHONES = words(
    "phone 2|phone 3|phone2|second phone|secondary phone|other phone|alternate phone|office phone",
    "business phone|mobile 2|landline|direct line|telefon 2|telefon geschaftlich|telefon privat",
)
AMBIGUOUS_NAMES = frozenset({"contact", "contacto"})
"""Headers that mean a name, or details such as a phone: their values decide."""

_SPECIFIC_FIRST = {("Interviews", "Date")}
"""Fields whose bare name may mean other things when a more specific header is there (``Date``, ``Interview date``)."""


@dataclass(frozen=True, slots=True)
class Header:
    """One filled cell of a header row."""

    number: int
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a header row reads as one table."""

    schema: TableSchema
    columns: tuple[Column, ...]
    strong: frozenset[str]
    weak: frozenset[str]
    twice: tuple[Column, ...] = ()
    losers: dict[int, str] = field(default_factory=dict)

    @property
    def score(self) -> int:
        return len(self.strong)

    @property
    def found(self) -> frozenset[str]:
        return self.strong | self.weak

    @property
    def missing(self) -> tuple[Field, ...]:
        return tuple(wanted for wanted in self.schema.required if wanted.name not in self.found)


@cache
def aliases(schema: TableSchema) -> dict[str, tuple[tuple[int, Field], ...]]:
    """Header key to the fields it may mean in that table, each with its rank (0 is the field's own name)."""
    index: dict[str, list[tuple[int, Field]]] = {}
    for wanted in schema.fields:
        own = 100 if (schema.name, wanted.name) in _SPECIFIC_FIRST else 0
        index.setdefault(header_key(wanted.name), []).append((own, wanted))
        for rank, alias in enumerate(wanted.aliases, 1):
            index.setdefault(alias, []).append((rank, wanted))
        for rank, alias in enumerate(wanted.weak_aliases, WEAK):
            index.setdefault(alias, []).append((rank, wanted))
    return {key: tuple(sorted(found, key=lambda pair: pair[0])) for key, found in index.items()}


def headers_in(cells: Sequence[object], first_column: int = 1) -> tuple[Header, ...]:
    """The headers of a row's cells, those that are text."""
    return tuple(
        Header(number, text.strip(), key)
        for number, text in enumerate(cells, first_column)
        if isinstance(text, str) and len(text) <= 80 and (key := header_key(text))
    )


def person_field(schema: TableSchema) -> Field | None:
    """The field that a first and a last name in two columns make together."""
    wanted = schema.fields[1] if len(schema.fields) > 1 else None
    if wanted is None or not wanted.required or wanted.kind not in (Kind.NAME, Kind.REFERENCE):
        return None
    return wanted if wanted.kind is Kind.NAME or wanted.refers_to == CONTACTS.name else None


Barred = frozenset[tuple[int, str]]
"""Columns with a field that their values show they are not; ``*`` for all fields: the column stays the user's own."""


def map_headers(schema: TableSchema, headers: Sequence[Header], barred: Barred = frozenset()) -> Mapping:
    """Read headers as that table's columns, but for what is barred."""
    claims = _claims(schema, headers, barred)
    parts = _name_parts(schema, headers, claims, barred)
    won: dict[str, tuple[int, Header]] = {}
    taken = set(parts)
    split = {person.name for _, person in parts.values()}
    for rank, header, wanted in claims:
        if wanted.name not in won and wanted.name not in split and header.number not in taken:
            won[wanted.name] = (rank, header)
            taken.add(header.number)
    losers = {h.number: wanted.name for _, h, wanted in reversed(claims) if h.number not in taken}
    columns, twice = _distinct(
        _with_gifts(schema, tuple(_column(schema, header, won, parts, losers) for header in headers))
    )
    strong = frozenset(name for name, (rank, _) in won.items() if rank < WEAK) | split
    return Mapping(schema, columns, strong, frozenset(won) - strong, twice, losers)


def _claims(schema: TableSchema, headers: Sequence[Header], barred: Barred) -> list[tuple[int, Header, Field]]:
    """All that the headers may mean, the surest first, and from left to right."""
    known = aliases(schema)
    return sorted(
        (
            (rank, header, wanted)
            for header in headers
            if (header.number, "*") not in barred
            for rank, wanted in known.get(header.key, ())
            if (header.number, wanted.name) not in barred
        ),
        key=lambda claim: (claim[0], claim[1].number),
    )


def _name_parts(
    schema: TableSchema, headers: Sequence[Header], claims: list[tuple[int, Header, Field]], barred: Barred
) -> dict[int, tuple[str, Field]]:
    """Columns that hold a first or a last name, to part and whole field; empty where one column holds both."""
    person = person_field(schema)
    if person is None:
        return {}
    free = [header for header in headers if (header.number, "*") not in barred]
    first = next((header for header in free if header.key in FIRST_NAMES), None)
    last = next((header for header in free if header.key in LAST_NAMES and header is not first), None)
    found = {header.number: (part, person) for part, header in (("first", first), ("last", last)) if header is not None}
    whole = {h.number: rank for rank, h, wanted in reversed(claims) if wanted.name == person.name}
    if any(rank < WEAK and number not in found for number, rank in whole.items()):
        return {}
    return found if len(found) == 2 or not whole else {}


def _column(
    schema: TableSchema,
    header: Header,
    won: dict[str, tuple[int, Header]],
    parts: dict[int, tuple[str, Field]],
    losers: dict[int, str],
) -> Column:
    if header.number in parts:
        part, person = parts[header.number]
        return Column(header.number, header.text, f"{person.name}/{part}", person)
    for name, (rank, winner) in won.items():
        if winner.number == header.number:
            return Column(header.number, header.text, name, schema.field(name), is_weak=rank >= WEAK)
    return Column(header.number, header.text, OWN + " ".join(header.text.split()), gives=_gives(schema, header, losers))


def _gives(schema: TableSchema, header: Header, losers: dict[int, str]) -> tuple[str, ...]:
    if schema.name != CONTACTS.name:
        return ()
    if header.key in MIXED_DETAILS or header.key in AMBIGUOUS_NAMES:
        return ("Email", "Phone")
    if header.key in SECOND_EMAILS or losers.get(header.number) == "Email":
        return ("Email",)
    if header.key in SECOND_PHONES or losers.get(header.number) == "Phone":
        return ("Phone",)
    return ("nickname",) if header.key in NICKNAMES else ()


_GIFTS = {"Start": "Minutes", "Place": "Where", "Found through": "Referred by"}
"""A field to another that its cells often hold as well."""


def _with_gifts(schema: TableSchema, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    keys = {column.key for column in columns}
    gifts = {giver: given for giver, given in _GIFTS.items() if given == "Minutes" or given not in keys}
    if "Where" in keys and "Place" not in keys:
        gifts["Where"] = "Place"
    return tuple(
        replace(column, gives=(gifts[column.key],)) if column.key in gifts and schema.has(gifts[column.key]) else column
        for column in columns
    )


def _distinct(columns: tuple[Column, ...]) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Own columns of one header told apart by a number; and the columns whose header stood before."""
    seen: dict[str, int] = {}
    known = {header_key(column.header) for column in columns if column.field is not None}
    headers: set[str] = set()
    result, twice = [], []
    for column in columns:
        key = header_key(column.header)
        if key not in known:  # between two columns of the user's own, a word in brackets makes a difference
            key = " ".join(column.header.split()).casefold()
        if key in headers:
            twice.append(column)
        headers.add(key)
        seen[column.key] = count = seen.get(column.key, 0) + 1
        result.append(column if count == 1 else replace(column, key=f"{column.key} ({count})"))
    return tuple(result), tuple(twice)
