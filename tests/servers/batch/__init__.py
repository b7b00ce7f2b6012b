"""``spreadsheets.batchUpdate``: a list of requests, applied in order to a copy, all or nothing.

Only the kinds a sync has business with are here; any other is refused, never passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.api_errors import Invalid, Json
from tests.servers.batch import appending, cells, dimensions, marks, moving, objects, sheets, tables

if TYPE_CHECKING:
    from tests.servers.batch.work import Handler, Work

HANDLERS: dict[str, Handler] = {
    **cells.HANDLERS,
    **appending.HANDLERS,
    **dimensions.HANDLERS,
    **moving.HANDLERS,
    **sheets.HANDLERS,
    **objects.HANDLERS,
    **tables.HANDLERS,
    **marks.HANDLERS,
}


def apply(work: Work, requests: list[Json]) -> list[Json]:
    """Carry out the requests on the working copy and give their replies.

    Raises:
        Invalid: one of them is wrong; its index and kind are named, and the caller throws the copy away.
    """
    if not requests:
        raise Invalid("Must specify at least one request.")
    replies = []
    for index, request in enumerate(requests):
        if len(request) != 1:
            raise Invalid(f"Invalid requests[{index}]: No request set.")
        kind, body = next(iter(request.items()))
        handler = HANDLERS.get(kind)
        if handler is None:
            raise Invalid(f"Invalid requests[{index}].{kind}: the emulator does not know this kind of request.")
        try:
            reply = handler(work, body)
            work.book.check_size()
        except Invalid as fault:
            raise fault.within(index, kind) from None
        replies.append({kind: reply} if reply is not None else {})
    return replies
