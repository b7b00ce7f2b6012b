"""What ``watch`` says: one line for each thing that was done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sheet_sync.errors import GoogleAway, SheetSyncError, SyncUnderWay, WorkbookBusy
from sheet_sync.output.sync import counted, listed, title

if TYPE_CHECKING:
    from sheet_sync.app.sync_report import ReplicaReport, SyncReport
    from sheet_sync.app.watch import Watched
    from sheet_sync.output.terminal import Terminal

_HANG = len("12:30:00  ")


class WatchLines:
    """Writes the lines, each with the time of this computer's clock."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._open = 0

    def say(self, text: str) -> None:
        self._terminal.say(f"{_clock()}  {text}", hang=_HANG)

    def begun(self, watched: Watched, every_s: float) -> None:
        """What is watched from now on, and how to end it."""
        what = [path.name for path in watched.files]
        what += [f"the Google Sheet, asked every {duration(every_s)}"] if watched.has_google else []
        self.say(f"Watching {listed(what)}. Press Ctrl-C to stop.")

    def synced(self, report: SyncReport) -> None:
        """See :class:`sheet_sync.app.watch.Ears`."""
        for replica in report.replicas:
            if replica.changes_in:
                self._done(replica, f"{counted(replica.changes_in, replica.gone)} came in")
        for replica in report.replicas:
            if replica.changes_out:
                self._done(replica, f"{counted(replica.changes_out, replica.removed)} written")
        for note in report.notes:
            self._terminal.remark(f"{_clock()}  {note}", hang=_HANG)
        if len(report.conflicts) != self._open:
            self._open = len(report.conflicts)
            self._terminal.result(f"{_clock()}  {_conflicts(self._open)}", hang=_HANG)

    def _done(self, replica: ReplicaReport, what: str) -> None:
        self._terminal.result(f"{_clock()}  {_called(replica)}: {what}.", hang=_HANG)

    def failed(self, error: Exception, again_in_s: float | None) -> None:
        """See :class:`sheet_sync.app.watch.Ears`."""
        if isinstance(error, WorkbookBusy):
            text = f"{error.message} It is caught up with as soon as that is possible."
        elif again_in_s and isinstance(error, GoogleAway | SyncUnderWay):
            text = error.message  # the hint is to run it again, which is done
        elif isinstance(error, SheetSyncError):
            text = str(error)
        else:
            text = f"Something went wrong inside sheet-sync ({type(error).__name__}); your workbook is as it was."
        again = f" Trying again in {duration(again_in_s)}." if again_in_s else ""
        self._terminal.remark(f"{_clock()}  {' '.join(text.split())}{again}", hang=_HANG)

    def lost(self, absence: str) -> None:
        """See :class:`sheet_sync.app.watch.Ears`."""
        self._terminal.remark(f"{_clock()}  {absence} It is tried again and again.", hang=_HANG)

    def found(self) -> None:
        """See :class:`sheet_sync.app.watch.Ears`."""
        self.say("Google answers again.")


def _called(replica: ReplicaReport) -> str:
    return title(replica) if replica.kind == "excel" else "Google"


def _conflicts(count: int) -> str:
    if not count:
        return "No conflict is open any more."
    return f"{count} conflict{' is' if count == 1 else 's are'} open: choose under Keep in the sheet Conflicts."


def duration(seconds: float) -> str:
    """A span of time in words."""
    if seconds < 90:
        return f"{round(seconds)} seconds"
    return f"{round(seconds / 60)} minutes"


def _clock() -> str:
    return f"{datetime.now().astimezone():%H:%M:%S}"
