"""``watch``: sync whenever the workbook is saved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import Day, speaks, takes_store, takes_workbook, today

if TYPE_CHECKING:
    from sheet_sync.output.terminal import Terminal


@click.command("watch")
@takes_workbook
@click.option(
    "--every",
    type=click.IntRange(min=10),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How often to ask Google for edits.",
)
@click.option("--as-of", type=Day(), help="Work as if it were this day (2026-11-24).")
@takes_store
@speaks
def command(workbook: str, every: int, as_of: date | None, store: str | None, terminal: Terminal) -> None:
    """Sync the WORKBOOK whenever it is saved, and every so often for Google, until you press Ctrl-C.

    A file that is just being saved is left alone until it is whole. While the workbook is open in Excel nothing is
    written into it: that is caught up with when you close it.

    \b
    Examples:
      sheet-sync watch interviews.xlsx
      sheet-sync watch interviews.xlsx --every 300
    """
    from time import monotonic

    from sheet_sync.app.sync import SyncOptions, sync
    from sheet_sync.app.waking import Alarm, ending_on_signals, ringing_on_changes
    from sheet_sync.app.watch import Watch
    from sheet_sync.output.watch import WatchLines
    from sheet_sync.store.place import store_folder

    lines, alarm = WatchLines(terminal), Alarm()
    options = SyncOptions(as_of=as_of or today(), store=store_folder(store))
    watch = Watch(workbook, options, lines, sync, lambda: as_of or today(), every)
    with ending_on_signals(alarm):
        watch.begin(monotonic())
        lines.begun(watch.watched, every)
        with ringing_on_changes(watch.watched.files, alarm):
            while not alarm.is_over:
                alarm.sleep(watch.step(monotonic()))
    lines.say("Stopped in the middle of a sync; the next one takes it up." if alarm.has_cut_short else "Stopped.")
