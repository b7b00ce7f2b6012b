"""``resolve``: settle conflicts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_format, takes_store, takes_workbook_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.app.conflicts import ListedConflict
    from sheet_sync.output.terminal import Terminal


@click.command("resolve")
@click.argument("conflict", metavar="[ID]", required=False)
@takes_workbook_option
@click.option("--keep", metavar="excel|google|VALUE", help="Whose value to keep, or the value itself.")
@takes_as_of
@takes_dry_run
@takes_format("text", "json")
@takes_store
@speaks
def command(
    conflict: str | None,
    workbook: str,
    keep: str | None,
    as_of: date,
    dry_run: bool,
    format_: str,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Settle the conflict ID, or all of them, and sync: what you keep is written everywhere.

    The value that is not kept stays in the history. Without --keep you are asked, conflict by conflict.

    \b
    Examples:
      sheet-sync resolve x-7k3f9q --keep excel -w interviews.xlsx
      sheet-sync resolve x-7k3f9q --keep "+1 212 555 0147" -w interviews.xlsx
      sheet-sync resolve --keep google -w interviews.xlsx
    """
    from sheet_sync.app.conflicts import find_conflict, keep_for_all, list_conflicts, resolve
    from sheet_sync.app.sync import SyncOptions
    from sheet_sync.cli.sync import show_report
    from sheet_sync.store.place import store_folder

    folder = store_folder(store)
    found = list_conflicts(workbook, folder)
    if keep is None:
        kept = _ask(found if conflict is None else [find_conflict(found, conflict)], terminal)
        if not kept:
            terminal.say("Nothing was settled." if found else "Nothing is in conflict.")
            return
    else:
        kept = keep_for_all(found, keep, conflict)
    options = SyncOptions(as_of=as_of, store=folder, dry_run=dry_run)
    show_report(resolve(workbook, options, kept), format_, terminal)


def _ask(conflicts: Sequence[ListedConflict], terminal: Terminal) -> dict[str, str]:
    """What to keep, asked conflict by conflict; an empty answer leaves one open."""
    from sheet_sync.output.conflicts import claims_in_words

    if conflicts and not terminal.is_interactive:
        raise click.UsageError("Say what to keep: sheet-sync resolve --keep excel, or --keep google.")
    kept = {}
    for conflict in conflicts:
        terminal.result(f"{conflict.field} of {conflict.name} ({conflict.table}):")
        for line in claims_in_words(conflict):
            terminal.result(f"  {line}")
        answer = click.prompt("Keep which number, or which value? Enter leaves it open", default="", show_default=False)
        if answer.strip():
            kept[conflict.id] = _meant(answer.strip(), conflict)
    return kept


def _meant(answer: str, conflict: ListedConflict) -> str:
    names = list(conflict.values)
    return names[int(answer) - 1] if answer.isdigit() and 0 < int(answer) <= len(names) else answer
