"""A table that a replica lacks and another has: a new sheet with its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sheet_sync.core.changes import SheetSpec, Written
from sheet_sync.core.new_workbook.new_sheets import table_sheet
from sheet_sync.core.schema import TableSchema
from sheet_sync.core.sync.renames import newest_header
from sheet_sync.core.sync.synced import Cells, Key, RowId, Rows, scalar_of
from sheet_sync.core.values import Scalar


@dataclass(slots=True)
class NewTable:
    """A sheet to be added with a table's rows; ``computed`` is filled in once the workbook as it will be is known."""

    schema: TableSchema
    rows: Mapping[RowId, Cells]
    own_keys: tuple[str, ...]
    computed: dict[RowId, Mapping[str, Scalar]]
    aliases: Mapping[Key, Key]

    @classmethod
    def of(cls, schema: TableSchema, truth: Rows, aliases: Mapping[Key, Key]) -> NewTable:
        own = tuple(
            key
            for key in truth.columns
            if not schema.has(key) and any(cells.get(key) is not None for cells in truth.rows.values())
        )
        return cls(schema, truth.rows, own, {}, aliases)

    def spec(self) -> SheetSpec:
        """The sheet with header and all rows."""
        names = [field.name for field in self.schema.fields]
        spec = table_sheet(self.schema)
        header = (*names, *(newest_header(self.aliases, key) for key in self.own_keys))
        lines = tuple(self._line(id_, cells, names) for id_, cells in self.rows.items())
        return replace(spec, rows=(header, *lines))

    def _line(self, id_: RowId, cells: Cells, names: list[str]) -> tuple[Written, ...]:
        known: dict[str, Written] = {"ID": id_, **self.computed.get(id_, {})}
        return tuple(known[key] if key in known else scalar_of(cells.get(key)) for key in (*names, *self.own_keys))
