"""``merge-people``: two rows of one person become one, in every replica."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sheet_sync.app.sync import Open, SyncOptions, open_with_backups, sync
from sheet_sync.core.book import Book
from sheet_sync.core.ids import is_id
from sheet_sync.core.rows.row_lookup import find_contact
from sheet_sync.core.schema import SETTINGS_SHEET
from sheet_sync.errors import WrongUsage

if TYPE_CHECKING:
    from sheet_sync.app.sync_report import SyncReport
    from sheet_sync.core.book import Entry
    from sheet_sync.core.sync.sync_state import Amendment
    from sheet_sync.core.sync.synced import Rows


_NEEDS_ALL = "Two rows are joined in all places at once, so nobody was joined."


@dataclass(frozen=True, slots=True)
class Joined:
    """What a merge of two people came to: who stayed, who went into them, how many references were repointed."""

    stays: str
    goes: str
    references: int
    report: SyncReport


def merge_people(location: str, options: SyncOptions, stays: str, goes: str, open_: Open = open_with_backups) -> Joined:
    """Join the contact ``goes`` into the contact ``stays``, and sync.

    Raises:
        WrongUsage: a contact is not found, is the same, or has no ID yet.
    """
    from sheet_sync.core.sync.joining import Join, join_people

    snapshot = open_(location, None).read()
    book = Book(snapshot, options.as_of)
    one, other = _contact(book, stays), _contact(book, goes)
    if one.id == other.id:
        raise WrongUsage(f"Both are {one.name} ({one.id}), so there is nothing to merge.", hint="Name two contacts.")
    assert one.id is not None
    assert other.id is not None
    join = Join(one.id.casefold(), other.id.casefold(), options.as_of, snapshot.grid(SETTINGS_SHEET))
    repointed = 0

    def amend(truth: Mapping[str, Rows]) -> Sequence[Amendment]:
        nonlocal repointed
        for entry, id_ in ((one, join.stays), (other, join.goes)):
            if id_ not in truth["Contacts"].rows:
                raise WrongUsage(f"{entry.name} ({id_}) is not in Contacts any more.", hint="Run sync, and look again.")
        amendments = join_people(join, truth)
        repointed = len(amendments) - 2
        return amendments

    wanted = replace(options, source="merge-people", amend=amend, needs_all=_NEEDS_ALL)
    report = sync(location, wanted, open_)
    return Joined(f"{one.name} ({join.stays})", f"{other.name} ({join.goes})", repointed, report)


def _contact(book: Book, typed: str) -> Entry:
    entry = find_contact(book, typed)
    if entry.id is None or not is_id(entry.id.casefold()):
        raise WrongUsage(f"{entry.name} has no ID yet.", hint="Run sheet-sync sync first; it gives every row one.")
    return entry
