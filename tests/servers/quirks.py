"""Where nobody knows what Google does: each doubt is a switch, so that a test can try both answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Quirks:
    """All are assumptions. The defaults are what the documents suggest most."""

    text_cells_keep_numbers: bool = True
    """A numberValue written into a cell formatted as plain text stays a number; else it turns into text."""

    strict_validation_refuses: bool = False
    """A strict data validation rule fails an API write that breaks it; else the value is stored all the same."""

    duplicate_metadata_id_fails: bool = True
    """Creating developer metadata with an ID that exists fails the batch; else a second entry of the ID appears."""

    metadata_follows_sort: bool = False
    """Sorting whole rows takes their developer metadata along; else it stays at its row."""
