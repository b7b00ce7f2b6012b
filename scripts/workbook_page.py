"""The page of the workbook's sheets and columns, made from the schema."""

from __future__ import annotations

from sheet_sync.core.schema import SETTINGS, TABLES, Field, TableSchema

_INTRODUCTION = """# The workbook

One sheet for each table.
A table is found by its header row, wherever it stands and whatever its sheet is called.
Columns may stand in any order, and go by the other names listed here.
Columns and sheets that are not listed are your own: they are kept as they are.

Columns marked \\* are required, those marked (c) are filled in by sheet-sync."""


def workbook_page() -> str:
    """Every table with its columns, then the settings."""
    return "\n\n".join([_INTRODUCTION, *(_table(schema) for schema in TABLES), _settings()]) + "\n"


def _table(schema: TableSchema) -> str:
    rows = "\n".join(_row(field) for field in schema.fields)
    header = "| column | what it is for | choices | also called |\n| --- | --- | --- | --- |"
    return f"## {schema.name}\n\n{schema.about}\n\n{header}\n{rows}"


def _row(field: Field) -> str:
    mark = " \\*" if field.required else " (c)" if field.computed else ""
    others = ", ".join([*field.aliases, *(f"({alias})" for alias in field.weak_aliases)])
    return f"| {field.name}{mark} | {field.about} | {', '.join(field.choices)} | {others} |"


def _settings() -> str:
    rows = "\n".join(
        f"| {one.name} | {one.about} | {'' if one.default is None else one.default} | {', '.join(one.choices)} |"
        for one in SETTINGS
    )
    header = "| setting | what it is for | default | choices |\n| --- | --- | --- | --- |"
    return (
        "A name in brackets is taken only where the table has no better column for it.\n\n"
        f"## Settings\n\nOne row a setting.\n\n{header}\n{rows}"
    )
