from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Entry
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rows, rule
from sheet_sync.core.rules.talks import is_informational, minutes_of


@rule("IN04", Severity.INFO, where=rows("Interviews"))
def minutes_over_talk_length(entry: Entry) -> Iterator[Finding]:
    """A talk is longer than the time you ask for.

    Ask for 20 to 30 minutes and keep to them.  If your host offered more, all is well.  The time you ask for is Talk
    length on the Settings sheet.

    Wrong: `60` in Minutes of a talk you asked for.
    Right: `30`, unless the host offered more.
    """
    minutes, asked = minutes_of(entry), entry.book.settings.talk_length_minutes
    if minutes is None or minutes <= asked or not is_informational(entry):
        return
    if entry.value("Status") in ("Asked", "Scheduled"):
        yield finding_at(
            entry,
            "Minutes",
            f"{minutes:g} minutes are more than the {asked} you ask for.",
            f"Keep to {asked}, unless your host offered more.",
        )
    elif entry.value("Status") == "Done":
        yield finding_at(
            entry,
            "Minutes",
            f"{minutes:g} minutes were more than the {asked} you ask for.",
            "Fine if your host offered more; your thank-you may say that you noticed.",
        )
