"""The workbook after ``sync``, as another spreadsheet program sees it."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook

from sheet_sync.cli import cli
from tests.conftest import ROOT, system_program


def test_libreoffice_shows_ids_due_dates_and_problems(tmp_path: Path) -> None:
    """The sample, synced, opened and saved headless by LibreOffice."""
    office = system_program("soffice")
    book = Path(shutil.copy(ROOT / "sample_workbook.xlsx", tmp_path / "sample.xlsx"))
    result = CliRunner().invoke(cli, ["sync", str(book), "--as-of", "2026-11-24"])
    assert result.exit_code == 1, result.output

    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(book)]
    subprocess.run(command, check=True, capture_output=True)

    seen = load_workbook(tmp_path / "out" / "sample.xlsx", data_only=True)
    for sheet, prefix in (("Contacts", "c"), ("Interviews", "i"), ("Questions", "q")):
        header, *rows = seen[sheet].iter_rows(values_only=True)
        ids = [row[header.index("ID")] for row in rows if any(row)]
        assert ids
        assert all(re.fullmatch(rf"{prefix}-[0-9a-hjkmnp-tv-z]{{8}}", str(one)) for one in ids)
        assert len(set(ids)) == len(ids)
    header, *rows = seen["Interviews"].iter_rows(values_only=True)
    due = {row[header.index("Contact")]: row for row in rows}["Joy Adeyemi-Colville"]
    assert due[header.index("Thank-you due")] == datetime(2026, 11, 20)  # noqa: DTZ001
    assert due[header.index("Thank-you status")] == "Overdue"
    problems = [row for row in seen["Problems"].iter_rows(min_row=2, values_only=True) if any(row)]
    assert len(problems) > 20
    assert "Contacts!K4" in {str(cell) for row in problems for cell in row}
