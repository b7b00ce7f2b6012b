"""What the merge costs: two replicas of a table, one cell in a hundred edited on each side, beside a plain comparison.

Promised: at most 4 times a bare comparison of the same rows as Python dictionaries, at 100,000 rows by 12 columns, and
at least 6 times as fast as the three-way merge of daff, a library that does nothing else, at 10,000.
Best of three.  ``python -m benchmarks merge``
"""

from __future__ import annotations

import random
from collections.abc import Callable
from time import perf_counter
from typing import Any

from benchmarks.table import show
from sheet_sync.core.sync.merge import TableMerge, merge_table
from sheet_sync.core.sync.synced import Rows

COLUMNS = 12
FIELDS = tuple(f"Field {n}" for n in range(COLUMNS))
EDITED = 0.01
SIZES = (1_000, 10_000, 100_000)

Table = dict[str, dict[str, Any]]


def main() -> None:
    """Print a row a size."""
    rows = []
    for size in SIZES:
        base, excel, google = made(size)
        bare = best_of_three(lambda b=base, e=excel, g=google: (differing(b, e), differing(b, g)))
        merge = best_of_three(lambda b=base, e=excel, g=google: merged(b, e, g))
        apart = {name: Rows(FIELDS, {row: dict(cells) for row, cells in base.items()}) for name in ("excel", "google")}
        behind = best_of_three(lambda b=base, e=excel, g=google, a=apart: merged(b, e, g, a))
        rows.append(
            (
                f"{size:,}",
                f"{bare * 1e3:.1f}",
                f"{merge * 1e3:.1f}",
                f"{merge / bare:.1f}",
                f"{behind / bare:.1f}",
                "4.0",
            )
        )
    show(("rows", "compare ms", "merge ms", "ratio", "ratio, bases apart", "allowed"), rows)
    print()
    show(("rows", "daff ms", "merge ms", "times as fast", "at least"), [against_daff(size) for size in SIZES[:2]])


def against_daff(size: int) -> tuple[str, ...]:
    """A row of figures.  Both find the same conflicts, so that the comparison is of the same work."""
    base, excel, google = made(size)
    conflicts = merged_by_daff(base, excel, google), len(merged(base, excel, google).conflicts)
    assert conflicts[0] == conflicts[1], conflicts
    theirs = best_of_three(lambda: merged_by_daff(base, excel, google))
    ours = best_of_three(lambda: merged(base, excel, google))
    return (f"{size:,}", f"{theirs * 1e3:.1f}", f"{ours * 1e3:.1f}", f"{theirs / ours:.1f}", "6.0")


def merged_by_daff(base: Table, excel: Table, google: Table) -> int:
    """The same merge by daff, rows matched by their ID; gives the number of conflicts."""
    import daff

    def view(table: Table) -> Any:
        rows = [[row, *(cells[field] for field in FIELDS)] for row, cells in table.items()]
        return daff.PythonTableView([["ID", *FIELDS], *rows])

    flags = daff.CompareFlags()
    flags.addPrimaryKey("ID")
    found: int = daff.Merger(view(base), view(excel), view(google), flags).apply()
    return found


def made(size: int) -> tuple[Table, Table, Table]:
    """A table, and two copies in which one cell in a hundred is other; no text is shared between them."""
    chance = random.Random(7)
    base = {
        f"c-{number:08d}": {f"Field {n}": f"value {n} of row {number}" for n in range(COLUMNS)}
        for number in range(size)
    }
    return base, edited(base, chance, "excel"), edited(base, chance, "google")


def edited(base: Table, chance: random.Random, mark: str) -> Table:
    copy = {row: {key: "".join(list(value)) for key, value in cells.items()} for row, cells in base.items()}
    rows = sorted(copy)
    for _ in range(int(len(rows) * COLUMNS * EDITED)):
        copy[chance.choice(rows)][chance.choice(FIELDS)] = f"edited in {mark}"
    return copy


def differing(base: Table, side: Table) -> list[str]:
    """The bare comparison: which rows are not as they were."""
    return [row for row, cells in side.items() if base.get(row) != cells]


def merged(base: Table, excel: Table, google: Table, bases: dict[str, Rows] | None = None) -> TableMerge:
    """As a sync does it: what the store reads for a base that says what the record says is the same object.

    With ``bases`` of their own, no two tables share a row.
    """
    records = Rows(FIELDS, base)
    sides = {"excel": Rows(FIELDS, excel), "google": Rows(FIELDS, google)}
    return merge_table(records, bases or {"excel": records, "google": records}, sides, "Contacts")


def best_of_three(work: Callable[[], object]) -> float:
    """Seconds."""
    times = []
    for _ in range(3):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    main()
