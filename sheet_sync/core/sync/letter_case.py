"""Two spellings of one email address: no quarrel that a person should have to settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.schema import CONTACTS

if TYPE_CHECKING:
    from sheet_sync.core.sync.merge import Conflict
    from sheet_sync.core.sync.synced import Value


def same_address(conflict: Conflict) -> tuple[Value] | None:
    """Of claims that are one address in different letter case the one in small letters, as a tuple of one.

    Where none is all small, the one with the fewest capitals: on every computer the same.
    Source: RFC 5321, 2.4 has domains without regard to case, and discourages mailboxes that differ by it alone.
    """
    claims = [value for value in conflict.values.values() if isinstance(value, str)]
    if (conflict.table, conflict.key) != (CONTACTS.name, "Email") or len(claims) != len(conflict.values):
        return None
    if len({value.casefold() for value in claims}) > 1:
        return None
    return (min(claims, key=lambda value: (sum(letter.isupper() for letter in value), value)),)
