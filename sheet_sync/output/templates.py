"""Templates and their variables, for the user to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sheet_sync.app.templates import Checked, TemplateBox
    from sheet_sync.output.terminal import Terminal


def print_list(box: TemplateBox, terminal: Terminal) -> None:
    """Each kind of letter, what it is for, and which template it uses."""
    from sheet_sync.core.letters.kinds import KINDS

    rows = [(found.kind, KINDS[found.kind].about, str(found.path) if found.is_own else "ours") for found in box.all()]
    terminal.table(("Letter", "What it is for", "Template"), rows)
    terminal.say("To change one: sheet-sync templates copy thank-you, then edit the copy in templates/.")


def print_variables(terminal: Terminal) -> None:
    """Every variable: what it holds, and where it comes from."""
    from sheet_sync.core.letters.catalogue import VARIABLES

    rows = [(variable.name, variable.about, variable.source or "worked out") for variable in VARIABLES]
    terminal.table(("Variable", "What it holds", "From"), rows)


def render_variables() -> str:
    """The same as JSON."""
    from sheet_sync.core.letters.catalogue import VARIABLES
    from sheet_sync.output.as_json import as_json

    made = [{"name": one.name, "about": one.about, "source": one.source or None} for one in VARIABLES]
    return as_json({"version": 1, "variables": made})


def print_checked(checked: Checked, terminal: Terminal) -> None:
    """What is wrong, by template and line."""
    for fault in checked.faults:
        terminal.result(str(fault))
    for stranger in checked.strangers:
        terminal.remark(stranger)
    if not checked.faults:
        terminal.say(f"All {checked.count} templates are fine.")


def variables_as_markdown() -> Iterable[str]:
    """The variables as the lines of a Markdown table, for the docs."""
    from sheet_sync.core.letters.catalogue import VARIABLES

    yield "| variable | what it holds | from |"
    yield "|---|---|---|"
    for one in VARIABLES:
        yield f"| `{one.name}` | {one.about.replace('|', '/')} | {one.source or 'worked out'} |"


def print_copied(path: Path, terminal: Terminal) -> None:
    """Where the copy is, and what to do with it."""
    from sheet_sync.output.letters import shown_path

    terminal.result(shown_path(path))
    terminal.say("Change it as you like, then run: sheet-sync templates check")
