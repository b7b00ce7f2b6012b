"""``doctor``: find out why syncing with Google does not work."""

from __future__ import annotations

import click

from sheet_sync.cli.options import speaks, takes_format, takes_store
from sheet_sync.output.terminal import Terminal


@click.command("doctor")
@click.argument("workbook_argument", metavar="[WORKBOOK]", required=False)
@click.option("-w", "--workbook", "workbook_option", metavar="WORKBOOK", help="The workbook, or a Google Sheet's link.")
@takes_format("text", "json")
@takes_store
@speaks
def command(
    workbook_argument: str | None, workbook_option: str | None, format_: str, store: str | None, terminal: Terminal
) -> None:
    """Look at everything that syncing with Google needs, and say what is in the way.

    It goes the way that sync goes: the file, the sign-in, the Sheet, the clock, whether you may edit. It changes
    nothing.

    \b
    Examples:
      sheet-sync doctor
      sheet-sync doctor "https://docs.google.com/spreadsheets/d/1AbC.../edit"
    """
    from sheet_sync.app.doctor import examine
    from sheet_sync.app.opening import named_workbook
    from sheet_sync.store.place import store_folder

    points = []
    for point in examine(named_workbook(workbook_argument or workbook_option), store_folder(store)):
        points.append(point)
        if format_ == "text":
            mark = terminal.style("✓", "green") if point.is_well else terminal.style("✗", "red")
            terminal.result(f"{mark} {point.about}: {point.message}")
            if point.hint:
                terminal.result(f"  {point.hint}")
            if point.detail:
                terminal.detail(f"  ({point.detail})")
    if format_ == "json":
        from sheet_sync.output.as_json import as_json

        terminal.data(as_json({"version": 1, "checks": [point.as_document() for point in points]}))
    if code := next((point.exit_code for point in points if point.exit_code), 0):
        click.get_current_context().exit(code)
