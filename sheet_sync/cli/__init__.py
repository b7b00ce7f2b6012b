"""The command line: a table of commands, each loaded only when it runs.

``--help`` prints the table below and imports nothing else.  Every error a user can cause ends here, in one place, as
one or two plain sentences on stderr and the exit code of its class.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import click

from sheet_sync import __version__
from sheet_sync.errors import SheetSyncError


class Entry(NamedTuple):
    """One line of the command table: where the command lives, and its help in a line."""

    module: str
    about: str
    section: str


COMMANDS: dict[str, Entry] = {
    "init": Entry("init", "Make a workbook, or add the missing sheets to yours.", "Start"),
    "sync": Entry("sync", "Bring the workbook up to date: IDs, due dates, problems, history.", "Every day"),
    "check": Entry("check", "Say what is wrong with the entries, cell by cell.", "Every day"),
    "check-followups": Entry("check_followups", "Say whom to thank and whom to write to.", "Every day"),
    "letters": Entry("letters", "Draft the letters that are due.", "Every day"),
    "watch": Entry("watch", "Sync whenever the workbook is saved.", "Two people"),
    "conflicts": Entry("conflicts", "List the cells that were edited differently in two places.", "Two people"),
    "resolve": Entry("resolve", "Settle conflicts: say which value to keep.", "Two people"),
    "merge-people": Entry("merge_people", "Join two rows of one person.", "Rows"),
    "done": Entry("done", "Note that a thank-you is sent, or a promise kept.", "Rows"),
    "snooze": Entry("snooze", "Be silent about a person until a day.", "Rows"),
    "log": Entry("log", "Note a call, an email, a coffee with a person.", "Rows"),
    "history": Entry("history", "Show who changed what, and when.", "Looking back"),
    "restore": Entry("restore", "Bring back a row or a cell as it was.", "Looking back"),
    "undo": Entry("undo", "Take back what the last sync wrote.", "Looking back"),
    "auth": Entry("auth", "Sign in to Google, or out.", "Google"),
    "link": Entry("link", "Pair the workbook with a Google Sheet.", "Google"),
    "unlink": Entry("unlink", "End the pairing with a Google Sheet.", "Google"),
    "doctor": Entry("doctor", "Say why syncing with Google does not work.", "Google"),
    "explain": Entry("explain", "Explain a problem by its code.", "Help"),
    "templates": Entry("templates", "List, show, copy and check the letters' templates.", "Help"),
    "completion": Entry("completion", "Print the lines that teach your shell to complete commands.", "Help"),
}

_INTERNAL_ERROR = (
    "Something went wrong inside sheet-sync ({kind}). That is a fault in the tool, not in your workbook, "
    "which is as the last finished step left it. Run the command again with --debug to see the details to report."
)
EXIT_INTERNAL = 70


class LazyGroup(click.Group):
    """The group of all commands; a command's module is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = import_module(f"sheet_sync.cli.{entry.module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else " See sheet-sync --help for the commands."
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, COMMANDS))
        for section in dict.fromkeys(entry.section for entry in COMMANDS.values()):
            with formatter.section(section):
                formatter.write_dl(
                    [(name.ljust(width), entry.about) for name, entry in COMMANDS.items() if entry.section == section]
                )

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SheetSyncError as error:
            if _wants_debug(ctx):
                raise
            _show(error, verbose=bool(ctx.obj and ctx.obj.get("verbose")))
            ctx.exit(error.exit_code)
        except click.UsageError as error:
            from sheet_sync.cli.plain_words import said_plainly

            raise said_plainly(error) from error
        except click.exceptions.Abort:  # Ctrl-C or Ctrl-D at a question, where the cursor stands behind it
            click.echo(err=True)
            raise
        except (click.exceptions.ClickException, click.exceptions.Exit, EOFError):
            raise
        except Exception as error:
            if _wants_debug(ctx) or isinstance(error, BrokenPipeError):
                raise
            from sheet_sync.output.terminal import complain

            complain(_INTERNAL_ERROR.format(kind=type(error).__name__))
            ctx.exit(EXIT_INTERNAL)


def _wants_debug(ctx: click.Context) -> bool:
    return bool(ctx.obj and ctx.obj.get("debug"))


def _show(error: SheetSyncError, *, verbose: bool) -> None:
    from sheet_sync.output.terminal import complain

    message = error.message if not error.where or error.where in error.message else f"{error.where}: {error.message}"
    complain(message)
    if error.hint:
        complain(error.hint)
    if verbose and error.detail:
        complain(f"({error.detail})")


_EPILOG = """\b
Examples:
  sheet-sync init interviews.xlsx
  sheet-sync sync interviews.xlsx
  sheet-sync check-followups interviews.xlsx
  sheet-sync letters interviews.xlsx
"""


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EPILOG)
@click.version_option(__version__, "-V", "--version", message="sheet-sync %(version)s")
@click.option("--debug", is_flag=True, help="Show the details of an error.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Keep the spreadsheet of your informational interviews in step.

    It checks what you typed, tells you whom to thank, and drafts the letters. Nothing is ever sent, and nothing you
    typed is ever lost.

    WORKBOOK is the path of an Excel file, or the link of a Google Sheet. Left out, it is the one named in
    sheet-sync.toml, looked for from this folder upwards, or in SHEET_SYNC_WORKBOOK.
    """
    ctx.obj = {"debug": debug, "verbose": False}
