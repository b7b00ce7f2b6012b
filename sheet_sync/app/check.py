"""Saying what is wrong with a workbook, and mending what can be mended safely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sheet_sync.app.collector import collector_paused
from sheet_sync.app.opening import read_book
from sheet_sync.core.rows.where_rows import rows_where
from sheet_sync.core.rules import RULES_BY_CODE, Finding, Severity, check, counts
from sheet_sync.core.rules.engine import is_wanted
from sheet_sync.core.rules.fixing import Fixed, plan_fixes, why_left
from sheet_sync.core.rules.pages import nearest_codes
from sheet_sync.core.sync.typed_over import CODE, find_typed, typed_findings
from sheet_sync.errors import Refused, SheetSyncError, WrongUsage

if TYPE_CHECKING:
    from sheet_sync.core.book import Book
    from sheet_sync.core.sync.sync_state import State


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a workbook; ``fixed`` is what ``--fix`` mended, or would with ``dry_run``."""

    location: str
    book: Book
    findings: tuple[Finding, ...]
    fixed: tuple[Fixed, ...] = ()
    is_fix: bool = False
    dry_run: bool = False

    @property
    def counts(self) -> dict[str, int]:
        return counts(self.findings)

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def why_left(self, finding: Finding) -> str:
        """Why ``--fix`` left a problem that it often mends, in a few words; empty for all others."""
        return why_left(finding, self.book)


@collector_paused()
def check_workbook(
    location: str,
    as_of: date,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    store: str | None = None,
    where: str | None = None,
) -> Checked:
    """What is wrong with a workbook as of that day; rows are compared with the records in ``store``, where it has any.

    ``where`` narrows it down to some rows.

    Raises:
        WrongUsage: ``select`` or ``ignore`` names no rule, or ``where`` no column.
        WorkbookUnreadable: it cannot be read.
    """
    selected, ignored = _codes(select), _codes(ignore)
    _, _, book = read_book(location, as_of)
    found = _check(book, selected, ignored, _records_of(book, store))
    return Checked(location, book, _only(found, book, where))


def _check(book: Book, selected: Sequence[str], ignored: Sequence[str], records: State | None) -> tuple[Finding, ...]:
    """What a sync lists, too: with what the records know of the rows, and of the cells that the tool fills."""
    if records is None:
        return check(book, selected, ignored)
    known_ids = {name: table.rows for name, table in records.records.items()}
    found = check(book, selected, ignored, known_ids=known_ids)
    if not is_wanted(CODE, selected, ignored):
        return found
    typed = find_typed(book, records.replica(book.snapshot.kind).tool)
    return (*found, *typed_findings(book, typed))


def _only(findings: tuple[Finding, ...], book: Book, where: str | None) -> tuple[Finding, ...]:
    """The findings about rows that are meant, all of them without a condition."""
    if where is None:
        return findings
    is_meant = rows_where(book, where)
    rows = {(entry.table.name, entry.number) for entry in book.all_entries() if is_meant(entry)}
    return tuple(one for one in findings if one.cell is not None and (one.table, one.cell.row) in rows)


@collector_paused()
def fix_workbook(
    location: str,
    as_of: date,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    dry_run: bool = False,
    store: str | None = None,
    where: str | None = None,
) -> Checked:
    """Mend what can be mended safely, in one write; with ``dry_run`` only say what would be.

    The version before is kept with the records, in the folder ``store``.

    Raises:
        WrongUsage, WorkbookUnreadable: as above.
        Refused: the workbook cannot be written; nothing was.
    """
    from sheet_sync.app.command_write import write_for

    selected, ignored = _codes(select), _codes(ignore)
    _, snapshot, book = read_book(location, as_of)
    records = _records_of(book, store)
    fixes = plan_fixes(book, lambda changed: _only(_check(changed, selected, ignored, records), changed, where))
    if fixes.plan and not dry_run:
        if snapshot.read_only:
            raise Refused(snapshot.read_only, where=location, hint="So nothing was mended; the list is the same.")
        write_for("check --fix", location, fixes.plan, snapshot, store)
    return Checked(location, book, fixes.left, fixes.fixed, is_fix=True, dry_run=dry_run)


def _records_of(book: Book, store: str | None) -> State | None:
    """What the records know of the workbook; ``None`` where it was never synced here.

    Records that cannot be read do not stop a check: the next sync says what is wrong with them.
    """
    from sheet_sync.store.place import STORE_NAME, store_folder

    project_id, folder = book.snapshot.project_id, store_folder(store)
    if project_id is None or not (folder / STORE_NAME).is_file():
        return None
    from sheet_sync.store.store import Store

    try:
        with Store.open(folder, read_only=True) as records:
            return records.load(project_id)
    except SheetSyncError:
        return None


def _codes(typed: Iterable[str]) -> tuple[str, ...]:
    """Codes or their beginnings as typed, several in one separated by commas.

    Raises:
        WrongUsage: no code begins so.
    """
    codes = tuple(code.strip().upper() for codes in typed for code in codes.split(",") if code.strip())
    for code in codes:
        if not any(known.startswith(code) for known in RULES_BY_CODE):
            near = nearest_codes(code)
            hint = f"Did you mean {near[0]}?" if near else "A code is two letters and two digits, such as EM01."
            raise WrongUsage(
                f"There is no problem with the code {code}.", hint=f"{hint} sheet-sync explain lists them."
            )
    return codes
