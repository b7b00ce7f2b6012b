"""What ``init`` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sheet_sync.app.init import Made
    from sheet_sync.core.new_workbook.conversion import Leftover
    from sheet_sync.output.terminal import Terminal

_MOST_LISTED = 20


def say_made(terminal: Terminal, made: Made, *, dry_run: bool) -> None:
    """What was made or added, and what to do next."""
    name = made.path.name
    if made.is_new:
        terminal.result(f"{'Would make' if dry_run else 'Made'} {made.path}.")
        for table, count in made.rows.items():
            terminal.result(f"  {table}: {count} {'row' if count == 1 else 'rows'} taken over")
        _say_left(terminal, made.left, dry_run=dry_run)
    else:
        for table, sheet in made.found.items():
            terminal.say(f"{table}: found on the sheet {sheet}.")
        added = ", ".join(made.added_sheets)
        verb = "Would add" if dry_run else "Added"
        terminal.result(f"{verb} to {name}: {added}." if added else f"{name} has all its sheets; nothing was changed.")
    if made.config is not None:
        terminal.say(f"{made.config.name} beside it tells later commands which workbook is meant.")
    if made.other_default is not None:
        other = made.other_default
        terminal.say(
            f"Commands that name no workbook still mean {other}, as sheet-sync.toml says; name this one after -w."
        )
    if made.is_new and not dry_run:
        terminal.say(f"Next: open it, fill in Settings and Contacts, save, close, and run: {_sync_command(made)}")


def _say_left(terminal: Terminal, left: Sequence[Leftover], *, dry_run: bool) -> None:
    """The cells that are in no row, so that nobody misses them."""
    if not left:
        return
    from sheet_sync.core.followups.model import one_line
    from sheet_sync.core.new_workbook.conversion import LEFT_SHEET

    cells = "1 cell fits" if len(left) == 1 else f"{len(left):,} cells fit"
    verb = "would be listed" if dry_run else "listed"
    terminal.result(f"  {cells} into no row, {verb} on the sheet “{LEFT_SHEET}”:")
    for one in left[:_MOST_LISTED]:
        terminal.result(f"    {one.cell}: {one_line(str(one.value))}")
    if len(left) > _MOST_LISTED:
        terminal.result(f"    and {len(left) - _MOST_LISTED:,} more, listed there")


def _sync_command(made: Made) -> str:
    """``sheet-sync sync``, with the workbook's name where a command without one would take another."""
    return "sheet-sync sync" if made.is_default else f"sheet-sync sync {quoted_for_shell(made.path)}"


def quoted_for_shell(path: Path) -> str:
    """A path as it can be typed after a command."""
    text = str(path)
    return f'"{text}"' if " " in text else text
