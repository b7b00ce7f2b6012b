"""What all tests share: hypothesis profiles, system programs, and a home of their own for every test."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
"""Workbooks and recordings of other projects; beside the checkout where they are at hand, never part of it."""

_INSTALLS = {
    "soffice": "libreoffice-calc libreoffice-writer",
    "chromium": "chromium",
    "dovecot": "dovecot-imapd",
    "pdftoppm": "poppler-utils",
}

settings.register_profile(
    "ci", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deep", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("SHEET_SYNC_HYPOTHESIS", "ci"))


def system_program(name: str) -> str:
    """The path of a system program; skips the test, saying how to get it, where it is absent.

    With ``SHEET_SYNC_REQUIRE_SYSTEM=1`` (set in CI) an absent program fails the test instead.
    """
    found = shutil.which(name) or shutil.which(f"/usr/sbin/{name}")
    if found:
        return found
    message = f"{name} is not installed; on Debian: apt-get install --no-install-recommends {_INSTALLS[name]}"
    if os.environ.get("SHEET_SYNC_REQUIRE_SYSTEM") == "1":
        pytest.fail(message)
    pytest.skip(message)


def shared(*parts: str) -> Path:
    """A path under ``../shared``; skips the test, saying so, where that is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"../shared/{'/'.join(parts)} is not beside this checkout, so its cases are not run")
    return path


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own records, settings or workbook."""
    home = tmp_path_factory.mktemp("home")
    for variable in (
        "HOME",
        "USERPROFILE",
        "APPDATA",
        "LOCALAPPDATA",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
    ):
        monkeypatch.setenv(variable, str(home))
    for variable in ("SHEET_SYNC_WORKBOOK", "SHEET_SYNC_STORE", "SHEET_SYNC_GOOGLE_API", "SHEET_SYNC_CREDENTIALS"):
        monkeypatch.delenv(variable, raising=False)
