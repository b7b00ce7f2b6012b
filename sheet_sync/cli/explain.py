"""``explain``: what a problem means, by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks

if TYPE_CHECKING:
    from sheet_sync.output.terminal import Terminal


@click.command("explain")
@click.argument("code", required=False)
@speaks
def command(*, code: str | None, terminal: Terminal) -> None:
    """Explain a problem by its CODE, such as EM01: what is wrong, what is right. Without CODE, list them all.

    \b
    Examples:
      sheet-sync explain EM01
      sheet-sync explain
    """
    from sheet_sync.core.rules.pages import find_rule, render_page

    if code is None:
        _print_all(terminal)
        return
    rule = find_rule(code)
    if rule is None:
        raise _unknown(code)
    page = render_page(rule).rstrip()
    if terminal.is_interactive:
        _print_page(page, terminal)
    else:
        terminal.result(page)


def _print_page(page: str, terminal: Terminal) -> None:
    """The page for reading, not as Markdown: a title, quoted examples, lines no longer than the window is wide."""
    import re
    import shutil
    import textwrap

    title, *lines = re.sub(r"`([^`]*)`", r"“\1”", page).split("\n")
    width = min(shutil.get_terminal_size().columns, 100)
    terminal.heading(textwrap.fill(title.removeprefix("# "), width))
    for line in lines:
        text = line.removeprefix("- ")
        terminal.result(textwrap.fill(text, width, subsequent_indent="  " if text != line else ""))


def _print_all(terminal: Terminal) -> None:
    from sheet_sync.core.rules import GROUPS
    from sheet_sync.core.rules.pages import GROUP_TITLES

    for group, rules in GROUPS.items():
        terminal.heading(GROUP_TITLES[group])
        terminal.table(("Code", "", "What is wrong"), [(one.code, one.severity.value, one.title) for one in rules])
        terminal.result()


def _unknown(code: str) -> Exception:
    from sheet_sync.core.rules.pages import nearest_codes
    from sheet_sync.core.rules.words import listed
    from sheet_sync.errors import WrongUsage

    near = nearest_codes(code)
    hint = f"Did you mean {listed(near, 'or')}? " if near else ""
    return WrongUsage(
        f"There is no problem with the code {code}.", hint=f"{hint}To list them all, run: sheet-sync explain"
    )
