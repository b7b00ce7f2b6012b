"""IDs for rows that lack one, as a plan: for commands that write a row's ID before the first sync did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.changes import Change, Plan
from sheet_sync.core.ids import new_id
from sheet_sync.core.sync.matching import MakeId, match_table
from sheet_sync.core.sync.outgoing import Outgoing
from sheet_sync.core.sync.planning import plan_table
from sheet_sync.core.sync.synced import Rows, read_table

if TYPE_CHECKING:
    from sheet_sync.core.book import Book


def plan_missing_ids(book: Book, make_id: MakeId = new_id) -> Plan:
    """What gives every row of the workbook an ID: new IDs, and the column for them where a table lacks it.

    A sheet that keeps contacts and talks in one row is only read, and gets none.
    """
    changes: list[Change] = []
    for name, table in book.layout.tables.items():
        if table.is_combined:
            continue
        read = read_table(table)
        matched = match_table(name, table.schema.prefix, {"": read.rows}, Rows(), {}, make_id)[""]
        changes += plan_table(read, matched, Outgoing(), {}).changes()
    return Plan(tuple(changes))
