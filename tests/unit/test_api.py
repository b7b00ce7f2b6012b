"""The Python API gives what the commands' JSON shows."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import sheet_sync
from sheet_sync.errors import WorkbookUnreadable
from sheet_sync.output.as_json import as_json
from tests.conftest import ROOT

AS_OF = date(2026, 11, 24)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "interviews.xlsx"
    path.write_bytes((ROOT / "sample_workbook.xlsx").read_bytes())
    return path


def _printed(*command: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "sheet_sync", *command, "--as-of", AS_OF.isoformat(), "--format", "json"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    document: dict[str, object] = json.loads(done.stdout)
    return document


def test_read_gives_typed_values_by_column(sample: Path) -> None:
    tables = sheet_sync.read(sample, as_of=AS_OF)["tables"]

    maren = tables["Contacts"][0]
    assert maren["row"] == 2
    assert maren["values"]["Name"] == "Maren Oakhurst"
    assert tables["Interviews"][7]["values"]["Date"] == date(2026, 10, 8)  # typed as text


@pytest.mark.parametrize(("name", "command"), [("check", "check"), ("followups", "check-followups")])
def test_gives_what_the_json_of_the_command_shows(sample: Path, name: str, command: str) -> None:
    given = getattr(sheet_sync, name)(sample, as_of=AS_OF)

    assert json.loads(as_json(given)) == _printed(command, str(sample))


def test_sync_gives_a_report_and_writes(sample: Path, tmp_path: Path) -> None:
    before = sample.read_bytes()

    tried = sheet_sync.sync(sample, as_of=AS_OF, dry_run=True, store=tmp_path / "store")
    assert sample.read_bytes() == before
    done = sheet_sync.sync(sample, as_of=AS_OF, store=tmp_path / "store")
    assert sample.read_bytes() != before
    assert tried["replicas"][0]["changes_in"] == done["replicas"][0]["changes_in"]


def test_what_a_user_can_cause_is_raised_in_words(tmp_path: Path) -> None:
    with pytest.raises(WorkbookUnreadable, match="no file"):
        sheet_sync.read(tmp_path / "absent.xlsx")


def test_importing_the_package_loads_nothing() -> None:
    line = "import sys, sheet_sync; print(*sorted(name for name in sys.modules if name.startswith('sheet_sync')))"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, check=True, encoding="utf-8")

    assert done.stdout.split() == ["sheet_sync"]
