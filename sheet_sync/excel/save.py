"""Replacing a file that somebody uses: whole or not at all, and never one that changed meanwhile.

    1 write beside it     .contacts.xlsx.1f3a.sheet-sync.tmp, in the same folder, so that the last step is a rename
    2 flush to the disk   the file
    3 keep the old one    a copy in the backups folder
    4 look again          is it still what was read?
    5 rename              the system puts one in place of the other, at once
    6 flush to the disk   the folder's entry

A process killed before step 5 leaves the old file, after it the new one.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sheet_sync.errors import Refused, WorkbookBusy, WorkbookChanged

KEPT_BACKUPS = 20
"""Earlier versions that are kept of one workbook.  Source: the contract, section 3."""
_RETRY_FOR_S = 2.0
"""How long a rename is tried again on Windows, where a virus scanner or a cloud drive holds a file for a moment."""
_RETRY_AFTER_S = 0.1
_SHARING_VIOLATIONS = frozenset({5, 32, 33})
"""Access denied, sharing violation, lock violation.  Source: Microsoft, System error codes."""
_TEMPORARY = ".sheet-sync.tmp"
_LEFT_OVER_AFTER_S = 3600


def save(
    path: Path,
    chunks: Iterable[bytes | memoryview],
    *,
    expected: str | None,
    backups: Path | None = None,
    before_rename: Callable[[], None] = lambda: None,
) -> str:
    """Put a new content in place of the file at ``path``; gives its fingerprint (SHA-256).

    ``expected`` is the fingerprint of the file as it was read, ``None`` where any file (or none) may be replaced.
    A link is followed: the file it points to is replaced.  ``before_rename`` is one more check, made when all is ready.

    Raises:
        WorkbookChanged: the file is no longer what was read.
        WorkbookBusy: the file or its folder cannot be written.
        Refused: the disk is full.
    """
    target = path.resolve()
    refuse_read_only(target)
    _remove_leftovers(target)
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}{_TEMPORARY}")
    try:
        fingerprint = _write_beside(temporary, target, chunks)
        if backups is not None and target.exists():
            _keep_old(target, backups)
        before_rename()
        if expected is not None and _fingerprint_of(target) != expected:
            raise changed(path)
        _rename(temporary, target)
    except OSError as error:
        raise _in_words(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    _flush_folder(target.parent)
    return fingerprint


def changed(path: Path) -> WorkbookChanged:
    """The error for a file that somebody saved in the meantime."""
    return WorkbookChanged(
        f"{path.name} was saved by another program in the meantime, so nothing was written.",
        where=str(path),
        hint="Run this again: it then works on what the file holds now.",
    )


def refuse_read_only(target: Path) -> None:
    """Stop where the file is marked as read-only: a rename would replace it all the same.

    Raises:
        WorkbookBusy: it is.
    """
    with contextlib.suppress(FileNotFoundError):
        anyone = target.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
        if not anyone or not os.access(target, os.W_OK):
            raise WorkbookBusy(
                f"{target.name} is marked as read-only, so nothing was written.",
                where=str(target),
                hint="Allow changes in the file's properties, or work on a copy.",
            )


def _remove_leftovers(target: Path) -> None:
    """Take away what a killed run left beside the file, once no run can be writing it any more."""
    with contextlib.suppress(OSError):
        for old in target.parent.glob(f".{glob.escape(target.name[:100])}.*{_TEMPORARY}"):
            if time.time() - old.stat().st_mtime > _LEFT_OVER_AFTER_S:
                old.unlink(missing_ok=True)


def _write_beside(temporary: Path, target: Path, chunks: Iterable[bytes | memoryview]) -> str:
    digest = sha256()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(temporary, flags, 0o600 if target.exists() else 0o666), "wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
        file.flush()
        _keep_permissions(file.fileno(), temporary, target)
        os.fsync(file.fileno())
    return digest.hexdigest()


def _keep_permissions(descriptor: int, temporary: Path, target: Path) -> None:
    """Give the new file the mode, owner, group and extended attributes of the old one, as far as one may."""
    if not target.exists():
        return
    old = target.stat()
    if hasattr(os, "fchown"):
        new = os.fstat(descriptor)
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            with contextlib.suppress(OSError):
                os.fchown(descriptor, old.st_uid, old.st_gid)
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(target):
                os.setxattr(temporary, name, os.getxattr(target, name))
    temporary.chmod(stat.S_IMODE(old.st_mode))


def _fingerprint_of(target: Path) -> str | None:
    try:
        with target.open("rb") as file:
            digest = sha256()
            while block := file.read(1 << 20):
                digest.update(block)
            return digest.hexdigest()
    except FileNotFoundError:
        return None


def _rename(temporary: Path, target: Path) -> None:
    """Put one file in place of the other; on Windows again for a while where another program holds it."""
    until = time.monotonic() + _RETRY_FOR_S
    while True:
        try:
            os.replace(temporary, target)  # noqa: PTH105 - the one atomic replacement on all systems
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _SHARING_VIOLATIONS or time.monotonic() > until:
                raise
            time.sleep(_RETRY_AFTER_S)


def _flush_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system lets a folder be flushed."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- earlier versions ---


def _keep_old(target: Path, backups: Path) -> None:
    try:
        keep_backup(target, backups)
    except OSError as error:
        if _is_full(error):
            raise
        raise Refused(
            f"The present version of {target.name} could not be kept in {backups}, so nothing was written.",
            where=str(target),
            hint="Check who may change files in that folder.",
            detail=str(error),
        ) from error


def keep_backup(target: Path, backups: Path, *, keep: int = KEPT_BACKUPS) -> Path:
    """Copy the file into the backups folder, named by the moment; only the last ``keep`` of it stay."""
    backups.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    copy = backups / f"{target.stem}.{moment}{target.suffix}"
    partial = backups / f".{copy.name}{_TEMPORARY}"
    try:
        shutil.copyfile(target, partial)
        partial.chmod(0o600)
        os.replace(partial, copy)  # noqa: PTH105
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    for old in sorted(_backups_of(target, backups))[:-keep]:
        with contextlib.suppress(OSError):
            old.unlink()
    return copy


def _backups_of(target: Path, backups: Path) -> Iterator[Path]:
    for path in backups.iterdir():
        stem, dot, moment = path.stem.rpartition(".")
        head, _, day = stem.rpartition(".")
        if dot and head == target.stem and path.suffix == target.suffix and moment.isdigit() and "T" in day:
            yield path


# --- errors in words ---

_NO_ROOM = frozenset({"ENOSPC", "EDQUOT", "EFBIG"})
_DISK_FULL = 112
_HANDLE_DISK_FULL = 39


def _is_full(error: OSError) -> bool:
    code = errno.errorcode.get(error.errno or 0, "")
    return code in _NO_ROOM or getattr(error, "winerror", None) in (_DISK_FULL, _HANDLE_DISK_FULL)


def _in_words(error: OSError, path: Path) -> Refused:
    if _is_full(error):
        return Refused(
            f"There is no room left on the disk for {path.name}, so nothing was written.",
            where=str(path),
            hint="Free some space and run this again.",
            detail=str(error),
        )
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS and path.exists():
        return WorkbookBusy(
            f"{path.name} is held by another program, so nothing was written.",
            where=str(path),
            hint="Close it there (or wait until the cloud drive has finished) and run this again.",
            detail=str(error),
        )
    if path.is_dir():
        return Refused(
            f"{path.name} is a folder, not a file, so nothing was written.",
            where=str(path),
            hint="Name the file to be written, such as contacts.xlsx.",
            detail=str(error),
        )
    if isinstance(error, FileNotFoundError):
        return Refused(
            f"There is no folder {path.parent}, so nothing was written.",
            where=str(path),
            hint="Check the name of the folder.",
            detail=str(error),
        )
    return WorkbookBusy(
        f"No file can be written in the folder of {path.name}, so nothing was changed.",
        where=str(path),
        hint="Check who may change files there, or move the workbook to a folder of your own.",
        detail=str(error),
    )
