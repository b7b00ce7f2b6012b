"""What stands in a cell."""

from __future__ import annotations

from sheet_sync.core.rules.values.against_date_order import against_date_order
from sheet_sync.core.rules.values.ambiguous_date import ambiguous_date
from sheet_sync.core.rules.values.cell_not_understood import cell_not_understood
from sheet_sync.core.rules.values.choice_and_more import choice_and_more
from sheet_sync.core.rules.values.choice_in_other_case import choice_in_other_case
from sheet_sync.core.rules.values.choice_in_other_words import choice_in_other_words
from sheet_sync.core.rules.values.control_characters import control_characters
from sheet_sync.core.rules.values.date_as_number import date_as_number
from sheet_sync.core.rules.values.date_as_text import date_as_text
from sheet_sync.core.rules.values.date_beyond_reason import date_beyond_reason
from sheet_sync.core.rules.values.date_by_order import date_by_order
from sheet_sync.core.rules.values.date_range import date_range
from sheet_sync.core.rules.values.date_with_words import date_with_words
from sheet_sync.core.rules.values.date_without_day import date_without_day
from sheet_sync.core.rules.values.date_without_year import date_without_year
from sheet_sync.core.rules.values.day_still_to_come import day_still_to_come
from sheet_sync.core.rules.values.email_in_capitals import email_in_capitals
from sheet_sync.core.rules.values.email_in_other_column import email_in_other_column
from sheet_sync.core.rules.values.email_with_name import email_with_name
from sheet_sync.core.rules.values.formula_error import formula_error
from sheet_sync.core.rules.values.full_width_characters import full_width_characters
from sheet_sync.core.rules.values.impossible_date import impossible_date
from sheet_sync.core.rules.values.impossible_time import impossible_time
from sheet_sync.core.rules.values.invalid_phone import invalid_phone
from sheet_sync.core.rules.values.last_name_first import last_name_first
from sheet_sync.core.rules.values.longer_than_a_cell import longer_than_a_cell
from sheet_sync.core.rules.values.looks_like_formula import looks_like_formula
from sheet_sync.core.rules.values.minutes_as_time import minutes_as_time
from sheet_sync.core.rules.values.minutes_beyond_reason import minutes_beyond_reason
from sheet_sync.core.rules.values.minutes_in_words import minutes_in_words
from sheet_sync.core.rules.values.minutes_range import minutes_range
from sheet_sync.core.rules.values.minutes_under_five import minutes_under_five
from sheet_sync.core.rules.values.mixed_contact_details import mixed_contact_details
from sheet_sync.core.rules.values.no_first_name import no_first_name
from sheet_sync.core.rules.values.not_a_choice import not_a_choice
from sheet_sync.core.rules.values.not_a_name import not_a_name
from sheet_sync.core.rules.values.not_a_rating import not_a_rating
from sheet_sync.core.rules.values.not_an_email import not_an_email
from sheet_sync.core.rules.values.not_text import not_text
from sheet_sync.core.rules.values.phone_as_number import phone_as_number
from sheet_sync.core.rules.values.phone_cut_short import phone_cut_short
from sheet_sync.core.rules.values.phone_format import phone_format
from sheet_sync.core.rules.values.phone_in_other_column import phone_in_other_column
from sheet_sync.core.rules.values.phone_with_letters import phone_with_letters
from sheet_sync.core.rules.values.phone_with_words import phone_with_words
from sheet_sync.core.rules.values.phone_without_country import phone_without_country
from sheet_sync.core.rules.values.place_and_where import place_and_where
from sheet_sync.core.rules.values.placeholder import placeholder
from sheet_sync.core.rules.values.rating_in_other_form import rating_in_other_form
from sheet_sync.core.rules.values.relative_date import relative_date
from sheet_sync.core.rules.values.remark_in_name import remark_in_name
from sheet_sync.core.rules.values.required_cell_empty import required_cell_empty
from sheet_sync.core.rules.values.sent_day_unknown import sent_day_unknown
from sheet_sync.core.rules.values.sent_not_wanted import sent_not_wanted
from sheet_sync.core.rules.values.sent_not_yet import sent_not_yet
from sheet_sync.core.rules.values.sent_without_year import sent_without_year
from sheet_sync.core.rules.values.several_emails import several_emails
from sheet_sync.core.rules.values.several_phones import several_phones
from sheet_sync.core.rules.values.stray_spaces import stray_spaces
from sheet_sync.core.rules.values.time_as_number import time_as_number
from sheet_sync.core.rules.values.time_as_text import time_as_text
from sheet_sync.core.rules.values.time_range import time_range
from sheet_sync.core.rules.values.time_with_zone import time_with_zone
from sheet_sync.core.rules.values.time_without_am_pm import time_without_am_pm
from sheet_sync.core.rules.values.two_dates import two_dates
from sheet_sync.core.rules.values.two_digit_year import two_digit_year
from sheet_sync.core.rules.values.two_people import two_people
from sheet_sync.core.rules.values.unclear_choice import unclear_choice
from sheet_sync.core.rules.values.unclear_time import unclear_time
from sheet_sync.core.rules.values.unreadable_date import unreadable_date
from sheet_sync.core.rules.values.unreadable_minutes import unreadable_minutes
from sheet_sync.core.rules.values.unreadable_sent import unreadable_sent
from sheet_sync.core.rules.values.unreadable_time import unreadable_time

RULES = (
    not_a_choice,
    choice_in_other_case,
    choice_in_other_words,
    choice_and_more,
    unclear_choice,
    place_and_where,
    unreadable_date,
    ambiguous_date,
    impossible_date,
    date_beyond_reason,
    date_as_text,
    date_by_order,
    two_digit_year,
    against_date_order,
    date_as_number,
    date_with_words,
    date_range,
    two_dates,
    relative_date,
    date_without_day,
    date_without_year,
    day_still_to_come,
    not_an_email,
    email_in_capitals,
    several_emails,
    email_with_name,
    email_in_other_column,
    unreadable_minutes,
    minutes_in_words,
    minutes_as_time,
    minutes_under_five,
    minutes_range,
    minutes_beyond_reason,
    last_name_first,
    two_people,
    remark_in_name,
    not_a_name,
    no_first_name,
    invalid_phone,
    phone_format,
    phone_as_number,
    phone_with_letters,
    phone_with_words,
    phone_without_country,
    several_phones,
    phone_cut_short,
    phone_in_other_column,
    mixed_contact_details,
    required_cell_empty,
    not_a_rating,
    rating_in_other_form,
    unreadable_time,
    impossible_time,
    time_as_text,
    time_as_number,
    time_without_am_pm,
    time_range,
    time_with_zone,
    unclear_time,
    formula_error,
    placeholder,
    stray_spaces,
    control_characters,
    full_width_characters,
    looks_like_formula,
    longer_than_a_cell,
    not_text,
    cell_not_understood,
    sent_day_unknown,
    sent_without_year,
    sent_not_wanted,
    sent_not_yet,
    unreadable_sent,
)
