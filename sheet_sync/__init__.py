"""sheet_sync: the spreadsheet of your informational interviews, in step, checked, and with the letters drafted.

Importing the package costs nothing; each part is loaded where it is used.  For scripts: :func:`read`, :func:`check`,
:func:`followups` and :func:`sync` of :mod:`sheet_sync.api`, and :func:`sheet_sync.excel.patch_workbook`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheet_sync.api import check, followups, read, sync

__all__ = ["__version__", "check", "followups", "read", "sync"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # PEP 562; what it gives is typed above
    if name in ("check", "followups", "read", "sync"):
        from sheet_sync import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
