"""The variables that a template may use, each with what it holds: checks, errors and docs hold themselves to this list.

Columns and settings come from the schema; the phrases below are worked out from them for English letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.schema import CONTACTS, INTERVIEWS, SETTINGS, Field

if TYPE_CHECKING:
    from sheet_sync.core.letters.render import Value

TALK_PREFIX = "talk_"


@dataclass(frozen=True, slots=True)
class Variable:
    """``source`` says where it comes from: a column, a setting, or worked out (empty)."""

    name: str
    about: str
    source: str = ""


def snake(name: str) -> str:
    """A column's or setting's name as a variable: ``Job title`` is ``job_title``."""
    return re.sub(r"\W+", "_", name).strip("_").lower()


def _columns(fields: tuple[Field, ...], table: str, prefix: str = "") -> list[Variable]:
    return [
        Variable(prefix + snake(field.name), field.about, f"{table}, {field.name}")
        for field in fields
        if field.name != "ID"
    ]


PHRASES: tuple[Variable, ...] = (
    Variable("greeting", 'What follows "Dear": Greet as, else the name as typed.'),
    Variable("closing", '"Best wishes" where Greet as holds a plain name, else "Sincerely" or "Yours sincerely".'),
    Variable("signed", "Your name, signature, email and phone; write {{ signed | lines }}."),
    Variable("today", "The day the letter is drafted."),
    Variable("topic", "Their career field as it stands inside a sentence: midwifery."),
    Variable("role", "Their job title with its article: a midwife, an HR manager, head of policy."),
    Variable("workplace", "Their organization, empty for freelancers."),
    Variable("who_i_am", "A sentence from the first line of your signature, without its full stop."),
    Variable("my_role", "What your signature says you are, for a subject line: Second-year student."),
    Variable(
        "goal_sentence", "A sentence from the setting Goal, without its full stop: I would like to learn about ..."
    ),
    Variable("introduction", "Both in one sentence, without its full stop; empty where one of them is missing."),
    Variable("goal_topic", "The goal where it is a few words that name a thing, else empty."),
    Variable("connection", "A sentence on how you came to them, without its full stop."),
    Variable("ask_minutes", "The setting Talk length in words: 30 minutes."),
    Variable("write_again_on", "The day on which you will ask again, by the setting Ask again after."),
    Variable("second_asking", "True where a first request had no answer."),
    Variable("asked_subject", "The subject of that first request, where the Letters sheet has it."),
    Variable("has_met", "True where a talk with them took place before."),
    Variable("asked_on", "The day of that first request, where it is known."),
    Variable("is_late", "True where the thank-you is overdue."),
    Variable("talk_weekday", "The weekday of the talk: Thursday."),
    Variable("talk_month", "The month of the talk: October."),
    Variable("talk_is_recent", "True for six days after the talk, while its weekday alone is clear."),
    Variable("talk_how", "How you talked: on the phone, by video, at Northgate Clinic."),
    Variable("learned", "One or two things from What I learned (else from Answers), in your words; a list."),
    Variable("learned_passage", "The same where it is several sentences that belong together, else empty."),
    Variable("advice", "What they advised: an answer under the topic Advice, else the first thing learned."),
    Variable("referrals", "The people they named in the talk; a list."),
    Variable("referrals_to_write", "Those of them you have not written to yet; a list."),
    Variable("offer", 'What they offered, to follow "You offered to"; empty where the note is no such phrase.'),
    Variable("offer_noted", "What they offered as you noted it, where it cannot follow so."),
    Variable("promise", 'What you promised, to follow "I will"; what begins with done is left out.'),
    Variable("promise_noted", "What you promised as you noted it, where it cannot follow so."),
    Variable("referrer", "The full name of whoever named them to you."),
    Variable("referrer_talk_date", "The day of your last talk with that person."),
    Variable("referrer_topic", "That person's career field, inside a sentence."),
    Variable("named", "The full name of the person they named to you (thank-referrer)."),
    Variable("named_talk_date", "The day of your talk with that person, empty while there was none."),
    Variable("named_talk_how", "How that talk was held: on the phone, by video."),
    Variable("named_learned", "What you took from that talk and may pass on; a list."),
    Variable("named_referrals", "People named in that talk whom you have not written to yet; a list."),
    Variable("met_since", "People they named whom you have talked with since; a list."),
    Variable("ask_topics", "Up to three topics of the questions you always ask; a list."),
    Variable("come_to", "Where to come to, for a talk at their workplace or elsewhere."),
    Variable("call_number", "The number you will call, for a talk on the phone."),
    Variable("they_call", "True where the note in Where says that they call you."),
    Variable("video_link", "The link of a video talk."),
    Variable("they_sent_link", "True where the note in Where says that the link is in their mail or invitation."),
    Variable("time_zone", "Your time zone where your country has only one: London time."),
)

VARIABLES: tuple[Variable, ...] = (
    *_columns(CONTACTS.fields, "Contacts"),
    *_columns(INTERVIEWS.fields, "Interviews", TALK_PREFIX),
    *(Variable(snake(setting.name), setting.about, f"Settings, {setting.name}") for setting in SETTINGS),
    *PHRASES,
)
_LISTS = frozenset(
    {
        "signed",
        "learned",
        "referrals",
        "referrals_to_write",
        "named_learned",
        "named_referrals",
        "met_since",
        "ask_topics",
    }
)
_CLAIMS = frozenset({"second_asking", "has_met", "is_late", "talk_is_recent", "they_call", "they_sent_link"})


def example_values() -> tuple[dict[str, Value], dict[str, Value]]:
    """A letter of which nothing is known, and one of which everything is, to try a template with."""
    nothing: dict[str, Value] = {name: Gap(name) for name in NAMES}
    everything: dict[str, Value] = {name: f"({name})" for name in NAMES}
    nothing |= dict.fromkeys(_LISTS, ()) | dict.fromkeys(_CLAIMS, False)
    everything |= {name: (f"({name} 1)", f"({name} 2)") for name in _LISTS} | dict.fromkeys(_CLAIMS, True)
    return nothing, everything


NAMES = tuple(variable.name for variable in VARIABLES)
