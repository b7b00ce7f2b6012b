"""``letters``: draft the letters that are due."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_store, takes_where
from sheet_sync.output.terminal import Terminal

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

KINDS = ("request", "confirm", "thank-you", "referral", "thank-referrer", "stay-in-touch", "progress")
FORMATS = ("eml", "txt", "html", "json")
EXIT_TEMPLATE = 1
EXIT_NOT_WRITTEN = 5


def _kinds_and_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What a shell offers for the words: the kinds of letters, and files."""
    from click.shell_completion import CompletionItem

    kinds = [CompletionItem(kind) for kind in KINDS if kind.startswith(incomplete)]
    return kinds or [CompletionItem(incomplete, type="file")]


@click.command("letters")
@click.argument("words", metavar="[KIND] [WORKBOOK]", nargs=-1, shell_complete=_kinds_and_files)
@click.option(
    "-w", "--workbook", "workbook_option", type=click.Path(), metavar="WORKBOOK", help="The workbook to work on."
)
@click.option("--for", "for_", metavar="NAME|ID", help="Only to this person, or about this talk.")
@takes_where
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="eml",
    show_default=True,
    help="The files' form: eml opens in a mail program as an unsent draft. json: eml files, and the report as JSON.",
)
@click.option("--report", type=click.Choice(("text", "json")), default="text", help="How to print what was done.")
@click.option("--out", type=click.Path(file_okay=False), metavar="DIR", help="Where to: letters/ beside the workbook.")
@click.option(
    "--within",
    "within_days",
    type=click.IntRange(0, 3660),
    default=7,
    show_default=True,
    metavar="DAYS",
    help="Draft what comes up within so many days.",
)
@takes_as_of
@takes_dry_run
@takes_store
@speaks
@click.pass_context
def command(
    ctx: click.Context,
    *,
    words: tuple[str, ...],
    workbook_option: str | None,
    for_: str | None,
    where: str | None,
    format_: str,
    report: str,
    out: str | None,
    within_days: int,
    as_of: date,
    dry_run: bool,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Draft the letters that are due; nothing is ever sent.

    Without KIND: thank-yous, a second asking where a first had no answer, confirmations of talks to come, letters to
    people you were referred to, and letters to stay in touch. A draft you have edited is left alone, and none is made
    twice. What the workbook does not know stands in the letter as [...].

    KIND is one of request, confirm, thank-you, referral, thank-referrer, stay-in-touch, progress.

    \b
    Examples:
      sheet-sync letters interviews.xlsx
      sheet-sync letters thank-you --for "Dana Reyes" -w interviews.xlsx
      sheet-sync letters stay-in-touch interviews.xlsx --where "Status=Met and Career field~nursing"
      sheet-sync letters request interviews.xlsx --format txt --out drafts
    """
    from sheet_sync.app.letters import LetterOptions, draft_letters
    from sheet_sync.app.opening import workbook_location
    from sheet_sync.output import letters as output

    kind, workbook = _kind_and_workbook(words, workbook_option)
    options = LetterOptions(
        as_of=as_of,
        kind=kind,
        for_=for_,
        where=where,
        form="eml" if format_ == "json" else format_,
        folder=Path(out) if out else None,
        within_days=within_days,
        dry_run=dry_run,
        store=store,
    )
    with terminal.working("Writing letters"):
        done = draft_letters(workbook_location(workbook), options)
    if "json" in (format_, report):
        terminal.data(output.render_json(done))
        output.print_errors(done, terminal)
    else:
        output.print_text(done, terminal)
    if done.sheet_error is not None or done.has_unwritten:
        ctx.exit(EXIT_NOT_WRITTEN)
    if done.template_errors:
        ctx.exit(EXIT_TEMPLATE)


def _kind_and_workbook(words: tuple[str, ...], option: str | None) -> tuple[str | None, str | None]:
    """Which of the words is the kind and which the workbook."""
    kinds = [word for word in words[:1] if word in KINDS]
    others = list(words[len(kinds) :])
    if others and not _may_be_workbook(others[0]):
        from difflib import get_close_matches

        near = get_close_matches(others[0].casefold(), KINDS, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"The letters are {', '.join(KINDS)}."
        raise click.UsageError(f"“{others[0]}” is neither a kind of letter nor a workbook. {hint}")
    if len(others) > 1 or (others and option and others[0] != option):
        raise click.UsageError("Name one kind of letter and one workbook, such as: letters thank-you interviews.xlsx")
    return (kinds[0] if kinds else None), (others[0] if others else option)


def _may_be_workbook(word: str) -> bool:
    return "." in word or "/" in word or "\\" in word or Path(word).exists()
