"""Numbering plans, quick: the library's own data for one calling code, for the many numbers that are in order.

Only *valid and formatted so* is answered here; every doubt goes to the library itself (:mod:`.phones`).
Source: the metadata of phonenumbers; a property test holds this room to the library's answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class PhonePlan:
    """What numbers of one calling code look like.

    ``usual`` is the pattern of the main country's lines, asked first, ``valid`` that of all valid national numbers;
    ``formats`` are lead pattern, whole pattern and template.
    """

    code: str
    usual: re.Pattern[str]
    valid: re.Pattern[str]
    formats: tuple[tuple[re.Pattern[str] | None, re.Pattern[str], str], ...]
    trunk: str

    def international(self, digits: str) -> str | None:
        """A national number as it is written for abroad, ``None`` where this room is not sure."""
        if self.usual.fullmatch(digits) is None and self.valid.fullmatch(digits) is None:
            return None
        for lead, whole, template in self.formats:
            if (lead is None or lead.match(digits)) and (match := whole.fullmatch(digits)):
                return template.format(*match.groups())
        return None

    def national_digits(self, digits: str) -> str:
        """The digits without the trunk prefix that is dialled within the country (0, or 1 in North America)."""
        return digits.removeprefix(self.trunk) if self.trunk else digits


@cache
def plan_of_region(region: str) -> PhonePlan | None:
    """The plan of a country where it has a calling code for itself or is the main one of it; ``None`` elsewhere."""
    import phonenumbers

    code = phonenumbers.country_code_for_region(region)
    if not code or phonenumbers.region_code_for_country_code(code) != region:
        return None
    return plan_of_code(code)


@cache
def plan_of_code(code: int) -> PhonePlan | None:
    """The plan of a calling code; ``None`` where its numbers need more than patterns."""
    import phonenumbers

    regions = phonenumbers.region_codes_for_country_code(code)
    if not regions or regions == ("001",):
        return None
    metadata = [phonenumbers.PhoneMetadata.metadata_for_region(region) for region in regions]
    if not all(metadata):
        return None
    main: Any = metadata[0]
    formats = main.intl_number_format or main.number_format
    if any("CC" in (form.format or "") or form.format == "NA" for form in formats):
        return None
    patterns = [_valid_patterns(data, len(regions)) for data in metadata]
    return PhonePlan(
        str(code),
        re.compile("|".join(patterns[0][:2])),
        re.compile("|".join(f"(?:{pattern})" for own in patterns for pattern in own)),
        tuple(_format(form, code) for form in formats),
        _trunk(main),
    )


_KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)


def _valid_patterns(data: Any, regions: int) -> list[str]:
    """Patterns of a country's numbers, each within its general one and of a possible length."""
    general = data.general_desc.national_number_pattern
    lead = f"(?={data.leading_digits})" if regions > 1 and data.leading_digits else ""
    found = []
    for kind in _KINDS:
        desc = getattr(data, kind)
        if desc is not None and desc.national_number_pattern and desc.national_number_pattern != "NA":
            lengths = desc.possible_length or data.general_desc.possible_length
            widths = "|".join(rf"\d{{{length}}}" for length in lengths if length > 0)
            found.append(rf"{lead}(?=(?:{widths})$)(?=(?:{general})$)(?:{desc.national_number_pattern})")
    return found


def _format(form: Any, code: int) -> tuple[re.Pattern[str] | None, re.Pattern[str], str]:
    leads = form.leading_digits_pattern
    template = re.sub(r"[$\\](\d)", lambda match: f"{{{int(match[1]) - 1}}}", form.format)
    return (re.compile(leads[-1]) if leads else None, re.compile(form.pattern), f"+{code} {template}")


def _trunk(data: Any) -> str:
    prefix = data.national_prefix or ""
    plain = data.national_prefix_for_parsing in (None, prefix) and not data.national_prefix_transform_rule
    return prefix if plain else ""
