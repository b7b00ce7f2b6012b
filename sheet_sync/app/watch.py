"""``watch``: sync whenever a workbook is saved, and every so often for a Google Sheet.

A loop of small steps: each looks at the clock and at the files, perhaps syncs, and says how long to wait for the next.
Between steps the process sleeps until the folder tells of a change, or the time is up; a folder that tells nothing (a
network drive) is looked at every few seconds instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sheet_sync.app.opening import is_google
from sheet_sync.app.ties import canonical
from sheet_sync.errors import (
    GoogleAway,
    GoogleUnreachable,
    SheetSyncError,
    SyncUnderWay,
    WorkbookBusy,
    WorkbookUnreadable,
)
from sheet_sync.store.store import Store

if TYPE_CHECKING:
    from sheet_sync.app.sync import SyncOptions
    from sheet_sync.app.sync_report import SyncReport

SETTLE_S = 1.0
"""How long a file must have been left alone before it is read: programs save in several steps."""
LOOK_S = 5.0
"""How often the files are looked at although no change was told."""
EVERY_S = 60.0
"""How often Google is asked, where nothing else is wished.  One read a minute is a sixtieth of what it allows a user.
Source: Google Sheets API, usage limits (60 reads a minute a user)."""
SHORTEST_EVERY_S = 10.0
LONGEST_PAUSE_S = 900.0
_LONGEST_LOST_S = 120.0
"""How seldom Google is tried while it is out of reach: a network may be back at any time, and a try costs little."""
_AT_ONCE = 0.001
_TRIES_TO_READ = 3

Stamp = tuple[int, int] | None
"""When a file was saved and how long it is; ``None`` where it is not there."""


class Ears(Protocol):
    """Who hears what happened."""

    def synced(self, report: SyncReport) -> None:
        """A sync has ended well."""

    def failed(self, error: Exception, again_in_s: float | None) -> None:
        """A sync has failed; it is tried again after that time, or (``None``) when something changes."""

    def lost(self, absence: str) -> None:
        """Google is out of reach, and why; all else is synced, and Google tried again and again."""

    def found(self) -> None:
        """Google is there again."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched: the Excel files, and whether a Google Sheet must be asked.

    ``sheets`` are the Google Sheets without which a sync can do.
    """

    files: tuple[Path, ...]
    has_google: bool
    sheets: tuple[str, ...] = ()


def find_watched(location: str, store: Path) -> Watched:
    """The workbook and all that it is paired with."""
    places = {("google" if is_google(location) else "excel", location)}
    synced: set[str] = set()
    with Store.open(store, read_only=True) as opened:
        for kind, place in list(places):
            known = opened.find_by_location(canonical(kind, place))
            if known is not None:
                replicas = opened.replicas(known.project)
                places = {(each.kind, each.location) for each in replicas}
                synced = {each.location for each in replicas if each.kind == "google" and each.fingerprint is not None}
    files = tuple(sorted(Path(place) for kind, place in places if kind == "excel"))
    return Watched(files, any(kind == "google" for kind, _ in places), tuple(sorted(synced)) if files else ())


def stamp_of(path: Path) -> Stamp:
    """How the file looks from outside."""
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size)


@dataclass
class Watch:
    """What is known between two steps.  All times are seconds of one steady clock."""

    location: str
    options: SyncOptions
    ears: Ears
    run: Callable[[str, SyncOptions], SyncReport]
    today: Callable[[], date]
    every_s: float = EVERY_S
    stamp: Callable[[Path], Stamp] = stamp_of
    is_open: Callable[[Path], bool] = field(default=lambda path: _is_open(path))
    watched: Watched = field(init=False)
    _synced: Mapping[Path, Stamp] = field(default_factory=dict, init=False)
    _seen: Mapping[Path, Stamp] = field(default_factory=dict, init=False)
    _seen_at: float = field(default=0, init=False)
    _ask_at: float = field(default=0, init=False)
    _pause_s: float = field(default=0, init=False)
    _day: date | None = field(default=None, init=False)
    _waits_for_closing: bool = field(default=False, init=False)
    _unreadable: int = field(default=0, init=False)
    _last_error: str = field(default="", init=False)
    _is_lost: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.watched = find_watched(self.location, self.options.store)

    def begin(self, now: float) -> None:
        """The first sync, of files alone where that is possible: nobody waits for Google then.

        Raises:
            SheetSyncError: it cannot be done, and not because somebody is busy or away.
        """
        self._day = self.today()
        stamps = self._look()
        try:
            report = self.run(self.location, self._options(asks_google=not self.watched.sheets))
        except (WorkbookBusy, SyncUnderWay, GoogleUnreachable) as error:
            self._note_error(error, now)
        else:
            asks_google = not self.watched.sheets
            self._note_success(report, now, asks_google=asks_google)
            self._ask_at = self._ask_at if asks_google else max(now, _AT_ONCE)
        self._synced = self._seen = {path: stamps.get(path) for path in self.watched.files}

    def _look(self) -> dict[Path, Stamp]:
        return {path: self.stamp(path) for path in self.watched.files}

    def step(self, now: float) -> float:
        """Do what is due, and give the seconds until the next step."""
        stamps = self._look()
        if stamps != self._seen:
            self._seen, self._seen_at = stamps, now
        if stamps != self._synced and now - self._seen_at < SETTLE_S:
            return SETTLE_S - (now - self._seen_at)
        if self._is_due(stamps, now):
            self._sync(stamps, now)
        return min(LOOK_S, max(0.1, self._ask_at - now)) if self._ask_at else LOOK_S

    def _is_due(self, stamps: Mapping[Path, Stamp], now: float) -> bool:
        if self._ask_at and now >= self._ask_at:
            return True
        if self._waits_for_closing and not any(self.is_open(path) for path in self.watched.files):
            return True
        return stamps != self._synced or self.today() != self._day

    def _sync(self, stamps: Mapping[Path, Stamp], now: float) -> None:
        """A sync.  What stood there before it is what it is known to have read, so that a save during it is noticed."""
        asks_google = not (self._is_lost and self.watched.sheets and now < self._ask_at)
        self._synced, self._day, self._waits_for_closing = stamps, self.today(), False
        self._ask_at = 0 if asks_google else self._ask_at
        try:
            report = self.run(self.location, self._options(asks_google=asks_google))
        except SheetSyncError as error:
            self._note_error(error, now)
        except Exception as error:  # a fault in here must not end the watch: the next change may well go through
            self._pause(error, now)
        else:
            self._note_success(report, now, asks_google=asks_google)
            self._synced = {path: stamps.get(path) for path in self.watched.files}

    def _options(self, *, asks_google: bool) -> SyncOptions:
        assert self._day is not None
        away = {} if asks_google else dict.fromkeys(self.watched.sheets, GoogleAway("Google is not asked now."))
        return replace(self.options, as_of=self._day, away=away)

    def _note_success(self, report: SyncReport, now: float, *, asks_google: bool) -> None:
        self._unreadable, self._last_error = 0, ""
        self.watched = find_watched(self.location, self.options.store)
        if asks_google and not report.absences:
            self._pause_s, self._ask_at = 0, self._next_asking(now)
            self._note_found()
        self.ears.synced(replace(report, replicas=tuple(each for each in report.replicas if not each.absence)))
        if asks_google and report.absences:
            self._pause_s = min(max(self.every_s, _LONGEST_LOST_S), max(self.every_s, 2 * self._pause_s))
            self._ask_at = now + self._pause_s
            if not self._is_lost:
                self.ears.lost(report.absences[0])
            self._is_lost = True

    def _note_found(self) -> None:
        if self._is_lost:
            self.ears.found()
        self._is_lost = False

    def _next_asking(self, now: float) -> float:
        return now + self.every_s if self.watched.has_google else 0

    def _note_error(self, error: SheetSyncError, now: float) -> None:
        if isinstance(error, WorkbookBusy):
            self._waits_for_closing = any(self.is_open(path) for path in self.watched.files)
            self._ask_at = now + EVERY_S
            self._say(error, None)
        elif isinstance(error, GoogleUnreachable | SyncUnderWay):
            self._is_lost = self._is_lost or isinstance(error, GoogleUnreachable)
            self._pause(error, now)
        elif isinstance(error, WorkbookUnreadable) and self._unreadable < _TRIES_TO_READ:
            self._unreadable += 1  # most likely it is just being saved
            self._ask_at = now + 2 * SETTLE_S
        else:
            self._ask_at = self._next_asking(now)
            self._say(error, None)

    def _pause(self, error: Exception, now: float) -> None:
        self._pause_s = min(LONGEST_PAUSE_S, max(self.every_s, 2 * self._pause_s))
        self._ask_at = now + self._pause_s
        self._say(error, self._pause_s)

    def _say(self, error: Exception, again_in_s: float | None) -> None:
        """Say it once, however often it happens."""
        if str(error) != self._last_error:
            self._last_error = str(error)
            self.ears.failed(error, again_in_s)


def _is_open(path: Path) -> bool:
    from sheet_sync.excel.lock import lock_files

    return bool(lock_files(path))
