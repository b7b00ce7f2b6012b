"""What click says of a command that was typed wrongly, in words for people who do not write programs."""

from __future__ import annotations

import re

import click

_EXTRA = re.compile(r"Got unexpected extra arguments? \((?P<words>.*)\)", re.DOTALL)
_NO_NUMBER = re.compile(r"(?P<typed>'.*') is not a valid (?:integer|float)(?: range)?\.?", re.DOTALL)
_OUT_OF_RANGE = re.compile(r"(?P<typed>\S+) is not in the range (?:(?P<low>-?\d+)<=)?x(?:<=(?P<high>-?\d+))?\.?")


def said_plainly(error: click.UsageError) -> click.UsageError:
    """The error in plain words where click's own are for programmers, else as it is."""
    message = _plain(error.message)
    if message is None:
        return error
    if isinstance(error, click.BadParameter):
        return click.BadParameter(message, error.ctx, error.param, error.param_hint)
    return click.UsageError(message, error.ctx)


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
