"""An Excel file as a place to sync with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.core.records import Snapshot

if TYPE_CHECKING:
    from sheet_sync.core.changes import Plan
    from sheet_sync.excel.file.package import Package


@dataclass
class ExcelReplica:
    """The workbook at ``path``; earlier versions are kept in ``backups`` (``None``: none are kept).

    ``notes`` say what the last :meth:`write` did otherwise than the plan had it: rows emptied instead of deleted.
    """

    path: Path
    backups: Path | None = None
    notes: tuple[str, ...] = field(default=(), init=False)

    @property
    def kind(self) -> str:
        return "excel"

    @property
    def location(self) -> str:
        return str(self.path)

    def read(self) -> Snapshot:
        """See :class:`sheet_sync.replica.Replica`."""
        from sheet_sync.excel.file.package import Package

        return self._snapshot(Package.open(self.path))

    def write(self, plan: Plan, seen: Snapshot) -> Snapshot:
        """See :class:`sheet_sync.replica.Replica`.  An empty plan writes nothing at all."""
        from sheet_sync.excel.edit.patch import apply_plan
        from sheet_sync.excel.edit.verify import refuse_losses
        from sheet_sync.excel.file.package import Package
        from sheet_sync.excel.lock import refuse_open
        from sheet_sync.excel.save import changed, save

        self.notes = ()
        if not plan:
            return seen
        refuse_open(self.path)
        package = Package.open(self.path)
        if package.fingerprint != seen.fingerprint:
            raise changed(self.path)
        patched = apply_plan(package, plan)
        new = patched.to_bytes()
        after = self._snapshot(Package.from_bytes(new, self.path.name))
        refuse_losses(seen, plan, after)
        save(
            self.path,
            (new,),
            expected=seen.fingerprint,
            backups=self.backups,
            before_rename=lambda: refuse_open(self.path),
        )
        self.notes = patched.notes
        return after

    def _snapshot(self, package: Package) -> Snapshot:
        from sheet_sync.excel.read.reading import read_first_day, read_grids, read_project_id

        return Snapshot(
            kind=self.kind,
            location=self.location,
            fingerprint=package.fingerprint,
            grids=read_grids(package),
            project_id=read_project_id(package),
            modified=datetime.fromtimestamp(self.path.stat().st_mtime, UTC),
            first_day=read_first_day(package),
        )
