"""New workbooks: what ``init`` makes and what the sample holds."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sheet_sync.core.schema import SETTINGS, TABLES
from sheet_sync.core.values import Scalar
from sheet_sync.errors import Refused
from sheet_sync.excel.new.make import new_workbook
from tests.conftest import ROOT


def test_has_every_table_with_its_columns_in_the_order_of_the_schema() -> None:
    book = load_workbook(io.BytesIO(new_workbook({}, {})))

    for schema in TABLES:
        header = [cell.value for cell in book[schema.name][1]]
        assert header == [field.name for field in schema.fields]
    settings = {row[0].value for row in book["Settings"].iter_rows(min_row=2)}
    assert settings == {setting.name for setting in SETTINGS}


def test_header_is_frozen_filtered_and_explained() -> None:
    book = load_workbook(io.BytesIO(new_workbook({}, {})))
    contacts = book["Contacts"]

    assert contacts.freeze_panes == "C2"
    table = contacts.tables["Contacts"]
    assert table.autoFilter is not None
    prompts = {str(rule.sqref): rule.prompt for rule in contacts.data_validations.dataValidation if rule.prompt}
    assert "as they write it" in prompts["B1"]


def test_drop_down_offers_the_choices_and_warns_instead_of_forbidding() -> None:
    book = load_workbook(io.BytesIO(new_workbook({}, {})))
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["Contacts"].data_validations.dataValidation}
    status = next(rule for rule in rules.values() if rule.formula1 and "To contact" in rule.formula1)

    assert status.formula1 == '"To contact,Asked,Scheduled,Met,In touch,Closed"'
    assert status.errorStyle == "warning"


def test_same_rows_make_the_same_bytes() -> None:
    rows: dict[str, list[dict[str, Scalar]]] = {"Contacts": [{"Name": "Dana Reyes", "Snooze until": date(2026, 12, 1)}]}

    assert new_workbook(rows, {}) == new_workbook(rows, {})


@pytest.mark.parametrize(
    "typed", ["=1+1", '=HYPERLINK("http://x.example")', "+49 30 23125 118", "0042", "a\x07b", "line\nline"]
)
def test_text_stays_the_text_that_was_typed(typed: str) -> None:
    made = new_workbook({"Contacts": [{"Name": typed}]}, {})
    cell = load_workbook(io.BytesIO(made))["Contacts"]["B2"]

    assert cell.data_type == "s"
    assert cell.value == typed.replace("\x07", "_x0007_")


def test_text_beyond_the_limit_of_excel_is_refused_by_cell() -> None:
    with pytest.raises(Refused, match="Contacts!B2 would hold 40,000 characters"):
        new_workbook({"Contacts": [{"Name": "x" * 40_000}]}, {})


def test_column_of_the_users_own_goes_to_the_right() -> None:
    made = new_workbook({"Touches": [{"Contact": "Dana", "Mood": "sunny"}]}, {})
    sheet = load_workbook(io.BytesIO(made))["Touches"]

    assert sheet["F1"].value == "Mood"
    assert sheet["F2"].value == "sunny"
    assert sheet.tables["Touches"].ref == "A1:F2"


def test_no_row_has_a_fixed_height() -> None:
    """A row whose height is fixed would not grow with its text any more."""
    made = new_workbook({"Contacts": [{"Name": "Dana", "Notes": "long " * 80}]}, {})
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]

    assert not any(b"customHeight" in sheet for sheet in sheets)


class TestSample:
    @pytest.fixture(autouse=True)
    def _scripts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "path", [str(ROOT / "scripts"), *sys.path])

    def test_script_makes_the_committed_file(self) -> None:
        from make_sample_workbook import sample_workbook

        assert sample_workbook() == Path(ROOT / "sample_workbook.xlsx").read_bytes()

    def test_is_of_the_promised_size(self) -> None:
        from sample_people import CONTACTS
        from sample_talks import INTERVIEWS

        assert 24 <= len(CONTACTS) <= 27
        assert 20 <= len(INTERVIEWS) <= 23
        days = [row["Date"] for row in INTERVIEWS if isinstance(row["Date"], date)]
        assert 80 <= (max(days) - min(days)).days <= 100

    def test_nobody_in_it_is_reachable(self) -> None:
        """Addresses end in a reserved domain, so that a stray letter reaches nobody."""
        from sample_people import CONTACTS

        addresses = [str(row["Email"]).strip() for row in CONTACTS if row["Email"]]
        assert all(address.casefold().endswith(".example") for address in addresses)
