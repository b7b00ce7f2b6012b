"""Whether a workbook without a project's mark is one of a project's all the same: by the rows that it holds.

Some programs drop the mark, and the IDs with it; a cloud drive's copy may be older than both.
"""

from __future__ import annotations

from collections.abc import Mapping

from sheet_sync.core.sync.matching import NATURAL_KEYS
from sheet_sync.core.sync.recognising import natural
from sheet_sync.core.sync.synced import ReadTable, Rows

ENOUGH = 0.5
"""The share of rows that must be known ones: fewer may be people whom two workbooks have in common."""


def is_kin(read: Mapping[str, ReadTable], records: Mapping[str, Rows]) -> bool:
    """Whether a row has the ID of a known one, or at least half of the rows plainly are known ones."""
    tables = [(name, table.rows, records[name].rows) for name, table in read.items() if name in records]
    if any(row.id in known for _, rows, known in tables for row in rows):
        return True
    count = recognised = 0
    for name, rows, known in tables:
        keys = [natural(each) for each in NATURAL_KEYS.get(name, ())]
        seen = [{key_of(cells) for cells in known.values()} - {None} for key_of in keys]
        count += len(rows)
        recognised += sum(any(key_of(row.cells) in ids for key_of, ids in zip(keys, seen, strict=True)) for row in rows)
    return count > 0 and recognised >= ENOUGH * count
