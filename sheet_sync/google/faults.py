"""What goes wrong with Google, in the user's words: each failure named, and its cure.

``doctor`` shows the same errors as every other command; there is one wording for each.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sheet_sync.errors import (
    GoogleAway,
    GoogleUnreachable,
    Refused,
    SheetSyncError,
    WorkbookChanged,
    WorkbookUnreadable,
)

if TYPE_CHECKING:
    import requests

API_PAGE = "https://console.cloud.google.com/apis/library/sheets.googleapis.com"
_ACTIVATION = re.compile(r"https://console\.(?:developers|cloud)\.google\.com/[^\s\"']+")
_LATER = "Nothing is lost: run the command again in a few minutes."


class NoCredentials(GoogleUnreachable):
    """Nobody is signed in."""


class SignInFailed(GoogleUnreachable):
    """Google no longer takes the credentials, or never did."""


class QuotaExceeded(GoogleAway):
    """Too many requests within a minute, for longer than one can wait."""


class NotPermitted(GoogleUnreachable):
    """The Sheet is not shared with whom the tool signs in as."""


class OnlyViewer(WorkbookChanged):
    """A write was refused because the Sheet may only be viewed; read it again to learn that."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is an error: ``status`` of HTTP, and the parts of Google's error where there is one."""

    status: int
    message: str = ""
    state: str = ""
    reasons: frozenset[str] = field(default_factory=frozenset)
    retry_after_s: float | None = None

    @classmethod
    def of(cls, response: requests.Response) -> Answer:
        """Read an error from an answer, which may well be a page for people."""
        error: Any = {}
        with contextlib.suppress(ValueError, AttributeError):
            error = response.json().get("error") or {}
        if not isinstance(error, dict):
            error = {"message": str(error)}
        parts = [*(error.get("details") or ()), *(error.get("errors") or ())]
        reasons = {
            str(part[key]) for part in parts if isinstance(part, dict) for key in ("reason", "domain") if key in part
        }
        return cls(
            response.status_code,
            str(error.get("message") or response.reason or ""),
            str(error.get("status") or ""),
            frozenset(reasons),
            _seconds(response.headers.get("Retry-After")),
        )

    @property
    def is_quota(self) -> bool:
        """Too many requests; the Drive API says so with a 403."""
        return self.status == 429 or (
            self.status == 403 and bool(self.reasons & {"usageLimits", "rateLimitExceeded", "userRateLimitExceeded"})
        )

    @property
    def is_passing(self) -> bool:
        """Worth another try; 409 is how Google's APIs say that two writers met."""
        return self.is_quota or self.status in (408, 409) or self.status >= 500

    @property
    def is_protected(self) -> bool:
        return self.status == 400 and "protected" in self.message

    @property
    def is_already_there(self) -> bool:
        """A sheet of that name or number exists: this very batch was applied before."""
        return self.status == 400 and "already exists" in self.message

    def __str__(self) -> str:
        return f"{self.status} {self.state} {self.message}".strip()


def _seconds(header: str | None) -> float | None:
    """Retry-After, as seconds or as a date."""
    if not header:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Who:
    """Whom the tool signs in as: a robot's address, or a person, whose address it does not learn."""

    email: str = ""
    is_robot: bool = False

    def __str__(self) -> str:
        return self.email or "the Google account you signed in with"


def in_words(answer: Answer, who: Who, link: str) -> SheetSyncError:
    """The error for an answer that no further try will mend."""
    detail = str(answer)
    if answer.is_quota:
        return quota(link, detail)
    if answer.status == 401:
        return SignInFailed("Google does not accept the sign-in any more.", hint=_sign_in_again(who), detail=detail)
    if answer.status == 403:
        return _forbidden(answer, who, link, detail)
    if answer.status == 404:
        return WorkbookUnreadable(
            "There is no Google Sheet at this link, or it was deleted.",
            where=link,
            hint="Open the Sheet in the browser and copy the address from its address bar again.",
            detail=detail,
        )
    if answer.is_passing:
        return GoogleAway(
            f"Google Sheets does not work properly at the moment (error {answer.status}).",
            where=link,
            hint=_LATER,
            detail=detail,
        )
    return _bad_request(answer, link, detail)


def _sign_in_again(who: Who) -> str:
    if who.is_robot:
        return "Make a new key in the Cloud console and run: sheet-sync auth service-account KEY_FILE"
    return "Sign in again: sheet-sync auth login"


def _forbidden(answer: Answer, who: Who, link: str, detail: str) -> SheetSyncError:
    if "quota project" in answer.message or "USER_PROJECT_DENIED" in answer.reasons:
        return GoogleUnreachable(
            "Your sign-in with gcloud names no Cloud project, or one that you may not use.",
            hint="Run: gcloud auth application-default set-quota-project PROJECT. "
            "Or sign in with sheet-sync auth login instead.",
            detail=detail,
        )
    if (
        "SERVICE_DISABLED" in answer.reasons
        or "accessNotConfigured" in answer.reasons
        or "is disabled" in answer.message
    ):
        page = _ACTIVATION.search(answer.message)
        return GoogleUnreachable(
            "The Google Sheets API is not switched on in your Google Cloud project.",
            hint=f"Open {page[0] if page else API_PAGE}, press Enable, wait a minute, and run the command again.",
            detail=detail,
        )
    if "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in answer.reasons or "insufficient authentication scopes" in answer.message:
        return not_covered(detail)
    return NotPermitted(
        f"This Google Sheet is not shared with {who}.",
        where=link,
        hint=f"Open the Sheet in the browser, press Share, and add {who.email} as an Editor."
        if who.email
        else "Sign in with the account that may open it (sheet-sync auth login), or have it shared with that account.",
        detail=detail,
    )


def _bad_request(answer: Answer, link: str, detail: str) -> SheetSyncError:
    text = answer.message
    if "not supported for this document" in text:
        return WorkbookUnreadable(
            "This file in Google Drive is an Excel file, not a Google Sheet.",
            where=link,
            hint="Open it in the browser and choose File > Save as Google Sheets, then use the link of the new Sheet.",
            detail=detail,
        )
    if "number of cells in the workbook above the limit" in text:
        return Refused(
            "The Google Sheet is full: it can hold 10 million cells, empty ones included, so nothing was written.",
            where=link,
            hint="Delete sheets or empty rows that are not needed, then try again.",
            detail=detail,
        )
    if "50000 characters" in text:
        return Refused(
            "A text is too long for Google Sheets, which allows 50,000 characters a cell, so nothing was written.",
            where=link,
            hint="Shorten it, then try again.",
            detail=detail,
        )
    return Refused(
        "Google Sheets refused what it was asked for, so nothing was written.",
        where=link,
        hint="Run the command again with --verbose to see Google's reason.",
        detail=detail,
    )


def only_viewer(who: Who, link: str, detail: str = "") -> OnlyViewer:
    """A write was refused with what looks like a missing permission."""
    return OnlyViewer(
        f"{may_only_view(who)}, so nothing was written.", where=link, hint=cure_for_viewer(who), detail=detail or None
    )


def may_only_view(who: Who) -> str:
    """What is wrong, as the beginning of a sentence."""
    return f"{who.email or 'The Google account you signed in with'} may view this Google Sheet but not edit it"


def cure_for_viewer(who: Who) -> str:
    """How one gets to edit."""
    return f"To change that, open the Sheet, press Share, and make {who.email or 'that account'} an Editor."


def may_not_create(who: Who, detail: str | None) -> GoogleUnreachable:
    shared = f", press Share, and add {who.email} as an Editor" if who.email else ""
    return GoogleUnreachable(
        f"Google does not let {who} make a Google Sheet.",
        hint=f"Make an empty one in the browser (https://sheets.new){shared}. Then run: sheet-sync link LINK",
        detail=detail,
    )


def perhaps_created(who: Who, detail: str | None) -> GoogleUnreachable:
    look = "Run the command again in a few minutes."
    if not who.is_robot:
        look = (
            "Look for it at https://docs.google.com/spreadsheets/. If it is there, run sheet-sync link with its link; "
            "if not, run this command again."
        )
    return GoogleUnreachable(
        "Google's answer was lost, so it is not known whether the Google Sheet was made.", hint=look, detail=detail
    )


def quota(link: str, detail: str) -> QuotaExceeded:
    return QuotaExceeded(
        "Google asks for a pause: too many requests within a minute.",
        where=link,
        hint="Nothing is lost: wait a minute and run the command again.",
        detail=detail,
    )


def broken_connection(error: Exception) -> GoogleUnreachable:
    """No answer came, for whatever reason."""
    import requests

    if is_distrust(error):
        return GoogleUnreachable(
            "The connection to Google cannot be trusted, so nothing was sent.",
            hint="Check the date and time of this computer. In the network of a school or company, or with a virus "
            "scanner that reads along, ask those who run it how a program gets to Google.",
            detail=str(error),
        )
    return timed_out(error) if isinstance(error, requests.exceptions.Timeout) else no_network(error)


def is_distrust(error: Exception) -> bool:
    """Whether a certificate was not accepted: no further try will mend that."""
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def no_network(error: Exception) -> GoogleAway:
    return GoogleAway(
        "Google cannot be reached.", hint="Check the internet connection and run the command again.", detail=str(error)
    )


def timed_out(error: Exception) -> GoogleAway:
    return GoogleAway("Google did not answer in time.", hint=_LATER, detail=str(error))


def no_credentials() -> NoCredentials:
    return NoCredentials(
        "sheet-sync is not signed in to Google.",
        hint="Run sheet-sync auth login CLIENT_FILE, or sheet-sync auth service-account KEY_FILE; "
        "docs/google.md shows how to get such a file.",
    )


def not_covered(detail: str) -> SignInFailed:
    return SignInFailed(
        "The sign-in does not cover Google Sheets.",
        hint="Sign in again, and leave the tick at Google Sheets where Google asks: sheet-sync auth login",
        detail=detail,
    )


def sign_in_busy(detail: str) -> GoogleAway:
    return GoogleAway("Google's sign-in does not work properly at the moment.", hint=_LATER, detail=detail)


def sign_in_failed(error: Exception, *, is_robot: bool) -> SheetSyncError:
    """google-auth's RefreshError, in words."""
    text = str(error)
    lower = text.lower()
    if getattr(error, "retryable", False):
        return sign_in_busy(text)
    if "reasonable timeframe" in lower or "token used too early" in lower or "issued in the future" in lower:
        return SignInFailed(
            "Google refuses the sign-in because the clock of this computer is wrong.",
            hint="Let the system set date and time by itself, then run the command again.",
            detail=text,
        )
    if "invalid_scope" in lower:
        return SignInFailed(
            "The sign-in does not cover Google Sheets.",
            hint="Sign in for it: sheet-sync auth login CLIENT_FILE",
            detail=text,
        )
    if is_robot:
        return SignInFailed(
            "Google does not know the service account's key any more.",
            hint="Make a new key in the Cloud console and run: sheet-sync auth service-account KEY_FILE",
            detail=text,
        )
    if "invalid_client" in lower or "deleted_client" in lower or "unauthorized_client" in lower:
        return SignInFailed(
            "Google does not know the client file that you signed in with any more.",
            hint="Download it anew from the Cloud console and run: sheet-sync auth login CLIENT_FILE",
            detail=text,
        )
    return SignInFailed(
        "Your sign-in to Google has expired or was taken back.",
        hint="Run: sheet-sync auth login. If that happens every week, your project is still in testing: "
        "docs/google.md shows how to publish it.",
        detail=text,
    )
