"""The 20 invented talks of the sample workbook, what was answered in them, and the other contacts with people."""

from __future__ import annotations

from datetime import date, time

from sheet_sync.core.new_workbook.question_bank import QUESTION_BANK
from sheet_sync.core.values import Scalar

Row = dict[str, Scalar]


def _talk(contact: str, day: Scalar, start: Scalar, minutes: Scalar, place: str, status: str, **more: Scalar) -> Row:
    names = {"learned": "What I learned", "named": "Referred me to", "promised": "I promised", "offered": "They offered", "fits": "Fits me", "thanked": "Thank-you sent", "where": "Where", "kind": "Kind"}  # fmt: skip
    row: Row = {"Contact": contact, "Kind": "Informational", "Date": day, "Start": start, "Minutes": minutes, "Place": place, "Status": status}  # fmt: skip
    return row | {names[key]: value for key, value in more.items()}


INTERVIEWS: list[Row] = [
    _talk("Maren Oakhurst", date(2026, 9, 2), time(14, 0), 30, "Phone", "Done", kind="Practice", learned="My opening was too long: one sentence about why I ask is enough."),
    _talk("Maren Oakhurst", date(2026, 9, 8), time(8, 30), 30, "Their workplace", "Done", where="Northgate Clinic, second floor", learned="Half of the day is listening. Night shifts are easier for her than the paperwork. A year as a care assistant told her more than the first year of school.", named="Priya Ranganath", promised="done: sent her the article on shift patterns", offered="To shadow a morning in the clinic", fits=4, thanked=date(2026, 9, 9)),
    _talk("Priya Ranganath", date(2026, 9, 17), time(10, 0), 25, "Video", "Done", where="link in her mail", learned="Midwives decide more alone than I thought. The training is three years, and places are short. She reads one study a week to keep up.", named="Kenji Morisaki", fits=5, thanked=date(2026, 9, 18)),
    _talk("Darnell Tewksbury Jr.", date(2026, 9, 22), time(17, 0), 45, "Elsewhere", "Done", where="Café Lantern", learned="SQL before anything fancy. Most of his week is asking what people mean by a number. Write down every assumption.", named="Farah Zandipour, Li Wenqing, Sunniva Rudland", promised="Send him the link to the course", fits=4, thanked=date(2026, 9, 23)),
    _talk("Kenji Morisaki", date(2026, 9, 29), time(9, 0), 30, "Phone", "Done", where="I call him", learned="Infection control is persuasion: nobody washes hands for a poster. Statistics is the part he wishes he had learned earlier.", named="Hrefna Steindórsdóttir", fits=4, thanked=date(2026, 10, 1)),
    _talk("Prof. Dr. Heike Sandvoss", date(2026, 10, 1), time(16, 0), 20, "Video", "Done", learned="Fieldwork is two months a year, the rest is models. She would take a course in data before one in hydrology.", named="Tomasz Wielgorski", fits=3, thanked=date(2026, 10, 2)),
    _talk("Nadia El Haddioui-Berg", date(2026, 10, 6), time(12, 0), 30, "Their workplace", "Done", where="Open Door Legal Aid, ask for Nadia", learned="The law is the small part; the letters and the waiting are the large one. She keeps two afternoons free of appointments.", named="Joy Adeyemi-Colville", offered="To introduce me to the volunteers' meeting", fits=3, thanked=date(2026, 10, 6)),
    _talk("Siobhán O'Dell-Frayne", "Oct 8, 2026", time(15, 30), 30, "Their workplace", "Done", where="Larkfield School, room 4", learned="Six-year-olds notice when you are not prepared. Every holiday has a week of work in it.", fits=2, thanked=date(2026, 10, 9)),
    _talk("Farah Zandipour", date(2026, 10, 13), time(11, 0), "half an hour", "Video", "Done", learned="Research is mostly arranging talks like this one. A portfolio of three honest small studies beats a degree.", named="Pat Linnehan, Ruth Calder", promised="Tell her how my first study goes", fits=5, thanked=date(2026, 10, 14)),
    _talk("Tomasz Wielgorski", date(2026, 10, 15), time(8, 0), 30, "Phone", "Done", learned="Bridges are inspected more than built. He likes that a mistake is found by the next person, not by the public.", named="Luis Ortega Baena", fits=2, thanked=date(2026, 10, 14)),
    _talk("Dr. Adaeze Nwokolo-Finch", date(2026, 10, 20), time(13, 0), 15, "Phone", "Done", learned="Ten minutes a patient decides everything else. She would choose it again, in a smaller practice.", fits=3, thanked=date(2026, 10, 25)),
    _talk("Jan van der Hoeve", date(2026, 10, 22), time(10, 0), 30, "Their workplace", "Cancelled", where="Museum of Hands"),
    _talk("Anaïs Delorme-Petit", date(2026, 10, 27), time(9, 30), 30, "Video", "Done", learned="An archive is catalogues and patience. Every reader's question teaches her the collection anew.", fits=7, thanked=date(2026, 10, 28)),
    _talk("Odalys Quintero Sáez", date(2026, 10, 29), time(18, 0), 30, "Phone", "Missed"),
    _talk("Maren Oakhurst", date(2026, 11, 3), time(17, 30), 20, "Video", "Done", kind="Practice", learned="Ask shorter questions and wait longer."),
    _talk("Kerekes Borbála", date(2026, 11, 5), time(10, 0), 40, "Their workplace", "Done", where="her workshop", fits=3, thanked=date(2026, 11, 6)),
    _talk("Joy Adeyemi-Colville", date(2026, 11, 19), time(11, 0), 30, "Video", "Done", learned="A grant is a promise with a spreadsheet. She reads the funder's last report before she writes a line. Start as a volunteer who counts things.", named="Tariq Belhadj-Moore", promised="Send her my summary of the three reports", offered="To read my first application", fits=4),
    _talk("Pat Linnehan", date(2026, 11, 23), time(14, 0), 30, "Video", "Done", where="her meeting room link", learned="Testing with people who use a screen reader changed how Pat writes everything. Most faults are found in the first ten minutes.", promised="Try one page without a mouse, and write how it went", fits=5),
    _talk("Li Wenqing", date(2026, 11, 26), time(9, 0), 30, "Video", "Scheduled", where="link to come"),
    _talk("Priya Ranganath", date(2026, 11, 18), time(9, 0), 20, "Phone", "Scheduled"),
    _talk("Tariq Belhadj-Moore", date(2026, 11, 26), time(9, 0), 20, "Phone", "Scheduled", where="I call him"),
    _talk("Luis Ortega Baena", date(2026, 12, 3), time(8, 0), 30, "Their workplace", "Done", learned="#N/A"),
]  # fmt: skip


def _answer(interview: str, question: int, text: str) -> Row:
    return {"Interview": interview, "Question": QUESTION_BANK[question][2], "Answer": text}


ANSWERS: list[Row] = [
    _answer("Maren Oakhurst, 2026-09-08", 0, "By way of a summer job in a care home; she stayed for the people."),
    _answer("Maren Oakhurst, 2026-09-08", 1, "Forty patients, two meetings, and an evening of notes. Quite typical."),
    _answer("Maren Oakhurst, 2026-09-08", 5, "Seeing somebody again who was not expected to come back."),
    _answer("Maren Oakhurst, 2026-09-08", 6, "The forms that nobody reads."),
    _answer("Maren Oakhurst, 2026-09-08", 7, "Work a year as a care assistant before choosing a school."),
    _answer(
        "Darnell Tewksbury Jr., 2026-09-22",
        0,
        "From the warehouse floor: he wrote the stock list nobody else wanted to.",
    ),
    _answer("Darnell Tewksbury Jr., 2026-09-22", 2, "Asking twice, and writing it down. School taught neither."),
    _answer(
        "Darnell Tewksbury Jr., 2026-09-22",
        4,
        "More checking of what machines write, less writing. People who can explain will stay.",
    ),
    _answer("Darnell Tewksbury Jr., 2026-09-22", 7, "One small data set of my own, from question to chart."),
    _answer("Kenji Morisaki, 2026-09-29", 1, "Three outbreaks on paper, one real; a lot of walking."),
    _answer(
        "Kenji Morisaki, 2026-09-29",
        3,
        "The nursing licence is required. The course in statistics only helps, but every day.",
    ),
    _answer("Kenji Morisaki, 2026-09-29", 5, "A ward that stays quiet in January."),
    _answer("Nadia El Haddioui-Berg, 2026-10-06", 0, "A legal clinic in her second year; she never left."),
    _answer("Nadia El Haddioui-Berg, 2026-10-06", 6, "Waiting for offices to answer."),
    _answer(
        "Nadia El Haddioui-Berg, 2026-10-06", 7, "Sit in court for three mornings and see whether I want to come back."
    ),
    _answer("Joy Adeyemi-Colville, 2026-11-19", 1, "Two deadlines, five drafts, one phone call that mattered."),
    _answer(
        "Joy Adeyemi-Colville, 2026-11-19", 3, "No licence at all. Somebody who can count and write is rare enough."
    ),
    _answer("Joy Adeyemi-Colville, 2026-11-19", 5, "The letter from the programme, a year later."),
    _answer("Pat Linnehan, 2026-11-23", 2, "Patience, and not being afraid to look slow."),
    _answer("Pat Linnehan, 2026-11-23", 4, "It becomes law in more places, so it moves to the start of projects."),
    _answer("Pat Linnehan, 2026-11-23", 7, "Unplug the mouse for a day."),
]


def _touch(contact: str, day: Scalar, how: str, note: str) -> Row:
    return {"Contact": contact, "Date": day, "How": how, "Note": note}


TOUCHES: list[Row] = [
    _touch("Maren Oakhurst", date(2026, 10, 12), "Email", "Sent the article on shift patterns; she passed it on."),
    _touch("Darnell Tewksbury Jr.", date(2026, 10, 9), "Coffee", "Showed him my first chart."),
    _touch("Hrefna Steindórsdóttir", date(2026, 10, 5), "Email", "Asked for a talk, naming Kenji."),
    _touch("Hrefna Steindórsdóttir", date(2026, 10, 19), "Email", "Asked once more."),
    _touch("Mag. Florian Edlinger", date(2026, 11, 10), "Message", "Asked for a talk through LinkedIn."),
    _touch("Odalys Quintero Sáez", date(2026, 11, 19), "Email", "Offered two new days."),
    _touch("Nadia El Haddioui-Berg", "4/11/2026", "Event", "Met at the volunteers' evening."),
]
