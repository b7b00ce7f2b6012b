"""Which sheets and columns there are."""

from __future__ import annotations

from sheet_sync.core.rules.sheets.column_left_alone import column_left_alone
from sheet_sync.core.rules.sheets.column_read_as import column_read_as
from sheet_sync.core.rules.sheets.column_without_header import column_without_header
from sheet_sync.core.rules.sheets.contacts_and_talks_in_one_row import contacts_and_talks_in_one_row
from sheet_sync.core.rules.sheets.example_row import example_row
from sheet_sync.core.rules.sheets.follow_up_without_day import follow_up_without_day
from sheet_sync.core.rules.sheets.header_row_missing import header_row_missing
from sheet_sync.core.rules.sheets.header_twice import header_twice
from sheet_sync.core.rules.sheets.ids_of_another_program import ids_of_another_program
from sheet_sync.core.rules.sheets.job_tracker import job_tracker
from sheet_sync.core.rules.sheets.perhaps_a_heading import perhaps_a_heading
from sheet_sync.core.rules.sheets.required_column_missing import required_column_missing
from sheet_sync.core.rules.sheets.sheet_missing import sheet_missing
from sheet_sync.core.rules.sheets.sheet_not_used import sheet_not_used
from sheet_sync.core.rules.sheets.table_twice import table_twice
from sheet_sync.core.rules.sheets.tables_side_by_side import tables_side_by_side
from sheet_sync.core.rules.sheets.tables_stacked import tables_stacked
from sheet_sync.core.rules.sheets.talk_without_date import talk_without_date
from sheet_sync.core.rules.sheets.transposed_sheet import transposed_sheet
from sheet_sync.core.rules.sheets.two_groups_of_columns import two_groups_of_columns

RULES = (
    sheet_missing,
    required_column_missing,
    header_twice,
    transposed_sheet,
    two_groups_of_columns,
    job_tracker,
    tables_side_by_side,
    tables_stacked,
    contacts_and_talks_in_one_row,
    table_twice,
    header_row_missing,
    column_left_alone,
    column_read_as,
    column_without_header,
    ids_of_another_program,
    example_row,
    perhaps_a_heading,
    talk_without_date,
    follow_up_without_day,
    sheet_not_used,
)
