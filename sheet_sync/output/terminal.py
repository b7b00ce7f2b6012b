"""Where things are said: results on stdout, remarks and progress on stderr.

On a terminal a table is drawn and problems are coloured; in a pipe every line stands alone, its fields separated by
tabs.  ``NO_COLOR`` is respected (https://no-color.org).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_SLOW_S = 1.0


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

    def result(self, text: str = "") -> None:
        """What was asked for; shown even when quiet."""
        click.echo(text, color=self.has_colour)

    def say(self, text: str = "") -> None:
        """A friendly line around the result; not shown when quiet."""
        if not self.quiet:
            click.echo(text, color=self.has_colour)

    def remark(self, text: str) -> None:
        """A warning that must be seen; on stderr."""
        click.echo(text, err=True)

    def detail(self, text: str) -> None:
        """Shown with ``--verbose`` only; on stderr."""
        if self.verbose:
            click.echo(text, err=True)

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
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
        for title in header:
            drawn.add_column(title, overflow="fold")
        for row in rows:
            drawn.add_row(*(Text.from_ansi(cell) for cell in row))
        Console(no_color=not self.has_colour, highlight=False).print(drawn)

    @contextmanager
    def progress(self, label: str, total: int) -> Iterator[Callable[[int], None]]:
        """A bar on stderr for work that takes over a second; gives ``advance(steps)``."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda steps: None
            return
        from time import monotonic

        started, done, shown = monotonic(), 0, False

        def advance(steps: int) -> None:
            nonlocal done, shown
            done += steps
            if monotonic() - started >= _SLOW_S:
                shown = True
                click.echo(f"\r{label} {min(100, 100 * done // max(total, 1))} %", nl=False, err=True)

        try:
            yield advance
        finally:
            if shown:
                click.echo("\r" + " " * (len(label) + 6) + "\r", nl=False, err=True)
