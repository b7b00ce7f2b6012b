"""People one was referred to and has not written to yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sheet_sync.core.days import add_days, spoken
from sheet_sync.core.followups.model import Case, FollowUp, FollowUpKind, State, cell_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet_sync.core.book import Entry
    from sheet_sync.core.followups.dealings import Talk
    from sheet_sync.core.records import CellRef

WRITE_WITHIN_DAYS = 7
"""Days after the talk within which to write.  Source: reference on practice, section 1, referral."""


class _Naming(NamedTuple):
    """Who named somebody, on which day, in which talk, as far as it is known."""

    by: str
    day: date | None
    talk: Talk | None = None

    @property
    def words(self) -> str:
        return one_line(self.by) or "Somebody"


def open_referrals(case: Case) -> Iterator[FollowUp]:
    """Each person named once: those who are contacts, and those who are not yet in Contacts."""
    contacts, others = _named(case)
    for contact in case.book.contacts:
        naming = contacts.get(contact.number) or _referred_by(case, contact)
        if naming is not None and _is_to_be_written_to(contact, case):
            step = f"Write to them: {naming.words} named them to you."
            cell = cell_of(contact, "Status", "Referred by", "Name")
            yield _follow_up(case, naming, contact.name, step, cell, contact)
    for name, naming in others.values():
        assert naming.talk is not None
        step = f"Add them to Contacts, then write: {naming.words} named them to you."
        yield _follow_up(case, naming, name, step, cell_of(naming.talk.entry, "Referred me to"), None)


def names_in(interview: Entry) -> tuple[str, ...]:
    """The names in "Referred me to", without what stands beside them."""
    text = interview.text("Referred me to")
    if not text:
        return ()
    from sheet_sync.core.interpret.people import split_people

    names = (mention.name for mention in split_people(text))
    return tuple(name for name in names if sum(map(str.isalpha, name)) > 1)


def _named(case: Case) -> tuple[dict[int, _Naming], dict[str, tuple[str, _Naming]]]:
    """Who was named in the talks, the first time each: contacts by row, others by name.

    A name that fits several contacts is left out: ``check`` asks which one is meant.
    """
    contacts: dict[int, _Naming] = {}
    others: dict[str, tuple[str, _Naming]] = {}
    for talk in sorted(case.dealings.talks, key=_day_or_last):
        if talk.status == "Cancelled":
            continue
        naming = _Naming((talk.contact or talk.entry).name, talk.day, talk)
        for name in names_in(talk.entry):
            match = case.book.people.match(name)
            if match.entry is not None:
                contacts.setdefault(match.entry.number, naming)
            elif not match.entries:
                others.setdefault(" ".join(name.casefold().split()), (name, naming))
    return contacts, others


def _day_or_last(talk: Talk) -> date:
    return talk.day or date.max


def _referred_by(case: Case, contact: Entry) -> _Naming | None:
    """What the contact's own row says; the day is that of the last talk with the referrer."""
    if not contact.text("Referred by"):
        return None
    referrer = contact.referred("Referred by").entry
    if referrer is None:
        return _Naming(contact.text("Referred by"), None)
    days = [talk.day for talk in case.dealings.talks_with(referrer) if talk.is_done and not talk.is_practice]
    return _Naming(referrer.name, max((day for day in days if day and day <= case.as_of), default=None))


def _is_to_be_written_to(contact: Entry, case: Case) -> bool:
    """Whether nothing happened between the two yet."""
    if contact.value("Status") not in ("To contact", None):
        return False
    has_talk = any(talk.status not in ("Cancelled", None) for talk in case.dealings.talks_with(contact))
    return not has_talk and case.dealings.known_last_contact(contact) is None


def _follow_up(case: Case, naming: _Naming, name: str, step: str, cell: CellRef, contact: Entry | None) -> FollowUp:
    if naming.day is None:
        due, state, days, when = case.as_of, State.DUE, 0, ""
    else:
        due = add_days(naming.day, WRITE_WITHIN_DAYS)
        state, days = case.state_of(due)
        when = f" on {spoken(naming.day, case.as_of)}"
    return FollowUp(
        FollowUpKind.REFERRAL,
        state,
        due,
        days,
        name=name,
        why=f"named by {naming.words}{when}",
        next_step=step,
        cell=cell,
        contact=contact,
        interview=naming.talk.entry if naming.talk else None,
    )
