"""One letter becomes one file: its name, its bytes, what is attached, and whether it is written at all."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.core.letters.drafts import (
    Decision,
    Draft,
    DraftState,
    decide,
    file_stem,
    hash_of,
    inputs_hash_of,
    keys_of,
)
from sheet_sync.mail.eml import Attachment, Person, mail_file, usable_address
from sheet_sync.mail.files import file_name, html_file, read_hash, text_file, write_file

if TYPE_CHECKING:
    from sheet_sync.core.letters.desk import Desk
    from sheet_sync.core.letters.drafts import DraftBook
    from sheet_sync.core.letters.occasion import Occasion
    from sheet_sync.core.letters.render import Letter

FORMS = ("eml", "txt", "html")
MAX_ATTACHMENT_BYTES = 20_000_000
"""Larger mails are refused by most mail services."""


@dataclass(frozen=True, slots=True)
class Made:
    """A letter's file: where, what was decided, and what the user should know about it."""

    path: Path
    decision: Decision
    remarks: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        return " ".join(part for part in (self.decision.reason, *self.remarks) if part)


def why_unwritten(error: OSError, folder: Path) -> str:
    """Why a letter's file could not be written, and what to do, in words."""
    code = errno.errorcode.get(error.errno or 0, "")
    if code in ("ENOTDIR", "EEXIST"):
        return f"{folder} is a file, not a folder. Rename it, or name another folder with --out."
    if code in ("ENOSPC", "EDQUOT", "EFBIG"):
        return "There is no room left on the disk. Free some space and run this again."
    if code == "EISDIR":
        return "A folder stands where its file should be. Rename that folder, or name another place with --out."
    return f"No file can be written in {folder}. Check who may change files there, or name another with --out."


@dataclass(slots=True)
class LetterFolder:
    """The folder that letters go to, and the workbook's own folder, below which attachments lie."""

    folder: Path
    workbook_folder: Path
    form: str
    drafts: DraftBook
    dry_run: bool = False
    _taken: set[str] = field(default_factory=set)

    def make(self, occasion: Occasion, letter: Letter, sender: Person, desk: Desk) -> Made:
        """Write the letter's file, unless it is there and is to be left alone.

        Raises:
            OSError: the file cannot be written.
        """
        assert occasion.contact is not None
        contact = occasion.contact
        recipient = Person(contact.text("Name"), contact.text("Email"))
        attachment, remarks = self._attachment(contact.text("Attachment"))
        if not usable_address(recipient.email):
            remarks = (
                f"{contact.ref('Email') or 'Contacts'} has no usable email, so the letter has no address.",
                *remarks,
            )
        content = self._content(letter, sender, recipient, attachment)
        path = self._path(occasion, desk)
        keys = [f"{key}|{self.shown(path)}" for key in keys_of(occasion, desk, self.form)]
        known = next((draft for key in keys if (draft := self.drafts.find_draft(key))), None)
        inputs = inputs_hash_of(letter, recipient.shown + (attachment.name if attachment else ""))
        decision = decide(known, read_hash(path), inputs, hash_of(content))
        if decision.writes and not self.dry_run:
            write_file(path, content)
        if decision.state in (DraftState.DRAFTED, DraftState.UNCHANGED) and not self.dry_run:
            self.drafts.save_draft(Draft(keys[0], self.shown(path), inputs, hash_of(content), desk.as_of))
        return Made(path, decision, remarks)

    def shown(self, path: Path) -> str:
        """A letter's place as the Letters sheet names it: from the workbook's folder on, where it lies below that."""
        whole, root = path.resolve(), self.workbook_folder.resolve()
        return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(whole)

    def _content(self, letter: Letter, sender: Person, recipient: Person, attachment: Attachment | None) -> bytes:
        if self.form == "txt":
            return text_file(letter, recipient.shown)
        if self.form == "html":
            return html_file(letter, recipient.shown)
        return mail_file(letter, sender, recipient, attachment)

    def _path(self, occasion: Occasion, desk: Desk) -> Path:
        """Where the letter goes; people of one name are told apart by their ID or row."""
        assert occasion.contact is not None
        parts = file_stem(occasion, desk)
        if len(desk.book.people.match(occasion.contact.text("Name")).entries) > 1:
            parts = (*parts, occasion.contact.id or f"row-{occasion.contact.number}")
        number = 1
        while True:
            name = file_name((*parts, str(number)) if number > 1 else parts, self.form)
            if name.casefold() not in self._taken:
                break
            number += 1
        self._taken.add(name.casefold())
        return self.folder / name

    def _attachment(self, typed: str) -> tuple[Attachment | None, tuple[str, ...]]:
        """The contact's file, read; or why it is not attached."""
        typed = typed.strip()
        if not typed:
            return None, ()
        if self.form != "eml":
            return None, (f"Attach {typed} yourself when you send it.",)
        path, reason = self._attachable(typed)
        if path is None:
            return None, (f"{typed} is not attached: {reason}.",)
        return Attachment(path.name, path.read_bytes()), ()

    def _attachable(self, typed: str) -> tuple[Path | None, str]:
        try:
            root = self.workbook_folder.resolve()
            path = (root / typed.replace("\\", "/")).resolve()
            if not path.is_relative_to(root):
                return None, "it is not in the workbook's folder or below it"
            if not path.is_file():
                return None, "there is no such file"
            if path.stat().st_size > MAX_ATTACHMENT_BYTES:
                return None, f"it is larger than {MAX_ATTACHMENT_BYTES // 1_000_000} MB"
        except (OSError, ValueError):
            return None, "it cannot be read"
        return path, ""
