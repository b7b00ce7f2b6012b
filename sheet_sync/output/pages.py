"""Pages to open in a browser: one file each, everything in it, whatever a workbook holds shown as text."""

from __future__ import annotations

from typing import Any


def render_page(template: str, /, **values: Any) -> str:
    """A page made from a template in ``output/html``; every value is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sheet_sync.output", "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    return environment.get_template(template).render(**values)
