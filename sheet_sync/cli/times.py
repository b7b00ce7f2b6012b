"""Moments as typed on the command line: in the time of this computer's clock."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import click

_TIME = re.compile(r"[T ]\d\d(?P<minute>:?\d\d)?(?P<second>:?\d\d)?(?P<part>[.,]\d+)?")


class Moment(click.ParamType[datetime]):
    """A day, or a day and a time: ``2026-11-20``, ``2026-11-20 14:30``.

    A day means its end, and so does a minute or a second: what history shows under a time was there at that time.  With
    ``is_start`` it is the beginning.
    """

    name = "time"

    def __init__(self, *, is_start: bool = False) -> None:
        self._is_start = is_start

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        try:
            moment = datetime.fromisoformat(text)
            return (moment if self._is_start else _end(moment, text)).astimezone()
        except (ValueError, OverflowError, OSError):
            self.fail(f"{value!r} is not a time. Type it as 2026-11-20 or as “2026-11-20 14:30”.", param, ctx)


def _end(moment: datetime, text: str) -> datetime:
    """The last instant of the day, hour, minute or second that was typed."""
    typed = _TIME.search(text)
    if typed is None:
        return moment.replace(hour=23, minute=59, second=59, microsecond=999_999)
    if typed["part"]:
        return moment
    minute = 59 if typed["minute"] is None else moment.minute
    second = 59 if typed["second"] is None else moment.second
    return moment.replace(minute=minute, second=second, microsecond=999_999)
