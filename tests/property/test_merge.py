"""The merge of whole tables takes short cuts; here it is held to the merge of each cell by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.sync.merge import Conflict, merge_cell, merge_table
from sheet_sync.core.sync.synced import Rows, Tick

NAMES, KEYS, IDS = ("excel", "google", "laptop"), ("a", "b"), ("c-1", "c-2")
VALUES = st.sampled_from(["x", "y", 1, 1.5, 1.5 + 1e-12, Tick.ON])
CELLS = st.dictionaries(st.sampled_from(KEYS), VALUES)
TABLES = st.fixed_dictionaries(dict.fromkeys(IDS, CELLS))
HELD = st.dictionaries(st.sampled_from(IDS), st.sampled_from(KEYS).map(lambda key: frozenset({key})), max_size=1)


def without_held(cells: Mapping[str, Any], held: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in cells.items() if key not in held}


@given(
    records=TABLES,
    bases=st.fixed_dictionaries(dict.fromkeys(NAMES, st.one_of(st.none(), TABLES))),
    sides=st.fixed_dictionaries(dict.fromkeys(NAMES, st.one_of(st.none(), TABLES))),
    held=st.fixed_dictionaries(dict.fromkeys(NAMES, HELD)),
)
def test_rows_merge_as_their_cells_do(
    records: dict[str, Any], bases: dict[str, Any], sides: dict[str, Any], held: dict[str, Any]
) -> None:
    """A base of ``None`` is in step with the records, a side of ``None`` with its base."""
    base = {name: Rows(KEYS, records if bases[name] is None else bases[name]) for name in NAMES}
    side = {}
    for name in NAMES:
        rows = base[name].rows if sides[name] is None else sides[name]
        here = {row: without_held(cells, held[name].get(row, frozenset())) for row, cells in rows.items()}
        side[name] = Rows(KEYS, here, held[name])

    merge = merge_table(Rows(KEYS, records), base, side, "Contacts")

    for row in IDS:
        merged = {**records[row], **(merge.records.get(row) or {})}
        for key in KEYS:
            free = [name for name in NAMES if key in side[name].free_keys(row)]
            before = {name: base[name].rows[row].get(key) for name in free}
            values = {name: side[name].rows[row].get(key) for name in free}
            outcome = merge_cell(records[row].get(key), before, values)
            conflict = next((c for c in merge.conflicts if (c.row, c.key) == (row, key)), None)
            if isinstance(outcome, Conflict):
                assert conflict is not None
                assert conflict.values == outcome.values
            else:
                assert conflict is None
                now = merge.records.get(row, merged)
                assert now is not None
                assert now.get(key) == outcome.value
                assert type(now.get(key)) is type(outcome.value)
