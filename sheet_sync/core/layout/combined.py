"""A sheet that keeps contacts and talks in one row: read as both tables, never written."""

from __future__ import annotations

from collections.abc import Sequence

from sheet_sync.core.layout.headers import Mapping
from sheet_sync.core.layout.search import Candidate
from sheet_sync.core.tables import LayoutNote, Table


def find_combined(candidate: Candidate, candidates: Sequence[Candidate]) -> Mapping | None:
    """The talk's columns of a contacts sheet that keeps both, or ``None``."""
    return None


def split_combined(table: Table, candidate: Candidate, talks: Mapping) -> tuple[Table, Table, list[LayoutNote]]:
    """Contacts and Interviews of one combined sheet."""
    raise AssertionError
