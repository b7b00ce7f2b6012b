"""The tables and their columns: the one source from which reading, writing, drop-downs, checks and docs
follow.

A column is added here and nowhere else.  Names are the contract's and never change; *aliases* are headers that mean the
column in any sheet, *weak aliases* mean it only in this table and only where no better column is there.
Source of the aliases: header rows of real contact sheets and exports (English, German, French, Spanish).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

TableName = str


def _names(listed: str) -> tuple[str, ...]:
    """Names listed with commas between them."""
    return tuple(listed.split(", "))


class Kind(StrEnum):
    """What a column holds, and so how it is read, checked and shown."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    TIME = "time"
    MINUTES = "minutes"
    RATING = "rating"
    CHOICE = "choice"
    SENT = "sent"  # a date, or "yes" where the day is unknown
    REFERENCE = "reference"
    PEOPLE = "people"  # names of people, contacts or not yet
    PATH = "path"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table."""

    name: str
    kind: Kind = Kind.TEXT
    about: str = ""
    required: bool = False
    computed: bool = False
    choices: tuple[str, ...] = ()
    refers_to: TableName | None = None
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    width: float = 16


@dataclass(frozen=True, slots=True, eq=False)
class TableSchema:
    """One table: a sheet's name, the prefix of its IDs, its columns in the order ``init`` writes them.

    There is one of each, so they are compared and hashed by identity.
    """

    name: TableName
    prefix: str
    about: str
    fields: tuple[Field, ...]
    sheet_aliases: tuple[str, ...] = ()
    _by_name: dict[str, Field] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {field.name: field for field in self.fields})

    def field(self, name: str) -> Field:
        """The column of that name.  Raises ``KeyError``."""
        return self._by_name[name]

    def has(self, name: str) -> bool:
        return name in self._by_name

    @property
    def required(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.required)

    @property
    def computed(self) -> tuple[Field, ...]:
        """The columns that the tool fills, the ID first."""
        return tuple(field for field in self.fields if field.computed)


CONTACT_STATUSES = ("To contact", "Asked", "Scheduled", "Met", "In touch", "Closed")
STAY_IN_TOUCH = ("No", "Monthly", "Quarterly", "Twice a year", "Yearly")
INTERVIEW_KINDS = ("Informational", "Practice")
PLACES = ("Their workplace", "Phone", "Video", "Elsewhere")
INTERVIEW_STATUSES = ("Asked", "Scheduled", "Done", "Cancelled", "Missed")
THANK_YOU_STATUSES = ("Not due", "Due", "Overdue", "Drafted", "Sent")
ASK = ("Always", "Sometimes", "No")
TOUCH_KINDS = ("Call", "Email", "Coffee", "Event", "Message", "Letter")
LETTER_KINDS = ("request", "confirm", "thank-you", "referral", "thank-referrer", "stay-in-touch", "progress")
COUNTS = ("Every day", "Weekdays")
DATE_ORDERS = ("Y-M-D", "D/M/Y", "M/D/Y")


def _id() -> Field:
    return Field(
        "ID",
        Kind.ID,
        "Filled in by sheet-sync. Leave it as it is: it is how a row is recognised.",
        computed=True,
        width=12,
    )


CONTACTS = TableSchema(
    "Contacts",
    "c",
    "The people you know, want to talk to, or talked to: one row a person.",
    (
        _id(),
        Field(
            "Name",
            Kind.NAME,
            "The person's name, as they write it.",
            required=True,
            width=26,
            aliases=_names(
                "full name, contact name, display name, complete name, ansprechpartner, kontaktname, "
                "nom complet, nom prenom, nombre completo, ansprechperson, name des kontakts, nom et "
                "prenom"
            ),
            weak_aliases=_names(
                "person, contact person, point of contact, prospect, prospect name, founder name, "
                "nom, nombre, contact, contacto, who"
            ),
        ),
        Field(
            "Greet as",
            Kind.TEXT,
            'What follows "Dear" in a letter: Dana, Dr. Reyes, Professor Li. Left empty, the name is used as typed.',
            width=14,
            aliases=_names("greeting, salutation name, dear"),
        ),
        Field(
            "Job title",
            Kind.TEXT,
            "What they do.",
            width=22,
            aliases=_names(
                "position, role, position title, designation, occupation, job, title role, role "
                "title, funktion, fonction, poste, intitule du poste, puesto, cargo, job role, "
                "current role, current title, current position, beruf, stelle, titre du poste"
            ),
            weak_aliases=_names("title"),
        ),
        Field(
            "Organization",
            Kind.TEXT,
            "Where they work or study.",
            width=24,
            aliases=_names(
                "company, company name, organisation, employer, firm, institution, school employer, "
                "organization name, firma, unternehmen, entreprise, societe, raison sociale, empresa, "
                "organisation name, place of work, company organization, company school, arbeitgeber, "
                "employeur, organisme, organizacion"
            ),
            weak_aliases=_names("org, school, university, college, workplace"),
        ),
        Field(
            "Career field",
            Kind.TEXT,
            "The field of work you compare people by, such as Nursing.",
            width=16,
            aliases=_names("industry, field, sector, domain, branche, secteur, domaine, field of work, berufsfeld"),
            weak_aliases=_names("interest area, function, category"),
        ),
        Field(
            "Email",
            Kind.EMAIL,
            "One address. Letters are drafted to it.",
            width=30,
            aliases=_names(
                "email address, e mail, mail, emailaddress, contact email, work email, primary email, "
                "personal email, email 1, e mail address, e mail adresse, courriel, adresse mail, "
                "correo, correo electronico, business email, mail address, e mail 1, email1, "
                "emailadresse, mailadresse, adresse e mail, adresse email"
            ),
        ),
        Field(
            "Phone",
            Kind.PHONE,
            "One number, with its country code if it is abroad.",
            width=18,
            aliases=_names(
                "phone number, mobile, cell, telephone, tel, phone1, phone 1, work phone, home phone, "
                "contact number, cell phone, mobile phone, telefon, mobiltelefon, handy, portable, "
                "telefono, movil, phone no, mobile number, cell number, cellphone, telefonnummer, "
                "numero de telephone, numero de telefono"
            ),
        ),
        Field(
            "Address",
            Kind.LONG_TEXT,
            "For paper letters and envelopes; several lines are fine.",
            width=24,
            aliases=_names("mailing address, postal address, adresse, direccion"),
        ),
        Field(
            "Found through",
            Kind.TEXT,
            "How you came to know of them: alumni directory, a talk, a neighbour.",
            width=18,
            aliases=_names(
                "how found, how we met, how did you meet, met through, met where, met when, met where "
                "when, rencontre via, how did we meet, where we met, where met, how i know them, how "
                "i met them, how i found them"
            ),
            weak_aliases=_names("source, quelle, origine, origen, lead source, referral source"),
        ),
        Field(
            "Referred by",
            Kind.REFERENCE,
            "The contact who named them to you.",
            refers_to="Contacts",
            width=20,
            aliases=_names(
                "referral from, introduced by, mutual connection, mutual connections, empfohlen von, "
                "recommande par, recomendado por, referrer, referred from, who referred me, intro by, "
                "introduction by"
            ),
        ),
        Field(
            "Status",
            Kind.CHOICE,
            "Where you stand with them.",
            choices=CONTACT_STATUSES,
            width=12,
            aliases=_names("contact status, outreach status, stage, statut, etape, estado, kontaktstatus"),
        ),
        Field(
            "Stay in touch",
            Kind.CHOICE,
            "How often you want to write to them.",
            choices=STAY_IN_TOUCH,
            width=14,
            aliases=_names(
                "keep in touch, contact frequency, cadence, frequency, follow up frequency, touch frequency"
            ),
        ),
        Field(
            "Last contact",
            Kind.DATE,
            "The last talk, touch or letter. Filled in by sheet-sync.",
            computed=True,
            width=13,
            aliases=_names(
                "last contacted, last contact date, date of last contact, last spoke, last "
                "interaction, letzter kontakt, dernier contact, ultimo contacto, last touch, date "
                "last contacted, last talked, last communication"
            ),
        ),
        Field(
            "Next contact",
            Kind.DATE,
            "When to write again. Filled in by sheet-sync.",
            computed=True,
            width=13,
            aliases=_names(
                "next follow up, follow up date, next action date, followup on, wiedervorlage, date "
                "de relance, proximo contacto, next contact date, next follow up date, next touch, "
                "follow up date 2, nachster kontakt"
            ),
        ),
        Field(
            "Snooze until",
            Kind.DATE,
            "No reminders about them before this day.",
            width=13,
            aliases=_names("snoozed until"),
        ),
        Field("Attachment", Kind.PATH, "A file to attach to letters, in the workbook's folder or below it.", width=16),
        Field(
            "Notes",
            Kind.LONG_TEXT,
            "Anything else.",
            width=40,
            aliases=_names(
                "comments, remarks, details, notizen, bemerkung, anmerkungen, remarques, "
                "commentaires, notas, observaciones, note, additional notes, other notes"
            ),
        ),
    ),
    sheet_aliases=_names(
        "networking, networking list, networking contacts, people, contact list, master "
        "contact list, prospect list, kontakte, kontaktliste, personen, netzwerk, ansprechpartner, "
        "contactos, personas, red de contactos, reseau, liste de contacts, personnes"
    ),
)

INTERVIEWS = TableSchema(
    "Interviews",
    "i",
    "Your talks with them, held and to come: one row a talk.",
    (
        _id(),
        Field(
            "Contact",
            Kind.REFERENCE,
            "Whom you talk to: a name from Contacts, or an ID.",
            required=True,
            refers_to="Contacts",
            width=26,
            aliases=_names(
                "interviewee, contact name, spoke with, met with, interviewee name, person "
                "interviewed, spoke to, talked to, gesprachspartner, gesprachspartnerin, interviewpartner, "
                "interviewpartnerin, gesprach mit, interlocuteur, interlocutrice, personne rencontree, "
                "entretien avec, entrevistado, entrevistada, persona entrevistada, entrevista con"
            ),
            weak_aliases=_names("who, name, person, full name, kontakt, contacto, ansprechpartner, nom, nombre"),
        ),
        Field(
            "Kind",
            Kind.CHOICE,
            "Practice talks are rehearsals: no thank-you is due.",
            choices=INTERVIEW_KINDS,
            width=14,
            aliases=_names("interview type"),
            weak_aliases=_names("type"),
        ),
        Field(
            "Date",
            Kind.DATE,
            "The day of the talk.",
            required=True,
            width=12,
            aliases=_names(
                "interview date, date of interview, meeting date, coffee chat date, call date, date "
                "met, date de l entretien, termin, date of talk, talk date, date of meeting, date of "
                "conversation, chat date, gesprachsdatum, datum des gesprachs, gesprachstermin, date entretien, "
                "date du rendez vous, fecha de la entrevista, fecha de entrevista, fecha de la reunion"
            ),
            weak_aliases=_names("when, datum, fecha"),
        ),
        Field(
            "Start",
            Kind.TIME,
            "When it begins.",
            width=8,
            aliases=_names("start time, startzeit, heure de debut, hora de inicio"),
            weak_aliases=_names("time, time of interview, beginn, uhrzeit, heure, hora"),
        ),
        Field(
            "Minutes",
            Kind.MINUTES,
            "How long it takes, or took.",
            width=9,
            aliases=_names(
                "length, duration, how long, mins, duration minutes, dauer, dauer in minuten, minuten, "
                "duree, duree en minutes, duracion, minutos"
            ),
        ),
        Field(
            "Place",
            Kind.CHOICE,
            "Where or how you talk.",
            choices=PLACES,
            width=16,
            aliases=_names("where how, meeting format"),
            weak_aliases=_names("format, method, channel, medium, type, mode, meeting type"),
        ),
        Field(
            "Where",
            Kind.TEXT,
            "Room, address, link, or who calls whom.",
            width=24,
            aliases=_names("venue, meeting location, meeting link"),
            weak_aliases=_names("location, link, ort, lieu, lugar, zoom link"),
        ),
        Field(
            "Status",
            Kind.CHOICE,
            "Where the talk stands.",
            choices=INTERVIEW_STATUSES,
            width=12,
            aliases=_names("outcome, interview status, statut, estado"),
            weak_aliases=_names("completed, meeting completed, meeting booked"),
        ),
        Field(
            "What I learned",
            Kind.LONG_TEXT,
            "What they told you, in your words; the thank-you letter quotes it.",
            width=48,
            aliases=_names(
                "key takeaways, takeaways, what i learnt, insights, details of conversation, what was "
                "learned, lessons learned, learnings, key learnings, main takeaways, key points, "
                "interview notes, what they said, was ich gelernt habe, gelernt, erkenntnisse, gesprachsnotizen, "
                "ce que j ai appris, enseignements, lo que aprendi, aprendizajes, conclusiones"
            ),
            weak_aliases=_names("summary, notes, notizen, remarques, notas"),
        ),
        Field(
            "Referred me to",
            Kind.PEOPLE,
            "People they named, separated by commas.",
            width=24,
            aliases=_names(
                "referrals, names of other contacts, who else to talk to, suggested contacts, "
                "referred to, people to contact, other contacts, contacts given, referral names, "
                "suggested people, empfohlene kontakte, weitere kontakte, contacts recommandes, contactos recomendados"
            ),
        ),
        Field(
            "I promised",
            Kind.LONG_TEXT,
            "What you promised them; begin with done when you did it.",
            width=24,
            aliases=_names(
                "action items, my next steps, follow up items, action item, my promises, follow up actions, "
                "versprochen, zugesagt, promesses, lo que prometi"
            ),
            weak_aliases=_names("next steps"),
        ),
        Field(
            "They offered",
            Kind.LONG_TEXT,
            "What they offered you.",
            width=24,
            aliases=_names("value they gave, offered help"),
        ),
        Field(
            "Fits me",
            Kind.RATING,
            "How well the work would fit you, 1 (not at all) to 5 (very well).",
            width=8,
            aliases=_names("rating, fit, interest 1 5, stars, fit score, interest level"),
            weak_aliases=_names("score"),
        ),
        Field(
            "Thank-you sent",
            Kind.SENT,
            "The day you sent your thank-you letter.",
            width=14,
            aliases=_names(
                "thank you note sent, ty sent, thank you email, thank you date, follow up email sent, "
                "thank you letter sent, thank you note, thank you letter, thank you card sent, thanks "
                "sent, date thank you sent, thank you sent on, sent thank you, dankesbrief, dankesbrief gesendet, "
                "dankschreiben, dankesmail, dank gesendet, dank verschickt, remerciement, remerciement envoye, "
                "remerciements envoyes, lettre de remerciement, agradecimiento, agradecimiento enviado, "
                "carta de agradecimiento"
            ),
            weak_aliases=_names("thank you"),
        ),
        Field("Thank-you due", Kind.DATE, "Filled in by sheet-sync.", computed=True, width=15),
        Field(
            "Thank-you status",
            Kind.CHOICE,
            "Filled in by sheet-sync.",
            computed=True,
            choices=THANK_YOU_STATUSES,
            width=18,
        ),
    ),
    sheet_aliases=_names(
        "info interviews, informational interviews, conversation log, coffee chats, conversations, meetings, talks, "
        "gesprache, informationsgesprache, entretiens, rencontres, entrevistas, reuniones, conversaciones"
    ),
)

QUESTIONS = TableSchema(
    "Questions",
    "q",
    "What you want to ask, in the order you would ask it.",
    (
        _id(),
        Field(
            "Question",
            Kind.LONG_TEXT,
            "The question, in your words.",
            required=True,
            width=70,
            aliases=_names("questions, frage, fragen, pregunta, preguntas"),
        ),
        Field(
            "Topic",
            Kind.TEXT,
            "What it is about; answers are compared by topic.",
            width=24,
            aliases=_names("category, thema, kategorie, theme, sujet, categorie, tema, categoria"),
        ),
        Field(
            "Ask", Kind.CHOICE, "Always: in every talk. Sometimes: when it fits. No: not now.", choices=ASK, width=12
        ),
        Field("Notes", Kind.LONG_TEXT, "Anything else.", width=30, aliases=_names("comments, remarks")),
    ),
    sheet_aliases=_names("question bank, question list, fragen, fragenkatalog, mes questions, preguntas"),
)

ANSWERS = TableSchema(
    "Answers",
    "a",
    "What each person said to each question: one row an answer.",
    (
        _id(),
        Field(
            "Interview",
            Kind.REFERENCE,
            "The talk: its ID, or name and date, such as Dana Reyes, 2026-10-14.",
            required=True,
            refers_to="Interviews",
            width=30,
            aliases=_names("gesprach, entretien, entrevista"),
        ),
        Field(
            "Question",
            Kind.REFERENCE,
            "The question: its ID or its text.",
            required=True,
            refers_to="Questions",
            width=50,
            aliases=_names("frage, pregunta"),
        ),
        Field(
            "Answer",
            Kind.LONG_TEXT,
            "What they said.",
            required=True,
            width=70,
            aliases=_names("response, answers, antwort, antworten, respuesta, respuestas, reponse, reponses"),
        ),
    ),
    sheet_aliases=_names("antworten, reponses, respuestas"),
)

TOUCHES = TableSchema(
    "Touches",
    "t",
    "Every other contact with a person: calls, notes, coffee. It restarts the stay-in-touch clock.",
    (
        _id(),
        Field(
            "Contact",
            Kind.REFERENCE,
            "A name from Contacts, or an ID.",
            required=True,
            refers_to="Contacts",
            width=26,
            aliases=_names("contact name"),
            weak_aliases=_names("who, name, person, prospect name, kontakt, ansprechpartner, contacto, nom, nombre"),
        ),
        Field(
            "Date",
            Kind.DATE,
            "The day.",
            required=True,
            width=12,
            aliases=_names("date sent, touch date"),
            weak_aliases=_names("when, datum, fecha"),
        ),
        Field(
            "How",
            Kind.CHOICE,
            "How you were in touch.",
            choices=TOUCH_KINDS,
            width=12,
            weak_aliases=_names("channel, type, method, art, kanal, moyen, canal, medio"),
        ),
        Field(
            "Note",
            Kind.LONG_TEXT,
            "What it was about.",
            width=50,
            aliases=_names("notes, summary, notiz, notizen, remarques, nota, notas"),
        ),
    ),
    sheet_aliases=_names(
        "outreach log, contact log, activity log, kontaktverlauf, kontaktprotokoll, suivi des contacts, "
        "registro de contactos"
    ),
)

LETTERS = TableSchema(
    "Letters",
    "l",
    "The letters drafted for you, and when you sent them.",
    (
        _id(),
        Field("Kind", Kind.CHOICE, "What kind of letter.", choices=LETTER_KINDS, width=15),
        Field("Contact", Kind.REFERENCE, "To whom.", refers_to="Contacts", width=26),
        Field("Interview", Kind.REFERENCE, "After which talk.", refers_to="Interviews", width=16),
        Field("Subject", Kind.TEXT, "The subject line.", width=46),
        Field("Drafted", Kind.DATE, "Filled in by sheet-sync.", computed=True, width=12),
        Field("File", Kind.PATH, "Filled in by sheet-sync.", computed=True, width=40),
        Field("Sent", Kind.SENT, "The day you sent it.", width=12, aliases=_names("date sent")),
    ),
)

TABLES: tuple[TableSchema, ...] = (CONTACTS, INTERVIEWS, QUESTIONS, ANSWERS, TOUCHES, LETTERS)
TABLES_BY_NAME = {table.name: table for table in TABLES}

SETTINGS_SHEET = "Settings"
PROBLEMS_SHEET = "Problems"
CONFLICTS_SHEET = "Conflicts"
DASHBOARD_SHEET = "Dashboard"
GUIDE_SHEET = "Guide"
OWNED_SHEETS = (PROBLEMS_SHEET, CONFLICTS_SHEET, DASHBOARD_SHEET)
"""Sheets the tool writes and owns."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the Settings sheet.  ``default`` is used where the cell is empty."""

    name: str
    kind: Kind
    about: str
    default: str | int | float | None = None
    choices: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting("Your name", Kind.TEXT, "Stands under your letters."),
    Setting("Your email", Kind.EMAIL, "Stands under your letters, and in their From line."),
    Setting("Your phone", Kind.PHONE, "Stands under your letters."),
    Setting("Your address", Kind.LONG_TEXT, "For letters on paper."),
    Setting("Signature", Kind.LONG_TEXT, "A line below your name, such as: Second-year student, Northgate College."),
    Setting("Goal", Kind.LONG_TEXT, "What you want to learn, to end the sentence: I would like to learn about ..."),
    Setting("Thank-you within", Kind.MINUTES, "Days after a talk within which you want to have thanked.", 1),
    Setting(
        "Count",
        Kind.CHOICE,
        "Which days count: Every day, or Weekdays (a Friday talk may be thanked on Monday).",
        "Every day",
        COUNTS,
    ),
    Setting("Ask again after", Kind.MINUTES, "Days without an answer after which to ask once more.", 7),
    Setting("Talk length", Kind.MINUTES, "Minutes you ask for.", 30),
    Setting("Overdue after", Kind.RATING, "Times the stay-in-touch interval after which it is overdue.", 1.5),
    Setting("Default country", Kind.TEXT, "For phone numbers without a country code: US, GB, DE ..."),
    Setting("Date order", Kind.CHOICE, "How you type dates such as 3/4/2026.", None, DATE_ORDERS),
)
SETTINGS_BY_NAME = {setting.name: setting for setting in SETTINGS}

_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_LONGEST_HEADER = 500
"""Characters of a header; in a longer text brackets stay, since looking for their ends may take its square in time."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATORS = re.compile(r"[\s_\-‐-―./:,;*?#!&|’']+")


@cache
def header_key(text: str) -> str:
    """A header in the form in which headers are compared.

    Width and accents off, camelCase split, case folded, ``_ - . / :`` to blanks, ``* ? #`` and bracketed hints dropped.

    >>> header_key("E-mail Address *"), header_key("FirstName"), header_key("Full name (first, last)")
    ('e mail address', 'first name', 'full name')
    """
    if len(text) <= _LONGEST_HEADER:
        text = _BRACKETS.sub(" ", text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _CAMEL.sub(" ", text)
    return " ".join(_SEPARATORS.sub(" ", text).casefold().split())
