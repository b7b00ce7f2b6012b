"""Requests about developer metadata. No recording has any: all of it is from the discovery document."""

from __future__ import annotations

from tests.servers import masks, metadata
from tests.servers.api_errors import Invalid, Json
from tests.servers.batch.work import Handler, Work, fields

_PARTS = ("metadataId", "metadataKey", "metadataValue", "visibility")


def create(work: Work, body: Json) -> Json:
    """A new entry; key, visibility and location are needed."""
    wanted = body.get("developerMetadata", {})
    if not wanted.get("metadataKey") or wanted.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise Invalid("Developer metadata must have a key and a visibility specified.")  # wording assumed
    shelf = metadata.shelf_of(work.book, wanted.get("location", {}))
    entry = {name: wanted[name] for name in _PARTS if name in wanted}
    number = entry.setdefault("metadataId", work.ids.number())
    exists = any(other.raw["metadataId"] == number for other in metadata.entries(work.book))
    if exists and work.quirks.duplicate_metadata_id_fails:
        raise Invalid(f"Developer metadata with ID {number} already exists.")  # wording assumed
    shelf.append(entry)
    return {"developerMetadata": next(e.json() for e in metadata.entries(work.book) if e.raw is entry)}


def update(work: Work, body: Json) -> Json:
    """Change every entry the filters find; the reply holds them."""
    new, mask = body.get("developerMetadata", {}), fields(body)
    changed = [
        entry.raw for data_filter in body.get("dataFilters", []) for entry in metadata.found(work.book, data_filter)
    ]
    for raw in changed:
        result = masks.update(raw, {**raw, **new} if "*" in mask else new, {n: {} for n in mask if n != "location"})
        raw.clear()
        raw.update({name: result[name] for name in _PARTS if name in result})
    if changed and ("location" in mask or ("location" in new and "*" in mask)):
        _move(work, changed, new["location"])
    return {
        "developerMetadata": [e.json() for e in metadata.entries(work.book) if any(e.raw is raw for raw in changed)]
    }


def _move(work: Work, changed: list[Json], location: Json) -> None:
    shelf = metadata.shelf_of(work.book, location)
    for entry in list(metadata.entries(work.book)):
        if any(entry.raw is raw for raw in changed):
            entry.shelf.remove(entry.raw)
            shelf.append(entry.raw)


def delete(work: Work, body: Json) -> Json:
    """Take every entry the filter finds away; the reply holds them."""
    gone = metadata.found(work.book, body.get("dataFilter", {}))
    answer = [entry.json() for entry in gone]
    for entry in gone:
        entry.shelf.remove(entry.raw)
    return {"deletedDeveloperMetadata": answer} if answer else {}


HANDLERS: dict[str, Handler] = {
    "createDeveloperMetadata": create,
    "updateDeveloperMetadata": update,
    "deleteDeveloperMetadata": delete,
}
