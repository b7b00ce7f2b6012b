"""Where the store is: a folder of the user's own, never beside the workbook, where a cloud drive would fork it.

```
<user data>/sheet-sync/
  store.sqlite3        all projects: records, bases, history, drafts
  store.lock           held while a sync is under way; store.lock.json says of which workbook
  backups/<project>/   the last versions of each workbook
```
"""

from __future__ import annotations

import sys
from pathlib import Path

STORE_NAME = "store.sqlite3"
LOCK_NAME = "store.lock"
HOLDER_NAME = "store.lock.json"


def store_folder(chosen: str | Path | None = None) -> Path:
    """The folder of the store: the one chosen, else the user's data folder of this system."""
    if chosen:
        return Path(chosen).expanduser()
    system: str = sys.platform
    if system.startswith("linux"):  # what platformdirs does there, without the time it takes to load
        return _linux_folder()
    from platformdirs import user_data_path

    return user_data_path("sheet-sync", appauthor=False)


def _linux_folder() -> Path:
    import os

    base = os.environ.get("XDG_DATA_HOME", "").strip()
    return (Path(base) if base else Path.home() / ".local" / "share") / "sheet-sync"


def backups_folder(store: Path, project_id: str) -> Path:
    """Where the earlier versions of a project's workbook are kept."""
    return store / "backups" / project_id
