"""The workbook's main part: its sheets in order, its date system, its tables, and the ID that ties it to its store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area, ListObject
from sheet_sync.excel.file import faults
from sheet_sync.excel.file.budget import MAX_SHEETS, OverBudget
from sheet_sync.excel.read.strings import unescaped

if TYPE_CHECKING:
    from sheet_sync.excel.file.package import Package

PROJECT_PROPERTY = "sheet_sync.project"
"""The custom document property that holds the project's ID."""
_TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook; ``kind`` is that of its relationship: ``worksheet``, ``chartsheet``, ``dialogsheet``."""

    name: str
    part: str
    kind: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the main part says.  ``sheets`` are all of them, in order."""

    part: str
    sheets: tuple[Sheet, ...]
    is_1904: bool

    @property
    def worksheets(self) -> tuple[Sheet, ...]:
        """The sheets that hold cells (charts, dialogs and macro sheets do not)."""
        return tuple(sheet for sheet in self.sheets if sheet.kind == "worksheet")


def read_workbook(package: Package) -> Workbook:
    """The workbook's sheets and date system.

    Raises:
        WorkbookUnreadable: it is none, is damaged, or has no sheet with cells.
    """
    part = package.workbook_part
    root = package.xml(part)
    if root.name != "workbook":
        raise faults.no_workbook(package.name, f"{part} is a {root.name!r}")
    targets = {relationship.id: relationship for relationship in package.relationships(part)}
    elements = [element for group in root.children("sheets") for element in group.children("sheet")]
    if len(elements) > MAX_SHEETS:
        raise OverBudget(f"holds more than {MAX_SHEETS:,} sheets")
    sheets = []
    for element in elements:
        name, target = unescaped(element.get("name")), targets.get(element.get("id"))
        if target is None or target.is_external:
            raise faults.damaged(package.name, f"the sheet {name!r} points to nothing")
        kind = target.type.rpartition("/")[2]
        sheets.append(Sheet(name, target.target, kind, element.get("state", "visible") != "visible"))
    if len({sheet.part for sheet in sheets}) != len(sheets):
        raise faults.unsafe(package.name, "two sheets are one part")
    properties = root.child("workbookPr")
    is_1904 = properties is not None and properties.get("date1904").lower() in _TRUE
    workbook = Workbook(part, tuple(sheets), is_1904)
    if not workbook.worksheets:
        raise faults.no_sheets(package.name)
    return workbook


def read_list_object(package: Package, part: str) -> ListObject:
    """An Excel Table from its part.  Raises ``WorkbookUnreadable``."""
    root = package.xml(part)
    columns = [column for group in root.children("tableColumns") for column in group.children("tableColumn")]
    try:
        area = Area.parse(root.get("ref"))
    except ValueError as error:
        raise faults.damaged(package.name, f"{part}: {error}") from error
    return ListObject(
        name=unescaped(root.get("displayName") or root.get("name")),
        area=area,
        columns=tuple(unescaped(column.get("name")) for column in columns),
        has_header=root.get("headerRowCount", "1") != "0",
        has_totals=root.get("totalsRowCount", "0") != "0",
    )


def read_project_id(package: Package) -> str | None:
    """The ID that ties the workbook to its store, ``None`` where it carries none.

    Raises:
        WorkbookUnreadable: the document properties are damaged.
    """
    part = package.related("", "custom-properties") or package.related("", "customProperties")  # the latter if strict
    if part is None:
        return None
    for element in package.xml(part).children("property"):
        if element.get("name") == PROJECT_PROPERTY:
            return "".join(value.text for value in element.inside).strip() or None
    return None
