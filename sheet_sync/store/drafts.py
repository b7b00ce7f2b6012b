"""The letters that were drafted, and how their files were left: none is made twice, or over the user's edits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sheet_sync.core.letters.drafts import Draft

if TYPE_CHECKING:
    from sheet_sync.store.store import Store


class ProjectDrafts:
    """The drafts of one project, as :class:`sheet_sync.core.letters.drafts.DraftBook`.

    ``projects`` names it first; further names are those it may have had before, such as its place before the first
    sync.
    """

    def __init__(self, store: Store, projects: tuple[str, ...]) -> None:
        self._store = store
        self._projects = projects

    def find_draft(self, key: str) -> Draft | None:
        """See :class:`~sheet_sync.core.letters.drafts.DraftBook`."""
        query = "SELECT path, inputs_hash, content_hash, drafted FROM drafts WHERE project = ? AND key = ?"
        for project in self._projects:
            found = self._store.db.execute(query, (project, key)).fetchone()
            if found is not None:
                path, inputs_hash, content_hash, drafted = found
                return Draft(key, path, inputs_hash, content_hash, date.fromisoformat(drafted))
        return None

    def save_draft(self, draft: Draft) -> None:
        """See :class:`~sheet_sync.core.letters.drafts.DraftBook`."""
        values = (
            self._projects[0],
            draft.key,
            draft.path,
            draft.inputs_hash,
            draft.content_hash,
            draft.drafted.isoformat(),
        )
        with self._store.transaction():
            self._store.db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?)", values)
