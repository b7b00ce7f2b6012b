"""Saving: whole or not at all, never over a file that changed, and never a file left over."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from sheet_sync.errors import Refused, WorkbookBusy, WorkbookChanged
from sheet_sync.excel import patch_workbook
from sheet_sync.excel import save as saving
from sheet_sync.excel.lock import refuse_open
from sheet_sync.excel.save import KEPT_BACKUPS, save
from tests.excel.editing import cell
from tests.excel.workbooks import parts_of, saved


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook in a folder of its own."""
    folder = tmp_path / "documents"
    folder.mkdir()
    return saved(folder / "contacts.xlsx", parts_of('<row r="1"><c r="A1"><v>1</v></c></row>'))


def fingerprint(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- the good case ---


def test_the_new_content_is_there_with_its_fingerprint(workbook: Path) -> None:
    """What comes back is the fingerprint of what was written."""
    found = save(workbook, [b"new ", memoryview(b"content")], expected=fingerprint(workbook))

    assert workbook.read_bytes() == b"new content"
    assert found == fingerprint(workbook)
    assert names(workbook.parent) == ["contacts.xlsx"]


def test_a_new_file_can_be_made(tmp_path: Path) -> None:
    """Where there was none, nothing is expected."""
    save(tmp_path / "new.xlsx", [b"x"], expected=None)

    assert names(tmp_path) == ["new.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_stay(workbook: Path, mode: int) -> None:
    """Whoever could read the file before can read it afterwards, and nobody else."""
    workbook.chmod(mode)
    save(workbook, [b"x"], expected=None)

    assert stat.S_IMODE(workbook.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege on Windows")
def test_a_link_stays_a_link(workbook: Path, tmp_path: Path) -> None:
    """The file that it points to is replaced."""
    link = tmp_path / "link.xlsx"
    link.symlink_to(workbook)

    patch_workbook(link, link, {"Sheet1!A1": 5})

    assert link.is_symlink()
    assert cell(workbook.read_bytes(), "Sheet1!A1") == 5


def test_the_previous_version_is_kept(workbook: Path, tmp_path: Path) -> None:
    """The last twenty of them; those of another workbook in the same folder are left alone."""
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "talks.20260101T000000.000000.xlsx").write_bytes(b"other")
    for number in range(KEPT_BACKUPS + 3):
        save(workbook, [b"%d" % number], expected=None, backups=backups)

    kept = [path.read_bytes() for path in sorted(backups.glob("contacts.*"))]
    assert kept == [b"%d" % number for number in range(2, KEPT_BACKUPS + 2)]
    assert (backups / "talks.20260101T000000.000000.xlsx").exists()


# --- the file is in use, or has changed ---


def test_a_file_that_changed_meanwhile_is_not_overwritten(workbook: Path) -> None:
    """Even if it changes while the new content is being made."""
    before = fingerprint(workbook)

    def chunks() -> Iterator[bytes]:
        yield b"half"
        workbook.write_bytes(b"saved by Excel")
        yield b"half"

    with pytest.raises(WorkbookChanged, match="saved by another program"):
        save(workbook, chunks(), expected=before)
    assert workbook.read_bytes() == b"saved by Excel"
    assert names(workbook.parent) == ["contacts.xlsx"]


def test_a_file_that_vanished_meanwhile_is_not_made_again(workbook: Path) -> None:
    """Somebody moved it on purpose."""
    before = fingerprint(workbook)
    workbook.rename(workbook.with_name("moved.xlsx"))

    with pytest.raises(WorkbookChanged):
        save(workbook, [b"x"], expected=before)
    assert names(workbook.parent) == ["moved.xlsx"]


EXCEL_LOCK = b"\x04Dana" + b" " * 50 + b"\x04\x00" + "Dana".encode("utf-16-le") + b" \x00" * 40


@pytest.mark.parametrize(
    ("lock", "content", "says"),
    [
        ("~$contacts.xlsx", EXCEL_LOCK, "contacts.xlsx is open in Excel (Dana), so nothing was written."),
        ("~$contacts.xlsx", b"", "contacts.xlsx is open in Excel, so nothing was written."),
        (".~lock.contacts.xlsx#", b",Dana,pc,24.11.2026 09:00,x;", "contacts.xlsx is open in LibreOffice (Dana), so"),
        (".~lock.contacts.xlsx#", b"\xff\x00", "contacts.xlsx is open in LibreOffice, so nothing was written."),
        (".~contacts.xlsx", b"", "contacts.xlsx is open in WPS Office, so nothing was written."),
    ],
)
def test_an_open_workbook_is_not_written(workbook: Path, lock: str, content: bytes, says: str) -> None:
    """The message names the program, the hint the file to delete if it is a left-over."""
    workbook.with_name(lock).write_bytes(content)
    before = workbook.read_bytes()

    with pytest.raises(WorkbookBusy) as busy:
        patch_workbook(workbook, workbook, {"Sheet1!A1": 2})

    assert busy.value.message.startswith(says)
    assert lock in str(busy.value.hint)
    assert workbook.read_bytes() == before
    assert names(workbook.parent) == sorted([lock, "contacts.xlsx"])


def test_the_lock_of_another_workbook_does_not_matter(workbook: Path) -> None:
    """Only the file's own lock counts."""
    workbook.with_name("~$talks.xlsx").write_bytes(EXCEL_LOCK)

    refuse_open(workbook)


def test_a_read_only_file_is_not_replaced(workbook: Path) -> None:
    """A rename would go through all the same: the mark is respected."""
    workbook.chmod(0o444)

    with pytest.raises(WorkbookBusy, match="marked as read-only"):
        save(workbook, [b"x"], expected=None)
    assert names(workbook.parent) == ["contacts.xlsx"]


class SharingViolation(PermissionError):
    """What Windows answers while another program holds the file."""

    winerror = 32


@pytest.mark.parametrize("failures", [2, 10_000])
def test_a_sharing_violation_is_waited_out_or_told(
    workbook: Path, failures: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner lets go after a moment; Excel does not."""
    left = [failures]
    replace = os.replace

    def held(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise SharingViolation(13, "The process cannot access the file")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(saving, "_RETRY_AFTER_S", 0.001)
    monkeypatch.setattr(saving, "_RETRY_FOR_S", 0.05)

    if failures == 2:
        save(workbook, [b"new"], expected=None)
        assert workbook.read_bytes() == b"new"
    else:
        with pytest.raises(WorkbookBusy, match="held by another program"):
            save(workbook, [b"new"], expected=None)
    assert names(workbook.parent) == ["contacts.xlsx"]


# --- the disk or the folder does not let ---


def test_a_full_disk_leaves_the_old_file(workbook: Path) -> None:
    """Half of the new content was written when there was no room any more."""
    before = workbook.read_bytes()

    def chunks() -> Iterator[bytes]:
        yield b"x" * 1000
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Refused, match="no room left on the disk"):
        save(workbook, chunks(), expected=None)
    assert workbook.read_bytes() == before
    assert names(workbook.parent) == ["contacts.xlsx"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_at_a_late_step(workbook: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems tell only when the data is flushed, or on the rename."""
    before = workbook.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(Refused, match="no room left on the disk"):
        save(workbook, [b"x"], expected=None)
    assert workbook.read_bytes() == before
    assert names(workbook.parent) == ["contacts.xlsx"]


def test_a_folder_that_cannot_be_written_is_told(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, and the file is what it was (tests may run as root, so the error is injected)."""

    def denied(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(WorkbookBusy, match=r"No file can be written in the folder of contacts\.xlsx"):
        save(workbook, [b"x"], expected=None)
    assert names(workbook.parent) == ["contacts.xlsx"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """A target in a folder that is not there."""
    with pytest.raises(Refused, match="There is no folder"):
        save(tmp_path / "nowhere" / "new.xlsx", [b"x"], expected=None)


def test_without_a_backup_nothing_is_written(workbook: Path, tmp_path: Path) -> None:
    """The backups folder is a file: nothing can be kept there."""
    blocked = tmp_path / "backups"
    blocked.write_bytes(b"")
    before = workbook.read_bytes()

    with pytest.raises(Refused, match=r"present version of contacts\.xlsx could not be kept"):
        save(workbook, [b"x"], expected=None, backups=blocked)
    assert workbook.read_bytes() == before
    assert names(workbook.parent) == ["contacts.xlsx"]


def test_ctrl_c_leaves_no_file_behind(workbook: Path) -> None:
    """An interruption is no error to be put into words, but is cleaned up after."""

    def chunks() -> Iterator[bytes]:
        yield b"x"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(workbook, chunks(), expected=None)
    assert names(workbook.parent) == ["contacts.xlsx"]


def test_what_a_killed_run_left_is_taken_away_later(workbook: Path) -> None:
    """Not at once: another run could be writing it."""
    old, fresh = (workbook.with_name(f".contacts.xlsx.{name}.sheet-sync.tmp") for name in ("aa", "bb"))
    for path in (old, fresh):
        path.write_bytes(b"left over")
    os.utime(old, (0, 0))

    save(workbook, [b"x"], expected=None)
    assert names(workbook.parent) == [fresh.name, "contacts.xlsx"]
