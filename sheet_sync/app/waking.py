"""Sleeping until a file is saved, a time is up, or somebody wants it to end."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Any

from sheet_sync.google import waiting

_SLICE_S = 1.0 if sys.platform == "win32" else 3600.0
"""Windows hears Ctrl-C only between two waits."""


class Alarm:
    """Wakes the loop.  A queue and not an event, since only that may be used in a signal's handler."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[None] = SimpleQueue()
        self.is_over = self.has_cut_short = False

    def ring(self) -> None:
        self._calls.put(None)

    def end(self) -> None:
        self.is_over = True
        self.ring()

    def sleep(self, seconds: float) -> None:
        """Wait for that long, or until it rings; then swallow all calls that are waiting."""
        left = seconds
        while left > 0 and not self.is_over:
            try:
                self._calls.get(timeout=min(left, _SLICE_S))
            except Empty:
                left -= _SLICE_S
            else:
                break
        while not self._calls.empty():
            self._calls.get()


GRACE_S = 2.0
"""How long the step under way may take to come to its end, once somebody wants it all to end."""


@contextmanager
def ending_on_signals(alarm: Alarm) -> Iterator[None]:
    """Ctrl-C and a polite kill end the loop after the step under way.

    A step that waits for Google is cut short at once, another when it takes long; a second signal does so at once.
    """
    names = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]

    def end(number: int, frame: FrameType | None) -> None:
        if alarm.is_over:
            raise KeyboardInterrupt
        alarm.end()
        if waiting.may_be_ended():
            raise KeyboardInterrupt
        impatience.start()

    impatience = threading.Timer(GRACE_S, _interrupt)
    impatience.daemon = True
    before = {each: signal.signal(each, end) for each in signals}
    try:
        yield
    except KeyboardInterrupt:
        alarm.has_cut_short = True
    finally:
        impatience.cancel()
        for each, handler in before.items():
            signal.signal(each, handler)


def _interrupt() -> None:
    """As if Ctrl-C was pressed again, wherever the main thread waits."""
    if sys.platform == "win32":
        _thread.interrupt_main()
    elif (main := threading.main_thread().ident) is not None:
        signal.pthread_kill(main, signal.SIGINT)


@contextmanager
def ringing_on_changes(files: Iterable[Path], alarm: Alarm) -> Iterator[bool]:
    """Ring whenever something happens in the files' folders; gives whether the system tells of it."""
    observer = _observer({path.absolute().parent for path in files}, alarm.ring)
    try:
        yield observer is not None
    finally:
        if observer is not None:
            observer.stop()
            observer.join(timeout=5)


def _observer(folders: set[Path], ring: Callable[[], None]) -> Any:
    """A thread that listens, ``None`` where the system cannot: then only looking helps."""
    try:
        from watchdog.events import FileSystemEvent, FileSystemEventHandler
        from watchdog.observers import Observer
    except ImportError:
        return None

    class Ringing(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type not in ("opened", "closed_no_write"):  # we ourselves read
                ring()

    try:
        observer = Observer()
        for folder in folders:
            observer.schedule(Ringing(), str(folder), recursive=False)
        observer.start()
    except OSError:
        return None
    return observer
