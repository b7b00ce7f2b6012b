"""What was learnt in a talk, as a letter may quote it: from "What I learned", else from the Answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.letters.deeds import is_verbal
from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.points import Noted, quotable, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet_sync.core.book import Entry
    from sheet_sync.core.letters.desk import Desk
    from sheet_sync.core.letters.gaps import Text

ADVICE = "advice"
_SHOWN_CHARACTERS = 160
_MAX_ADVICE_WORDS = 35


@dataclass(frozen=True, slots=True)
class Learned:
    """Either ``points`` (a gap among them where the user must find the words) or a ``passage``."""

    points: tuple[Text, ...] = ()
    passage: str = ""

    @property
    def advice(self) -> str:
        """The first point that tells one to do something, empty where none does."""
        return next((point for point in self.points if isinstance(point, str) and is_verbal(point)), "")


def learned_in(talk: Entry | None, reader: Entry, desk: Desk) -> Learned:
    """What the letter to this person may say of what was learnt."""
    name = reader.text("Name")
    noted = quotable(talk.text("What I learned"), name) if talk is not None else Noted()
    if not noted.points and not noted.passage and talk is not None:
        noted = _from_answers(talk, reader, desk) or noted
    if noted.points or noted.passage:
        return Learned(noted.points, noted.passage)
    if noted.held_back:
        typed = "; ".join(noted.held_back)
        shown = typed if len(typed) <= _SHOWN_CHARACTERS else f"{typed[:_SHOWN_CHARACTERS].rstrip()} ..."
        return Learned((Gap(f"what you learned, as you would say it to them; your note says: {shown}", speaks=True),))
    return Learned((Gap("one or two things you learned from them"),))


def _from_answers(talk: Entry, reader: Entry, desk: Desk) -> Noted | None:
    """What was advised, else the first answers, where any may be quoted."""
    advice = advice_of(talk, reader, desk)
    if advice:
        return Noted((advice,))
    noted = quotable("\n".join(f"- {answer}" for _, answer in answers_in(talk, desk)), reader.text("Name"))
    return noted if noted.points else None


def learned_about(talk: Entry, named: Entry) -> tuple[str, ...]:
    """What of a talk may be passed on to the one who named that person: nothing that speaks of the person."""
    return quotable(talk.text("What I learned"), named.text("Name"), max_points=1).points


def advice_of(talk: Entry | None, reader: Entry, desk: Desk) -> str:
    """The answer to a question under the topic Advice, empty where none may be quoted."""
    for topic, answer in answers_in(talk, desk) if talk is not None else ():
        if topic.casefold() == ADVICE and word_count(answer) <= _MAX_ADVICE_WORDS:
            noted = quotable(answer, reader.text("Name"))
            if noted.passage or noted.points:
                return noted.passage or noted.points[0]
    return ""


def answers_in(talk: Entry, desk: Desk) -> Iterator[tuple[str, str]]:
    """Topic and answer of what was answered in a talk, in the order of the sheet."""
    for entry in desk.answers(talk):
        question = entry.referred("Question").entry
        answer = entry.text("Answer").strip()
        if answer:
            yield (question.text("Topic").strip() if question is not None else ""), answer
