"""A day that the user typed into Next contact: sync leaves it, and check-followups reminds of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from sheet_sync.cli import cli
from tests.pairs import CONTACTS, grid
from tests.tables import write_xlsx
from tests.worlds import Killed, MemoryPlace, World


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


@pytest.mark.parametrize("fault", ["killed before", "killed after", "killed before saving"])
@pytest.mark.parametrize("is_known", [True, False], ids=["known row", "first sync"])
def test_a_day_typed_before_a_sync_that_is_cut_short_stays(tmp_path: Path, fault: str, is_known: bool) -> None:
    """What the sync noted of its intent holds that cell too: as the user's, not as the tool's."""
    header = (*CONTACTS, "Next contact")
    place = MemoryPlace("excel", grid("Contacts", header, (None, "Dana", None, "dana@orchard.example")))
    world = World(tmp_path, {"excel": place})
    if is_known:
        world.sync()
    found = place.grid("Contacts")
    assert found is not None
    place.put(replace(found, rows={**found.rows, 2: [*found.rows[2][:4], None, date(2027, 3, 1)]}))
    with suppress(Killed):
        if fault == "killed before saving":
            with world.killed(fault):
                world.sync()
        else:
            world.faults[place.location] = fault
            world.sync()
    world.sync()
    after = place.grid("Contacts")

    assert after is not None
    assert after.at(2, 6) == date(2027, 3, 1)
