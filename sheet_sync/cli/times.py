"""Moments as typed on the command line: in the time of this computer's clock."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import click


class Moment(click.ParamType[datetime]):
    """A day, or a day and a time: ``2026-11-20``, ``2026-11-20 14:30``.  A day alone means its end."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{value!r} is not a time. Type it as 2026-11-20 or as “2026-11-20 14:30”.", param, ctx)
        if len(text) <= 10:
            moment = datetime.combine(moment.date(), time.max)
        return moment.astimezone()
