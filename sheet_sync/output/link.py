"""What ``link`` says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.output.sync import listed

if TYPE_CHECKING:
    from sheet_sync.app.link import Linked
    from sheet_sync.output.terminal import Terminal


def say_linked(linked: Linked, terminal: Terminal, *, dry_run: bool) -> None:
    """What is paired now, and what to do next."""
    if linked.was_linked:
        terminal.result(f"{_name(linked)} is paired with {_sheet(linked)} already.")
        return
    if linked.is_new:
        terminal.result(f"{'Would make' if dry_run else 'Made'} {linked.sheet}.")
    elif linked.is_filled:
        terminal.say(f"The Google Sheet was empty and {'would get' if dry_run else 'got'} its tables.")
    if linked.workbook is not None:
        terminal.result(f"{'Would pair' if dry_run else 'Paired'} {_name(linked)} with {_sheet(linked)}.")
    elif linked.config is not None:
        terminal.result(f"{linked.config.name} in this folder now names the Google Sheet.")
    if linked.rows:
        counted = listed(f"{count:,} of {table}" for table, count in linked.rows)
        terminal.say(f"The {'first' if dry_run else 'next'} sync puts the workbook's rows into it: {counted}.")
    if linked.owner:
        terminal.remark(
            f"The Sheet belongs to {linked.owner}, and only that robot can open it. To see it in your browser, make an "
            "empty Sheet of your own instead, share it with that address as an Editor, and link that."
        )
    if linked.read_only:
        terminal.remark(f"{linked.read_only} Until then its edits come in, and nothing goes out.")
    if not dry_run:
        terminal.say(_next(linked))


def say_completed(terminal: Terminal, added: tuple[str, ...], *, dry_run: bool) -> None:
    """What ``init`` added to a Google Sheet."""
    if not added:
        terminal.result("The Google Sheet has all its tables; nothing was changed.")
        return
    terminal.result(f"{'Would add' if dry_run else 'Added'} to the Google Sheet: {', '.join(added)}.")


def _name(linked: Linked) -> str:
    return Path(linked.workbook or "").name


def _sheet(linked: Linked) -> str:
    return f'the Google Sheet "{linked.title}"' if linked.title else linked.sheet


def _next(linked: Linked) -> str:
    if linked.workbook is None and linked.config is None:
        return f'Next: sheet-sync sync "{linked.sheet}"'
    from sheet_sync.app.opening import named_workbook

    here = Path(linked.workbook).resolve() if linked.workbook else None
    named = named_workbook(None) if here is not None else None
    if here is None or (named is not None and Path(named).resolve() == here):
        words = ""
    else:
        words = f' "{linked.workbook}"' if " " in str(linked.workbook) else f" {linked.workbook}"
    return f"Next: sheet-sync sync{words} (with --dry-run it only shows what would change)"
