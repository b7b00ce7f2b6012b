"""The Settings sheet: names in its first column, values in its second; what cannot be used is said and defaulted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from sheet_sync.core.interpret.saying import flag, quoted, say
from sheet_sync.core.readings import EMPTY, Note, Reading
from sheet_sync.core.records import CellRef, Grid, Snapshot
from sheet_sync.core.schema import SETTINGS_BY_NAME, Field, Kind, Setting, header_key
from sheet_sync.core.settings import Settings
from sheet_sync.core.tables import Layout
from sheet_sync.core.values import Content, ErrorValue, Scalar, shown

_ATTRIBUTES = {
    "Your name": "your_name",
    "Your email": "your_email",
    "Your phone": "your_phone",
    "Your address": "your_address",
    "Signature": "signature",
    "Goal": "goal",
    "Thank-you within": "thank_you_within_days",
    "Count": "weekdays_only",
    "Ask again after": "ask_again_after_days",
    "Talk length": "talk_length_minutes",
    "Overdue after": "overdue_after_times",
    "Default country": "default_country",
    "Date order": "date_order",
}
MOST_DAYS = 365


def read_settings(layout: Layout, snapshot: Snapshot) -> Settings:
    """The settings of a workbook, with a default for each that is absent or cannot be used."""
    values: dict[str, Any] = {}
    for setting, _, content in setting_cells(layout, snapshot):
        value = read_setting(setting, content).value
        if value is not None:
            values[_ATTRIBUTES[setting.name]] = value == "Weekdays" if setting.name == "Count" else value
    return Settings(**values)


def setting_notes(layout: Layout, snapshot: Snapshot) -> Iterator[tuple[CellRef, Note]]:
    """What there is to say about the Settings sheet, each at its cell: values of no use, rows that are no setting."""
    grid = _grid(layout, snapshot)
    if grid is None:
        return
    for setting, ref, content in setting_cells(layout, snapshot):
        for note in read_setting(setting, content).notes:
            yield ref, note
    known = _by_key()
    header = _header_row(grid)
    for row, cells in grid.rows.items():
        name = cells[0] if cells else None
        if row > header and isinstance(name, str) and name.strip() and header_key(name) not in known and len(cells) > 1:
            message = f"{quoted(name)} is not a setting that sheet-sync knows, so it is left alone."
            yield CellRef(grid.name, row, 1), say("unknown-setting", message)


def setting_cells(layout: Layout, snapshot: Snapshot) -> Iterator[tuple[Setting, CellRef, Content]]:
    """Each known setting with its value's cell."""
    grid = _grid(layout, snapshot)
    if grid is None:
        return
    by_key = _by_key()
    for row, cells in grid.rows.items():
        if cells and isinstance(cells[0], str) and (setting := by_key.get(header_key(cells[0]))):
            yield setting, CellRef(grid.name, row, 2), grid.at(row, 2)


def read_setting(setting: Setting, content: Content) -> Reading:
    """The value of one setting; ``None`` where the default holds."""
    value = shown(content)
    if value in (None, "") or (isinstance(value, str) and not value.strip()):
        return EMPTY
    if isinstance(value, ErrorValue):
        return Reading(notes=(flag("formula-error", f"The cell shows {value}.", "Mend the formula in it."),))
    reading = _READERS[setting.name](value, setting)
    if reading.value is None and not any(note.kind == "placeholder" for note in reading.notes):
        return Reading(notes=(_bad(setting, value, reading),))
    return reading


def _bad(setting: Setting, value: Scalar, reading: Reading) -> Note:
    default = f", so {setting.default} is used" if setting.default is not None else ", so it is left out"
    read = next((note.hint for note in reading.notes if note.hint), "")
    hint = read if read.startswith("Did you mean") else _how_to_type(setting) or read or setting.about
    return flag("bad-setting", f"{quoted(value)} cannot be used for {setting.name}{default}.", hint)


def _how_to_type(setting: Setting) -> str:
    """What a setting's cell may hold, empty where any text will do."""
    if setting.choices:
        return f"Choose one of {', '.join(setting.choices)}."
    return {
        "Your email": "Type one address, for example, robin@example.org.",
        "Thank-you within": f"Type a number of days from 0 to {MOST_DAYS}, for example, 1.",
        "Ask again after": f"Type a number of days from 0 to {MOST_DAYS}, for example, 7.",
        "Talk length": "Type a number of minutes, for example, 30.",
        "Overdue after": "Type a number from 1 to 100, for example, 1.5.",
        "Default country": "Type the two letters of a country, for example, US, GB or DE.",
    }.get(setting.name, "")


def _grid(layout: Layout, snapshot: Snapshot) -> Grid | None:
    return snapshot.grid(layout.settings_sheet) if layout.settings_sheet is not None else None


def _by_key() -> dict[str, Setting]:
    return {header_key(name): setting for name, setting in SETTINGS_BY_NAME.items()}


def _header_row(grid: Grid) -> int:
    return next((r for r, cells in grid.rows.items() if cells and str(cells[0]).strip().casefold() == "setting"), 0)


def _text(value: Scalar, setting: Setting) -> Reading:
    from sheet_sync.core.interpret.placeholders import read_placeholder
    from sheet_sync.core.interpret.text import read_text

    field = Field(setting.name, setting.kind)
    return (read_placeholder(value, field) if isinstance(value, str) else None) or read_text(value, field)


def _email(value: Scalar, setting: Setting) -> Reading:
    from sheet_sync.core.interpret.emails import read_email

    return read_email(value)


def _phone(value: Scalar, setting: Setting) -> Reading:
    """As typed: it stands under the user's own letters, as they like it."""
    return _text(value, Setting(setting.name, Kind.TEXT, setting.about))


def _choice(value: Scalar, setting: Setting) -> Reading:
    if value in setting.choices:
        return Reading(value)
    from sheet_sync.core.interpret.choices import read_choice

    return read_choice(value, Field(setting.name, Kind.CHOICE, choices=setting.choices), "Settings")


def _days(value: Scalar, setting: Setting) -> Reading:
    """A number of days, in digits or as ``24 hours``, ``1 week``."""
    if isinstance(value, str):
        match = re.fullmatch(
            r"(\d{1,4})\s*(d|days?|h|hours?|hrs?|weeks?|w|tage?|jours?|d[ií]as?)?\.?", value.strip().casefold()
        )
        if match is None:
            return EMPTY
        unit = (match[2] or "d")[0]
        value = -(-int(match[1]) // 24) if unit == "h" else int(match[1]) * (7 if unit == "w" else 1)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_DAYS:
        return EMPTY
    return Reading(int(value)) if value == int(value) else EMPTY


def _minutes(value: Scalar, setting: Setting) -> Reading:
    if type(value) is int and 5 <= value <= 600:
        return Reading(value)  # the default among them; how people write lengths need not be loaded
    from sheet_sync.core.interpret.durations import read_minutes

    return read_minutes(value)


def _times(value: Scalar, setting: Setting) -> Reading:
    """A factor such as 1.5, in text too, with a comma too."""
    if isinstance(value, str):
        match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(?:x|times|×)?", value.strip().casefold())
        value = float(match[1].replace(",", ".")) if match else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 100:
        return EMPTY
    return Reading(float(value))


def _country(value: Scalar, setting: Setting) -> Reading:
    """The two letters of a country, from those or from its name in English, German, French or Spanish."""
    text = str(value).strip()
    if re.fullmatch(r"[A-Z]{2}", text) and text != "UK":
        return Reading(text)
    from sheet_sync.core.countries import country_code

    return Reading(country_code(text))


_READERS: dict[str, Callable[[Scalar, Setting], Reading]] = {
    "Your name": _text,
    "Your email": _email,
    "Your phone": _phone,
    "Your address": _text,
    "Signature": _text,
    "Goal": _text,
    "Thank-you within": _days,
    "Count": _choice,
    "Ask again after": _days,
    "Talk length": _minutes,
    "Overdue after": _times,
    "Default country": _country,
    "Date order": _choice,
}
