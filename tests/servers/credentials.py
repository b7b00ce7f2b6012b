"""Keys and credential files for tests, made on the spot: nothing here opens anything but the emulator."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

if TYPE_CHECKING:
    from tests.servers.api_errors import Json


@functools.cache
def _key() -> rsa.RSAPrivateKey:
    """One key a run: making one takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_key_pem() -> bytes:
    """What the token endpoint checks signatures with."""
    return _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def service_account_info(email: str, token_uri: str) -> Json:
    """The content of a service account's key file."""
    private = _key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        "type": "service_account",
        "project_id": "project",
        "private_key_id": "key-1",
        "private_key": private.decode(),
        "client_email": email,
        "client_id": "100000000000000000000",
        "token_uri": token_uri,
    }


def authorized_user_info(client: Json, refresh_token: str) -> Json:
    """The content of a person's stored sign-in. google-auth ignores ``token_uri`` here: use ``with_token_uri``."""
    return {
        "type": "authorized_user",
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        "refresh_token": refresh_token,
        "token_uri": client["token_uri"],
    }
