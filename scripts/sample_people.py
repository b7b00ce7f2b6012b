"""The 26 invented contacts of the sample workbook (one of them stands there twice, by mistake)."""

from __future__ import annotations

from datetime import date

from sheet_sync.core.values import Scalar

_COLUMNS = ("Name", "Greet as", "Job title", "Organization", "Career field", "Email", "Phone", "Found through", "Referred by", "Status", "Stay in touch")  # fmt: skip

_PEOPLE: tuple[tuple[Scalar, ...], ...] = (
    # Nursing and health: a chain of four, and one on her own
    ("Maren Oakhurst", "Maren", "Nurse Practitioner", "Northgate Clinic", "Nursing", "maren.oakhurst@northgate-clinic.example", "+1 202-555-0114", "Alumni directory", None, "In touch", "Quarterly"),
    ("Priya Ranganath", "Priya", "Midwife", "Willow Birth Centre", "Nursing", "priya@willowbirth.example", "+1 202-555-0137", None, "Maren Oakhurst", "Met", "Quarterly"),
    ("Kenji Morisaki", None, "Infection Control Nurse", "St. Brannoc Hospital", "Nursing", "k.morisaki@st-brannoc.example", "+1 212-555-0162", None, "Priya Ranganath", "Met", "Twice a year"),
    ("Hrefna Steindórsdóttir", None, "Epidemiologist", "Institute for Public Health", "Health data", "hrefna@publichealth.example", None, None, "Kenji Morisaki", "Asked", "No"),
    ("Dr. Adaeze Nwokolo-Finch", "Dr. Nwokolo-Finch", "General Practitioner", "Harbour Street Practice", "Health", "a.nwokolo-finch@harbourstreet.example", "+44 20 7946 0321", "Family friend", None, "Met", "Yearly"),
    # Software and data: a hub who named three
    ("Darnell Tewksbury Jr.", "Darnell", "Data Engineer", "Lumen Freight", "Data", "darnell.tewksbury@lumenfreight.example", "+1 416-555-0119", "Former boss", None, "In touch", "Monthly"),
    ("Farah Zandipour", "Farah", "UX Researcher", "Copperfield Studio", "Design", " Farah.Zandipour@Copperfield.example", 2025550171, None, "Darnell Tewksbury Jr.", "Met", "Quarterly"),
    ("Li Wenqing", None, "Site Reliability Engineer", "Halyard Systems", "Data", "li.wenqing@halyard.example", "+1 613-555-0144", None, "Darnell Tewksbury Jr.", "Scheduled", "No"),
    ("Sunniva Rudland", None, "Product Manager", "Halyard Systems", "Data", "sunniva.rudland@halyard.example", None, None, "Darnell Tewksbury", "To contact", None),
    ("Pat Linnehan", None, "Accessibility Tester", "Copperfield Studio", "Design", "pat.linnehan@copperfield.example", "+1 202-555-0158", "A talk heard", None, "Met", "Quarterly"),
    # Engineering and environment: a chain that hops to another field
    ("Prof. Dr. Heike Sandvoss", "Professor Sandvoss", "Hydrologist", "University of Elbtal", "Environment", "heike.sandvoss@uni-elbtal.example", "+49 30 23125 118", "A talk heard", None, "In touch", "Twice a year"),
    ("Tomasz Wielgorski", None, "Bridge Engineer", "Spanwerk", "Engineering", "t.wielgorski@spanwerk.example", None, None, "Prof. Dr. Heike Sandvoss", "Met", "No"),
    ("Luis Ortega Baena", None, "Site Manager", "Obra Clara", "Engineering", "luis.ortega@obraclara.example", None, None, "Tomasz Wielgorski", "Schedulled", None),
    ("Ilse Brandhofer", None, "City Planner", "City of Marlow", "Environment", "ilse.brandhofer@marlow.example", None, None, "Luis Ortega Baena", "To contact", None),
    # Teaching and museums
    ("Siobhán O'Dell-Frayne", "Siobhán", "Primary Teacher", "Larkfield School", "Teaching", "siobhan@larkfield-school.example", "+44 113 496 0072", "Neighbour", None, "Met", "Yearly"),
    ("Jan van der Hoeve", None, "Museum Educator", "Museum of Hands", "Teaching", "jan.vanderhoeve@museumofhands.example", None, "Job fair", None, "Closed", "No"),
    ("Anaïs Delorme-Petit", "Anaïs", "Archivist", "Archives du Val", "Museums", "anais.delorme-petit@archivesduval.example", "+33 1 99 00 12 34", "An article", None, "In touch", "Quarterly"),
    ("Mag. Florian Edlinger", None, "School Counsellor", "Gymnasium Seewald", "Teaching", "florian.edlinger@seewald.example", None, "LinkedIn", None, "Asked", "No"),
    # Law and nonprofit
    ("Nadia El Haddioui-Berg", "Nadia", "Legal Aid Lawyer", "Open Door Legal Aid", "Law", "nadia@opendoor-legal.example", "+1 202-555-0186", "Alumni directory", None, "In touch", "Quarterly"),
    ("Joy Adeyemi-Colville", None, "Grant Writer", "Brightwater Fund", "Nonprofit", "joy.adeyemi-colville[at]brightwater.example", "+1 202-555-01", None, "Nadia El Haddioui-Berg", "Met", "Twice a year"),
    ("Tariq Belhadj-Moore", None, "Refugee Programme Lead", "Harbour Welcome", "Nonprofit", "tariq@harbourwelcome.example", None, None, "Joy Adeyemi-Colville", "Scheduled", None),
    ("Odalys Quintero Sáez", None, "Court Interpreter", "Freelance", "Law", "odalys.quintero@interprete.example", None, "Professional association", "Odalys Quintero Sáez", "Asked", "No"),
    # Design and trades
    ("Kerekes Borbála", None, "Furniture Maker", "Kerekes Workshop", "Trades", "borbala@kerekes-workshop.example", None, "Neighbour", None, "Met", "Yearly"),
    ("Ama Boateng-Lyle", "Ama", "Type Designer", "Serif & Daughters", "Design", "ama@serif-daughters.example", "+44 20 7946 0555", "LinkedIn", "Morgan Tate", "To contact", None),
    ("Wren Castellane", None, "Electrician", "Castellane Electric", "Trades", None, "+1 202-555-0193", "Family friend", None, "Closed", "No"),
    # The same person again, typed on another evening
    ("Priya Ranganath", None, "Midwife", "Willow Birth Centre", None, "priya@willowbirth.example", None, None, None, "To contact", None),
)  # fmt: skip

_MORE: dict[str, dict[str, Scalar]] = {
    "Maren Oakhurst": {
        "Address": "Northgate Clinic\n14 Linden Rise\nNorthgate",
        "Notes": "Prefers mornings. Trained with my aunt.",
    },
    "Jan van der Hoeve": {"Notes": "Left the museum in October; wrote a kind note."},
    "Anaïs Delorme-Petit": {"Snooze until": "31 November 2026", "Notes": "On leave until the end of November."},
    "Wren Castellane": {"Notes": "Too busy this year, and said so kindly."},
    "Ama Boateng-Lyle": {"Notes": "Morgan from the print club named her."},
    "Li Wenqing": {"Snooze until": date(2026, 11, 20)},
}


def _contact(person: tuple[Scalar, ...]) -> dict[str, Scalar]:
    row = dict(zip(_COLUMNS, person, strict=True))
    return (
        row | _MORE.get(str(row["Name"]), {}) if row["Greet as"] or row["Found through"] or row["Referred by"] else row
    )


CONTACTS = [_contact(person) for person in _PEOPLE]
