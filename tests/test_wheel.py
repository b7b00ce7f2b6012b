"""What is handed out: the wheel holds all it needs, and runs far from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, as an installation has it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"  # hatchling reads the package; a checkout in use may hold caches and half-written files
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source / name)
    for name in ("sheet_sync", "templates"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "installed")
    return folder / "installed"


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", "-m", "sheet_sync", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8")


def test_it_holds_the_package_the_letters_and_the_pages(installed: Path) -> None:
    held = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}

    templates = {path.name for path in (ROOT / "templates").glob("*.j2")}
    assert len(templates) == 7
    assert {str(Path("sheet_sync", "templates", name)) for name in templates} <= held
    assert str(Path("sheet_sync", "output", "html", "findings.html.j2")) in held
    assert str(Path("sheet_sync", "py.typed")) in held
    assert not [name for name in held if "tests" in Path(name).parts]


def test_the_main_job_runs_from_it(installed: Path, tmp_path: Path) -> None:
    """In a folder that knows nothing of the checkout."""
    shutil.copy(ROOT / "sample_workbook.xlsx", tmp_path / "sample.xlsx")
    where = run(installed, tmp_path, "--debug", "templates", "list")
    assert where.returncode == 0, where.stderr

    for command in (
        "init",
        "sync sample.xlsx",
        "check sample.xlsx --format html",
        "letters sample.xlsx",
        "explain EM01",
    ):
        arguments = command.split()
        if arguments[0] in ("sync", "check", "letters"):
            arguments.append("--as-of=2026-11-24")
        done = run(installed, tmp_path, *arguments)
        assert done.returncode in (0, 1), f"{command}\n{done.stderr}"
        assert "Traceback" not in done.stderr
    letters = sorted(path.name for path in (tmp_path / "letters").iterdir())
    assert "thank-you_Pat-Linnehan_2026-11-23.eml" in letters
