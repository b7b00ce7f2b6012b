"""Requests about what lies over a range: names, protection, filters, conditional formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers import masks
from tests.servers.api_errors import PROTECTED, Invalid, Json
from tests.servers.batch.work import Handler, Work, fields
from tests.servers.formatting import shown
from tests.servers.formulas import Calculator
from tests.servers.ranges import ranged

if TYPE_CHECKING:
    from tests.servers.model import Sheet


def _by_id(items: list[Json], key: str, wanted: object) -> Json:
    for item in items:
        if item[key] == wanted:
            return item
    raise Invalid(f"No item with {key}: {wanted}")  # wording assumed


def _full_range(work: Work, range_json: Json) -> Json:
    """The range with all four edges: an open one comes back bounded to the grid (recorded for filters)."""
    sheet, box = work.box(range_json)
    return sheet.range(box)


def add_named_range(work: Work, body: Json) -> Json:
    """A name for a range; one name stands for one range."""
    named = body.get("namedRange", {})
    _check_name(work, named.get("name", ""))
    new = {
        "namedRangeId": named.get("namedRangeId") or str(work.ids.number()),
        "name": named["name"],
        "range": _full_range(work, named.get("range", {})),
    }
    work.book.named_ranges.append(new)
    return {"namedRange": ranged(new)}


def _check_name(work: Work, name: str) -> None:
    if not name or any(other["name"].casefold() == name.casefold() for other in work.book.named_ranges):
        raise Invalid(f"A named range with name: {name} already exists.")  # wording assumed


def update_named_range(work: Work, body: Json) -> None:
    """Rename, or point elsewhere."""
    new, mask = body.get("namedRange", {}), fields(body)
    named = _by_id(work.book.named_ranges, "namedRangeId", new.get("namedRangeId"))
    if "name" in mask:
        _check_name(work, new.get("name", ""))
        named["name"] = new["name"]
    if "range" in mask:
        named["range"] = _full_range(work, new.get("range", {}))


def delete_named_range(work: Work, body: Json) -> None:
    """Forget a name."""
    work.book.named_ranges.remove(_by_id(work.book.named_ranges, "namedRangeId", body.get("namedRangeId")))


def add_protected_range(work: Work, body: Json) -> Json:
    """Protect a range, a sheet, a named range or a table; who protects may edit (documented)."""
    wanted = body.get("protectedRange", {})
    sheet = _sheet_of(work, wanted)
    new = {**wanted, "protectedRangeId": wanted.get("protectedRangeId") or work.ids.number()}
    new.pop("requestingUserCanEdit", None)
    if not new.get("warningOnly"):
        users = new.get("editors", {}).get("users", [])
        new["editors"] = {
            **new.get("editors", {}),
            "users": list(dict.fromkeys([work.guard.owner, work.guard.user, *users])),
        }
    sheet.protected.append(new)
    return {"protectedRange": ranged(work.guard.shown(new))}


def _sheet_of(work: Work, protected: Json) -> Sheet:
    if "namedRangeId" in protected:
        return work.sheet(_by_id(work.book.named_ranges, "namedRangeId", protected["namedRangeId"])["range"])
    if "tableId" in protected:
        for sheet in work.book.sheets:
            if any(table["tableId"] == protected["tableId"] for table in sheet.tables):
                return sheet
    return work.box(protected.get("range", {}))[0]


def _protected(work: Work, wanted: object) -> tuple[Sheet, Json]:
    for sheet in work.book.sheets:
        for item in sheet.protected:
            if item["protectedRangeId"] == wanted:
                if not work.guard.may_edit(item):
                    raise Invalid(PROTECTED)
                return sheet, item
    raise Invalid(f"No protected range with id: {wanted}")  # wording assumed


def update_protected_range(work: Work, body: Json) -> None:
    """Change a protection one may edit."""
    new = body.get("protectedRange", {})
    sheet, item = _protected(work, new.get("protectedRangeId"))
    changed = masks.update(item, new, fields(body)) | {"protectedRangeId": item["protectedRangeId"]}
    sheet.protected[sheet.protected.index(item)] = changed


def delete_protected_range(work: Work, body: Json) -> None:
    """Lift a protection one may edit."""
    sheet, item = _protected(work, body.get("protectedRangeId"))
    sheet.protected.remove(item)


def set_basic_filter(work: Work, body: Json) -> None:
    """The filter of a sheet; rows whose value it hides are marked hiddenByFilter."""
    wanted = body.get("filter", {})
    sheet = work.sheet(wanted.get("range", {}))
    sheet.basic_filter = {**wanted, "range": _full_range(work, wanted.get("range", {}))}
    apply_filter(work, sheet)


def apply_filter(work: Work, sheet: Sheet) -> None:
    """Hide what the filter's ``hiddenValues`` name; other conditions are kept but not computed."""
    for row in sheet.rows:
        row.hidden_by_filter = False
    if not sheet.basic_filter:
        return
    calculator, locale = Calculator(work.book, work.now), work.book.properties["locale"]
    hidden: dict[int, set[str]] = {
        spec.get("columnIndex", 0): set(spec.get("filterCriteria", {}).get("hiddenValues", []))
        for spec in sheet.basic_filter.get("filterSpecs", [])
    }
    for name, criteria in sheet.basic_filter.get("criteria", {}).items():
        hidden.setdefault(int(name), set()).update(criteria.get("hiddenValues", []))
    box = sheet.box(sheet.basic_filter["range"])
    for index in range(box.top + 1, box.bottom):
        sheet.rows[index].hidden_by_filter = any(
            shown(calculator.value(sheet, index, column), sheet.cell(index, column), locale) in values
            for column, values in hidden.items()
        )


def clear_basic_filter(work: Work, body: Json) -> None:
    """No filter: every row shows again."""
    sheet = work.sheet(body)
    sheet.basic_filter = None
    apply_filter(work, sheet)


def add_conditional_format(work: Work, body: Json) -> None:
    """A rule at an index among the sheet's rules."""
    rule = body.get("rule", {})
    if not rule.get("ranges"):
        raise Invalid("No ranges were specified.")  # wording assumed
    sheet = work.sheet(rule["ranges"][0])
    full = {**rule, "ranges": [_full_range(work, item) for item in rule["ranges"]]}
    sheet.conditional.insert(body.get("index", 0), full)


def delete_conditional_format(work: Work, body: Json) -> Json:
    """Take the rule at an index away; the reply holds it."""
    sheet, index = work.sheet(body), body.get("index", 0)
    if index >= len(sheet.conditional):
        raise Invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return {"rule": ranged(sheet.conditional.pop(index))}


HANDLERS: dict[str, Handler] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addConditionalFormatRule": add_conditional_format,
    "deleteConditionalFormatRule": delete_conditional_format,
}
