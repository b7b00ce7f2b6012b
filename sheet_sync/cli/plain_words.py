"""What click says of a command that was typed wrongly, in words for people who do not write programs."""

from __future__ import annotations

import re
from io import StringIO
from typing import IO, Any

import click

_EXTRA = re.compile(r"Got unexpected extra arguments? \((?P<words>.*)\)", re.DOTALL)
_NO_NUMBER = re.compile(r"(?P<typed>'.*') is not a valid (?:integer|float)(?: range)?\.?", re.DOTALL)
_OUT_OF_RANGE = re.compile(r"(?P<typed>\S+) is not in the range (?:(?P<low>-?\d+)<=)?x(?:<=(?P<high>-?\d+))?\.?")


class _Said(click.UsageError):
    """An error in the words that it is shown with, broken between words on a narrow terminal."""

    def show(self, file: IO[Any] | None = None) -> None:
        from sheet_sync.output.terminal import complain

        said = StringIO()
        super().show(said)
        complain(said.getvalue().rstrip("\n"))


def said_plainly(error: click.UsageError) -> click.UsageError:
    """The error in plain words where click's own are for programmers."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error
    message = _plain(error.message)
    if message is not None and isinstance(error, click.BadParameter):
        error = click.BadParameter(message, error.ctx, error.param, error.param_hint)
    elif message is not None:
        error = click.UsageError(message, error.ctx)
    return _Said(error.format_message(), error.ctx)


def _plain(message: str) -> str | None:
    if found := _EXTRA.fullmatch(message):
        words = found["words"]
        return (
            f'It is not clear what {words} is for. Put quotes around a name with spaces, such as "my interviews.xlsx".'
        )
    if found := _NO_NUMBER.fullmatch(message):
        return f"{found['typed']} is not a whole number."
    if found := _OUT_OF_RANGE.fullmatch(message):
        low, high = found["low"], found["high"]
        limits = f"a number from {low} to {high}" if low and high else f"{low} or more" if low else f"{high} or less"
        return f"{found['typed']} cannot be used. Type {limits}."
    return None
