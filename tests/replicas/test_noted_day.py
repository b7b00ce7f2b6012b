"""A day that the user typed into Next contact: sync leaves it, and check-followups reminds of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from sheet_sync.cli import cli
from tests.tables import write_xlsx


@pytest.mark.parametrize("header", ["Wiedervorlage", "Next contact"])
def test_it_outlives_syncs_and_still_reminds(tmp_path: Path, header: str) -> None:
    path = write_xlsx(
        tmp_path / "people.xlsx",
        {
            "Contacts": f"Name | Email | Stay in touch | {header}\nDana Reyes | d@x.example | Monthly | 2026-11-25",
            "Touches": "Contact | Date\nDana Reyes | 2026-11-01",
        },
    )
    for day in ("2026-11-20", "2026-11-24"):
        result = CliRunner().invoke(cli, ["sync", str(path), "--as-of", day])
        assert result.exit_code in (0, 1), result.output

    said = CliRunner().invoke(cli, ["check-followups", str(path), "--as-of", "2026-11-24"])

    headers = [cell.value for cell in load_workbook(path)["Contacts"][1]]
    value = load_workbook(path)["Contacts"].cell(2, headers.index(header) + 1).value
    assert str(value).startswith("2026-11-25")
    assert "you noted to follow up on Wed 25 Nov" in said.stdout
