"""Which sheet is which table, and which column is which field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheet_sync.core.layout import LAYOUT_KINDS, REFUSED, find_tables
from sheet_sync.core.readings import Do
from sheet_sync.core.records import Area, Grid, ListObject
from sheet_sync.core.schema import TABLES, header_key
from sheet_sync.core.tables import Layout, Table
from tests.tables import grid_of


def layout_of(**sheets: str) -> Layout:
    """The layout of a workbook whose sheets are given by name (``_`` for a blank)."""
    return find_tables([grid_of(name.replace("_", " "), text) for name, text in sheets.items()])


def keys(table: Table) -> dict[str, str]:
    """Header to key, as the table has them."""
    return {column.header: column.key for column in table.columns}


def kinds(layout: Layout) -> list[str]:
    return [note.kind for note in layout.notes]


class TestFindingTables:
    def test_a_table_is_found_by_its_header_row_under_any_name(self) -> None:
        """Sheets may be called anything."""
        layout = layout_of(Sheet1="Full name | Company | E-mail\nDana Reyes | Harborlight | dana@x.org")

        assert list(layout.tables) == ["Contacts"]
        assert keys(layout.tables["Contacts"]) == {"Full name": "Name", "Company": "Organization", "E-mail": "Email"}

    @pytest.mark.parametrize("schema", TABLES, ids=lambda schema: schema.name)
    def test_every_table_of_the_schema_is_found_as_init_writes_it(self, schema: object) -> None:
        """The headers that the tool writes are read back as what they are."""
        table = next(table for table in TABLES if table is schema)
        grid = Grid("Anything", {1: [field.name for field in table.fields], 2: ["x"] * len(table.fields)})
        found = find_tables([grid]).tables

        assert list(found) == [table.name]
        assert [column.key for column in found[table.name].columns if column.key != "own:ID"] == [
            field.name for field in table.fields if field.name != "ID"
        ]

    def test_a_header_row_wins_over_the_sheets_name(self) -> None:
        layout = layout_of(Interviews="Name | Email | Phone | Organization\nDana Reyes | d@x.org | | Harborlight")

        assert list(layout.tables) == ["Contacts"]

    def test_a_known_name_without_known_headers_is_the_users_own(self) -> None:
        layout = layout_of(Contacts="Plant | Water every\nFern | 3 days")

        assert layout.tables == {}
        assert layout.own_sheets == ("Contacts",)
        assert kinds(layout) == ["no-header"]

    def test_headers_may_stand_below_title_rows(self) -> None:
        layout = layout_of(
            List="My people\nUpdated in May\n\nName | Email | Company\nDana Reyes | d@x.org | Harborlight"
        )

        assert layout.tables["Contacts"].header_row == 4
        assert layout.tables["Contacts"].rows == (5,)

    def test_headers_below_row_twenty_are_not_looked_for(self) -> None:
        layout = layout_of(List="x" + "\n" * 20 + "Name | Email | Company\nDana | d@x.org | H")

        assert layout.tables == {}

    def test_a_list_objects_header_is_preferred(self) -> None:
        """An Excel Table says itself where it stands, beside other cells that look like headers."""
        grid = grid_of("List", "Name | Email | Phone\n\n | | | Name | Email\n | | | Dana | d@x.org\n | | | Total | 1")
        table = ListObject("People", Area.parse("D3:E5"), ("Name", "Email"), has_totals=True)
        found = find_tables([replace_tables(grid, table)]).tables["Contacts"]

        assert (found.header_row, found.rows, found.list_object) == (3, (4,), table)
        assert [column.number for column in found.columns] == [4, 5]

    def test_rows_typed_right_below_an_excel_table_belong_to_it(self) -> None:
        """LibreOffice does not take them into the Table, as Excel does."""
        grid = grid_of(
            "Contacts", "Name | Email\nDana | d@x.org\nLee | l@x.org\nKim | k@x.org\n\nA note below | of mine"
        )
        table = ListObject("People", Area.parse("A1:B2"), ("Name", "Email"))
        found = find_tables([replace_tables(grid, table)]).tables["Contacts"]

        assert found.rows == (2, 3, 4)
        assert found.last_row == 4

    def test_rows_below_a_totals_row_do_not(self) -> None:
        grid = grid_of("Contacts", "Name | Email\nDana | d@x.org\nTotal | 1\nKim | k@x.org")
        table = ListObject("People", Area.parse("A1:B3"), ("Name", "Email"), has_totals=True)

        assert find_tables([replace_tables(grid, table)]).tables["Contacts"].rows == (2,)

    def test_contacts_and_interviews_may_be_two_list_objects_of_one_sheet(self) -> None:
        grid = grid_of(
            "All",
            "Name | Email | | Contact | Date | Start | Takeaways\nDana | d@x.org | | Dana | 2026-10-14 | 10:00 | Much",
        )
        people = ListObject("People", Area.parse("A1:B2"), ("Name", "Email"))
        talks = ListObject("Talks", Area.parse("D1:G2"), ("Contact", "Date", "Start", "Takeaways"))
        found = find_tables([replace_tables(grid, people, talks)]).tables

        assert list(found) == ["Contacts", "Interviews"]

    def test_the_better_of_two_sheets_is_used_and_the_other_named(self) -> None:
        header = "Name | Email | Company\nDana | d@x.org | H"
        layout = layout_of(Old_list=header, Contacts=header)

        assert layout.tables["Contacts"].grid.name == "Contacts"
        assert layout.own_sheets == ("Old list",)
        assert [note for note in layout.notes if note.kind == "table-twice" and "Old list" in note.message]

    def test_a_sheet_of_something_else_stays_own(self) -> None:
        """A name and notes stand in sheets of any sort."""
        layout = layout_of(
            Gifts="Name | Notes | Price\nGrandma | likes tea | 12", Budget="Date | Item | Amount\n2026-10-01 | Bus | 3"
        )

        assert layout.tables == {}
        assert layout.own_sheets == ("Gifts", "Budget")

    def test_what_the_tool_writes_is_no_table(self) -> None:
        layout = layout_of(
            Problems="Severity | Cell | Field | Name | Email\nerror | A1 | Email | x | y", Guide="Name | Email | Phone"
        )

        assert (layout.tables, layout.own_sheets) == ({}, ())

    def test_the_settings_sheet_is_known_by_its_headers(self) -> None:
        assert layout_of(Settings="Setting | Value\nYour name | Jordan").settings_sheet == "Settings"
        assert layout_of(Meine="Setting | Value\nYour name | Jordan").settings_sheet == "Meine"
        assert layout_of(Settings="Colour | Size\nred | 4").settings_sheet is None


def replace_tables(grid: Grid, *tables: ListObject) -> Grid:
    return replace(grid, list_objects=tables)


class TestColumns:
    def test_order_case_and_marks_of_headers_do_not_matter(self) -> None:
        table = layout_of(List="E-MAIL ADDRESS | notes: | FullName* | Phone #(s) | jobTitle\na | b | c | d | e").tables[
            "Contacts"
        ]

        assert list(keys(table).values()) == ["Email", "Notes", "Name", "Phone", "Job title"]

    @pytest.mark.parametrize(
        ("header", "wanted"),
        [
            ("Vorname | Nachname | Firma | E-Mail-Adresse | Telefon", "Name/first|Name/last|Organization|Email|Phone"),
            ("Prénom | Nom | Société | Courriel | Portable", "Name/first|Name/last|Organization|Email|Phone"),
            ("Nom | Entreprise | Adresse mail | Téléphone", "Name|Organization|Email|Phone"),
            ("Nombre | Apellidos | Empresa | Correo | Móvil", "Name/first|Name/last|Organization|Email|Phone"),
            ("Nombre | Empresa | Correo electrónico | Teléfono", "Name|Organization|Email|Phone"),
            ("FirstName | LastName | Company | EmailAddress", "Name/first|Name/last|Organization|Email"),
            ("Contact | Company | Title | Email", "Name|Organization|Job title|Email"),
        ],
    )
    def test_headers_of_other_languages_and_programs(self, header: str, wanted: str) -> None:
        table = layout_of(List=f"{header}\n" + " | ".join("abcde"[: header.count("|") + 1])).tables["Contacts"]

        assert [column.key for column in table.columns] == wanted.split("|")

    def test_a_name_in_one_column_beats_its_parts(self) -> None:
        table = layout_of(List="Full name | First name | Email\nDana Reyes | Dana | d@x.org").tables["Contacts"]

        assert keys(table) == {"Full name": "Name", "First name": "own:First name", "Email": "Email"}

    def test_never_two_columns_onto_one_field(self) -> None:
        """The better one wins; the other stays own and says so."""
        layout = layout_of(List="Name | Work email | Email | Company\nDana | w@x.org | d@x.org | H")

        assert keys(layout.tables["Contacts"])["Email"] == "Email"
        assert keys(layout.tables["Contacts"])["Work email"] == "own:Work email"
        assert kinds(layout) == ["column-left-own"]

    def test_a_header_twice_is_said_and_the_first_is_read(self) -> None:
        layout = layout_of(List="Name | Email | Email | Colour | Colour\nDana | d@x.org | e@x.org | red | blue")

        assert [c.key for c in layout.tables["Contacts"].columns] == [
            "Name",
            "Email",
            "own:Email",
            "own:Colour",
            "own:Colour (2)",
        ]
        assert kinds(layout) == ["header-twice", "header-twice"]

    def test_a_weak_header_is_read_only_where_no_better_one_is(self) -> None:
        weak = layout_of(List="Name | Company | Source | Email\nDana | H | fair | d@x.org")
        better = layout_of(List="Name | Company | Source | Email | How we met\nDana | H | x | d@x.org | fair")

        assert keys(weak.tables["Contacts"])["Source"] == "Found through"
        assert kinds(weak) == ["column-read-as"]
        assert keys(better.tables["Contacts"])["Source"] == "own:Source"

    @pytest.mark.parametrize(
        ("values", "key"), [(("Ms.", "Dr.", "Prof."), "own:Title"), (("Nurse", "Baker", "Dr."), "Job title")]
    )
    def test_title_is_the_job_or_how_one_is_addressed_by_its_values(self, values: tuple[str, ...], key: str) -> None:
        rows = "\n".join(f"Dana {number} | {value} | d@x.org" for number, value in enumerate(values))
        table = layout_of(List=f"Name | Title | Email\n{rows}").tables["Contacts"]

        assert keys(table)["Title"] == key

    @pytest.mark.parametrize(
        ("values", "key"), [(("Zoom", "phone", "coffee"), "Place"), (("Practice", "Info"), "Kind")]
    )
    def test_type_is_the_place_or_the_kind_by_its_values(self, values: tuple[str, ...], key: str) -> None:
        rows = "\n".join(f"Dana | 2026-10-14 | {value} | Much" for value in values)
        table = layout_of(Interviews=f"Contact | Date | Type | Takeaways\n{rows}").tables["Interviews"]

        assert keys(table)["Type"] == key

    def test_ids_of_another_program_stay_own(self) -> None:
        layout = layout_of(List="ID | Name | Email\n1 | Dana | d@x.org\n2 | Ana | a@x.org")
        ours = layout_of(List="ID | Name | Email\nc-7k3f9q2m | Dana | d@x.org\nbad | Ana | a@x.org")

        assert keys(layout.tables["Contacts"])["ID"] == "own:ID"
        assert kinds(layout) == ["foreign-id"]
        assert keys(ours.tables["Contacts"])["ID"] == "ID"

    def test_the_tools_id_column_beside_a_foreign_one_is_no_double_header(self) -> None:
        layout = layout_of(List="ID | Name | Email | ID\n1 | Dana | d@x.org | c-7k3f9q2m")

        assert [column.key for column in layout.tables["Contacts"].columns] == ["own:ID", "Name", "Email", "ID"]
        assert "header-twice" not in kinds(layout)

    def test_a_legend_right_of_the_table_is_no_column(self) -> None:
        table = layout_of(
            List="Name | Email | Company | | Legend\nDana | d@x.org | H | | red: late\n | | | | blue: new"
        ).tables["Contacts"]

        assert [column.header for column in table.columns] == ["Name", "Email", "Company"]
        assert table.rows == (2,)

    def test_a_missing_required_column_is_said(self) -> None:
        layout = layout_of(Interviews="Contact | Start | Takeaways\nDana | 10:00 | Much")

        assert kinds(layout) == ["required-column-missing"]
        assert "Date" in layout.notes[0].message

    def test_date_is_the_talks_day_only_where_no_surer_header_is(self) -> None:
        sure = layout_of(
            Interviews="Contact | Date | Interview date | Takeaways\nDana | 2026-01-01 | 2026-02-01 | Much"
        )
        alone = layout_of(Interviews="Contact | Date | Takeaways\nDana | 2026-01-01 | Much")

        assert keys(sure.tables["Interviews"])["Date"] == "own:Date"
        assert keys(alone.tables["Interviews"])["Date"] == "Date"

    def test_aliases_are_written_in_the_form_they_are_compared_in(self) -> None:
        """An alias in another form would never be found."""
        wrong = [
            alias
            for table in TABLES
            for field in table.fields
            for alias in (*field.aliases, *field.weak_aliases, *table.sheet_aliases)
            if header_key(alias) != alias
        ]

        assert wrong == []

    def test_no_alias_means_two_fields_of_a_table_equally_surely(self) -> None:
        for table in TABLES:
            sure = [alias for field in table.fields for alias in (header_key(field.name), *field.aliases)]
            assert len(sure) == len(set(sure)), table.name


class TestRows:
    def test_empty_rows_inside_the_data_do_not_end_it(self) -> None:
        assert rows_of("Dana | d@x.org\n\n\nAna | a@x.org") == (2, 5)

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("e.g. Jane Doe | jane@x.org | ABC Corp", "example"),
            ("Example: Jane | jane@x.org | Firm", "example"),
            ("John Smith | john@x.org | ABC Corp", "example"),
            ("— ALUMNI —", "divider"),
            ("'=== CONTACTS ===", "divider"),
            ("Total | 12", "total"),
            ("Total: 5 people", "total"),
            ("FALSE | | FALSE", "defaults"),
            ("N/A | n/a | -", "defaults"),
            ("Name | Email | Company", "header again"),
        ],
    )
    def test_what_only_looks_like_a_row_is_none(self, row: str, reason: str) -> None:
        table = layout_of(List=f"Name | Email | Company\nDana | d@x.org | H\n{row}\nAna | a@x.org | H").tables[
            "Contacts"
        ]

        assert table.rows == (2, 4)
        assert dict(table.skipped) == {3: reason}

    @pytest.mark.parametrize(
        "row",
        [
            "Egon Lee | e@x.org",
            "Marisol Vega",
            "Total Wine | t@x.org | Total Wine",
            "Ext Ernst | e@x.org",
            "Sumi Park | s@x.org",
            "Zoë | z@x.org",
            "John Smith | j@x.org | Harborlight",
            " | d@x.org",
            "=B2 => Dana | d@x.org",
            "#N/A | d@x.org",
        ],
    )
    def test_what_only_looks_like_no_row_is_one(self, row: str) -> None:
        assert rows_of(f"Dana | d@x.org\n{row}") == (2, 3)

    def test_an_example_is_asked_about(self) -> None:
        layout = layout_of(List="Name | Email | Company\ne.g. Jane Doe | jane@x.org | ABC Corp\nDana | d@x.org | H")

        assert [(note.kind, note.do, str(note.where)) for note in layout.notes] == [("example-row", Do.ASK, "List!A2")]

    def test_a_row_that_may_be_a_heading_is_kept_and_said(self) -> None:
        layout = layout_of(List="Name | Email | Company\nALUMNI\nDana | d@x.org | H")

        assert layout.tables["Contacts"].rows == (2, 3)
        assert kinds(layout) == ["perhaps-divider"]

    def test_a_merged_row_is_a_heading(self) -> None:
        grid = replace(
            grid_of("List", "Name | Email | Company\nAlumni\nDana | d@x.org | H"), merged=(Area.parse("A2:C2"),)
        )

        assert find_tables([grid]).tables["Contacts"].rows == (3,)

    def test_a_thousand_prefilled_rows_are_none(self) -> None:
        rows = "\n".join(["Dana | d@x.org | FALSE", *[" | | FALSE"] * 997])
        table = layout_of(List=f"Name | Email | Met?\n{rows}").tables["Contacts"]

        assert (table.rows, table.last_row) == ((2,), 2)

    def test_new_rows_go_below_the_last_record_not_below_the_footer(self) -> None:
        table = layout_of(List="Name | Email | Company\nDana | d@x.org | H\n\nTotal: 1").tables["Contacts"]

        assert table.last_row == 2

    def test_hidden_rows_count(self) -> None:
        grid = replace(grid_of("List", "Name | Email | Company\nDana | d@x.org | H"), hidden_rows=frozenset({2}))

        assert find_tables([grid]).tables["Contacts"].rows == (2,)

    def test_a_row_with_only_an_id_is_a_row(self) -> None:
        table = layout_of(List="ID | Name | Email | Company\nc-7k3f9q2m").tables["Contacts"]

        assert table.rows == (2,)


def rows_of(body: str) -> tuple[int, ...]:
    return layout_of(List=f"Name | Email | Company\n{body}").tables["Contacts"].rows


class TestOddShapes:
    def test_a_sheet_turned_over_is_refused_with_the_reason(self) -> None:
        layout = layout_of(
            Jobs="Field | Person 1 | Person 2\nName | Dana | Ana\nEmail | d@x.org | a@x.org\n"
            "Company | H | B\nPhone | 1 | 2"
        )

        assert layout.tables == {}
        assert kinds(layout) == ["transposed-sheet"]
        assert "in rows" in layout.notes[0].message

    def test_one_header_under_two_banners_is_refused(self) -> None:
        text = (
            "JOB | | | INTERVIEW\n\nName | Company | Location | Date | Location | Takeaways\n"
            "Dana | H | Seattle | 2026-10-14 | Zoom | Much"
        )
        grid = replace(grid_of("Tracker", text), merged=(Area.parse("A1:C2"), Area.parse("D1:F2")))
        layout = find_tables([grid])

        assert layout.tables == {}
        assert kinds(layout) == ["two-groups"]

    @pytest.mark.parametrize(
        "text",
        [
            "Name | Company | Position | Date applied | Salary\nDana | H | Nurse | 2026-10-01 | 50000",
            "Name | Company | Email | Status\nDana | H | d@x.org | Applied\nAna | B | a@x.org | Interviewing\n"
            "Kim | C | k@x.org | Offer",
        ],
    )
    def test_a_tracker_of_job_applications_is_asked_about(self, text: str) -> None:
        layout = layout_of(Tracker=text)

        assert layout.tables == {}
        assert [(note.kind, note.do) for note in layout.notes] == [("job-tracker", Do.ASK)]

    def test_every_kind_of_note_is_in_the_catalogue(self) -> None:
        assert set(LAYOUT_KINDS) >= REFUSED

    def test_two_tables_side_by_side_the_first_is_read(self) -> None:
        layout = layout_of(
            List="Name | Email | Company | | Contact | Date | Takeaways\nDana | d@x.org | H | | Dana | x | y"
        )

        assert list(layout.tables) == ["Contacts"]
        assert [c.header for c in layout.tables["Contacts"].columns] == ["Name", "Email", "Company"]
        assert kinds(layout) == ["tables-side-by-side"]

    def test_a_second_table_below_the_first_is_read_as_itself(self) -> None:
        layout = layout_of(
            All="Name | Email | Company\nDana | d@x.org | H\n\nINTERVIEWS\n\n"
            "Contact | Date | Start | Takeaways\nDana | 2026-10-14 | 10:00 | Much"
        )

        assert layout.tables["Contacts"].rows == (2, 4)
        assert layout.tables["Interviews"].rows == (7,)
        assert "tables-stacked" in kinds(layout)

    def test_a_column_without_header_is_said(self) -> None:
        layout = layout_of(List="Name | Email | | Company\nDana | d@x.org | ? | H\nAna | a@x.org | x | B")

        assert kinds(layout) == ["column-without-header"]

    def test_people_and_talks_in_one_row_are_read_as_both_tables(self) -> None:
        layout = layout_of(
            Sheet1="Name | Company | Email | Interview date | Takeaways | Thank you sent\n"
            "Dana | H | d@x.org | 2026-10-14 | Much | 2026-10-15\nAna | B | a@x.org\nDana | H | | 2026-11-01 | More"
        )

        assert layout.combined == "Sheet1"
        assert layout.tables["Contacts"].rows == (2, 3)
        assert layout.tables["Contacts"].joined == {2: (4,), 3: ()}
        assert layout.tables["Interviews"].rows == (2, 4)

    def test_an_interviews_sheet_with_details_beside_a_contacts_sheet_is_not_combined(self) -> None:
        layout = layout_of(
            Contacts="Name | Email | Company\nDana | d@x.org | H",
            Talks="Contact | Company | Email | Date | Takeaways | Rating\nDana | H | d@x.org | 2026-10-14 | Much |",
        )

        assert layout.combined is None
        assert layout.tables["Interviews"].grid.name == "Talks"

    def test_two_people_of_one_name_are_not_joined(self) -> None:
        layout = layout_of(
            Sheet1="Name | Company | Email | Interview date | Takeaways | Rating\n"
            "Anna Schmidt | H | a@x.org | 2026-10-14 | Much | 4\nAnna Schmidt | B | b@x.org | 2026-11-01 | More | 5"
        )

        assert layout.tables["Contacts"].rows == (2, 3)


@pytest.mark.parametrize(
    ("sheet", "headers", "row"),
    [
        (
            "Gespräche",
            "Gesprächspartner | Datum | Uhrzeit | Dauer | Ort | Status | Notizen | Dankesbrief",
            "Dana Reyes | 2026-10-14 | 10:00 | 30 | Berlin | Done | viel | 2026-10-15",
        ),
        (
            "Entretiens",
            "Interlocuteur | Date | Heure | Durée | Lieu | Statut | Remarques | Remerciement envoyé",
            "Dana Reyes | 2026-10-14 | 10:00 | 30 | Paris | Done | utile | 2026-10-15",
        ),
        (
            "Entrevistas",
            "Entrevistado | Fecha | Hora | Duración | Lugar | Estado | Notas | Agradecimiento",
            "Dana Reyes | 2026-10-14 | 10:00 | 30 | Madrid | Done | bien | 2026-10-15",
        ),
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_talks_under_german_french_and_spanish_headers(sheet: str, headers: str, row: str, is_named: bool) -> None:
    contacts = "Name | Email\nDana Reyes | dana@harbor.example"
    name = sheet if is_named else "Sheet2"

    layout = find_tables([grid_of("Contacts", contacts), grid_of(name, f"{headers}\n{row}")])

    keys = [column.key for column in layout.tables["Interviews"].columns]
    assert keys == ["Contact", "Date", "Start", "Minutes", "Where", "Status", "What I learned", "Thank-you sent"]
