"""The rules as a whole: every kind of note has one, codes are stable, one that fails does not stop the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sheet_sync.core.rules
from sheet_sync.core.book import Book, Entry
from sheet_sync.core.interpret import NOTE_KINDS, read_entry_cell
from sheet_sync.core.layout import LAYOUT_KINDS
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.rules import GROUPS, RULES, RULES_BY_CODE, Finding, Severity, check, counts
from sheet_sync.core.rules.engine import run
from sheet_sync.core.rules.pages import all_pages, find_rule, nearest_codes, render_page
from sheet_sync.core.rules.rule import Rule, fields, rows, rule, workbook
from tests.tables import snapshot_of

AS_OF = date(2026, 11, 24)
PEOPLE = "Name | Email\nDana Reyes | dana@harbor.example\nLee Park | lee@park.example"


def _book(**sheets: str) -> Book:
    return Book(snapshot_of(sheets or {"Contacts": PEOPLE}), AS_OF)


def _owners(*parts: str) -> Counter[str]:
    return Counter(kind for one in RULES if one.where.part in parts for kind in one.where.kinds)


class TestOwnership:
    def test_every_kind_of_note_belongs_to_exactly_one_rule(self) -> None:
        assert _owners("notes", "once", "settings") == Counter(NOTE_KINDS.keys())

    def test_every_kind_of_layout_note_belongs_to_exactly_one_rule(self) -> None:
        assert _owners("layout") == Counter(LAYOUT_KINDS.keys())

    def test_a_code_is_two_letters_and_two_digits_and_is_given_once(self) -> None:
        assert len(RULES_BY_CODE) == len(RULES)
        assert all(re.fullmatch(r"[A-Z]{2}\d\d", one.code) for one in RULES)

    def test_a_rule_stands_in_the_file_that_carries_its_name(self) -> None:
        for group, rules in GROUPS.items():
            for one in rules:
                assert one.function.__module__ == f"sheet_sync.core.rules.{group}.{one.name}"

    def test_every_file_of_a_group_is_in_its_list(self) -> None:
        for group, rules in GROUPS.items():
            folder = Path(sheet_sync.core.rules.__file__).parent / group
            assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == {one.name for one in rules}


class TestEngine:
    def test_a_rule_that_fails_becomes_a_finding_about_itself_and_the_others_still_report(self) -> None:
        @rule("ZZ01", Severity.ERROR, where=rows("Contacts"))
        def breaks(entry: Entry) -> Iterator[Finding]:
            """It breaks."""
            raise ValueError("no such thing")

        @rule("ZZ02", Severity.INFO, where=workbook())
        def works(book: Book) -> Iterator[Finding]:
            """It works."""
            yield Finding("All is well.")

        findings = run(_book(), [breaks, works])

        assert [finding.code for finding in findings] == ["ZZ02", "ZZ01"]
        assert str(findings[1].cell) == "Contacts!A2"
        assert "ValueError: no such thing" in findings[1].message
        assert findings[1].severity is Severity.WARNING

    def test_a_cell_that_cannot_be_read_is_a_finding_and_the_rest_is_checked(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def breaks(entry: Entry, field: Any, context: Any) -> Any:
            if field.name == "Email" and entry.number == 2:
                raise RuntimeError("odd")
            return read_entry_cell(entry, field, context)

        monkeypatch.setattr("sheet_sync.core.book.read_entry_cell", breaks)
        monkeypatch.setattr("sheet_sync.core.rules.engine.clean_in_column", lambda *_, **__: None)
        findings = check(_book(), select=["TX09", "EM01"])

        assert [(str(one.cell), one.code) for one in findings] == [("Contacts!B2", "TX09")]

    def test_a_cell_whose_quick_reading_fails_is_a_finding_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def breaks(content: object, field: Any, context: Any) -> Any:
            raise RuntimeError("odd")

        monkeypatch.setattr("sheet_sync.core.rules.engine.clean_in_column", lambda *_, **__: breaks)
        findings = check(_book(), select=["TX09"])

        assert ("Contacts!B2", "TX09") in [(str(one.cell), one.code) for one in findings]

    def test_each_cell_is_handed_to_a_rule_once(self) -> None:
        seen: list[str] = []

        @rule("ZZ01", Severity.INFO, where=fields("Name"))
        def looks(cell: Any) -> Iterator[Finding]:
            """It looks."""
            seen.append(str(cell.content))
            yield from ()

        run(_book(), [looks])

        assert seen == ["Dana Reyes", "Lee Park"]

    def test_findings_come_in_the_order_of_sheets_rows_and_columns_whatever_the_rules_order(self) -> None:
        text = "Contact | Date | Status\n | 2027-01-01 | Done\nTom Brandt | | Done"
        book = Book(snapshot_of({"Interviews": text, "Contacts": PEOPLE.replace("lee@park.example", "#N/A")}), AS_OF)
        one, other = run(book, RULES), run(book, RULES[::-1])

        assert one == other
        cells = [(finding.cell.sheet, finding.cell.row, finding.cell.column) for finding in one if finding.cell]
        assert cells == sorted(cells, key=lambda cell: (cell[0] != "Interviews", *cell[1:]))

    def test_a_workbook_is_found_unchanged(self) -> None:
        snapshot = snapshot_of({"Contacts": PEOPLE + '\n"Ada Lind " | n/a'})
        before = {grid.name: {number: list(cells) for number, cells in grid.rows.items()} for grid in snapshot.grids}
        check(Book(snapshot, AS_OF))

        assert {grid.name: grid.rows for grid in snapshot.grids} == before

    @pytest.mark.parametrize(
        ("select", "ignore", "expected"),
        [
            (["RQ01"], [], {"RQ01"}),
            (["RQ", "LE01"], [], {"RQ01", "LE01"}),
            ([], ["SH", "LE", "RQ01"], set()),
            (["RQ"], ["RQ01"], set()),
        ],
    )
    def test_select_and_ignore_name_codes_or_their_beginnings(
        self, select: list[str], ignore: list[str], expected: set[str]
    ) -> None:
        findings = check(_book(Contacts="Name | Email\n | dana@harbor.example"), select, ignore)

        assert {finding.code for finding in findings} == expected

    def test_an_empty_workbook_has_only_missing_sheets(self) -> None:
        findings = check(Book(Snapshot("excel", "empty.xlsx", "x", (Grid("Sheet1"),)), AS_OF))

        assert {finding.code for finding in findings} == {"SH01"}

    def test_findings_are_counted_by_severity(self) -> None:
        findings = check(_book(Contacts="Name | Email\n | dana@harbor.example"), ["RQ01"])

        assert counts(findings) == {"error": 1, "warning": 0, "info": 0}


class TestPages:
    @pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
    def test_a_page_says_in_a_sentence_what_is_wrong_and_shows_wrong_and_right(self, one: Rule) -> None:
        page = render_page(one)

        assert re.match(rf"# {one.code}: [A-Z].*[^.]\n", page)
        assert one.title.endswith(".")
        assert "\n- Wrong: " in page
        assert "\n- Right: " in page

    @pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
    def test_a_page_speaks_to_people_who_know_spreadsheets(self, one: Rule) -> None:
        jargon = r"\b(null|parse|regex|string|integer|boolean|unicode|exception|schema|validate|invalid)\b"

        assert not re.search(jargon, render_page(one), re.IGNORECASE)

    def test_the_pages_in_docs_are_what_the_code_says(self) -> None:
        folder = Path(__file__).parents[2] / "docs" / "problems"
        written = {path.name: path.read_text(encoding="utf-8").partition("-->\n\n")[2] for path in folder.glob("*.md")}

        assert written == all_pages(), "run scripts/make_docs.py"

    @pytest.mark.parametrize("typed", ["EM01", "em01", "not-an-email", "not_an_email"])
    def test_a_rule_is_found_by_its_code_or_name(self, typed: str) -> None:
        found = find_rule(typed)

        assert found is not None
        assert found.code == "EM01"

    def test_an_unknown_code_is_answered_with_the_nearest(self) -> None:
        assert find_rule("EM99") is None
        assert "EM01" in nearest_codes("EM99")


def test_what_a_rule_found_is_a_value() -> None:
    finding = check(_book(Contacts="Name | Email\n | dana@harbor.example"), ["RQ01"])[0]

    assert replace(finding) == finding
    assert hash(finding)
