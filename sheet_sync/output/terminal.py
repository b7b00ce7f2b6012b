"""Where things are said: results on stdout, remarks and progress on stderr.

On a terminal a table is drawn and problems are coloured; in a pipe every line stands alone, its fields separated by
tabs.  ``NO_COLOR`` is respected (https://no-color.org).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from threading import Event

_SLOW_S = 1.0
_REDRAW_S = 0.1
_BAR_WIDTH = 12
_NARROW = 72
"""Columns of a window below which a table's columns would be squeezed to a few letters each."""


def fitted(text: str, stream: TextIO, hang: int = 0) -> str:
    """The text as the stream shows it: on a terminal its lines are broken between words."""
    if not stream.isatty():
        return text
    from sheet_sync.output.wrapping import wrapped

    return wrapped(text, _columns(stream), hang)


def _columns(stream: TextIO) -> int:
    """How wide the window is that the stream goes to: remarks may go to one where results do not."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size(stream.fileno()).columns)
    except (ValueError, OSError):
        return shutil.get_terminal_size().columns


def complain(text: str, *, hang: int = 0) -> None:
    """What is wrong; on stderr."""
    click.echo(fitted(text, sys.stderr, hang), err=True)


class Terminal:
    """What a command says, and how much of it."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose

    @property
    def is_interactive(self) -> bool:
        return sys.stdout.isatty()

    @property
    def has_colour(self) -> bool:
        return self.is_interactive and not os.environ.get("NO_COLOR")

    def result(self, text: str = "", *, hang: int = 0) -> None:
        """What was asked for; shown even when quiet.  ``hang``: how far in its lines go on where one is broken."""
        click.echo(fitted(text, sys.stdout, hang), color=self.has_colour)

    def data(self, text: str) -> None:
        """What was asked for, for another program to read: as it is, in however wide a window."""
        click.echo(text)

    def say(self, text: str = "", *, hang: int = 0) -> None:
        """A friendly line around the result; not shown when quiet."""
        if not self.quiet:
            self.result(text, hang=hang)

    def remark(self, text: str, *, hang: int = 0) -> None:
        """A warning that must be seen; on stderr."""
        complain(text, hang=hang)

    def detail(self, text: str) -> None:
        """Shown with ``--verbose`` only; on stderr."""
        if self.verbose:
            complain(text)

    def ask(self, question: str) -> str:
        """What is typed in answer, without spaces around it; empty where it is just Enter."""
        answer: str = click.prompt(fitted(question, sys.stdout), default="", show_default=False)
        return answer.strip()

    def style(self, text: str, colour: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
        """The text coloured where colour is wanted."""
        return click.style(text, fg=colour, bold=bold or None, dim=dim or None) if self.has_colour else text

    def heading(self, text: str) -> None:
        """The title of a group of lines."""
        self.result(self.style(text, bold=True))

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Rows under a header: drawn on a terminal, tab-separated lines without header in a pipe."""
        if not self.is_interactive:
            for row in rows:
                self.result("\t".join(" ".join(cell.split()) for cell in row))
            return
        if len(header) > 2 and shutil.get_terminal_size().columns < _NARROW:
            self._stack(header, rows)
            return
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
        for title in header:
            drawn.add_column(title, overflow="fold")
        for row in rows:
            drawn.add_row(*(Text.from_ansi(cell) for cell in row))
        Console(color_system="auto" if self.has_colour else None, highlight=False).print(drawn)

    def _stack(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """The rows for a narrow window: each cell on lines of its own, with its column's name, rows apart."""
        import textwrap

        width = max(shutil.get_terminal_size().columns, 20)
        for row in rows:
            for number, (title, cell) in enumerate(zip(header, row, strict=True)):
                label = f"{title}: " if number and title else ""
                text = label + " ".join(click.unstyle(cell).split())
                if text != label:
                    indent = "  " if number else ""
                    lines = textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent + "  ")
                    self.result(self.style(lines, bold=not number))
            self.result()

    @contextmanager
    def working(self, label: str) -> Iterator[None]:
        """A moving bar on stderr while work takes over a second; it is gone before anything else is said.

        Nothing is said inside: wrap the work, not its output.
        """
        if self.quiet or not sys.stderr.isatty():
            yield
            return
        from threading import Event, Thread

        is_done = Event()
        bar = Thread(target=_move_bar, args=(label, is_done), daemon=True)
        bar.start()
        try:
            yield
        finally:
            is_done.set()
            bar.join()


def _move_bar(label: str, is_done: Event) -> None:
    """Draw the bar until the work is done, then take it away."""
    from time import monotonic

    started, step = monotonic(), 0
    if is_done.wait(_SLOW_S):
        return
    while True:
        at = step % (2 * _BAR_WIDTH)
        at = min(at, 2 * _BAR_WIDTH - at)
        line = f"{label} [{' ' * at}==={' ' * (_BAR_WIDTH - at)}] {monotonic() - started:.0f} s"
        click.echo(f"\r{line}", nl=False, err=True)
        if is_done.wait(_REDRAW_S):
            break
        step += 1
    click.echo(f"\r{' ' * len(line)}\r", nl=False, err=True)
