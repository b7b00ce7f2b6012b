"""Signing in to Google, out again, and saying who one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SignIn:
    """Whom the tool signs in as, and by what; ``address`` is empty for a person, whose address it does not learn."""

    address: str
    is_robot: bool
    source: str
    is_private: bool = True


def log_in(client_file: Path | None, *, opens_browser: bool, say: Callable[[str], None]) -> None:
    """Sign in as a person, in the browser.

    Raises:
        WrongUsage: there is no client file, or it is of another kind.
        GoogleUnreachable: consent was refused, or Google could not be reached.
    """
    from sheet_sync.google import consent

    consent.log_in(client_file, opens_browser=opens_browser, say=say)


def use_service_account(path: Path) -> str:
    """Sign in as a robot; the address that Sheets must be shared with.

    Raises:
        WrongUsage: the file is no key of a service account.
    """
    from sheet_sync.google import auth

    return auth.keep_service_account(path).email


def status() -> SignIn | None:
    """Who is signed in, ``None`` where nobody is.

    Raises:
        WrongUsage: the credentials that are named cannot be read.
    """
    from sheet_sync.google import auth

    found = auth.find_credentials()
    if found is None:
        return None
    is_private = found.path is None or auth.is_private(found.path)
    return SignIn(found.who.email, found.who.is_robot, found.source, is_private)


def log_out() -> bool:
    """Forget the sign-in on this computer; whether there was one."""
    from sheet_sync.google import auth

    return auth.log_out()
