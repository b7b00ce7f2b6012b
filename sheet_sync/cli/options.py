"""Options that several commands share, as decorators.

A decorated command gets ``workbook`` (a path as typed, found or named in ``sheet-sync.toml``), ``as_of`` (a ``date``)
and ``terminal`` (where to say things) as keyword arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

import click

Function = Callable[..., Any]


class Day(click.ParamType[date]):
    """A day typed as 2026-11-24, or today."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        if str(value).strip().casefold() == "today":
            return today()
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"{value!r} is not a date. Type it as year-month-day, such as 2026-11-24.", param, ctx)


def today() -> date:
    """The day where the user sits; only the command line asks the clock."""
    return datetime.now().astimezone().date()


def takes_workbook(function: Function) -> Function:
    """WORKBOOK as an argument or as ``-w``; the command gets it as ``workbook``."""

    @click.argument("workbook_argument", type=click.Path(), metavar="[WORKBOOK]", required=False)
    @click.option(
        "-w", "--workbook", "workbook_option", type=click.Path(), metavar="WORKBOOK", help="The workbook to work on."
    )
    @wraps(function)
    def with_workbook(*args: Any, workbook_argument: str | None, workbook_option: str | None, **kwargs: Any) -> Any:
        if workbook_argument and workbook_option and workbook_argument != workbook_option:
            raise click.UsageError("Name the workbook once: as the argument or with -w.")
        return function(*args, workbook=_named(workbook_argument or workbook_option), **kwargs)

    return with_workbook


def takes_workbook_option(function: Function) -> Function:
    """WORKBOOK as ``-w`` only, for commands that have an argument of their own."""

    @click.option(
        "-w", "--workbook", "workbook_option", type=click.Path(), metavar="WORKBOOK", help="The workbook to work on."
    )
    @wraps(function)
    def with_workbook(*args: Any, workbook_option: str | None, **kwargs: Any) -> Any:
        return function(*args, workbook=_named(workbook_option), **kwargs)

    return with_workbook


def _named(typed: str | None) -> str:
    from sheet_sync.app.opening import workbook_location

    return workbook_location(typed)


def takes_as_of(function: Function) -> Function:
    """``--as-of DATE``, today by default."""
    return click.option(
        "--as-of", type=Day(), default=today, show_default="today", help="Work as if it were this day (2026-11-24)."
    )(function)


def takes_format(*choices: str) -> Callable[[Function], Function]:
    """``--format``, the first of the choices by default; the command gets it as ``format_``."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help="How to print it.",
    )


def takes_dry_run(function: Function) -> Function:
    """``--dry-run``: show, and change nothing anywhere."""
    return click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")(function)


def takes_store(function: Function) -> Function:
    """``--store PATH``: another place for the records and their history."""
    return click.option(
        "--store", type=click.Path(), envvar="SHEET_SYNC_STORE", help="Folder of the records and history."
    )(function)


def speaks(function: Function) -> Function:
    """``--quiet``, ``--verbose`` and ``--debug``; the command gets a :class:`~sheet_sync.output.terminal.Terminal`."""

    @click.option("-q", "--quiet", is_flag=True, help="Say only what needs attention.")
    @click.option("-v", "--verbose", is_flag=True, help="Say more about what is done.")
    @click.option("--debug", is_flag=True, help="Show the details of an error.")
    @click.pass_context
    @wraps(function)
    def with_terminal(ctx: click.Context, /, *args: Any, quiet: bool, verbose: bool, debug: bool, **kwargs: Any) -> Any:
        from sheet_sync.google import waiting
        from sheet_sync.output.terminal import Terminal

        flags = ctx.ensure_object(dict)
        flags["debug"] = flags.get("debug") or debug
        flags["verbose"] = verbose
        terminal = Terminal(quiet=quiet, verbose=verbose)
        waiting.tell = terminal.remark
        return function(*args, terminal=terminal, **kwargs)

    return with_terminal


def takes_where(function: Function) -> Function:
    """``--where CONDITIONS``: act on some rows only."""
    return click.option(
        "--where",
        metavar="CONDITIONS",
        help='Only rows such as "Status=Met and Career field~nursing" (=, !=, ~ contains, !~, <, <=, >, >=).',
    )(function)
