"""The emulator started by hand, to try commands with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.servers import sheets


def test_it_writes_a_key_to_sign_in_with_and_says_how(tmp_path: Path) -> None:
    """The Sheet that it names is open to that key, with nothing else to set up than two variables."""
    key, store = tmp_path / "key.json", tmp_path / "store"
    shutil.copy(ROOT / "sample_workbook.xlsx", tmp_path / "mine.xlsx")
    command = [sys.executable, "-m", "tests.servers.sheets", "--key", str(key)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stdout is not None
        said = "".join(iter(server.stdout.readline, "Ctrl-C stops it.\n"))
        exported = dict(re.findall(r"export (SHEET_SYNC_\w+)=(\S+)", said))
        link = re.search(r'link "([^"]+)"', said)
        assert link is not None
        linked = subprocess.run(
            [sys.executable, "-m", "sheet_sync", "link", link[1], "-w", str(tmp_path / "mine.xlsx")],
            env={**os.environ, **exported, "SHEET_SYNC_STORE": str(store), "HOME": str(tmp_path)},
            cwd=ROOT,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        server.terminate()

    assert linked.returncode == 0, linked.stderr
    assert "Paired mine.xlsx with" in linked.stdout
    assert os.name == "nt" or key.stat().st_mode & 0o077 == 0


def test_it_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "NEEDED", {"no_such_module": "no-such-package"})
    monkeypatch.setattr(sys, "argv", ["sheets"])

    with pytest.raises(SystemExit, match="The emulator needs no-such-package"):
        sheets.main()
