"""A letter as a mail that programs open as a draft.

    multipart/mixed            (only with an attachment)
    ├── multipart/alternative
    │   ├── text/plain
    │   └── text/html
    └── the attachment

``X-Unsent: 1`` makes Outlook and others open the file for editing instead of as a received mail.  There is no Date and
no Message-ID: the mail program gives both when the letter is sent.  So the same letter makes the same bytes.
"""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from hashlib import sha256
from typing import TYPE_CHECKING

from sheet_sync.core.followups.model import one_line

if TYPE_CHECKING:
    from sheet_sync.core.letters.render import Letter

_ONE_ADDRESS = re.compile(r"^[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+\Z")
_MAX_NAME = 200
"""Characters of a name before an address: more is no name, and line breaks typed into one must not end the header."""
_BODY = (
    '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{subject}</title></head>\n'
    '<body style="font-family: Arial, Helvetica, sans-serif; font-size: 11pt;">\n{body}</body>\n</html>\n'
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's name and address; ``email`` is empty where there is none."""

    name: str
    email: str

    @property
    def shown(self) -> str:
        """``Dana Reyes <dana@...>`` on one line, for the user to read."""
        return f"{self.name} <{self.email}>" if self.email else self.name


def mail_file(letter: Letter, sender: Person, recipient: Person, attachment: Attachment | None = None) -> bytes:
    """The letter as the bytes of an .eml file.

    To one recipient at most: an address that is not exactly one is left out, see :func:`usable_address`.
    """
    from html import escape

    to, from_ = _address(recipient), _address(sender)
    is_ascii = all(one is None or one.addr_spec.isascii() for one in (to, from_))
    message = EmailMessage(policy=SMTP if is_ascii else SMTPUTF8)
    message["X-Unsent"] = "1"
    if from_ is not None:
        message["From"] = from_
    if to is not None:
        message["To"] = to
    message["Subject"] = letter.subject
    message.set_content(letter.text, cte="quoted-printable")
    page = _BODY.format(subject=escape(letter.subject), body=letter.html)
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    if attachment is not None:
        kind = mimetypes.guess_type(attachment.name, strict=False)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    _set_boundaries(message, letter)
    return message.as_bytes()


def usable_address(email: str) -> str:
    """The address as it can stand in a mail's head, its domain in ASCII; empty where it is not exactly one address."""
    if not _ONE_ADDRESS.match(email):
        return ""
    local, _, domain = email.rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        Address(addr_spec=f"{local}@{domain}") if local.isascii() else Address(username=local, domain=domain)
    except (ValueError, IndexError, MessageError):
        return ""
    return f"{local}@{domain}"


def _address(person: Person) -> Address | None:
    email = usable_address(person.email)
    if not email:
        return None
    local, _, domain = email.rpartition("@")
    return Address(one_line(person.name, _MAX_NAME), local, domain)


def _set_boundaries(message: EmailMessage, letter: Letter) -> None:
    """Boundaries from the letter itself instead of from chance, none of which can stand in a quoted line."""
    seed = sha256(f"{letter.subject}\0{letter.text}".encode()).hexdigest()[:24]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{seed}")
