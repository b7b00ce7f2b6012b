"""The seven kinds of letters: who gets which, and when.

Each kind gives the letters that are due to be drafted now (:attr:`LetterKind.open`), or, for a person or a talk that
the user named (:attr:`LetterKind.wanted`), the letter itself or the reason why there is none.

Source: practice.md, section 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.followups import FollowUpKind
from sheet_sync.core.followups.keeping_touch import is_silent
from sheet_sync.core.followups.referrals import open_referrals
from sheet_sync.core.followups.requests import MOST_REQUESTS, request_days
from sheet_sync.core.followups.stay_in_touch import clocks_running
from sheet_sync.core.followups.thanks import thank_you_for
from sheet_sync.core.letters.occasion import Occasion, refused

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry
    from sheet_sync.core.followups import FollowUp
    from sheet_sync.core.followups.dealings import Talk
    from sheet_sync.core.letters.desk import Desk

PROGRESS_AFTER_DAYS, PROGRESS_UNTIL_DAYS = 14, 84
"""Days after a talk between which telling what came of it is natural.  Source: practice.md, progress."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom or which talk the user named with ``--for``."""

    contact: Entry
    interview: Entry | None = None


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter; ``about`` says in a line what it is for."""

    name: str
    about: str
    open: Callable[[Desk], Iterable[Occasion]]
    wanted: Callable[[Desk, Wanted], Iterable[Occasion]]


def letters_due(desk: Desk, followups: Iterable[FollowUp]) -> Iterator[Occasion]:
    """The letters that answer what is due, in the same order.  A promise needs no letter."""
    for followup in followups:
        if followup.kind is FollowUpKind.THANK_YOU and followup.interview is not None:
            yield _thank_you(desk, desk.talk(followup.interview))
        elif followup.kind is FollowUpKind.NO_ANSWER:
            yield _second_request(followup.contact, followup.name, followup.asked)
        elif followup.kind is FollowUpKind.UPCOMING and followup.interview is not None:
            talk = desk.talk(followup.interview)
            if not talk.is_practice:
                yield _for_talk("confirm", talk)
        elif followup.kind is FollowUpKind.STAY_IN_TOUCH and followup.contact is not None:
            yield Occasion("stay-in-touch", followup.contact, followup.contact.name)
        elif followup.kind is FollowUpKind.REFERRAL:
            yield _referral(desk, followup.contact, followup.name, followup.interview)


def letters_of_kind(desk: Desk, kind: str, wanted: Wanted | None) -> Iterable[Occasion]:
    """The letters of one kind: to whom the user named, else to all for whom it is time."""
    return KINDS[kind].open(desk) if wanted is None else KINDS[kind].wanted(desk, wanted)


# request ------------------------------------------------------------------------------------------------------------


def _open_requests(desk: Desk) -> Iterator[Occasion]:
    for contact in desk.book.contacts:
        if desk.is_untouched(contact) and not contact.text("Referred by") and not is_silent(contact, desk.as_of):
            yield Occasion("request", contact, contact.name)


def _wanted_request(desk: Desk, wanted: Wanted) -> Iterator[Occasion]:
    contact = wanted.contact
    asked = contact.value("Status") == "Asked" or any(t.status == "Asked" for t in desk.dealings.talks_with(contact))
    if not asked:
        yield Occasion("request", contact, contact.name)
        return
    days, _ = request_days(desk.case, contact, [t for t in desk.dealings.talks_with(contact) if t.status == "Asked"])
    yield _second_request(contact, contact.name, max(len(days), 1))


def _second_request(contact: Entry | None, name: str, asked: int) -> Occasion:
    if contact is None:
        return refused("request", None, name, f"{name} is not in Contacts. Add the person there and run letters again.")
    if asked >= MOST_REQUESTS:
        return refused(
            "request", contact, name, "You have asked twice already. Leave it there, or write to someone else."
        )
    return Occasion("request", contact, name, is_second=True)


# confirm ------------------------------------------------------------------------------------------------------------


def _open_confirmations(desk: Desk) -> Iterator[Occasion]:
    for talk in desk.dealings.talks:
        if _is_to_come(desk, talk) and not _is_silent(desk, talk):
            yield _for_talk("confirm", talk)


def _wanted_confirmation(desk: Desk, wanted: Wanted) -> Iterator[Occasion]:
    found = [talk for talk in desk.talks(wanted.contact, wanted.interview) if _is_to_come(desk, talk)]
    yield from (_for_talk("confirm", talk) for talk in found)
    if not found:
        reason = f"No talk with {wanted.contact.name} is Scheduled from today on."
        yield refused("confirm", wanted.contact, wanted.contact.name, reason, wanted.interview)


def _is_to_come(desk: Desk, talk: Talk) -> bool:
    return talk.status == "Scheduled" and not talk.is_practice and talk.day is not None and talk.day >= desk.as_of


# thank-you ----------------------------------------------------------------------------------------------------------


def _open_thank_yous(desk: Desk) -> Iterator[Occasion]:
    for talk in desk.dealings.talks:
        thanks = thank_you_for(talk, desk.dealings)
        has_been = talk.day is not None and talk.day <= desk.as_of
        if thanks.is_open and has_been and not _is_silent(desk, talk):
            yield _thank_you(desk, talk)


def _wanted_thank_you(desk: Desk, wanted: Wanted) -> Iterator[Occasion]:
    talks = list(desk.talks(wanted.contact, wanted.interview))
    is_owed = [talk for talk in talks if thank_you_for(talk, desk.dealings).is_open]
    if is_owed:
        yield from (_thank_you(desk, talk) for talk in is_owed)
    elif len(talks) == 1 or (talks and wanted.interview is not None):
        yield _thank_you(desk, talks[0])
    else:
        reason = f"No talk with {wanted.contact.name} waits for a thank-you."
        yield refused("thank-you", wanted.contact, wanted.contact.name, reason)


def _thank_you(desk: Desk, talk: Talk) -> Occasion:
    thanks = thank_you_for(talk, desk.dealings)
    name = (talk.contact or talk.entry).name
    reason = ""
    if talk.is_practice:
        reason = "It was a practice talk, which needs no thank-you."
    elif thanks.status == "Sent":
        reason = "The thank-you has been sent already."
    elif not talk.is_done:
        reason = f"The talk is {talk.status or 'without a status'}; a thank-you follows once it is Done."
    elif talk.day is None:
        reason = f"The day of the talk cannot be read. Put it right in {talk.entry.ref('Date') or 'its row'}."
    elif talk.day > desk.as_of:
        reason = f"The talk is Done but its day is still to come. Put it right in {talk.entry.ref('Date')}."
    if reason:
        return refused("thank-you", talk.contact, name, reason, talk.entry)
    is_late = thanks.due is not None and desk.as_of > thanks.due
    return _for_talk("thank-you", talk, is_late=is_late)


# referral -----------------------------------------------------------------------------------------------------------


def _open_referrals(desk: Desk) -> Iterator[Occasion]:
    for followup in open_referrals(desk.case):
        if followup.contact is None or not is_silent(followup.contact, desk.as_of):
            yield _referral(desk, followup.contact, followup.name, followup.interview)


def _wanted_referral(desk: Desk, wanted: Wanted) -> Iterator[Occasion]:
    yield _referral(desk, wanted.contact, wanted.contact.name, None)


def _referral(desk: Desk, contact: Entry | None, name: str, talk: Entry | None) -> Occasion:
    """To somebody who was named: by the contact's own row, else by the talk in which the name fell."""
    if contact is None:
        return refused(
            "referral", None, name, f"{name} is not in Contacts yet. Add the person there and run letters again.", talk
        )
    referrer, typed = desk.referrer(contact, talk)
    if referrer is None and not typed:
        reason = "Contacts does not say who named them to you. Fill in Referred by, or draft a request instead."
        return refused("referral", contact, name, reason)
    return Occasion("referral", contact, name, about=referrer, about_name=typed)


# thank-referrer -----------------------------------------------------------------------------------------------------


def _open_thanks_to_referrers(desk: Desk) -> Iterator[Occasion]:
    for contact in desk.book.contacts:
        referrer, _ = desk.referrer(contact)
        done = desk.last_done(contact)
        if referrer is not None and done is not None and not is_silent(referrer, desk.as_of):
            yield Occasion("thank-referrer", referrer, referrer.name, done.entry, about=contact)


def _wanted_thanks_to_referrer(desk: Desk, wanted: Wanted) -> Iterator[Occasion]:
    """To the person named, for everybody they named; else to whoever named the person named."""
    mine = [(wanted.contact, contact) for contact in desk.named_by(wanted.contact)]
    referrer, _ = desk.referrer(wanted.contact)
    if not mine and referrer is not None:
        mine = [(referrer, wanted.contact)]
    reached = [(referrer, contact) for referrer, contact in mine if not desk.is_untouched(contact)]
    for referrer, contact in reached:
        done = desk.last_done(contact)
        yield Occasion("thank-referrer", referrer, referrer.name, done.entry if done else None, about=contact)
    if not reached:
        name = wanted.contact.name
        reason = (
            f"{name} has named nobody whom you have written to yet." if mine else f"{name} has named nobody so far."
        )
        yield refused("thank-referrer", wanted.contact, name, reason)


# stay-in-touch and progress -----------------------------------------------------------------------------------------


def _open_stay_in_touch(desk: Desk) -> Iterator[Occasion]:
    for followup in clocks_running(desk.case):
        contact = followup.contact
        if contact is not None and followup.due <= desk.as_of and not is_silent(contact, desk.as_of):
            yield Occasion("stay-in-touch", contact, contact.name)


def _wanted_stay_in_touch(desk: Desk, wanted: Wanted) -> Iterator[Occasion]:
    yield Occasion("stay-in-touch", wanted.contact, wanted.contact.name)


def _open_progress(desk: Desk) -> Iterator[Occasion]:
    for contact in desk.book.contacts:
        done = desk.last_done(contact)
        if done is None or done.day is None or is_silent(contact, desk.as_of):
            continue
        if PROGRESS_AFTER_DAYS <= (desk.as_of - done.day).days <= PROGRESS_UNTIL_DAYS:
            yield Occasion("progress", contact, contact.name, done.entry)


def _wanted_progress(desk: Desk, wanted: Wanted) -> Iterator[Occasion]:
    done = desk.last_done(wanted.contact, wanted.interview)
    if done is None:
        reason = f"No talk with {wanted.contact.name} is Done, so there is no advice to come back to."
        yield refused("progress", wanted.contact, wanted.contact.name, reason, wanted.interview)
    else:
        yield Occasion("progress", wanted.contact, wanted.contact.name, done.entry)


# what they share ----------------------------------------------------------------------------------------------------


def _for_talk(kind: str, talk: Talk, *, is_late: bool = False) -> Occasion:
    if talk.contact is not None:
        return Occasion(kind, talk.contact, talk.contact.name, talk.entry, is_late=is_late)
    match, cell = talk.entry.referred("Contact"), talk.entry.ref("Contact")
    where = f"{cell}: " if cell else ""
    typed = talk.entry.text("Contact") or "nobody"
    if match.entries:
        reason = f"{where}{typed} is the name of {len(match.entries)} contacts. Type the ID of the one you mean."
    else:
        reason = f"{where}{typed} is not in Contacts. Add the person there, or put the name right."
    return refused(kind, None, typed, reason, talk.entry)


def _is_silent(desk: Desk, talk: Talk) -> bool:
    return talk.contact is not None and is_silent(talk.contact, desk.as_of)


KINDS: dict[str, LetterKind] = {
    kind.name: kind
    for kind in (
        LetterKind("request", "asks somebody for a first talk", _open_requests, _wanted_request),
        LetterKind("confirm", "fixes day, time and place of a talk", _open_confirmations, _wanted_confirmation),
        LetterKind("thank-you", "thanks for a talk", _open_thank_yous, _wanted_thank_you),
        LetterKind("referral", "asks somebody whom a contact named", _open_referrals, _wanted_referral),
        LetterKind(
            "thank-referrer",
            "thanks a contact for naming somebody",
            _open_thanks_to_referrers,
            _wanted_thanks_to_referrer,
        ),
        LetterKind("stay-in-touch", "keeps the relation alive", _open_stay_in_touch, _wanted_stay_in_touch),
        LetterKind("progress", "tells what came of somebody's advice", _open_progress, _wanted_progress),
    )
}
