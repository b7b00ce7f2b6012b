"""The people."""

from __future__ import annotations

from sheet_sync.core.rules.contacts.attachment_outside_folder import attachment_outside_folder
from sheet_sync.core.rules.contacts.likely_duplicate import likely_duplicate
from sheet_sync.core.rules.contacts.status_behind_talks import status_behind_talks

RULES = (
    likely_duplicate,
    attachment_outside_folder,
    status_behind_talks,
)
