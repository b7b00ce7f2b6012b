"""The Settings sheet, read and defaulted."""

from __future__ import annotations

from dataclasses import dataclass

from sheet_sync.core.schema import SETTINGS_BY_NAME


def _default(name: str) -> int:
    value = SETTINGS_BY_NAME[name].default
    assert isinstance(value, int)
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user wants; every field has a default, empty text where there is none."""

    your_name: str = ""
    your_email: str = ""
    your_phone: str = ""
    your_address: str = ""
    signature: str = ""
    goal: str = ""
    thank_you_within_days: int = _default("Thank-you within")
    weekdays_only: bool = False
    ask_again_after_days: int = _default("Ask again after")
    talk_length_minutes: int = _default("Talk length")
    overdue_after_times: float = 1.5
    default_country: str = ""
    date_order: str = ""
