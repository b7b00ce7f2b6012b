"""Typed Tables and filters take in the new columns beside them.

Else a person's sort by their arrows would leave those columns behind, and their cells in other people's rows.  It is
done once the columns are known to stand where they were meant to, and with the areas as the answer of that batch has
them: since they were read somebody may have put in rows, and an area can only be set as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sheet_sync.core.changes import AddColumn
from sheet_sync.core.ids import is_id
from sheet_sync.core.records import Area, quoted_sheet
from sheet_sync.core.values import Content
from sheet_sync.google.answers import Now
from sheet_sync.google.batch import HEAD_ROWS
from sheet_sync.google.book import SheetState
from sheet_sync.google.keeping import grid_range
from sheet_sync.google.reading import area_of
from sheet_sync.google.work import Line, Put, Work

Json = dict[str, Any]

_ROWS_BELOW = 20
_MADE_UP = re.compile(r"Column \d+")
"""What Google calls a column of a typed Table that has no name."""


@dataclass(slots=True)
class NewColumns:
    """The new columns of a plan, those beside them, by sheet and number, and each sheet as the last answer has it."""

    sheets: Mapping[str, SheetState]
    headers: dict[int, dict[int, str]] = field(default_factory=dict)
    beside: dict[int, dict[int, str]] = field(default_factory=dict)
    ids: dict[int, set[str]] = field(default_factory=dict)
    latest: dict[int, Json] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Sequence[AddColumn], sheets: Mapping[str, SheetState]) -> NewColumns:
        made = cls(sheets)
        for column in columns:
            sheet = sheets[column.sheet]
            made.headers.setdefault(sheet.id, {})[column.column] = column.header
            made.beside.setdefault(sheet.id, {}).update(column.beside)
            rows = [*sheet.grid.rows.values(), column.values.values()]
            made.ids.setdefault(sheet.id, set()).update(str(cell) for row in rows for cell in row if is_id(str(cell)))
        return made

    def learn(self, answer: Json) -> None:
        """Remember what an answer says of the sheets with new columns."""
        for raw in answer.get("sheets", ()):
            if raw["properties"].get("sheetId", 0) in self.headers:
                self.latest[raw["properties"].get("sheetId", 0)] = raw

    @property
    def titles(self) -> tuple[str, ...]:
        """The sheets with new columns."""
        return tuple(sheet.title for sheet in self._known())

    def ranges(self) -> Iterator[str]:
        """What is asked for when they are widened: the rows of the headers, and those right below each area."""
        for sheet in self._known():
            areas = self._areas(sheet)
            yield f"{quoted_sheet(sheet.title)}!1:{min(max([HEAD_ROWS, *(area.top for area in areas)]), sheet.rows)}"
            for bottom in {area.bottom for area in areas if area.bottom < sheet.rows}:
                yield f"{quoted_sheet(sheet.title)}!{bottom + 1}:{min(bottom + _ROWS_BELOW, sheet.rows)}"

    def _areas(self, sheet: SheetState) -> list[Area]:
        raw = self.latest[sheet.id]
        found = [*raw.get("tables", ()), *([raw["basicFilter"]] if "basicFilter" in raw else [])]
        return [area_of(each["range"], sheet.rows, sheet.columns) for each in found if "range" in each]

    def requests(self) -> list[Json]:
        """What is to be widened."""
        return [request for sheet in self._known() for request in self._set(sheet, self._widener(sheet))]

    def stuck(self) -> list[str]:
        """The sheets whose filter stays as it is, for it lies over cells that may not be edited."""
        return [
            sheet.title
            for sheet in self._known()
            if (area := self._filter(sheet)) and _is_locked(sheet, area) and self._widener(sheet)(area)
        ]

    def misnamed(self) -> Work:
        """The headers that a typed Table made up, to be written again."""
        work = Work()
        for sheet in self._known():
            cells = self._cells(sheet)
            for area in (area_of(each["range"]) for each in self.latest[sheet.id].get("tables", ())):
                row = {column: content for (at, column), content in cells.items() if at == area.top}
                puts = {
                    column: Put(header, row[column])
                    for column, header in self.headers[sheet.id].items()
                    if area.left <= column <= area.right and _MADE_UP.fullmatch(str(row.get(column)))
                }
                if puts:
                    marks = {column: content for column, content in row.items() if column not in puts}
                    work.lines.append(Line(sheet, area.top, puts, marks))
                    work.headers.append(Line(sheet, area.top, {}, marks))
        return work

    def _known(self) -> Iterator[SheetState]:
        return (sheet for sheet in self.sheets.values() if sheet.id in self.latest)

    def _cells(self, sheet: SheetState) -> Mapping[tuple[int, int], Content]:
        return Now.of({"sheets": [self.latest[sheet.id]]}).cells.get(sheet.id, {})

    def _set(self, sheet: SheetState, changed: Callable[[Area], Area | None]) -> Iterator[Json]:
        """Each typed Table, and the filter, with another area where there is one for it."""
        for table in self.latest[sheet.id].get("tables", ()):
            if area := changed(area_of(table["range"])):
                new = {"tableId": table["tableId"], "range": grid_range(sheet.id, area)}
                yield {"updateTable": {"table": new, "fields": "range"}}
        present = self._filter(sheet)
        if present is None or _is_locked(sheet, present) or (area := changed(present)) is None:
            return
        # The order it once sorted by is left out: set again, it would sort again.
        specs = self.latest[sheet.id]["basicFilter"].get("filterSpecs", [])
        wanted = {"range": grid_range(sheet.id, area), **({"filterSpecs": specs} if specs else {})}
        yield {"setBasicFilter": {"filter": wanted}}

    def _filter(self, sheet: SheetState) -> Area | None:
        """The area of the sheet's filter, where it is no typed Table's."""
        found = self.latest[sheet.id].get("basicFilter") or {}
        if not found.get("range") or found.get("tableId"):
            return None
        return area_of(found["range"], sheet.rows, sheet.columns)

    def _widener(self, sheet: SheetState) -> Callable[[Area], Area | None]:
        """What gives an area with the new columns that stand right beside it, ``None`` where there are none."""
        new, cells = self.headers[sheet.id], self._cells(sheet)
        headers = self.beside[sheet.id] | new

        def wider(area: Area) -> Area | None:
            right = area.right
            while (header := headers.get(right + 1)) is not None and cells.get((area.top, right + 1)) == header:
                right += 1
            return replace(area, right=right) if any(area.right < column <= right for column in new) else None

        return wider

    def longer(self) -> list[Json]:
        """What is to be made longer: rows put in at that very moment have pushed the last ones out of the area."""
        return [request for sheet in self._known() for request in self._set(sheet, self._lengthener(sheet))]

    def _lengthener(self, sheet: SheetState) -> Callable[[Area], Area | None]:
        rows = {row for (row, _), content in self._cells(sheet).items() if str(content) in self.ids[sheet.id]}

        def longer(area: Area) -> Area | None:
            below = [row for row in rows if area.bottom < row <= area.bottom + _ROWS_BELOW]
            return replace(area, bottom=max(below)) if below else None

        return longer


def _is_locked(sheet: SheetState, area: Area) -> bool:
    return any(
        locked.top <= area.bottom
        and area.top <= locked.bottom
        and locked.left <= area.right
        and area.left <= locked.right
        for locked in sheet.locked
    )
