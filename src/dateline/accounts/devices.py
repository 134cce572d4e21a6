"""Recognises devices that have signed in to an account before, by a signed cookie."""

from __future__ import annotations

import secrets
import unicodedata
from hashlib import sha256
from typing import Final

from django.core import signing

# Seconds after which a device counts as unknown again.
KNOWN_FOR: Final = 180 * 24 * 3600
_SALT: Final = "dateline.accounts.devices"


def account_of(name: str) -> str:
    """Returns a digest of the account name that somebody typed, whether it exists or not.

    Names are normalised as Django does it, and case-folded. Otherwise somebody who guesses
    passwords would get a new count of attempts for each spelling of the same name.
    """
    normal = unicodedata.normalize("NFKC", name).strip().casefold()
    return sha256(normal.encode(errors="replace")).hexdigest()


def new_token(name: str) -> str:
    """Returns the cookie value for a device that has signed in with this name."""
    return signing.dumps([account_of(name), secrets.token_hex(16)], salt=_SALT)


def secret_of(token: str, name: str) -> str:
    """Returns the secret in a cookie value; '' if it is invalid or for another account."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return str(found[1]) if found[0] == account_of(name) else ""
