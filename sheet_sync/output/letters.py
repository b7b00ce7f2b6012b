"""What became of the letters, as text or JSON."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.core.followups.model import one_line
from sheet_sync.core.letters.drafts import DraftState

if TYPE_CHECKING:
    from sheet_sync.app.letters_report import LetterLine, LettersReport
    from sheet_sync.output.terminal import Terminal

_COLOURS = {
    DraftState.DRAFTED: "green",
    DraftState.KEPT: "yellow",
    DraftState.UNCHANGED: None,
    DraftState.SKIPPED: None,
}
_GAP_CHARACTERS = 140


def print_text(report: LettersReport, terminal: Terminal) -> None:
    """The letters made with what is left to fill in, then those not made and why."""
    made = [line for line in report.lines if line.state is not DraftState.SKIPPED]
    skipped = [line for line in report.lines if line.state is DraftState.SKIPPED]
    if made:
        terminal.heading(_title(report, made))
        terminal.table(("Letter", "To", "State", "File"), [_row(line, terminal) for line in made])
    if skipped:
        if made and not terminal.is_interactive:
            terminal.result()
        terminal.heading("Not made")
        rows = [(line.kind, one_line(line.name, 40), line.reason) for line in skipped]
        terminal.table(("Letter", "To", "Why"), rows)
    if not report.lines:
        terminal.say(_nothing(report))
    elif made:
        terminal.say(_what_now(report, made))
    print_errors(report, terminal)


def print_errors(report: LettersReport, terminal: Terminal) -> None:
    """What kept letters from being made, or the Letters sheet from being written, on stderr."""
    for sheet in report.unread_sheets:
        terminal.remark(sheet)
    for error in (*report.template_errors, *([report.sheet_error] if report.sheet_error else [])):
        terminal.remark(str(error))
    if report.sheet_error is not None:
        terminal.remark(
            "The letters themselves are made, but the Letters sheet does not list them yet. Run letters again then."
        )


def _title(report: LettersReport, made: list[LetterLine]) -> str:
    drafted = sum(line.state is DraftState.DRAFTED for line in made)
    if report.is_dry_run and drafted:
        return f"{_count(drafted)} would be drafted in {shown_path(report.folder)} (nothing was written)"
    if not drafted:
        return f"No new letters; {_count(len(made))} in {shown_path(report.folder)}"
    return f"{_count(drafted)} drafted in {shown_path(report.folder)}"


def _count(number: int) -> str:
    return "1 letter" if number == 1 else f"{number} letters"


def _row(line: LetterLine, terminal: Terminal) -> tuple[str, ...]:
    notes = [line.reason] if line.reason else []
    if line.to_fill_in:
        notes.append(f"To fill in: {' '.join(one_line(gap, _GAP_CHARACTERS) for gap in line.to_fill_in)}")
    assert line.path is not None
    name, path = one_line(line.name, 40), shown_path(line.path)
    if not terminal.is_interactive:
        return line.kind, name, line.state.value, path, *notes
    state = terminal.style(line.state.value, _COLOURS[line.state])
    return line.kind, terminal.style(name, bold=True), state, "\n".join([line.path.name, *notes])


def shown_path(path: Path) -> str:
    """A path as the user would type it here: from the current folder, where it lies below that."""
    whole, here = path.resolve(), Path.cwd()
    return os.fspath(whole.relative_to(here)) if whole.is_relative_to(here) and whole != here else os.fspath(path)


def _nothing(report: LettersReport) -> str:
    if report.for_name:
        name = one_line(report.for_name, 40)
        return f'No letter is due for {name}. To draft one anyway, name its kind: letters request --for "{name}".'
    return "No letters are due. To draft one anyway, name its kind and the person: letters thank-you --for NAME."


def _what_now(report: LettersReport, made: list[LetterLine]) -> str:
    if report.is_dry_run:
        return "Nothing was written. Run it again without --dry-run to draft them."
    fill = " fill in what stands in [brackets]," if any(line.to_fill_in for line in made) else ""
    return (
        f"Nothing is sent. Open a letter, read it,{fill} and send it yourself; then note it with: sheet-sync done NAME"
    )


def document(report: LettersReport) -> dict[str, Any]:
    """The letters as the JSON document that scripts depend on."""
    return {"version": 1, "letters": [_as_mapping(line) for line in report.lines]}


def _as_mapping(line: LetterLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "contact": {"id": line.contact_id, "name": line.name, "email": line.email},
        "interview": line.interview_id,
        "subject": line.subject or None,
        "path": str(line.path) if line.path is not None else None,
        "state": line.state.value,
        "reason": line.reason or None,
        "to_fill_in": list(line.to_fill_in),
    }


def render_json(report: LettersReport) -> str:
    """The letters as JSON text."""
    from sheet_sync.output.as_json import as_json

    return as_json(document(report))
