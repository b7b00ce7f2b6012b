"""The page of the commands, made from their own help."""

from __future__ import annotations

import click

from sheet_sync.cli import COMMANDS, cli

_EXIT_CODES = (
    (0, "nothing needs attention"),
    (1, "something does: findings of severity error, overdue thank-yous, conflicts"),
    (2, "wrong usage"),
    (3, "the workbook cannot be read, or is not of this shape"),
    (4, "Google or mail cannot be reached, or refuses"),
    (5, "refused for safety; nothing was written"),
)

_VARIABLES = (
    ("SHEET_SYNC_WORKBOOK", "the workbook to work on where none is named, nor by a `sheet-sync.toml`"),
    ("SHEET_SYNC_STORE", "the folder of the records and their history, as with `--store`"),
    ("SHEET_SYNC_CREDENTIALS", "a key file to sign in to Google with, in place of the sign-in that `auth` keeps"),
    ("SHEET_SYNC_GOOGLE_API", "for developers: the address of an emulator on this computer, in place of Google"),
    ("NO_COLOR", "anything: no colours on a terminal"),
)


def commands_page() -> str:
    """Every command with its help, by the sections in which ``--help`` lists them, and the exit codes."""
    parts = [
        "# Commands",
        "`sheet-sync COMMAND [WORKBOOK]`, with `-w WORKBOOK` for commands that take something else as their argument.\n"
        "Without a workbook it is the one named in `sheet-sync.toml`, looked for from the current folder upwards, "
        "or in `SHEET_SYNC_WORKBOOK`.",
    ]
    parent = click.Context(
        cli, info_name="sheet-sync", max_content_width=100, terminal_width=100, **cli.context_settings
    )
    for section in dict.fromkeys(entry.section for entry in COMMANDS.values()):
        parts.append(f"## {section}")
        for name, entry in COMMANDS.items():
            if entry.section == section:
                command = cli.get_command(parent, name)
                assert command is not None
                parts += _command(command, name, parent)
    rows = "\n".join(f"| {code} | {meaning} |" for code, meaning in _EXIT_CODES)
    parts.append(f"## Exit codes\n\n| code | meaning |\n| --- | --- |\n{rows}")
    names = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in _VARIABLES)
    parts.append(f"## Variables\n\n| variable of the environment | what it names |\n| --- | --- |\n{names}")
    return "\n\n".join(parts) + "\n"


def _command(command: click.Command, name: str, parent: click.Context) -> list[str]:
    context = click.Context(command, parent, info_name=name.split()[-1])
    parts = [f"### {name}", f"```text\n{command.get_help(context)}\n```"]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            inner_command = command.get_command(context, inner)
            assert inner_command is not None
            parts += _command(inner_command, f"{name} {inner}", context)
    return parts
