"""What a sync did, in words or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.output.cells import cell_lines, shown, told_apart

if TYPE_CHECKING:
    from sheet_sync.app.sync_report import Counts, OpenConflict, ReplicaReport, SyncReport
    from sheet_sync.output.terminal import Terminal


_NAME = 40
"""How much of a row's name is said."""
SOURCES = {"excel": "Excel", "google": "Google"}


def print_sync(report: SyncReport, terminal: Terminal, *, tells_cells: bool = False) -> None:
    """The summary in sentences, and the cells: those that would be written, with ``tells_cells`` those that were."""
    if report.message:
        terminal.result(report.message)
        return
    for replica in report.replicas:
        lines = [*_in_words(replica, report), *_written(replica, report, is_verbose=terminal.verbose)]
        terminal.say(terminal.style(title(replica), bold=True))
        if replica.absence:
            lines = ["Left out: it is as the last sync left it."]
        for line in lines or ["Nothing to do: it is as the last sync left it."]:
            terminal.say(f"  {line}")
        if report.dry_run or tells_cells:
            for line in cell_lines(replica, is_dry_run=report.dry_run, is_verbose=terminal.verbose):
                terminal.result(f"  {line}")
        for note in replica.notes:
            terminal.remark(note)
    for note in report.notes:
        terminal.remark(note)
    for conflict in report.conflicts:
        terminal.result(_conflict(conflict))
    if report.conflicts:
        terminal.say("Choose under Keep in the sheet Conflicts and sync again, or run sheet-sync resolve.")
    (terminal.result if report.problems.get("error") else terminal.say)(_problems(report))


def title(replica: ReplicaReport) -> str:
    """What a replica is called in a line: a file's name, a Google Sheet's title, else its link."""
    if replica.kind == "excel":
        return Path(replica.location).name
    return f'Google Sheet "{replica.title}"' if replica.title else replica.location


def _in_words(replica: ReplicaReport, report: SyncReport) -> Iterator[str]:
    if replica.is_first:
        yield _first(replica, is_joining=any(not each.is_first and not each.absence for each in report.replicas))
    elif replica.changes_in:
        yield f"Edited since the last sync: {counted(replica.changes_in, replica.gone)}."


def _first(replica: ReplicaReport, *, is_joining: bool) -> str:
    """What a first sync read; the questions that a new workbook begins with are there, and nobody typed them.

    Where others are synced already, only what they lack is news: rows that were deleted there come back with it.
    """
    count, given = replica.changes_in.added, replica.given
    rows = f"{count:,} row{'' if count == 1 else 's'}"
    if is_joining and replica.came:
        return f"First sync: {rows} that only this one has ({named(replica.came, count)})."
    if given:
        return f"First sync: {rows} read, and the {given:,} question{'' if given == 1 else 's'} that came with it."
    return f"First sync: {rows} read." if count else "First sync."


def _written(replica: ReplicaReport, report: SyncReport, *, is_verbose: bool) -> Iterator[str]:
    verb = "To write" if report.dry_run else "Written"
    if replica.changes_out:
        yield f"{verb}: {counted(replica.changes_out, replica.removed)}."
    if replica.columns:
        named = ", ".join(f"{header} ({table})" for table, header in replica.columns)
        yield f"{'New column' if len(replica.columns) == 1 else 'New columns'}: {named}."
    if replica.sheets:
        yield f"{'New sheet' if len(replica.sheets) == 1 else 'New sheets'}: {', '.join(replica.sheets)}."
    elif any(cell.how == "owned" for cell in replica.cells):
        sheets = dict.fromkeys(cell.ref.sheet for cell in replica.cells if cell.how == "owned")
        yield f"{'To bring' if report.dry_run else 'Brought'} up to date: {', '.join(sheets)}."
    if replica.backup and (is_verbose or replica.is_first):
        yield f"The version before is kept in {replica.backup}."
    elif replica.backup and replica.user_cells:
        yield "The version before is kept (--verbose says where)."


def counted(counts: Counts, gone: Sequence[str] = ()) -> str:
    """The counts in words: 2 new rows, 1 cell and 1 row deleted (Dana Reyes)."""
    who = f" ({named(gone, counts.deleted)})" if gone else ""
    parts = (
        (counts.added, "new row", "new rows"),
        (counts.changed, "cell", "cells"),
        (counts.deleted, "row deleted", "rows deleted"),
    )
    words = [f"{count:,} {one if count == 1 else many}" for count, one, many in parts if count]
    return f"{listed(words)}{who if counts.deleted else ''}"


def named(names: Sequence[str], count: int) -> str:
    """The names, and how many more there are of so many."""
    from sheet_sync.core.followups.model import one_line

    more = count - len(names)
    words = [one_line(name, _NAME) for name in names]
    return listed([*words, f"{more:,} more"] if more > 0 else words)


def listed(words: Iterable[str]) -> str:
    """Words in a row: a, b and c."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _conflict(conflict: OpenConflict) -> str:
    texts = zip(conflict.values, told_apart(conflict.values.values(), _quoted), strict=True)
    values = listed(f"{text} ({_source(name)})" for name, text in texts)
    return f"Conflict: {conflict.field} of {conflict.name} ({conflict.table}) is {values}. Neither is lost."


def _source(name: str) -> str:
    """Who claims a value: a side, the file that was merged, or the row that went into another."""
    from sheet_sync.core.ids import is_id

    return f"the joined row {name}" if is_id(name) else SOURCES.get(name, name)


def _quoted(value: Any) -> str:
    return f"“{shown(value)}”" if isinstance(value, str) else shown(value)


def _problems(report: SyncReport) -> str:
    problems = report.problems
    words = (("error", "error", "errors"), ("warning", "warning", "warnings"), ("info", "hint", "hints"))
    counted = [
        f"{problems[key]} {one if problems[key] == 1 else many}" for key, one, many in words if problems.get(key)
    ]
    if not counted:
        return "No problems."
    where = "" if report.dry_run else ", listed in the sheet Problems"
    return f"Problems: {listed(counted)}{where}."
