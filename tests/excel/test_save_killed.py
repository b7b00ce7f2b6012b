"""A save that is killed at any step leaves the old file or the new one, whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.excel.workbooks import parts_of, saved


@pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
def test_a_kill_at_any_step_leaves_a_whole_file(tmp_path: Path) -> None:
    """Old up to the rename, new from it on, and every earlier version that was kept is whole too."""
    saved(tmp_path / "source.xlsx", parts_of('<row r="1"><c r="A1"><v>1</v></c></row>'))
    command = [sys.executable, "-m", "tests.excel.killed", str(tmp_path)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=True)

    rounds = [line.split(maxsplit=3) for line in done.stdout.splitlines()]
    states = [state for _, _, state, *_ in rounds]
    assert len(rounds) > 20
    assert set(states) == {"old", "new"}
    assert states == sorted(states, key=["old", "new"].index)
    assert {backup for *_, backup in rounds} == {"kept"}
    assert rounds[-1][1:3] == ["done", "new"]
