"""Words that people type for the schema's choices, as data: table and field to choice to words.

Words are in the form of :func:`sheet_sync.core.words.word_key`.  *Same* words mean just the choice, *more* words
mean the choice and say something besides (which stays worth keeping), *ask* words could mean several choices.
Source: status columns of public contact and job-search sheets; the rest from the words' plain meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from sheet_sync.core.words import words

_YES = "yes|y|x|true|1|✓|✔|☑|ja|oui|si"
_NO = "no|n|false|0|nein|non|✗|☐|never|none|nie|jamais|nunca"


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """The words for one field's choices."""

    same: dict[str, str] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    asks: dict[str, str] = field(default_factory=dict)


def _index(choices: dict[str, str]) -> dict[str, str]:
    return {word: choice for choice, text in choices.items() for word in words(text)}


def _asks(questions: dict[str, str]) -> dict[str, str]:
    return {word: question for question, text in questions.items() for word in words(text)}


_CONTACT_STATUS = ChoiceWords(
    _index(
        {
            "To contact": "to do|todo|not contacted|not yet contacted|not started|need to contact|to be contacted"
            "|to reach out"
            "|researching|research|prospect|prospective|new|queued|identified|draft|drafting|wait|contact|reach out"
            "|a faire"
            "|zu kontaktieren|por contactar",
            "Asked": "asked|contacted|reached out|outreach sent|initial outreach|emailed|messaged|sent|dm sent"
            "|email sent"
            "|message sent|requested|request sent|awaiting reply|awaiting response|waiting|waiting to hear"
            "|waiting for reply"
            "|pending|in progress|angefragt|kontaktiert|contacte|contactado",
            "Scheduled": "scheduled|booked|meeting booked|call scheduled|call booked|coffee chat booked"
            "|coffee chat scheduled"
            "|meeting scheduled|interview scheduled|confirmed|meeting set|set up|geplant|vereinbart|planifie"
            "|programado",
            "Met": "met|done|completed|complete|spoke|talked|interviewed|meeting done|had call|had a call|call done"
            "|met with"
            "|chatted|had coffee|getroffen|erledigt|rencontre|hecho",
            "In touch": "in touch|active|connected|nurture|nurturing|mentor|ongoing|keeping in touch|in kontakt",
            "Closed": "closed|dead|dormant|inactive|not interested|do not contact|archived|archive|no longer"
            "|geschlossen|ferme",
        }
    ),
    _index(
        {
            "Asked": "bumped|followed up|final sent|no response|no reply|no answer|replied|responded|interested"
            "|response received"
            "|second email sent|keine antwort|sans reponse|sin respuesta",
            "Met": "thank you sent|thanked|thank you note sent|follow up sent",
            "In touch": "active conversation|warm|warm contact",
            "Closed": "cold|declined|ghosted|bounced|unsubscribed|left company|retired|rejected|on hold",
        }
    ),
    _asks(
        {
            "It is a word from job applications. Where do you stand with the person?": "applied|offer|offered"
            "|offer received"
            "|interviewing|phone screen|onsite|accepted|withdrawn",
            "Which of the choices is meant?": "rescheduled|postponed|tentative|maybe|follow up|followup|next"
            "|priority|hot",
            "Met, or asked?": _YES,
        }
    ),
)
_STAY_IN_TOUCH = ChoiceWords(
    _index(
        {
            "No": _NO + "|not needed|do not|no need",
            "Monthly": "monthly|every month|once a month|1 month|per month|month|30|30 days|28|monatlich|mensuel"
            "|mensuelle|mensual",
            "Quarterly": "quarterly|every 3 months|every three months|every quarter|once a quarter|3 months|quarter"
            "|90|90 days|91"
            "|each quarter|4 times a year|four times a year|vierteljahrlich|trimestriel|trimestral",
            "Twice a year": "twice a year|twice yearly|biannual|biannually|bi annual|bi annually|semi annual"
            "|semi annually"
            "|semiannual|semiannually|every 6 months|every six months|6 months|half yearly|two times a year"
            "|2x a year|180"
            "|180 days|182|halbjahrlich|semestriel|semestral",
            "Yearly": "yearly|annually|annual|every year|once a year|1 year|12 months|every 12 months|year|365"
            "|365 days|jahrlich"
            "|annuel|annuelle|anual",
        }
    ),
    _index(
        {
            "Monthly": "weekly|every week|2 weeks|every 2 weeks|every two weeks|fortnightly|6 weeks|every 6 weeks"
            "|every six weeks|7"
            "|14|21|45|wochentlich",
            "Quarterly": "2 months|every 2 months|every two months|every 2 3 months|2 3 months|60|60 days|120"
            "|4 months|every 4 months",
            "Yearly": "birthday|birthdays|holidays|christmas|holiday card|xmas",
        }
    ),
    _asks(
        {
            "How often?": _YES
            + "|sometimes|regularly|often|as needed|when needed|occasionally|maybe|keep in touch|stay in touch",
            "Every two months, or twice a month?": "bimonthly|bi monthly",
            "Every two weeks, or twice a week?": "biweekly|bi weekly",
        }
    ),
)
_INTERVIEW_STATUS = ChoiceWords(
    _index(
        {
            "Asked": "asked|requested|request sent|waiting to hear|waiting to hear back|waiting|awaiting reply"
            "|awaiting response"
            "|contacted|reached out|emailed|invited|invite sent|pending|angefragt",
            "Scheduled": "scheduled|booked|confirmed|upcoming|set|set up|planned|meeting booked|on calendar|geplant"
            "|vereinbart"
            "|prevu|planifie|programada|programado",
            "Done": f"done|completed|complete|held|finished|met|spoke|talked|interviewed|had call|took place|{_YES}"
            "|erledigt"
            "|abgeschlossen|termine|fait|hecho|hecha|realizada",
            "Cancelled": "cancelled|canceled|called off|cancelled by them|cancelled by me|declined|abgesagt|annule"
            "|cancelado|cancelada",
            "Missed": "missed|no show|noshow|stood up|did not show|didnt show|forgot|verpasst|manque|perdida",
        }
    ),
    _index({"Done": "thank you sent|thanked", "Asked": "no response|no reply|followed up"}),
    _asks(
        {
            "Was the old day cancelled, or is there a new day?": "rescheduled|reschedule|rescheduling|postponed"
            "|moved|delayed"
            "|verschoben|reporte|aplazada",
            "Is the day agreed, or only asked for?": "tentative|maybe|possible|to be scheduled|to schedule",
            "Is it still to come, cancelled or missed?": _NO + "|not yet|not done",
        }
    ),
)
_KIND = ChoiceWords(
    _index(
        {
            "Informational": "informational interview|info interview|information interview|informational|info"
            "|coffee chat|coffee"
            "|real|networking|informational meeting|chat",
            "Practice": "practice|practise|mock|mock interview|rehearsal|rehearse|trial|practice run|dry run|probe"
            "|ubung",
        }
    )
)
_ASK = ChoiceWords(
    _index(
        {
            "Always": f"always|{_YES}|every time|must|must ask|all|every talk|immer|toujours|siempre",
            "Sometimes": "sometimes|maybe|if time|optional|when it fits|if there is time|depends|manchmal|parfois"
            "|a veces",
            "No": _NO + "|skip|not now|dont ask|do not ask|later",
        }
    )
)
_HOW = ChoiceWords(
    _index(
        {
            "Call": "call|called|phone|phone call|telephone|telephoned|rang|video|video call|zoom|teams|skype"
            "|facetime|anruf|appel"
            "|llamada",
            "Email": "email|e mail|mail|emailed|wrote|courriel|correo",
            "Coffee": "coffee|coffee chat|lunch|breakfast|dinner|drinks|tea|met|meeting|in person|met for coffee"
            "|kaffee|cafe",
            "Event": "event|conference|career fair|fair|meetup|meet up|panel|talk|workshop|webinar|party|reception",
            "Message": "message|messaged|linkedin|linkedin message|linkedin dm|dm|text|texted|text message|sms"
            "|whatsapp|inmail|chat"
            "|slack|signal|comment|nachricht",
            "Letter": "letter|card|note|thank you note|thank you card|postcard|christmas card|holiday card"
            "|handwritten note|brief",
        }
    )
)
_LETTER_KIND = ChoiceWords(
    _index(
        {
            "request": "request|asking|first letter|ask|outreach|invitation",
            "confirm": "confirm|confirmation|confirming",
            "thank-you": "thank you|thanks|thankyou|thank you note|thank you letter|ty",
            "referral": "referral|introduction|referred",
            "thank-referrer": "thank referrer|thank the referrer|thanks for referral",
            "stay-in-touch": "stay in touch|keep in touch|check in|checking in|hello",
            "progress": "progress|update|news|progress report",
        }
    ),
    {},
    _asks({"Which kind of letter is meant?": "follow up|followup"}),
)
_COUNT = ChoiceWords(
    _index(
        {
            "Every day": "every day|daily|all days|calendar days|days|all|7 days",
            "Weekdays": "weekdays|business days|working days|workdays|work days|weekday|monday to friday|mon fri"
            "|werktage|5 days",
        }
    )
)
_DATE_ORDER = ChoiceWords(
    _index(
        {
            "Y-M-D": "y m d|yyyy mm dd|ymd|iso|iso 8601|year month day|year first|2026 12 31",
            "D/M/Y": "d m y|dd mm yyyy|dmy|dd mm yy|day month year|day first|european|europe|uk|31 12 2026|d mm yyyy",
            "M/D/Y": "m d y|mm dd yyyy|mdy|mm dd yy|month day year|month first|us|usa|american|12 31 2026|m d yy",
        }
    )
)
_BY_FIELD: dict[tuple[str, str], ChoiceWords] = {
    ("Contacts", "Status"): _CONTACT_STATUS,
    ("Contacts", "Stay in touch"): _STAY_IN_TOUCH,
    ("Interviews", "Status"): _INTERVIEW_STATUS,
    ("Interviews", "Kind"): _KIND,
    ("Questions", "Ask"): _ASK,
    ("Touches", "How"): _HOW,
    ("Letters", "Kind"): _LETTER_KIND,
    ("Settings", "Count"): _COUNT,
    ("Settings", "Date order"): _DATE_ORDER,
}


@cache
def choice_words(table: str, field_name: str) -> ChoiceWords:
    """The words known for a field's choices; none for a field that has no list here."""
    return _BY_FIELD.get((table, field_name), ChoiceWords())
