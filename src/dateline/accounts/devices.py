"""A device that has signed in to an account: proven by a signed cookie with a secret of its own."""

from __future__ import annotations

import secrets
import unicodedata
from hashlib import sha256
from typing import Final

from django.core import signing

# Seconds. Whoever comes back later is a new device, and waits with the others.
KNOWN_FOR: Final = 180 * 24 * 3600
_SALT: Final = "dateline.accounts.devices"


def account_of(name: str) -> str:
    """The account that a typed name means, whether it exists or not, in a form of bounded length.

    Names are compared as Django compares them, and without regard to case: a guesser would
    otherwise have as many counts for one account as there are ways to write it.
    """
    normal = unicodedata.normalize("NFKC", name).strip().casefold()
    return sha256(normal.encode(errors="replace")).hexdigest()


def new_token(name: str) -> str:
    """What a device keeps that has signed in with this name."""
    return signing.dumps([account_of(name), secrets.token_hex(16)], salt=_SALT)


def secret_of(token: str, name: str) -> str:
    """The secret of the device that holds a token for this account; '' for any other token."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return str(found[1]) if found[0] == account_of(name) else ""
