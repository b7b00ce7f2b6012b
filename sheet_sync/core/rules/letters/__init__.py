"""What letters need."""

from __future__ import annotations

from sheet_sync.core.rules.letters.bad_setting import bad_setting
from sheet_sync.core.rules.letters.no_address_for_thanks import no_address_for_thanks
from sheet_sync.core.rules.letters.setting_missing import setting_missing
from sheet_sync.core.rules.letters.unknown_setting import unknown_setting

RULES = (
    setting_missing,
    no_address_for_thanks,
    bad_setting,
    unknown_setting,
)
