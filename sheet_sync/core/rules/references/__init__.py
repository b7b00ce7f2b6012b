"""What points to another row, and IDs."""

from __future__ import annotations

from sheet_sync.core.rules.references.ambiguous_reference import ambiguous_reference
from sheet_sync.core.rules.references.circle_of_referrals import circle_of_referrals
from sheet_sync.core.rules.references.id_changed import id_changed
from sheet_sync.core.rules.references.id_twice import id_twice
from sheet_sync.core.rules.references.not_an_id import not_an_id
from sheet_sync.core.rules.references.not_yet_a_contact import not_yet_a_contact
from sheet_sync.core.rules.references.referral_in_source import referral_in_source
from sheet_sync.core.rules.references.refers_to_itself import refers_to_itself
from sheet_sync.core.rules.references.short_reference import short_reference
from sheet_sync.core.rules.references.typed_in_computed_column import typed_in_computed_column
from sheet_sync.core.rules.references.unknown_reference import unknown_reference

RULES = (
    id_twice,
    id_changed,
    not_an_id,
    typed_in_computed_column,
    unknown_reference,
    ambiguous_reference,
    short_reference,
    refers_to_itself,
    circle_of_referrals,
    not_yet_a_contact,
    referral_in_source,
)
