"""Every kind of note that a reading can carry, in one line each: rules, docs and tests hold themselves to this list."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NOTE_KINDS: Mapping[str, str] = MappingProxyType(
    {
        # any cell
        "formula-error": "The cell shows an error such as #N/A, so nothing can be read from it.",
        "placeholder": "TBD, N/A, ? or a dash stands where a value will be; read as empty.",
        "stray-space": "Blanks before, after or doubled inside the text.",
        "control-characters": "Invisible control characters are in the text.",
        "full-width": "Full-width letters or digits, as East Asian keyboards type them.",
        "formula-like-text": "Text that begins like a formula and would become one when typed again.",
        "too-long": "Text longer than an Excel cell can hold.",
        "not-text": "A date, a time or a tick stands in a text column; the spreadsheet may have changed it.",
        "typed-in-computed-column": "A value typed into a column that sheet-sync fills.",
        "typed-id": "An ID column holds something that is no ID of this table.",
        # dates
        "date-as-text": "A date that the spreadsheet keeps as text; the day is clear.",
        "date-by-order": "A date as text such as 3/4/2026, read by the setting Date order.",
        "two-digit-year": "A date whose year has two digits.",
        "ambiguous-date": "A date such as 3/4/2026 that could be two days, with no Date order set.",
        "contradicts-date-order": "A date that is clear but typed against the setting Date order.",
        "date-serial": "A day as a number, as spreadsheets count days, in a cell not formatted as a date.",
        "date-with-words": "A date with words around it.",
        "impossible-date": "A day that no calendar has, such as 31 February.",
        "date-beyond-reason": "A date too far in the past or future to be meant.",
        "date-range": "Several days from one to another where one day belongs.",
        "two-dates": "Two dates in one cell.",
        "relative-date": "A day told from another one, such as last week or next Tuesday.",
        "date-without-day": "A month or season without a day.",
        "date-without-year": "A day and month without a year.",
        "unreadable-date": "Something that is no date in a date column.",
        # thank-yous
        "sent-day-unknown": "It was sent, but the day is not said.",
        "sent-no-year": "The day it was sent has no year; read as the first such day on or after the talk.",
        "sent-not-wanted": "The talk is done and N/A or not needed stands where the thank-you's day belongs.",
        "sent-not-yet": "It says that nothing was sent yet; read as not sent.",
        "unreadable-sent": "Neither a day nor yes in a column for the day something was sent.",
        # times
        "time-as-text": "A time that the spreadsheet keeps as text.",
        "time-serial": "A time as a fraction of a day in a cell not formatted as a time.",
        "time-without-am-pm": "A time such as 9:30 typed as text, read as it stands.",
        "time-range": "A time from one hour to another; read as start and minutes.",
        "time-with-zone": "A time with a time zone, which the Start column cannot keep.",
        "time-unclear": "An hour or hours that could mean several things, such as 8-9.",
        "impossible-time": "A time that no clock shows, such as 25:00.",
        "unreadable-time": "Something that is no time in a time column.",
        # minutes
        "duration-words": "A length in words or with a unit, such as 30 min or half an hour.",
        "duration-time": "A length kept as a time of day, such as 0:45.",
        "duration-hours": "A number so small that hours may be meant, such as 1.5.",
        "duration-range": "A length from one number to another, such as 20-30.",
        "duration-beyond-reason": "A length of nothing, below nothing, or longer than a day.",
        "unreadable-duration": "Something that is no length in a column of minutes.",
        # ratings and choices
        "rating-form": "A rating in another form, such as 4/5 or stars.",
        "not-a-rating": "Something that is not 1 to 5.",
        "choice-case": "A choice in other capitals, spacing or punctuation.",
        "choice-synonym": "Another word for one of the choices.",
        "choice-and-more": "A word that means one of the choices and says something more, which stays worth keeping.",
        "ask-choice": "A word that could mean several of the choices.",
        "unknown-choice": "A word that is none of the choices.",
        "place-and-where": "How and where in one cell; read as Place and Where.",
        # emails
        "not-an-email": "Not an email address.",
        "email-case": "An email address in capitals.",
        "email-with-name": "An email address with a name or other marks around it.",
        "several-emails": "Several email addresses in one cell; letters go to the first.",
        "email-elsewhere": "The Email cell is empty and another column has an address, which is used.",
        # phones
        "invalid-phone": "Not a phone number of its country.",
        "phone-format": "A phone number that is usually written otherwise.",
        "phone-as-number": "A phone number kept as a number, which loses its zeros and plus.",
        "phone-letters": "A phone number with letters for digits.",
        "phone-with-words": "A phone number with words around it.",
        "phone-without-country": "A phone number without country code, and no Default country in Settings.",
        "several-phones": "Several phone numbers in one cell; the first is used.",
        "digits-lost": "A phone number that the spreadsheet cut short, such as 2.07E+09.",
        "phone-elsewhere": "The Phone cell is empty and another column has a number, which is used.",
        "mixed-contact-details": "Email and phone in one cell; each is recognised by its form.",
        # names
        "last-first": "A name as Last, First.",
        "two-people": "Two people in one row.",
        "remark-in-name": "A remark where a name belongs.",
        "not-a-name": "An email address, a number or a link where a name belongs.",
        "no-first-name": "The last name stands alone beside an empty first name.",
        # references
        "short-reference": "A short or other form of one contact's name; exactly one fits.",
        "ambiguous-reference": "A name that fits several rows.",
        "unknown-reference": "A name that fits no row.",
        "not-yet-a-contact": "A person named to you who is not yet in Contacts.",
        "referral-in-source": "Found through names a contact; read as Referred by.",
        # settings
        "bad-setting": "A value on the Settings sheet that cannot be used; the default is.",
        "unknown-setting": "A row on the Settings sheet that is no setting.",
    }
)
