"""Requests about typed tables. No recording has one: names and fields are documented, behaviour is assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers import masks
from tests.servers.api_errors import Invalid, Json
from tests.servers.batch.work import Handler, Work, fields
from tests.servers.formatting import shown
from tests.servers.formulas import Calculator
from tests.servers.ranges import ranged

if TYPE_CHECKING:
    from tests.servers.model import Sheet


def add_table(work: Work, body: Json) -> Json:
    """A table over a range; its first row names the columns."""
    wanted = body.get("table", {})
    sheet, box = work.box(wanted.get("range", {}))
    if any(sheet.box(table["range"]).overlaps(box) for table in sheet.tables):
        raise Invalid("A table cannot overlap another table.")  # wording assumed
    name = wanted.get("name") or f"Table{sum(len(each.tables) for each in work.book.sheets) + 1}"
    if any(table["name"] == name for each in work.book.sheets for table in each.tables):
        raise Invalid(f"A table with the name {name} already exists.")  # wording assumed
    table = {
        **wanted,
        "tableId": wanted.get("tableId") or str(work.ids.number()),
        "name": name,
        "range": sheet.range(box),
    }
    table["columnProperties"] = _columns(work, sheet, table)
    sheet.tables.append(table)
    return {"table": ranged(table)}


def _columns(work: Work, sheet: Sheet, table: Json) -> list[Json]:
    """Each column with its name: as asked for, else as the header row shows it."""
    given = {column.get("columnIndex", 0): column for column in table.get("columnProperties", [])}
    calculator, box = Calculator(work.book, work.now), sheet.box(table["range"])
    columns = []
    for offset in range(box.width):
        at = box.top, box.left + offset
        header = shown(calculator.value(sheet, *at), sheet.cell(*at), work.book.properties["locale"])
        index = {"columnIndex": offset} if offset else {}
        columns.append({**index, "columnName": header or f"Column {offset + 1}", **given.get(offset, {})})
    return columns


def find_table(work: Work, wanted: object) -> tuple[Sheet, Json]:
    """The table of an ID, and the sheet it is on."""
    for sheet in work.book.sheets:
        for table in sheet.tables:
            if table["tableId"] == wanted:
                return sheet, table
    raise Invalid(f"No table with id: {wanted}")  # wording assumed


def update_table(work: Work, body: Json) -> None:
    """Name, range, columns: what the mask names."""
    new = body.get("table", {})
    sheet, table = find_table(work, new.get("tableId"))
    changed = masks.update(table, new, fields(body)) | {"tableId": table["tableId"]}
    changed["range"] = sheet.range(work.box(changed["range"])[1])
    changed["columnProperties"] = _columns(work, sheet, changed)
    sheet.tables[sheet.tables.index(table)] = changed


def delete_table(work: Work, body: Json) -> None:
    """Take a table away, its cells with it (documented for the request: the table and its data)."""
    sheet, table = find_table(work, body.get("tableId"))
    box = sheet.box(table["range"])
    work.touch(sheet, box)
    for row, column, cell in list(sheet.filled(box)):
        sheet.put(row, column, cell.with_value(None))
    sheet.tables.remove(table)


HANDLERS: dict[str, Handler] = {"addTable": add_table, "updateTable": update_table, "deleteTable": delete_table}
