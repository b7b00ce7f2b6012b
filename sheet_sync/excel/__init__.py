"""Excel files: read as grids, changed without touching anything but what changes.

Importing this package costs nothing; what it offers is loaded when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheet_sync.excel.edit.patch import patch_workbook
    from sheet_sync.excel.replica import ExcelReplica

__all__ = ["ExcelReplica", "patch_workbook"]


def __getattr__(name: str) -> Any:  # PEP 562; what it gives is typed above
    if name == "patch_workbook":
        from sheet_sync.excel.edit.patch import patch_workbook

        return patch_workbook
    if name == "ExcelReplica":
        from sheet_sync.excel.replica import ExcelReplica

        return ExcelReplica
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
