"""Days, times, lengths and thank-yous, in every form in which people type them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.interpret.calendar_words import MONTHS
from sheet_sync.core.interpret.dates import read_date
from sheet_sync.core.interpret.durations import read_minutes
from sheet_sync.core.interpret.ratings import read_rating
from sheet_sync.core.interpret.sent import Talk, read_sent
from sheet_sync.core.interpret.times import read_time
from sheet_sync.core.readings import Reading
from sheet_sync.core.values import Scalar

AS_OF = date(2026, 11, 24)
TALK = Talk(date(2026, 10, 14), is_done=True)


def kinds(reading: Reading) -> list[str]:
    return [note.kind for note in reading.notes]


class TestDates:
    @pytest.mark.parametrize(
        "typed",
        [
            "2026-10-14",
            "2026/10/14",
            "20261014",
            "Oct 14, 2026",
            "October 14th, 2026",
            "14 Oct 2026",
            "14. Oktober 2026",
            "le 14 octobre 2026",
            "14 de octubre de 2026",
            "Wed, Oct 14, 2026",
            "14-Oct-2026",
            "Oct-14-2026",
            "10/14/2026",
            "14.10.2026",
            "(2026-10-14)",
        ],
    )
    def test_a_clear_day_as_text_is_read_and_offered_as_a_date(self, typed: str) -> None:
        reading = read_date(typed, "", AS_OF)

        assert reading.value == date(2026, 10, 14)
        assert kinds(reading) == ["date-as-text"]
        assert reading.notes[0].fix == date(2026, 10, 14)

    @pytest.mark.parametrize(
        ("typed", "kind"),
        [
            ("3/4/2026", "ambiguous-date"),
            ("3.4.26", "ambiguous-date"),
            ("31 Feb 2026", "impossible-date"),
            ("13/13/2026", "impossible-date"),
            ("2026-02-30", "impossible-date"),
            ("2062-10-14", "date-beyond-reason"),
            ("Oct 12-13", "date-range"),
            ("12-13 Oct 2026", "date-range"),
            ("Oct 12 - Oct 14, 2026", "date-range"),
            ("10/8/26 & 10/15/26", "two-dates"),
            ("last week", "relative-date"),
            ("Tuesday", "relative-date"),
            ("gestern", "relative-date"),
            ("10/2026", "date-without-day"),
            ("spring", "date-without-day"),
            ("October", "date-without-day"),
            ("Mar 4", "date-without-year"),
            ("3/4", "date-without-year"),
            ("No Response", "unreadable-date"),
            ("maybe 2026-10-14", "unreadable-date"),
            ("2026-10-14?", "unreadable-date"),
            ("before Oct 14, 2026", "unreadable-date"),
        ],
    )
    def test_what_is_not_one_sure_day_is_said_and_not_used(self, typed: str, kind: str) -> None:
        reading = read_date(typed, "", AS_OF)

        assert reading.value is None
        assert kinds(reading) == [kind]

    @pytest.mark.parametrize(
        ("order", "day"), [("M/D/Y", date(2026, 3, 4)), ("D/M/Y", date(2026, 4, 3)), ("Y-M-D", None)]
    )
    def test_the_date_order_decides_between_day_and_month(self, order: str, day: date | None) -> None:
        assert read_date("3/4/2026", order, AS_OF).value == day

    def test_a_day_against_the_date_order_is_read_and_said(self) -> None:
        assert kinds(read_date("13/10/2026", "M/D/Y", AS_OF)) == ["contradicts-date-order"]
        assert kinds(read_date("10/13/2026", "D/M/Y", AS_OF)) == ["contradicts-date-order"]
        assert kinds(read_date("5/5/2026", "M/D/Y", AS_OF)) == ["date-as-text"]

    def test_a_year_of_two_digits_lies_near_today(self) -> None:
        assert read_date("Oct 14, '26", "", AS_OF).value == date(2026, 10, 14)
        assert kinds(read_date("10/14/26", "", AS_OF)) == ["two-digit-year"]
        assert read_date("26-10-14", "Y-M-D", AS_OF).value == date(2026, 10, 14)

    def test_a_number_is_a_day_only_within_reason(self) -> None:
        assert read_date(46332, "", AS_OF).value == date(2026, 11, 6)
        assert kinds(read_date(46332, "", AS_OF)) == ["date-serial"]
        assert kinds(read_date(12, "", AS_OF)) == ["unreadable-date"]
        assert read_date(20261014, "", AS_OF).value == date(2026, 10, 14)

    def test_words_around_a_day_are_kept_for_the_user(self) -> None:
        """Writing the day alone would drop them."""
        reading = read_date("emailed 2026-10-14", "", AS_OF)

        assert (reading.value, kinds(reading)) == (date(2026, 10, 14), ["date-with-words"])
        assert not reading.notes[0].has_fix

    def test_a_real_date_is_a_date_however_it_is_shown(self) -> None:
        assert read_date(date(2026, 10, 14), "", AS_OF) == Reading(date(2026, 10, 14))
        assert read_date(datetime.fromisoformat("2026-10-14T10:30"), "", AS_OF).value == date(2026, 10, 14)

    def test_a_snooze_may_lie_far_ahead(self) -> None:
        assert read_date(date(2099, 1, 1), "", AS_OF, far_ahead=True).value == date(2099, 1, 1)
        assert kinds(read_date(date(2099, 1, 1), "", AS_OF)) == ["date-beyond-reason"]

    @given(st.dates(date(1990, 1, 1), date(2034, 12, 31)), st.data())
    def test_any_day_written_in_any_form_reads_back(self, day: date, data: st.DataObject) -> None:
        month = data.draw(st.sampled_from([name for name, number in MONTHS.items() if number == day.month]))
        ordinal = data.draw(st.sampled_from(["", "st", "nd", "rd", "th", "."]))
        forms = [
            (day.isoformat(), ""),
            (f"{day:%Y%m%d}", ""),
            (f"{day.year}/{day.month}/{day.day}", ""),
            (f"{month} {day.day}, {day.year}", ""),
            (f"{month.title()}. {day.day} {day.year}", ""),
            (f"{day.day}{ordinal} {month.upper()} {day.year}", ""),
            (f"{day.day}-{month}-{day:%y}", ""),
            (f"{day.month}/{day.day}/{day.year}", "M/D/Y"),
            (f"{day.day}.{day.month}.{day.year}", "D/M/Y"),
            (f"{day:%m-%d-%y}", "M/D/Y"),
            (f"{day:%d/%m/%Y}", "D/M/Y"),
        ]
        text, order = data.draw(st.sampled_from(forms))

        assert read_date(text, order, AS_OF).value == day, (text, order)


class TestTimes:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("10am", time(10)),
            ("10 a.m.", time(10)),
            ("2:30 PM", time(14, 30)),
            ("12pm", time(12)),
            ("12 am", time(0)),
            ("14h30", time(14, 30)),
            ("14 Uhr", time(14)),
            ("14.30 Uhr", time(14, 30)),
            ("noon", time(12)),
            ("1430", time(14, 30)),
            ("09:30", time(9, 30)),
        ],
    )
    def test_a_time_as_text_is_read_and_offered(self, typed: str, meant: time) -> None:
        reading = read_time(typed)

        assert (reading.value, kinds(reading)) == (meant, ["time-as-text"])

    def test_a_fraction_of_a_day_is_a_time(self) -> None:
        assert (read_time(0.5).value, kinds(read_time(0.5))) == (time(12), ["time-serial"])

    @pytest.mark.parametrize(
        ("typed", "start", "minutes"),
        [
            ("10:00 – 10:30", time(10), 30),
            ("10:00 to 10:45", time(10), 45),
            ("2-2:30pm", time(14), 30),
            ("11-1pm", time(11), 120),
            ("10am-2", time(10), 240),
            ("9am to 10am", time(9), 60),
        ],
    )
    def test_a_range_gives_start_and_minutes(self, typed: str, start: time, minutes: int) -> None:
        reading = read_time(typed)

        assert (reading.value, dict(reading.also)) == (start, {"Minutes": minutes})

    @pytest.mark.parametrize("typed", ["8", "8-9", 8, "2:30", "1-2"])
    def test_an_hour_that_could_be_several_is_asked_about(self, typed: Scalar) -> None:
        assert (read_time(typed).value, kinds(read_time(typed))) == (None, ["time-unclear"])

    @pytest.mark.parametrize(
        ("typed", "kind"),
        [("25:00", "impossible-time"), ("10:75", "impossible-time"), ("after lunch", "unreadable-time")],
    )
    def test_what_is_no_time_is_said(self, typed: str, kind: str) -> None:
        assert (read_time(typed).value, kinds(read_time(typed))) == (None, [kind])

    def test_a_zone_is_flagged_and_the_hour_used(self) -> None:
        assert (read_time("3pm ET").value, kinds(read_time("3pm ET"))) == (time(15), ["time-with-zone"])

    def test_half_past_two_at_night_is_asked_about(self) -> None:
        """The spreadsheet makes 02:30 of 2:30 typed for the afternoon."""
        assert kinds(read_time(time(2, 30))) == ["time-without-am-pm"]

    @given(st.times(time(7), time(21, 59)))
    def test_any_time_written_reads_back(self, moment: time) -> None:
        moment = moment.replace(second=0, microsecond=0)
        for text in (f"{moment:%I:%M %p}", f"{moment:%H:%M}h", f"{moment:%Hh%M}", f"at {moment:%I:%M%p}".lower()):
            assert read_time(text).value == moment, text


class TestMinutes:
    @pytest.mark.parametrize(
        ("typed", "minutes"),
        [
            ("30", 30),
            ("30 min", 30),
            ("30 mins.", 30),
            ("30m", 30),
            ("1h", 60),
            ("1 hr", 60),
            ("1.5 hours", 90),
            ("1,5 Std", 90),
            ("1h15", 75),
            ("1 hour 15 minutes", 75),
            ("0:30", 30),
            ("1:30", 90),
            ("half an hour", 30),
            ("1/2 hour", 30),
            ("½ hour", 30),
            ("an hour and a half", 90),
            ("eine Stunde", 60),
            ("~30 min", 30),
        ],
    )
    def test_a_length_in_words_is_read(self, typed: str, minutes: int) -> None:
        assert (read_minutes(typed).value, kinds(read_minutes(typed))) == (minutes, ["duration-words"])

    def test_a_time_in_a_column_of_minutes_is_a_length(self) -> None:
        assert read_minutes(time(0, 45)).value == 45
        assert read_minutes(timedelta(hours=1, minutes=15)).value == 75

    @pytest.mark.parametrize(
        ("typed", "kind"),
        [
            (1.5, "duration-hours"),
            (1, "duration-hours"),
            ("20-30", "duration-range"),
            ("30+", "duration-range"),
            (0, "duration-beyond-reason"),
            (-30, "duration-beyond-reason"),
            (5000, "duration-beyond-reason"),
            ("long", "unreadable-duration"),
        ],
    )
    def test_what_is_no_length_is_said_and_not_used(self, typed: Scalar, kind: str) -> None:
        assert (read_minutes(typed).value, kinds(read_minutes(typed))) == (None, [kind])

    @given(st.integers(5, 1440))
    def test_any_length_written_reads_back(self, minutes: int) -> None:
        hours, rest = divmod(minutes, 60)
        for text in (
            f"{minutes} min",
            f"{minutes}",
            f"{hours}:{rest:02}",
            f"{hours} h {rest:02} min" if hours else "5",
        ):
            assert read_minutes(text).value == (minutes if text != "5" else 5), text


class TestRatings:
    @pytest.mark.parametrize(
        ("typed", "rating"),
        [(4, 4), ("4", 4), ("4/5", 4), ("4 out of 5", 4), ("★★★★", 4), ("★★★★☆", 4), ("***", 3), (date(2026, 4, 5), 4)],
    )
    def test_ratings_are_read_in_their_forms(self, typed: Scalar, rating: int) -> None:
        assert read_rating(typed).value == rating

    @pytest.mark.parametrize("typed", [0, 6, 4.5, "8/10", "good", True, date(2026, 4, 7)])
    def test_what_is_not_one_to_five_is_said(self, typed: Scalar) -> None:
        assert (read_rating(typed).value, kinds(read_rating(typed))) == (None, ["not-a-rating"])


class TestSent:
    @pytest.mark.parametrize(
        "typed", ["yes", "Y", "x", "✓", True, "sent", "emailed", "done", "card mailed", "Thank you note sent"]
    )
    def test_yes_counts_as_sent_on_an_unknown_day(self, typed: Scalar) -> None:
        """No reminder follows, and no day is invented."""
        reading = read_sent(typed, "", AS_OF, TALK)

        assert (reading.value, kinds(reading)) == (True, ["sent-day-unknown"])

    @pytest.mark.parametrize("typed", ["no", "to do", "not yet", False, "pending", "N"])
    def test_no_is_not_sent(self, typed: Scalar) -> None:
        assert read_sent(typed, "", AS_OF, TALK).value is None

    @pytest.mark.parametrize("typed", ["will send 10/15", "not sent", "draft 2026-10-15", "sent 10/15 or 10/16"])
    def test_what_is_not_surely_sent_is_not(self, typed: str) -> None:
        assert read_sent(typed, "M/D/Y", AS_OF, TALK).value is None

    def test_not_wanted_is_asked_about_only_after_the_talk(self) -> None:
        assert kinds(read_sent("N/A", "", AS_OF, TALK)) == ["sent-not-wanted"]
        assert kinds(read_sent("N/A", "", AS_OF, Talk())) == ["placeholder"]

    def test_a_day_without_year_is_the_first_on_or_after_the_talk(self) -> None:
        assert read_sent("sent 10/15", "M/D/Y", AS_OF, TALK).value == date(2026, 10, 15)
        assert read_sent("Oct 14", "", AS_OF, TALK).value == date(2026, 10, 14)
        late = Talk(date(2025, 12, 30), is_done=True)
        assert read_sent("1/2", "M/D/Y", AS_OF, late).value == date(2026, 1, 2)

    def test_a_day_without_year_before_the_talk_is_not_put_into_the_next_year(self) -> None:
        """A year is never invented: 1 October before a talk on the 14th is a slip, and it was sent."""
        reading = read_sent("sent 10/1", "M/D/Y", AS_OF, TALK)

        assert (reading.value, kinds(reading)) == (True, ["sent-no-year"])

    def test_a_day_in_doubt_still_counts_as_sent(self) -> None:
        reading = read_sent("11/12", "", AS_OF, TALK)

        assert (reading.value, kinds(reading)) == (True, ["ambiguous-date"])


@given(
    st.one_of(
        st.text(max_size=60),
        st.text("0123456789/-.: ampmhOctobermarch'", max_size=25),
        st.floats(),
        st.integers(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.booleans(),
        st.none(),
        st.timedeltas(),
    ),
    st.sampled_from(["", "M/D/Y", "D/M/Y", "Y-M-D"]),
)
def test_no_cell_whatever_is_in_it_stops_the_reading(value: Scalar, order: str) -> None:
    """Each reader has an answer for every value, and an offered fix is what was read."""
    for reading in (
        read_date(value, order, AS_OF),
        read_sent(value, order, AS_OF, TALK),
        read_time(value),
        read_minutes(value),
        read_rating(value),
    ):
        for note in reading.notes:
            assert note.message
            if note.has_fix:
                assert note.fix == reading.value
