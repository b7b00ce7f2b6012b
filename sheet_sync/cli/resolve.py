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
@click.option("--value", metavar="VALUE", help="A third value, even one that looks like the name of a side.")
@takes_as_of
@takes_dry_run
@takes_format("text", "json")
@takes_store
@speaks
def command(
    conflict: str | None,
    workbook: str,
    keep: str | None,
    value: str | None,
    as_of: date,
    dry_run: bool,
    format_: str,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Settle the conflict ID, or all of them, and sync: what you keep is written everywhere.

    The value that is not kept stays in the history. Without --keep you are asked, conflict by conflict. What is nearly
    the name of a side is taken for a slip; --value takes every word for the value that is to stand.

    \b
    Examples:
      sheet-sync resolve x-7k3f9q --keep excel -w interviews.xlsx
      sheet-sync resolve x-7k3f9q --keep "+1 212 555 0147" -w interviews.xlsx
      sheet-sync resolve --keep google -w interviews.xlsx
    """
    from sheet_sync.app.conflicts import find_conflict, keep_for_all, list_conflicts, resolve
    from sheet_sync.app.sync import SyncOptions
    from sheet_sync.cli.sync import show_report
    from sheet_sync.core.sync.choosing import ThirdValue
    from sheet_sync.store.place import store_folder

    if keep is not None and value is not None:
        raise click.UsageError("Say either --keep or --value, not both.")
    word = keep if value is None else ThirdValue(value)
    folder = store_folder(store)
    found = list_conflicts(workbook, folder)
    if word is None:
        kept = _ask(found if conflict is None else [find_conflict(found, conflict)], terminal)
        if not kept:
            terminal.say("Nothing was settled." if found else "Nothing is in conflict.")
            return
    else:
        kept = keep_for_all(found, word, conflict)
    options = SyncOptions(as_of=as_of, store=folder, dry_run=dry_run)
    show_report(resolve(workbook, options, kept), format_, terminal)


def _ask(conflicts: Sequence[ListedConflict], terminal: Terminal) -> dict[str, str]:
    """What to keep, asked conflict by conflict; an empty answer leaves one open."""
    from sheet_sync.output.conflicts import claims_in_full

    if conflicts and not terminal.is_interactive:
        raise click.UsageError("Say what to keep: sheet-sync resolve --keep excel, or --keep google.")
    kept = {}
    for number, conflict in enumerate(conflicts, 1):
        count = f" ({number} of {len(conflicts)})" if len(conflicts) > 1 else ""
        terminal.result(f"{conflict}{count}:")
        for line in claims_in_full(conflict):
            terminal.result(f"  {line}")
        answer = _answer(conflict, terminal)
        if answer is not None:
            kept[conflict.id] = answer
    return kept


def _answer(conflict: ListedConflict, terminal: Terminal) -> str | None:
    """Whose value to keep, or another one; asked until it can be nothing else that is meant."""
    from sheet_sync.app.conflicts import chosen
    from sheet_sync.core.sync.choosing import ThirdValue, pick
    from sheet_sync.errors import WrongUsage

    numbers = " or ".join(str(number) for number in range(1, len(conflict.values) + 1))
    while True:
        answer = terminal.ask(f"Keep {numbers}? Answer v to type another value, Enter to leave it open")
        if not answer:
            return None
        try:
            if answer.casefold() != "v":
                return pick(answer, conflict.claims, conflict.titles)
            if typed := terminal.ask("The value that is to stand everywhere; Enter to go back"):
                chosen(ThirdValue(typed), conflict)
                return ThirdValue(typed)
        except WrongUsage as error:
            terminal.result(f"{error} Nothing is lost: answer once more.")
