"""``auth``: sign in to Google, as a person or as a robot."""

from __future__ import annotations

from pathlib import Path

import click

from sheet_sync.cli.options import speaks
from sheet_sync.output.terminal import Terminal

_FILE = click.Path(path_type=Path)


@click.group("auth")
def command() -> None:
    """Sign in to Google, so that sync can read and write your Google Sheet.

    It asks for Google Sheets and nothing else: no mail, no calendar, no other files. docs/google.md shows every step.

    \b
    Examples:
      sheet-sync auth login client_secret.json
      sheet-sync auth service-account key.json
      sheet-sync auth status
      sheet-sync auth logout
    """


@command.command("login")
@click.argument("client_file", required=False, type=_FILE)
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening a browser.")
@speaks
def login(client_file: Path | None, no_browser: bool, terminal: Terminal) -> None:
    """Sign in as yourself, in the browser.

    CLIENT_FILE is what the Cloud console lets you download for a desktop app. It is needed the first time only.

    \b
    Examples:
      sheet-sync auth login client_secret.json
      sheet-sync auth login --no-browser
    """
    from sheet_sync.app.auth import log_in

    log_in(client_file, opens_browser=not no_browser, say=terminal.remark)
    terminal.result("You are signed in to Google.")
    terminal.say("Next: sheet-sync link LINK_OF_YOUR_SHEET")


@command.command("service-account")
@click.argument("key_file", type=_FILE)
@speaks
def service_account(key_file: Path, terminal: Terminal) -> None:
    """Sign in as a robot: an address that you share single Sheets with.

    \b
    Example:
      sheet-sync auth service-account key.json
    """
    from sheet_sync.app.auth import use_service_account

    address = use_service_account(key_file)
    terminal.result(f"Signed in as {address}.")
    terminal.say("In each Google Sheet that it is to work on, press Share and add that address as an Editor.")


@command.command("status")
@speaks
def status(terminal: Terminal) -> None:
    """Say who is signed in."""
    from sheet_sync.app import auth
    from sheet_sync.google.faults import no_credentials

    found = auth.status()
    if found is None:
        raise no_credentials()
    who = f"the service account {found.address}" if found.is_robot else "yourself, with your Google account"
    terminal.result(f"Signed in as {who}.")
    terminal.say(f"The sign-in comes from {found.source}.")
    if not found.is_private:
        terminal.remark("Other users of this computer can read that file. Take that away from them: chmod 600 FILE")


@command.command("logout")
@speaks
def logout(terminal: Terminal) -> None:
    """Forget the sign-in on this computer."""
    from sheet_sync.app.auth import log_out

    if log_out():
        terminal.result("The sign-in is forgotten on this computer.")
        terminal.say("To take back the access itself, open https://myaccount.google.com/connections")
    else:
        terminal.result("Nobody was signed in.")
