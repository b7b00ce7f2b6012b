"""``check-followups``: whom to thank and whom to write to."""

from __future__ import annotations

from datetime import date

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_format, takes_where, takes_workbook
from sheet_sync.output.terminal import Terminal

KINDS = ("thank-you", "no-answer", "upcoming", "stay-in-touch", "referral", "promise")
EXIT_OVERDUE = 1


@click.command("check-followups")
@takes_workbook
@takes_as_of
@click.option(
    "--within",
    "within_days",
    type=click.IntRange(0, 3660),
    default=7,
    show_default=True,
    metavar="DAYS",
    help="Show what comes up within so many days.",
)
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Show this kind only; may be repeated.")
@takes_where
@takes_format("text", "json", "csv", "ics")
@speaks
@click.pass_context
def command(
    ctx: click.Context,
    *,
    workbook: str,
    as_of: date,
    within_days: int,
    kinds: tuple[str, ...],
    where: str | None,
    format_: str,
    terminal: Terminal,
) -> None:
    """Say whom to thank and whom to write to, the most pressing first.

    Thank-yous, requests with no answer, talks coming up, people to keep in touch with, people you were referred to,
    and promises. A contact that is Closed or snoozed is left out. Ends with 1 when a thank-you is overdue.

    \b
    Examples:
      sheet-sync check-followups interviews.xlsx
      sheet-sync check-followups interviews.xlsx --within 14 --kind thank-you
      sheet-sync check-followups interviews.xlsx --where "Career field~nursing"
      sheet-sync check-followups interviews.xlsx --format ics > followups.ics
    """
    from sheet_sync.app.followups import followups
    from sheet_sync.output import followups as output

    with terminal.working("Looking"):
        due = followups(workbook, as_of, within_days, kinds or None, where)
    if format_ == "text":
        output.print_text(due, terminal)
    elif format_ == "ics":
        click.echo(output.render_ics(due), nl=False)
    else:
        terminal.data(output.render_json(due) if format_ == "json" else output.render_csv(due))
    if format_ != "text":
        output.print_unclear(due.unclear, terminal)
    if due.is_thank_you_overdue:
        ctx.exit(EXIT_OVERDUE)
