"""What is due, as text, JSON, CSV or calendar entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sheet_sync.core.days import spoken, spoken_distance
from sheet_sync.core.followups import FollowUp, FollowUpKind, State
from sheet_sync.core.followups.model import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sheet_sync.app.followups import DueList
    from sheet_sync.core.followups import Unclear
    from sheet_sync.output.terminal import Terminal

_HEADER = ("When", "Who, and what to do", "Cell")
_SECTIONS = {
    FollowUpKind.NO_ANSWER: "Requests with no answer",
    FollowUpKind.UPCOMING: "Talks coming up",
    FollowUpKind.STAY_IN_TOUCH: "Stay in touch",
    FollowUpKind.REFERRAL: "Referrals",
    FollowUpKind.PROMISE: "Promises",
}
_THANK_YOU_SECTIONS = {
    State.OVERDUE: "Thank-yous: overdue",
    State.DUE: "Thank-yous: due today",
    State.UPCOMING: "Thank-yous: coming up",
}
_COLOURS = {State.OVERDUE: "red", State.DUE: "yellow", State.UPCOMING: None}
_MOST_UNCLEAR = 10


def print_text(due: DueList, terminal: Terminal) -> None:
    """What is due in sections, the most pressing first; what could not be reckoned goes to stderr.

    In a pipe that is said first: whoever reads it, such as ``head``, shows its lines later than a remark is seen.
    """
    if not terminal.is_interactive:
        print_unclear(due.unclear, terminal)
    sections: dict[str, list[FollowUp]] = {}
    for one in due.followups:
        sections.setdefault(_section(one), []).append(one)
    for title, ones in sections.items():
        terminal.heading(title)
        terminal.table(_HEADER, [_row(one, due.as_of, terminal) for one in ones])
        if not terminal.is_interactive:  # a drawn table ends with an empty line of its own
            terminal.result()
    if not sections:
        terminal.say(_nothing_due(due))
    if terminal.is_interactive:
        print_unclear(due.unclear, terminal)


def print_unclear(unclear: Iterable[Unclear], terminal: Terminal) -> None:
    """The cells that kept something from being reckoned, as remarks."""
    lines = [f"{one.cell}: {one.message}" for one in unclear]
    shown = lines if terminal.verbose else lines[:_MOST_UNCLEAR]
    for line in shown:
        terminal.remark(line)
    if len(lines) > len(shown):
        terminal.remark(f"... and {len(lines) - len(shown)} more like these; --verbose shows them all.")


def _section(one: FollowUp) -> str:
    return _THANK_YOU_SECTIONS[one.state] if one.kind is FollowUpKind.THANK_YOU else _SECTIONS[one.kind]


def _row(one: FollowUp, as_of: date, terminal: Terminal) -> tuple[str, ...]:
    """A row of a drawn table, or the five fields of a plain line: when, who, since when, what to do, cell."""
    name, when = one_line(one.name, 40), _when(one, as_of)
    if not terminal.is_interactive:
        return when, name, one.why, one.next_step, str(one.cell)
    what = f"{terminal.style(name, bold=True)}, {one.why}\n{one.next_step}"
    return terminal.style(when.replace(" (", "\n("), _COLOURS[one.state]), what, str(one.cell)


def _when(one: FollowUp, as_of: date) -> str:
    """``4 days overdue``, ``today``, ``since Tue 10 Nov``, ``Fri 27 Nov (in 3 days)``."""
    if one.state is State.OVERDUE:
        return f"{one.days_overdue} {'day' if one.days_overdue == 1 else 'days'} overdue"
    if one.due == as_of:
        return "today"
    if one.state is State.DUE:
        return f"since {spoken(one.due, as_of)}"
    return f"{spoken(one.due, as_of)} ({spoken_distance((one.due - as_of).days)})"


def _nothing_due(due: DueList) -> str:
    days = due.within_days
    until = "today" if days == 0 else "today or tomorrow" if days == 1 else f"in the next {days} days"
    if due.next_up is None:
        return f"Nothing is due {until}."
    what = _section(due.next_up).partition(":")[0].lower()
    name = one_line(due.next_up.name, 40)
    return f"Nothing is due {until}. The next is {name}, {spoken(due.next_up.due, due.as_of)} ({what})."


def document(due: DueList) -> dict[str, Any]:
    """What is due as the JSON document that scripts depend on."""
    return {"version": 1, "as_of": due.as_of, "followups": [_as_mapping(one) for one in due.followups]}


def _as_mapping(one: FollowUp) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "state": one.state.value,
        "due": one.due,
        "days_overdue": one.days_overdue,
        "contact": {"id": one.contact.id if one.contact else None, "name": one.name, "email": one.email},
        "interview": one.interview.id if one.interview else None,
        "cell": one.cell,
        "next_step": one.next_step,
    }


def render_json(due: DueList) -> str:
    """What is due as JSON text."""
    from sheet_sync.output.as_json import as_json

    return as_json(document(due))


def render_csv(due: DueList) -> str:
    """What is due as CSV with one header line; text that a spreadsheet would take for a formula is made harmless."""
    from sheet_sync.output.as_csv import as_csv

    rows = []
    for one in due.followups:
        made = _as_mapping(one)
        contact = made.pop("contact")
        rows.append({**made, "contact": contact["id"], "name": contact["name"], "email": contact["email"]})
    header = ("kind", "state", "due", "days_overdue", "contact", "name", "email", "interview", "cell", "next_step")
    return as_csv(header, [[row[key] for key in header] for row in rows])


def render_ics(due: DueList) -> bytes:
    """What is due as calendar entries: overdue ones today, talks at their time, the rest on their day."""
    from sheet_sync.exchange.ics import render_calendar

    return render_calendar((_calendar_entry(one, due) for one in due.followups), due.as_of)


_SUMMARIES = {
    FollowUpKind.THANK_YOU: "Thank {}",
    FollowUpKind.NO_ANSWER: "No answer from {}",
    FollowUpKind.UPCOMING: "Talk with {}",
    FollowUpKind.STAY_IN_TOUCH: "Write to {}",
    FollowUpKind.REFERRAL: "Write to {} for the first time",
    FollowUpKind.PROMISE: "Keep your promise to {}",
}

_ABOUT_TALKS = (FollowUpKind.THANK_YOU, FollowUpKind.UPCOMING, FollowUpKind.PROMISE)


def _calendar_entry(one: FollowUp, due: DueList) -> Any:
    from sheet_sync.exchange.ics import CalendarEntry

    is_talk = one.kind is FollowUpKind.UPCOMING and one.interview is not None
    details = _talk_details(one, due) if is_talk else {}
    return CalendarEntry(
        uid=_uid(one, due),
        day=max(one.due, due.as_of),
        summary=_SUMMARIES[one.kind].format(one_line(one.name)),
        description=f"{one.why[:1].upper()}{one.why[1:]}.\n{one.next_step}\n{one.cell}",
        **details,
    )


def _talk_details(one: FollowUp, due: DueList) -> dict[str, Any]:
    assert one.interview is not None
    minutes = one.interview.value("Minutes")
    place = ", ".join(filter(None, (one.interview.text("Place"), one.interview.text("Where"))))
    return {
        "start": one.interview.value("Start"),
        "minutes": minutes if isinstance(minutes, int) else due.book.settings.talk_length_minutes,
        "location": one_line(place, 200),
    }


def _uid(one: FollowUp, due: DueList) -> str:
    """The same for the same follow-up on every day: made from what it is about, never from when."""
    from hashlib import sha256

    row = one.interview if one.kind in _ABOUT_TALKS or one.contact is None else one.contact
    about = (row.id if row else None) or str(one.cell)
    name = one.name if one.contact is None else ""
    key = "\0".join((due.book.snapshot.project_id or "", one.kind.value, about, name))
    return f"{sha256(key.encode()).hexdigest()[:32]}@sheet-sync"
