"""The talks, and what was asked and answered in them."""

from __future__ import annotations

from sheet_sync.core.rules.interviews.answer_twice import answer_twice
from sheet_sync.core.rules.interviews.done_in_future import done_in_future
from sheet_sync.core.rules.interviews.minutes_over_talk_length import minutes_over_talk_length
from sheet_sync.core.rules.interviews.no_question_marked import no_question_marked
from sheet_sync.core.rules.interviews.nothing_written_down import nothing_written_down
from sheet_sync.core.rules.interviews.question_twice import question_twice
from sheet_sync.core.rules.interviews.same_talk_twice import same_talk_twice
from sheet_sync.core.rules.interviews.scheduled_in_past import scheduled_in_past
from sheet_sync.core.rules.interviews.thanked_before_talk import thanked_before_talk
from sheet_sync.core.rules.interviews.two_at_one_time import two_at_one_time

RULES = (
    answer_twice,
    done_in_future,
    scheduled_in_past,
    nothing_written_down,
    minutes_over_talk_length,
    thanked_before_talk,
    two_at_one_time,
    same_talk_twice,
    no_question_marked,
    question_twice,
)
