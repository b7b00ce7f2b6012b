"""Where the sign-in to Google is kept: a folder of the user's own, its files for nobody else's eyes.

```
<user config>/sheet-sync/google/
  credentials.json   what was signed in with: a service account's key, or a person's consent
  tokens.json        the access token of the last command, good for an hour
  viewed.json        the Sheets found to be open for viewing only, and when
```
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from sheet_sync.errors import Refused

PRIVATE = 0o600
CREDENTIALS, TOKENS, VIEWED = "credentials.json", "tokens.json", "viewed.json"


def config_folder() -> Path:
    """The folder of everything about Google in the user's settings; it may not exist yet."""
    system: str = sys.platform
    if system.startswith("linux"):  # what platformdirs does there, without the time it takes to load
        base = os.environ.get("XDG_CONFIG_HOME", "").strip()
        return (Path(base) if base else Path.home() / ".config") / "sheet-sync" / "google"
    from platformdirs import user_config_path

    return user_config_path("sheet-sync", appauthor=False, roaming=False) / "google"


def read_private(name: str) -> dict[str, Any] | None:
    """What a file of the folder holds, ``None`` where it is absent or no JSON object."""
    try:
        content = json.loads((config_folder() / name).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def write_private(name: str, content: dict[str, Any]) -> Path:
    """Replace a file of the folder as a whole; only its owner can read it, from the first byte on.

    Raises:
        Refused: the folder cannot be written.
    """
    folder = config_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(dir=folder, prefix=f".{name}.")  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
            Path(beside).replace(folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            raise
    except OSError as error:
        raise Refused(
            f"The folder of your settings, {folder}, cannot be written, so the sign-in could not be kept.",
            hint="Check its permissions and try again.",
            detail=str(error),
        ) from error
    return folder / name


def remove_private(name: str) -> bool:
    """Take a file of the folder away; whether it was there.

    Raises:
        Refused: it stays.
    """
    path = config_folder() / name
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise Refused(
            f"{path} cannot be deleted, so the sign-in is still kept there.",
            hint="Delete that file yourself, or check the permissions of its folder.",
            detail=str(error),
        ) from error
    return True
