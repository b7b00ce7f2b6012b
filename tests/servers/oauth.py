"""The token endpoint, the consent page and the check of bearer tokens.

Service accounts sign a JWT, which is really verified; people trade a code, then a refresh token.  Source of the error
texts: issue trackers (the weekly ``invalid_grant``, the clock that is off); the others are assumed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode

from tests.servers.api_errors import Json, insufficient_scopes, unauthenticated

if TYPE_CHECKING:
    from tests.servers.clock import Clock
    from tests.servers.ids import Ids
    from tests.servers.routes import Route

LIFETIME_S = 3599
_SKEW_S = 300

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token lets its bearer do, and until when."""

    user: str
    scopes: frozenset[str]
    expires: float


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person allowed an app: behind a code or a refresh token."""

    user: str
    scopes: frozenset[str]
    client_id: str
    challenge: str = ""
    redirect_uri: str = ""


class OAuthError(Exception):
    """An answer of the token endpoint that is not 200."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {"error": code, "error_description": description}


@dataclass(slots=True)
class OAuth:
    """Accounts, keys and tokens."""

    clock: Clock
    ids: Ids
    keys: dict[str, bytes] = field(default_factory=dict)
    """Public keys in PEM of service accounts, by address."""
    clients: dict[str, str] = field(default_factory=dict)
    """Secrets of OAuth clients, by client ID."""
    grants: dict[str, Grant] = field(default_factory=dict)
    refresh_tokens: dict[str, Consent] = field(default_factory=dict)
    codes: dict[str, Consent] = field(default_factory=dict)
    person: str = "person@example.com"
    """Who sits at the browser and consents."""
    refuses_consent: bool = False

    def issue(self, user: str, scopes: frozenset[str], lifetime_s: float = LIFETIME_S) -> str:
        """A new access token."""
        token = self.ids.token()
        self.grants[token] = Grant(user, scopes, self.clock.seconds() + lifetime_s)
        return token

    def user_of(self, authorization: str, route: Route) -> str:
        """Who calls.

        Raises:
            ApiError: 401 no good token; 403 not the scope.
        """
        grant = self.grants.get(authorization.removeprefix("Bearer ").strip())
        if grant is None or not authorization.startswith("Bearer ") or grant.expires <= self.clock.seconds():
            raise unauthenticated()
        if not grant.scopes & route.scopes:
            raise insufficient_scopes(route.host)
        return grant.user

    def token(self, form: Form) -> Json:
        """The token endpoint."""
        kind = form.get("grant_type", "")
        if kind == "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return self._for_service_account(form.get("assertion", ""))
        if kind == "refresh_token":
            return self._refreshed(form)
        if kind == "authorization_code":
            return self._for_code(form)
        raise OAuthError("unsupported_grant_type", f"Invalid grant_type: {kind}")

    def _answer(self, user: str, scopes: frozenset[str], **more: str) -> Json:
        token = self.issue(user, scopes)
        scope = " ".join(sorted(scopes))
        return {"access_token": token, "expires_in": LIFETIME_S, "token_type": "Bearer", "scope": scope, **more}

    def _for_service_account(self, assertion: str) -> Json:
        claims = self._verified(assertion)
        now = self.clock.seconds()
        if not (claims["iat"] - _SKEW_S <= now <= claims["exp"]) or claims["exp"] - claims["iat"] > 3600:
            raise OAuthError(
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                "Check your iat and exp values in the JWT claim.",
            )
        scopes = frozenset(claims.get("scope", "").split())
        if not scopes:
            raise OAuthError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        return self._answer(claims["iss"], scopes)

    def _verified(self, assertion: str) -> Json:
        """The claims of a JWT whose signature fits the key of its issuer."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import padding, rsa
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        try:
            signed, _, signature = assertion.rpartition(".")
            claims: Json = json.loads(_decoded(signed.split(".")[1]))
            pem = self.keys.get(claims["iss"])
            if pem is None:
                raise OAuthError("invalid_grant", "Invalid grant: account not found")
            key = load_pem_public_key(pem)
            assert isinstance(key, rsa.RSAPublicKey)
            key.verify(_decoded(signature), signed.encode(), padding.PKCS1v15(), SHA256())
        except (IndexError, KeyError, ValueError, InvalidSignature):
            raise OAuthError("invalid_grant", "Invalid JWT Signature.") from None
        return claims

    def _check_client(self, form: Form) -> str:
        client = form.get("client_id", "")
        if client not in self.clients:
            raise OAuthError("invalid_client", "The OAuth client was not found.", 401)
        if self.clients[client] != form.get("client_secret", ""):
            raise OAuthError("invalid_client", "The provided client secret is invalid.", 401)
        return client

    def _refreshed(self, form: Form) -> Json:
        client = self._check_client(form)
        consent = self.refresh_tokens.get(form.get("refresh_token", ""))
        if consent is None or consent.client_id != client:
            raise OAuthError("invalid_grant", "Token has been expired or revoked.")
        return self._answer(consent.user, consent.scopes)

    def _for_code(self, form: Form) -> Json:
        client = self._check_client(form)
        consent = self.codes.pop(form.get("code", ""), None)
        if consent is None or consent.client_id != client or consent.redirect_uri != form.get("redirect_uri", ""):
            raise OAuthError("invalid_grant", "Malformed auth code.")
        if consent.challenge and consent.challenge != _challenge(form.get("code_verifier", "")):
            raise OAuthError("invalid_grant", "Invalid code verifier.")
        refresh = self.ids.token()
        self.refresh_tokens[refresh] = consent
        return self._answer(consent.user, consent.scopes, refresh_token=refresh)

    def authorize(self, query: Form) -> str:
        """The consent page, at which the person says yes or no at once: the address it sends the browser to."""
        target, state = query.get("redirect_uri", ""), query.get("state", "")
        if query.get("client_id") not in self.clients:
            raise OAuthError("invalid_client", "The OAuth client was not found.", 401)
        if self.refuses_consent:
            return f"{target}?{urlencode({'error': 'access_denied', 'state': state})}"
        code, scopes = self.ids.token(), frozenset(query.get("scope", "").split())
        self.codes[code] = Consent(self.person, scopes, query["client_id"], query.get("code_challenge", ""), target)
        return f"{target}?{urlencode({'state': state, 'code': code, 'scope': ' '.join(sorted(scopes))})}"

    def revoke(self, token: str) -> None:
        """Make a token worth nothing."""
        if self.grants.pop(token, None) is None and self.refresh_tokens.pop(token, None) is None:
            raise OAuthError("invalid_token", "Token expired or revoked")

    def expire_all(self) -> None:
        """Let every access token run out now; refresh tokens stay good."""
        now = self.clock.seconds()
        self.grants = {token: Grant(g.user, g.scopes, now) for token, g in self.grants.items()}


def client_of(authorization: str) -> Form:
    """A client that names itself in a Basic header, as oauthlib does, instead of in the form."""
    kind, _, value = authorization.partition(" ")
    if kind != "Basic":
        return {}
    name, _, secret = base64.b64decode(value).decode().partition(":")
    return {"client_id": unquote(name), "client_secret": unquote(secret)}


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
