"""Letters as files: names that every system allows, writing that is whole or not at all."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheet_sync.core.letters.render import Letter

MAX_NAME_CHARACTERS = 100
_MAX_NAME_BYTES = 200
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])$", re.IGNORECASE)
"""Names of devices, which Windows allows for no file, whatever its ending.  Source: Microsoft, Naming Files."""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{subject}</title>
<style>
body {{ max-width: 38em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 Georgia, "Times New Roman", serif; }}
header {{ border-bottom: 1px solid #ccc; margin-bottom: 2em; font: 14px/1.5 Arial, Helvetica, sans-serif; }}
blockquote {{ margin: 1em 0; padding-left: 1em; border-left: 3px solid #ccc; }}
@media print {{ header {{ display: none; }} body {{ margin: 0; }} }}
</style>
</head>
<body>
<header>
<p>To: {recipient}<br>Subject: {subject}</p>
</header>
{body}</body>
</html>
"""


def file_name(parts: Iterable[str], ending: str) -> str:
    """A name that Windows, macOS and Linux allow: ``thank-you_Dana-Reyes_2026-11-20.eml``.

    Letters of all scripts are kept; blanks become ``-``; what no name may hold is left out.
    """
    tidy = (_tidy(part) for part in parts)
    stem = "_".join(part for part in tidy if part)[:MAX_NAME_CHARACTERS]
    while len(stem.encode()) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    stem = stem.rstrip(" .-_") or "letter"
    if _RESERVED.match(stem.split(".")[0]):
        stem = f"letter_{stem}"
    return f"{stem}.{ending}"


def _tidy(part: str) -> str:
    text = unicodedata.normalize("NFC", part)
    visible = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return "-".join(_NOT_IN_NAMES.sub(" ", visible).split()).strip(". -_")


def text_file(letter: Letter, recipient: str) -> bytes:
    """The letter as plain text, with whom it is to and its subject above it."""
    return f"To: {recipient}\nSubject: {letter.subject}\n\n{letter.text}".encode()


def html_file(letter: Letter, recipient: str) -> bytes:
    """The letter as a page to read, print or copy; it needs nothing from the network."""
    return _PAGE.format(subject=escape(letter.subject), recipient=escape(recipient), body=letter.html).encode()


def read_hash(path: Path) -> str | None:
    """The SHA-256 of a file, ``None`` where there is none.

    Raises:
        OSError: something is there and cannot be read as a file.
    """
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; its folder is made where it is missing.

    Raises:
        OSError: it cannot be written; what was there is as it was, and nothing is left beside it.
    """
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".sheet-sync-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(path.stat().st_mode & 0o777 if path.exists() else _usual_mode())
        Path(beside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def _usual_mode() -> int:
    """The mode that a new file gets here."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
