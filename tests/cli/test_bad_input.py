"""Input that no command can work on: a plain sentence, the right exit code, and nothing touched or left behind.

Every case runs each of the commands a student uses daily, as a user would, and then looks at the whole folder.
"""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from sheet_sync.excel import save as saving
from tests.conftest import ROOT
from tests.tables import write_xlsx

COMMANDS = ("sync", "check", "check-followups", "letters", "init")
WRITING = ("sync", "check --fix", "letters", "init")
AS_OF = ("--as-of", "2026-11-24")
_JARGON = re.compile(
    r"traceback|exception|errno|xml|zip\b|none\b|null|byte|utf-?8|sqlite|openpyxl|\bio\b|parse|invalid|<[a-z]|\.py\b",
    re.I,
)
_TABLES = {
    "Contacts": "Name | Email | Status\nDana Reyes | DANA@HARBOR.EXAMPLE | Met\nLee Park | lee@x.example | To contact",
    "Interviews": "Contact | Date | Status | What I learned\nDana Reyes | 2026-11-12 | Done | A lot.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The user's folder, which nothing but the workbook stands in."""
    folder = tmp_path / "My interviews"
    folder.mkdir()
    return folder


@pytest.fixture
def book(folder: Path) -> Path:
    return write_xlsx(folder / "people.xlsx", _TABLES)


def run(command: str, path: Path) -> Result:
    return CliRunner().invoke(cli, [*command.split(), str(path), *AS_OF])


def contents(folder: Path) -> dict[str, str]:
    """Every file and folder below, and what it holds."""
    return {
        str(path.relative_to(folder)): "" if path.is_dir() else sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
    }


def assert_plain(result: Result, exit_code: int) -> None:
    """The words on stderr are one or two short sentences with what to do, and the exit code is the right one."""
    assert result.exit_code == exit_code, result.output
    words = result.stderr.strip()
    assert words
    assert not result.stdout.strip()
    assert not _JARGON.search(words), words
    assert len(words) < 420, words
    assert 1 <= len(re.findall(r"[.?!](?:\s|$)", words)) <= 4, words


# --- files that cannot be read ---


def missing(path: Path) -> None: ...


def folder_by_that_name(path: Path) -> None:
    path.mkdir()


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("Name,Email\nDana Reyes,dana@harbor.example\n", "utf-8")


def truncated(path: Path) -> None:
    whole = write_xlsx(path, _TABLES).read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])


def cut_in_the_middle_of_a_sheet(path: Path) -> None:
    write_xlsx(path, _TABLES)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data[: len(data) // 2] if name.startswith("xl/worksheets/sheet1") else data)


def some_other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("letter.txt", "hello")


def with_a_password(path: Path) -> None:
    """A compound file that holds an encrypted package.  Source: [MS-OFFCRYPTO], 1.3.2."""
    directory = "EncryptedPackage".encode("utf-16-le") + bytes(64)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory + bytes(1024))


def old_xls(path: Path) -> None:
    """A compound file that holds a stream named Workbook.  Source: [MS-XLS], 2.1."""
    directory = "Workbook".encode("utf-16-le") + bytes(64)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory + bytes(1024))


UNREADABLE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "missing file": ("people.xlsx", missing),
    "folder": ("people.xlsx", folder_by_that_name),
    "empty file": ("people.xlsx", empty),
    "text named xlsx": ("people.xlsx", text),
    "truncated zip": ("people.xlsx", truncated),
    "truncated sheet": ("people.xlsx", cut_in_the_middle_of_a_sheet),
    "another zip": ("people.xlsx", some_other_zip),
    "password": ("people.xlsx", with_a_password),
    "old xls by its content": ("people.xlsx", old_xls),
    "old xls": ("people.xls", old_xls),
    "csv": ("people.csv", text),
}


@pytest.mark.parametrize(
    ("case", "command"),
    [(case, command) for case in UNREADABLE for command in COMMANDS if (case, command) != ("missing file", "init")],
)
def test_a_file_that_cannot_be_read(case: str, command: str, folder: Path) -> None:
    name, make = UNREADABLE[case]
    path = folder / name
    make(path)
    before = contents(folder)

    result = run(command, path)

    is_wrong_name = command == "init" and path.suffix != ".xlsx"
    assert_plain(result, 2 if is_wrong_name else 3)
    assert name in result.stderr
    assert contents(folder) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_one_may_not_read(command: str, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = io.open

    def refuse(file: Any, *arguments: Any, **options: Any) -> Any:
        if str(file) == str(book):
            raise PermissionError(errno.EACCES, "Permission denied", str(file))
        return real(file, *arguments, **options)

    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    before = sha256(real(book, "rb").read()).hexdigest()

    result = run(command, book)

    assert_plain(result, 3)
    assert "people.xlsx" in result.stderr
    monkeypatch.undo()
    assert sha256(book.read_bytes()).hexdigest() == before


# --- workbooks of another shape ---


@pytest.mark.parametrize("command", COMMANDS[:-1])
def test_a_workbook_without_any_of_the_sheets(command: str, folder: Path) -> None:
    path = write_xlsx(folder / "budget.xlsx", {"Budget": "Month | Rent\nMay | 700\nJune | 710"})
    before = contents(folder)

    result = run(command, path)

    assert_plain(result, 3)
    assert "sheet-sync init budget.xlsx" in result.stderr
    assert contents(folder) == before


def test_init_adds_the_sheets_to_such_a_workbook_and_leaves_the_rest(folder: Path) -> None:
    path = write_xlsx(folder / "budget.xlsx", {"Budget": "Month | Rent\nMay | 700\nJune | 710"})

    result = run("init", path)

    assert result.exit_code == 0, result.output
    from openpyxl import load_workbook

    book = load_workbook(path)
    assert book.sheetnames[0] == "Budget"
    assert "Contacts" in book.sheetnames
    assert [[cell.value for cell in row] for row in book["Budget"].rows] == [
        ["Month", "Rent"],
        ["May", 700],
        ["June", 710],
    ]


def test_a_header_twice_is_a_finding_and_no_cell_of_it_is_touched(folder: Path) -> None:
    rows = "Name | Email | Email\nDana Reyes | dana@harbor.example | d@home.example\nLee Park | lee@x.example | "
    path = write_xlsx(folder / "twice.xlsx", {"Contacts": rows})

    result = CliRunner().invoke(cli, ["check", str(path), *AS_OF])
    assert "Contacts!C1  warning  SH03  The header “Email” stands twice; the first is read" in result.stdout

    result = run("sync", path)
    assert result.exit_code in {0, 1}, result.output
    from openpyxl import load_workbook

    assert [[cell.value for cell in row][:3] for row in load_workbook(path)["Contacts"].rows] == [
        ["Name", "Email", "Email"],
        ["Dana Reyes", "dana@harbor.example", "d@home.example"],
        ["Lee Park", "lee@x.example", None],
    ]


def test_a_million_formatted_rows_with_twenty_of_data_are_twenty_rows(folder: Path) -> None:
    """What Excel writes when whole columns or all rows were formatted: rows of styled, empty cells to the last one."""
    path = write_xlsx(
        folder / "formatted.xlsx",
        {"Contacts": "Name | Email\n" + "\n".join(f"Person No{n:02d} | p{n}@x.example" for n in range(20))},
    )
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = next(name for name in parts if name.startswith("xl/worksheets/sheet1"))
    rows = "".join(f'<row r="{row}" s="0" customFormat="1"/>' for row in range(22, 1_048_577)).encode()
    parts[name] = parts[name].replace(b"</sheetData>", rows + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for part, data in parts.items():
            package.writestr(part, data)

    result = run("sync", path)

    assert result.exit_code in {0, 1}, result.output
    assert "20 rows read" in result.stdout
    assert "1048576" not in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_of_forty_thousand_characters(command: str, folder: Path) -> None:
    path = long_named(folder / "long.xlsx")

    result = run(command, path)

    assert result.exit_code in {0, 1}, result.output
    assert len(result.output) < 20_000
    assert "Traceback" not in result.output
    assert [name for name in contents(folder) if name.endswith(".tmp")] == []
    shown = named_cell(path)
    assert shown == "Dana " + "x" * 40_000


def long_named(path: Path) -> Path:
    write_xlsx(path, _TABLES)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data.replace(b"Dana Reyes", b"Dana " + b"x" * 40_000))
    return path


def named_cell(path: Path) -> Any:
    from sheet_sync.excel import ExcelReplica

    grid = ExcelReplica(path).read().grid("Contacts")
    assert grid is not None
    return next(content for content in grid.rows[2] if isinstance(content, str) and content.startswith("Dana"))


@pytest.mark.parametrize("command", COMMANDS)
def test_control_characters(command: str, folder: Path) -> None:
    """They reach neither the terminal nor a file name, and stand in the workbook as they stood."""
    path = write_xlsx(folder / "odd.xlsx", _TABLES)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data.replace(b"Dana Reyes", b"Dana_x001B_[31m_x0007_\xe2\x80\xaeReyes"))

    result = run(command, path)

    assert result.exit_code in {0, 1}, result.output
    assert not set("\x1b\x07\u202e") & set(result.output), ascii(result.output)
    assert named_cell(path) == "Dana\x1b[31m\x07\u202eReyes"
    for name in contents(folder):
        assert name.isprintable(), ascii(name)


# --- places where nothing can be written ---


@pytest.fixture
def broken_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Writes a part of the file, and then the disk is full."""

    class FullDisk(io.FileIO):
        def write(self, data: Any) -> int:
            if self.tell() > 2_000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(bytes(data)[:2_001])

    monkeypatch.setattr(os, "fdopen", lambda descriptor, mode: io.BufferedWriter(FullDisk(descriptor, mode)))
    yield
    monkeypatch.undo()


@pytest.mark.parametrize("command", WRITING)
def test_a_full_disk(command: str, book: Path, folder: Path, broken_disk: None) -> None:
    before = contents(folder)

    result = run(command, book)

    assert result.exit_code == 5, result.output
    assert "no room left on the disk for people.xlsx" in result.stderr
    assert contents(folder)["people.xlsx"] == before["people.xlsx"]
    assert not [name for name in contents(folder) if "tmp" in name]


def test_a_full_disk_while_a_new_workbook_is_made_leaves_no_half_of_one(folder: Path, broken_disk: None) -> None:
    result = run("init", folder / "new.xlsx")

    assert_plain(result, 5)
    assert contents(folder) == {}


@pytest.mark.parametrize("command", WRITING)
def test_a_folder_in_which_nothing_may_be_written(
    command: str, book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuse(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        if flags & os.O_CREAT and Path(path).parent == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, flags, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    before = contents(folder)

    result = run(command, book)

    assert result.exit_code == 5, result.output
    assert "people.xlsx" in result.stderr
    assert "Check who may change files there" in result.stderr
    assert contents(folder)["people.xlsx"] == before["people.xlsx"]
    assert not [name for name in contents(folder) if "tmp" in name]


@pytest.mark.parametrize("command", WRITING)
def test_a_read_only_file(command: str, book: Path, folder: Path) -> None:
    book.chmod(0o444)
    before = contents(folder)

    result = run(command, book)

    assert result.exit_code == 5, result.output
    assert "people.xlsx is marked as read-only" in result.stderr
    assert contents(folder)["people.xlsx"] == before["people.xlsx"]
    assert not [name for name in contents(folder) if "tmp" in name]
    book.chmod(0o644)


@pytest.mark.parametrize("command", ["check", "check-followups"])
def test_a_read_only_file_can_still_be_looked_at(command: str, book: Path) -> None:
    book.chmod(0o444)

    result = run(command, book)

    assert result.exit_code in {0, 1}, result.output
    assert result.stderr == ""
    book.chmod(0o644)


def test_letters_that_cannot_be_put_anywhere(book: Path, folder: Path) -> None:
    (folder / "letters").write_text("a file of that name")

    result = run("letters", book)

    assert result.exit_code == 5, result.output
    assert "is a file, not a folder. Rename it, or name another folder with --out." in result.stdout
    assert (folder / "letters").read_text() == "a file of that name"


# --- programs that hold the file, as Windows says it ---


class Held(PermissionError):
    """What Windows raises where another program holds a file."""

    winerror = 32


@pytest.mark.parametrize("command", WRITING)
def test_a_workbook_that_another_program_holds_on_windows(
    command: str, book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def held(source: Any, target: Any) -> None:
        if Path(target) == book:
            raise Held(errno.EACCES, "The process cannot access the file")
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(saving, "_RETRY_FOR_S", 0.0)
    before = contents(folder)

    result = run(command, book)

    assert result.exit_code == 5, result.output
    assert "people.xlsx is held by another program, so nothing was written." in result.stderr
    assert contents(folder)["people.xlsx"] == before["people.xlsx"]
    assert not [name for name in contents(folder) if "tmp" in name]


def test_a_moment_in_which_a_virus_scanner_holds_it_is_waited_out(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, refusals = os.replace, iter((True, True))

    def held(source: Any, target: Any) -> None:
        if Path(target) == book and next(refusals, False):
            raise Held(errno.EACCES, "The process cannot access the file")
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(saving, "_RETRY_AFTER_S", 0.0)

    result = run("sync", book)

    assert result.exit_code in {0, 1}, result.output
    assert "Written:" in result.stdout


def test_details_are_shown_only_when_asked(folder: Path) -> None:
    path = folder / "people.xlsx"
    truncated(path)

    plain = CliRunner().invoke(cli, ["check", str(path)])
    verbose = CliRunner().invoke(cli, ["check", str(path), "--verbose"])

    assert "(" not in plain.stderr.splitlines()[-1]
    assert len(verbose.stderr.splitlines()) == len(plain.stderr.splitlines()) + 1


def test_the_sample_survives_every_command_run_twice(folder: Path) -> None:
    """All commands in a row on a real workbook: no left-over file but the letters and the file that names it."""
    path = Path(shutil.copy(ROOT / "sample_workbook.xlsx", folder / "sample.xlsx"))
    for _ in range(2):
        for command in COMMANDS:
            result = run(command, path)
            assert result.exit_code in {0, 1}, result.output

    left = {name for name in contents(folder) if not name.startswith("letters")}
    assert left == {"sample.xlsx", "sheet-sync.toml"}
