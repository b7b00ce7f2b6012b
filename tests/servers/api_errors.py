"""Errors as the Google APIs word them; each is an exception that knows its own answer.

Texts marked *recorded* stand in the recordings; the others come from issues in public trackers
(``../shared/reference/google-sheets.md`` has the addresses) or, where it says so, are assumed.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    408: "DEADLINE_EXCEEDED",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
}

PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


class ApiError(Exception):
    """An answer that is not 2xx."""

    def __init__(
        self, code: int, message: str, *, status: str | None = None, details: list[Json] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status or STATUS_NAMES[code]
        self.details = details

    def body(self) -> Json:
        """The JSON body of the answer."""
        error: Json = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}


class DriveError(ApiError):
    """The older shape of Drive: a list of errors with domain and reason."""

    def __init__(self, code: int, message: str, reason: str, *, domain: str = "global", **where: str) -> None:
        super().__init__(code, message)
        self.entry: Json = {"message": message, "domain": domain, "reason": reason, **where}

    def body(self) -> Json:
        return {"error": {"code": self.code, "message": self.message, "errors": [self.entry]}}


class Invalid(ApiError):
    """A 400 about the request as a whole, or, inside a batch, about one of its requests."""

    def __init__(self, message: str, *, details: list[Json] | None = None) -> None:
        super().__init__(400, message, details=details)

    def within(self, index: int, kind: str) -> Invalid:
        """The same, naming the request of the batch it is about (recorded)."""
        return Invalid(f"Invalid requests[{index}].{kind}: {self.message}", details=self.details)


def bad_field(field: str, description: str, *, message: str | None = None) -> Invalid:
    """A malformed body: message and detail say the same (recorded)."""
    violation = {"description": description} if not field else {"field": field, "description": description}
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    return Invalid(message or description, details=[detail])


def bad_mask(path: str) -> Invalid:
    """A ``fields`` parameter that names nothing."""
    text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return bad_field(path, text, message="Request contains an invalid argument.")


def unauthenticated() -> ApiError:
    """No token, an expired or an unknown one."""
    return ApiError(
        401,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    )


def forbidden() -> ApiError:
    """The file is not shared with the caller, or only to read."""
    return ApiError(403, "The caller does not have permission")


def _reason(reason: str, service: str) -> list[Json]:
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}
    return [info | {"metadata": {"service": service}}]


def insufficient_scopes(service: str) -> ApiError:
    """The token was not granted the scope."""
    details = _reason("ACCESS_TOKEN_SCOPE_INSUFFICIENT", service)
    return ApiError(403, "Request had insufficient authentication scopes.", details=details)


def service_disabled(service: str) -> ApiError:
    """The API is not switched on in the caller's Cloud project (wording assumed)."""
    name = {"sheets.googleapis.com": "Google Sheets API", "drive.googleapis.com": "Google Drive API"}[service]
    message = (
        f"{name} has not been used in project 123456789 before or it is disabled. Enable it by visiting "
        f"https://console.developers.google.com/apis/api/{service}/overview?project=123456789 then retry."
    )
    return ApiError(403, message, details=_reason("SERVICE_DISABLED", service))


def not_found() -> ApiError:
    """No such spreadsheet."""
    return ApiError(404, "Requested entity was not found.")


def file_not_found(file_id: str) -> DriveError:
    """No such file, or none the caller may see."""
    message = f"File not found: {file_id}."
    return DriveError(404, message, "notFound", locationType="parameter", location="fileId")


def not_a_spreadsheet() -> ApiError:
    """An .xlsx lying in Drive."""
    return ApiError(400, "This operation is not supported for this document", status="FAILED_PRECONDITION")


def quota_exceeded(what: str) -> ApiError:
    """``what`` is ``Read`` or ``Write``."""
    message = (
        f"Quota exceeded for quota metric '{what} requests' and limit '{what} requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:123456789'."
    )
    return ApiError(429, message, details=_reason("RATE_LIMIT_EXCEEDED", "sheets.googleapis.com"))
