"""``templates``: list, show, copy and check the letters' templates."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sheet_sync.cli.options import speaks, takes_format
from sheet_sync.output.terminal import Terminal

EXIT_FAULTS = 1


@click.group("templates")
def command() -> None:
    """List, show, copy and check the letters' templates.

    A template of yours in the folder templates/ beside the workbook is used in place of ours.

    \b
    Examples:
      sheet-sync templates list
      sheet-sync templates copy thank-you -w interviews.xlsx
      sheet-sync templates check -w interviews.xlsx
    """


def _takes_folder(function: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "-w", "--workbook", metavar="WORKBOOK", help="The workbook beside which templates/ is; else this folder."
    )(function)


def _folder(workbook: str | None) -> Path:
    """The workbook's folder; without one named anywhere, the current folder."""
    from sheet_sync.app.opening import WORKBOOK_VARIABLE, find_config, workbook_location
    from sheet_sync.app.templates import folder_of

    is_named = bool(workbook or os.environ.get(WORKBOOK_VARIABLE) or find_config())
    return folder_of(workbook_location(workbook) if is_named else None)


@command.command("list")
@_takes_folder
@speaks
def list_(*, workbook: str | None, terminal: Terminal) -> None:
    """Which template each letter uses.

    \b
    Example:
      sheet-sync templates list
    """
    from sheet_sync.app.templates import TemplateBox
    from sheet_sync.output.templates import print_list

    print_list(TemplateBox(_folder(workbook)), terminal)


@command.command()
@click.argument("name")
@_takes_folder
@speaks
def show(*, name: str, workbook: str | None, terminal: Terminal) -> None:
    """Print the template that a letter uses.

    \b
    Example:
      sheet-sync templates show thank-you
    """
    from sheet_sync.app.templates import TemplateBox

    box = TemplateBox(_folder(workbook))
    terminal.data(box.source(box.find(name)).rstrip("\n"))


@command.command()
@click.argument("name")
@click.option("--force", is_flag=True, help="Replace your own by ours.")
@_takes_folder
@speaks
def copy(*, name: str, force: bool, workbook: str | None, terminal: Terminal) -> None:
    """Copy one of our templates into templates/, for you to change.

    \b
    Example:
      sheet-sync templates copy thank-you -w interviews.xlsx
    """
    from sheet_sync.app.templates import copy as copy_template
    from sheet_sync.output.templates import print_copied

    print_copied(copy_template(_folder(workbook), name, force=force), terminal)


@command.command()
@_takes_folder
@speaks
@click.pass_context
def check(ctx: click.Context, *, workbook: str | None, terminal: Terminal) -> None:
    """Say what is wrong with the templates, by line. Ends with 1 when something is.

    \b
    Example:
      sheet-sync templates check -w interviews.xlsx
    """
    from sheet_sync.app.templates import check as check_templates
    from sheet_sync.output.templates import print_checked

    checked = check_templates(_folder(workbook))
    print_checked(checked, terminal)
    if checked.faults:
        ctx.exit(EXIT_FAULTS)


@command.command()
@takes_format("text", "json")
@speaks
def variables(*, format_: str, terminal: Terminal) -> None:
    """List what a template may say.

    \b
    Example:
      sheet-sync templates variables
    """
    from sheet_sync.output.templates import print_variables, render_variables

    if format_ == "json":
        terminal.data(render_variables())
    else:
        print_variables(terminal)
