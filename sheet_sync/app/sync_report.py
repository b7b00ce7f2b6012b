"""What a sync did, or would do, as values: the text and the JSON are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sheet_sync.core.sync.synced import is_filled
from sheet_sync.errors import GoogleUnreachable

if TYPE_CHECKING:
    from sheet_sync.core.sync.cell_changes import CellChange
    from sheet_sync.core.values import Scalar


MOST_NAMED = 3
"""How many rows a summary calls by their names."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows added and deleted, cells changed in rows that stay."""

    added: int = 0
    changed: int = 0
    deleted: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deleted)


@dataclass(frozen=True, slots=True)
class ReplicaReport:
    """One replica: what came in from it, what went out to it.

    ``columns`` are the headers of new columns, ``sheets`` the names of new sheets; ``backup`` is the folder that holds
    the version before, where one was written; ``is_first`` says that it was never synced before, ``absence`` why it was
    left out.  ``title`` is what its owner calls it where the location does not tell.  ``came`` names the first of
    the new rows in it, ``gone`` of those that were deleted in it, ``removed`` of those that were deleted from it;
    ``given`` counts the questions of a new workbook that a first sync reads, which are nobody's edits.
    """

    name: str
    kind: str
    location: str
    changes_in: Counts = Counts()
    changes_out: Counts = Counts()
    requests: int = 0
    cells: tuple[CellChange, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    backup: str | None = None
    is_first: bool = False
    absence: str = ""
    title: str = ""
    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    given: int = 0

    @property
    def user_cells(self) -> tuple[CellChange, ...]:
        """The cells written that hold what people type: no IDs, no computed columns, no sheet of the tool's own."""
        return tuple(cell for cell in self.cells if cell.how != "owned" and not is_filled(cell.table, cell.field))


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """One cell that was edited to different values; ``name`` is what the row is called, ``values`` are by replica."""

    id: str
    table: str
    row: str
    field: str
    name: str
    values: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The whole sync; a ``message`` stands for all else where nothing was to be done."""

    dry_run: bool
    replicas: tuple[ReplicaReport, ...]
    conflicts: tuple[OpenConflict, ...] = ()
    problems: Mapping[str, int] = field(default_factory=lambda: {"error": 0, "warning": 0, "info": 0})
    notes: tuple[str, ...] = ()
    was_settled: bool = False
    message: str = ""

    @classmethod
    def saying(cls, message: str, *, dry_run: bool = False) -> SyncReport:
        """That there was nothing to do, and why."""
        return cls(dry_run, (), message=message)

    @property
    def needs_attention(self) -> bool:
        return bool(self.problems.get("error") or self.conflicts)

    @property
    def absences(self) -> tuple[str, ...]:
        """Which places were left out, and why, each in a sentence."""
        return tuple(replica.absence for replica in self.replicas if replica.absence)

    @property
    def exit_code(self) -> int:
        """What a command that has synced ends with."""
        return GoogleUnreachable.exit_code if self.absences else int(self.needs_attention)

    def as_document(self) -> dict[str, Any]:
        """The JSON of the contract, as plain values."""
        return {
            "version": 1,
            "dry_run": self.dry_run,
            "replicas": [
                {
                    "kind": replica.kind,
                    "location": replica.location,
                    "changes_in": _counts(replica.changes_in),
                    "changes_out": _counts(replica.changes_out),
                    "requests": replica.requests,
                    **({"note": replica.absence} if replica.absence else {}),
                }
                for replica in self.replicas
            ],
            "cells": [_cell(replica.name, cell) for replica in self.replicas for cell in replica.cells],
            "conflicts": [
                {"id": c.id, "table": c.table, "row": c.row, "field": c.field, "values": dict(c.values)}
                for c in self.conflicts
            ],
            "problems": {severity: self.problems.get(severity, 0) for severity in ("error", "warning", "info")},
        }


def _counts(counts: Counts) -> dict[str, int]:
    return {"added": counts.added, "changed": counts.changed, "deleted": counts.deleted}


def _cell(replica: str, cell: CellChange) -> dict[str, Any]:
    return {
        "replica": replica,
        "cell": str(cell.ref),
        "field": cell.field,
        "row": cell.row,
        "old": cell.old,
        "new": cell.new,
    }
