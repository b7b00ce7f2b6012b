"""Whether a batch hit what was meant, and what to do where it did not.

The kept copy shows what stood in each written cell in the very moment before, and which row that was, by its ID.  So a
person who inserted, deleted, sorted or typed meanwhile is noticed whatever the timing, and the next batch puts it
right: their words back where they were, ours where they belong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sheet_sync.core.changes import Change
from sheet_sync.core.records import CellRef
from sheet_sync.core.values import Content
from sheet_sync.google.answers import Now
from sheet_sync.google.batch import Batch
from sheet_sync.google.book import SheetState, TypedTable
from sheet_sync.google.keeping import alike, comparable
from sheet_sync.google.work import Append, Copied, Delete, Insert, Line, Places, Put, Work

Json = dict[str, Any]


@dataclass(slots=True)
class Verdict:
    """What the next batch must put right; nothing where all is well.

    ``unwritten`` are changes that were not made, because the cell was edited meanwhile or its row is gone;
    ``must_restart``: nothing is to be left of the batch, and the plan is to be made anew.
    """

    follow_up: Work = field(default_factory=Work)
    unwritten: list[Change] = field(default_factory=list)
    edited: list[CellRef] = field(default_factory=list)
    has_moved: bool = False
    must_restart: bool = False


def check(work: Work, batch: Batch, state: Json, *, is_late: bool = False) -> Verdict:
    """Look at what a batch hit, in the state after it; ``is_late``: rows may have moved since."""
    if batch.keeping is None:
        return Verdict()
    return _Check(work, batch, Now.of(state), is_late=is_late).verdict()


class _Check:
    def __init__(self, work: Work, batch: Batch, now: Now, *, is_late: bool) -> None:
        self.work, self.batch, self.now, self.is_late = work, batch, now, is_late
        self.before = now.before(batch)
        self.places = Places.of(work)
        self.result = Verdict()
        self.headers: dict[int, int] = {}
        self.restored: dict[tuple[int, int], Line] = {}
        self.returned: dict[tuple[int, str], Insert] = {}

    def verdict(self) -> Verdict:
        if not self._find_headers() or self._is_doubled():
            return self._undone()
        missed: list[Line] = []
        strayed: list[tuple[Line, int]] = []
        for line in self.work.lines:
            if not self._is_hit(line):
                missed += [] if self._stands_there(line) else [line]
            elif (row := self._find_strayed(line)) is not None:
                strayed.append((line, row))
            else:
                self._check_edits(line)
        wrong = [delete for delete in self.work.deletes if not self._is_right(delete)]
        if self._is_above_header() or any(_is_nameless(line) for line in (*missed, *(each.line for each in wrong))):
            return self._undone()
        for line in (*missed, *(line for line, _ in strayed)):
            self._put_back(line)
        self.result.follow_up.lines += [replace(line, row=row) for line, row in strayed]
        for delete in wrong:
            self._bring_back(delete.line)
        for delete in wrong:
            self._delete_again(delete)
        for line in missed:
            self._do_again(line)
        self.result.has_moved = bool(missed or wrong)
        self.result.follow_up.headers = self._moved_headers()
        return self.result

    # --- where things are ---

    def _find_headers(self) -> bool:
        """Whether the columns are where they were: each header row stands as it did or was written, wherever."""
        for header in self.work.headers:
            row = self.places.of_row(header.sheet.id, header.row)
            written = self._as_written(header)
            if not header.is_hit(self._before(header)) or self.now.find_header(written) != row:
                row = self.now.find_header(header) or self.now.find_header(written) or 0
            if not row:
                return False
            self.headers[header.sheet.id] = row
        return True

    def _as_written(self, header: Line) -> Line:
        """The header row with what the batch itself wrote there: a column of the user's own under another name."""
        lines = (each for each in self.work.lines if each.sheet.id == header.sheet.id and each.row == header.row)
        written = {column: put.content for line in lines for column, put in line.puts.items() if column in header.marks}
        return replace(header, marks={**header.marks, **written}) if written else header

    def _moved_headers(self) -> list[Line]:
        return [replace(self._as_written(header), row=self.headers[header.sheet.id]) for header in self.work.headers]

    def _before(self, line: Line) -> dict[int, Content]:
        return {column: self.before.at(line.sheet.id, line.row, column) for column in line.columns}

    def _row_now(self, line: Line) -> int:
        return self.places.of_row(line.sheet.id, line.row)

    def _is_hit(self, line: Line) -> bool:
        if line.is_new and self._row_now(line) <= self.headers.get(line.sheet.id, 0):
            return False
        return line.is_hit(self._before(line))

    def _stands_there(self, line: Line) -> bool:
        """Whether the row is where it was written after all: then the copy left out rows, as one of filtered rows may.

        Copy and answer are of one moment; where they disagree, the answer is right.
        """
        if self.is_late or line.id_column is None or line.id_column in line.puts:
            return False
        return alike(self.now.cells.get(line.sheet.id, {}).get((self._row_now(line), line.id_column)), line.id)

    def _is_gone(self, line: Line, before: Mapping[int, Content]) -> bool:
        """As above, for a row that was taken out: it is gone, and the one that the copy shows in its place is not."""
        if self.is_late or line.id_column is None:
            return False
        sheet, column = line.sheet.id, line.id_column
        return bool(self.now.rows_with(sheet, column, before.get(column))) and not self.now.rows_with(
            sheet, column, line.id
        )

    def _find_strayed(self, line: Line) -> int | None:
        """Where a row without an ID has gone that was to get back what it held: it shows what was written there."""
        if not line.is_putting_back or line.id is not None:
            return None
        before = self._before(line)
        if any(alike(before[column], put.expected) for column, put in line.puts.items()):
            return None
        return self.now.find_written(line)

    def _is_doubled(self) -> bool:
        """Whether a new row was put in meanwhile by another sync, too: its ID now stands there twice."""
        added = [(line.sheet.id, line.id_column, line.puts) for line in self.work.lines if line.is_new]
        added += [(each.sheet.id, each.id_column, puts) for each in self.work.inserts for puts in each.rows]
        added += [(each.sheet.id, each.id_column, puts) for each in self.work.appends for puts in each.rows]
        return any(
            column in puts and len(self.now.rows_with(sheet, column, puts[column].content)) > 1
            for sheet, column, puts in added
            if column is not None
        )

    def _is_above_header(self) -> bool:
        """Whether new rows came to stand above their table's header."""
        return any(
            self.places.of_inserted(insert, 0) <= self.headers.get(insert.sheet.id, 0)
            for insert in self.work.inserts
            if insert.copied is None
        )

    # --- cells ---

    def _check_edits(self, line: Line) -> None:
        """The right row: a cell that did not hold what it should was edited meanwhile, and gets that back."""
        if line.is_new:
            return
        before = self._before(line)
        edited = {column: put for column, put in line.puts.items() if not alike(before[column], put.expected)}
        if not edited:
            return
        back = self._restoring(line, edited)
        back.marks = {column: mark for column, mark in line.marks.items() if column not in line.puts}
        self.result.follow_up.lines.append(back)
        for column, put in edited.items():
            self._was_edited(put.change, line.sheet, self._row_now(line), column)

    def _restoring(self, line: Line, puts: Mapping[int, Put]) -> Line:
        """Give cells back what stood in them."""
        keeping = self.before.keeping
        kept_row = keeping.place(line.sheet.id, line.row)
        back = {
            column: Put(
                Copied(keeping.id, kept_row, column, self.before.at(line.sheet.id, line.row, column)), put.content
            )
            for column, put in puts.items()
        }
        return replace(line, row=self._row_now(line), puts=back, is_new=False)

    def _put_back(self, line: Line) -> None:
        """Another row was hit: it gets everything back."""
        back = self._restoring(line, line.puts)
        id_ = self.before.at(line.sheet.id, line.row, line.id_column) if line.id_column is not None else None
        back.marks = {}
        if line.id_column is not None and line.id_column not in line.puts:
            back.marks = {line.id_column: id_}
            back.row = self.now.find_row(line, id_) or back.row
        self.restored[line.sheet.id, back.row] = back
        self.result.follow_up.lines.append(back)
        self.now.take(back)

    def _do_again(self, line: Line) -> None:
        """Write where it was meant: on the row that has the ID now, or a new row at the table's end."""
        if line.is_new:
            self._add_again(line)
        elif (gone := self.returned.get((line.sheet.id, comparable(line.id)))) is not None:
            self._write_returned(gone, line)
        elif (row := self.now.find_row(line, line.id)) is None:
            self.result.unwritten += [put.change for put in line.puts.values() if put.change is not None]
        elif (back := self.restored.get((line.sheet.id, row))) is not None:
            self._write_over(back, line)
        else:
            self.result.follow_up.lines.append(replace(line, row=row))

    def _write_returned(self, insert: Insert, line: Line) -> None:
        """The row was taken out by mistake: what is meant for it is written as it comes back."""
        assert insert.copied is not None
        for column, put in line.puts.items():
            if alike(self.before.cells.at(insert.copied.row, column), put.expected):
                insert.rows[0][column] = put
            else:
                self._was_edited(put.change, line.sheet, line.row, column)

    def _was_edited(self, change: Change | None, sheet: SheetState, row: int, column: int) -> None:
        if change is not None:
            self.result.unwritten.append(change)
            self.result.edited.append(CellRef(sheet.title, row, column))

    def _write_over(self, back: Line, line: Line) -> None:
        """Two lines changed places: a row gets back what it held, or what is meant for it where nobody edited that."""
        for column, put in line.puts.items():
            kept = back.puts.get(column)
            if kept is None:
                back.puts[column] = put
            elif alike(kept.content, put.expected):
                back.puts[column] = Put(put.value, kept.expected, put.change)
            else:
                self._was_edited(put.change, line.sheet, back.row, column)

    def _add_again(self, line: Line) -> None:
        typed = next((t for t in line.sheet.tables if t.area.top < line.row <= t.area.bottom + 1), None)
        if typed is not None:
            self._append_again(line, typed)
            return
        inserts = self.result.follow_up.inserts
        known = next((each for each in inserts if each.sheet.id == line.sheet.id and each.copied is None), None)
        if known is not None:
            known.rows.append(line.puts)
            return
        column = self._id_column(line.sheet) or min(line.puts)
        header = self.headers.get(line.sheet.id, 0)
        last = max(self.now.last_row(line.sheet, column), header)
        inserts.append(Insert(line.sheet, last, [line.puts], None, column, line.table, last == header))

    def _append_again(self, line: Line, typed: TypedTable) -> None:
        """At the end of a typed Table, wherever that is by now."""
        appends = self.result.follow_up.appends
        known = next((each for each in appends if each.table.id == typed.id), None)
        if known is not None:
            known.rows.append(line.puts)
        else:
            column = line.id_column or self._id_column(line.sheet)
            appends.append(Append(line.sheet, typed, [line.puts], column, line.table))

    def _id_column(self, sheet: SheetState) -> int | None:
        lines = (*self.work.lines, *(delete.line for delete in self.work.deletes))
        found = next((line.id_column for line in lines if line.sheet.id == sheet.id and line.id_column), None)
        return found or next((i.id_column for i in self.work.inserts if i.sheet.id == sheet.id), None)

    # --- rows that were taken out ---

    def _is_right(self, delete: Delete) -> bool:
        """Whether the row that was meant is gone; where it was edited just before, it comes back."""
        before = self._before_deleted(delete)
        if not delete.line.is_hit(before):
            return self._is_gone(delete.line, before)
        if self._differs(delete, before):
            self._bring_back(delete.line)
            self._was_edited(delete.change, delete.line.sheet, self._row_now(delete.line), 1)
        return True

    def _before_deleted(self, delete: Delete) -> dict[int, Content]:
        line = delete.line
        last = max([line.sheet.columns, *delete.contents, *line.marks])
        return {column: self.before.at(line.sheet.id, line.row, column) for column in range(1, last + 1)}

    def _differs(self, delete: Delete, before: Mapping[int, Content]) -> bool:
        return any(not alike(content, delete.contents.get(column)) for column, content in before.items())

    def _bring_back(self, line: Line) -> None:
        """The row that stood there is put in again, as it was kept."""
        keeping = self.before.keeping
        copied = Copied(keeping.id, keeping.place(line.sheet.id, line.row), 1)
        insert = Insert(line.sheet, self._row_now(line) - 1, [{}], copied, line.id_column, line.table)
        self.result.follow_up.inserts.append(insert)
        if line.id_column is not None:
            id_ = self.before.at(line.sheet.id, line.row, line.id_column)
            self.returned[line.sheet.id, comparable(id_)] = insert

    def _delete_again(self, delete: Delete) -> None:
        """Take out the row that was meant, wherever it is: perhaps it is one of those that are gone already."""
        line, follow_up = delete.line, self.result.follow_up
        insert = self.returned.get((line.sheet.id, comparable(line.id)))
        if insert is not None:
            assert insert.copied is not None
            last = max([line.sheet.columns, *delete.contents])
            before = {column: self.before.cells.at(insert.copied.row, column) for column in range(1, last + 1)}
            if self._differs(delete, before):
                self._was_edited(delete.change, line.sheet, line.row, 1)
            else:
                follow_up.inserts.remove(insert)
        elif (row := self.now.find_row(line, line.id)) is not None:
            self._delete_there(delete, row)

    def _delete_there(self, delete: Delete, row: int) -> None:
        """Take out a row that was found; what was written into it by mistake goes with it, if it hid no edit."""
        line, contents = delete.line, dict(delete.contents)
        back = self.restored.get((line.sheet.id, row))
        if back is not None:
            kept = {column: put.content for column, put in back.puts.items()}
            if self._differs(delete, kept):
                self._was_edited(delete.change, line.sheet, row, min(kept))
                return
            contents.update({column: put.expected for column, put in back.puts.items()})
            self.result.follow_up.lines.remove(back)
        self.result.follow_up.deletes.append(Delete(replace(line, row=row), contents, delete.change))

    # --- all of it ---

    def _undone(self) -> Verdict:
        """Take everything back: rows cannot be told apart, or the columns have moved."""
        self.result = Verdict(must_restart=True, has_moved=True)
        work = self.result.follow_up
        for line in self.work.lines:
            back = self._restoring(line, line.puts)
            back.marks = {}
            work.lines.append(back)
        for delete in self.work.deletes:
            self._bring_back(delete.line)
        work.deletes += self._added_rows()
        work.drops += [sheet.id for sheet in self.work.sheets]
        return self.result

    def _added_rows(self) -> Iterator[Delete]:
        """The rows that the batch put in, to be taken out."""
        for insert in self.work.inserts:
            for index, puts in enumerate(insert.rows):
                row = self.places.of_inserted(insert, index)
                contents = {column: put.content for column, put in puts.items() if put.content is not None}
                yield Delete(Line(insert.sheet, row, marks=dict(contents)), contents)
        for append in self.work.appends:
            for puts in append.rows:
                contents = {column: put.content for column, put in puts.items() if put.content is not None}
                id_ = contents.get(append.id_column) if append.id_column is not None else None
                line = Line(append.sheet, 0, marks=dict(contents), id_column=append.id_column)
                if (found := self.now.find_row(line, id_)) is not None:
                    yield Delete(replace(line, row=found), contents)


def _is_nameless(line: Line) -> bool:
    """Whether a row cannot be found again: it has no ID, and did not have to be empty."""
    return not line.is_new and line.id_column is None
