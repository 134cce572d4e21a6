"""The address of an author's page, which has the name from their bylines. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import quote

from dateline.coverage.search_text import MAX_NAME

# No name that is written with one of these has a page: the address would lead to another name.
_UNFIT: Final = frozenset("/_\\\0")


@lru_cache(maxsize=256)
def address_of(name: str) -> str:
    """Returns for example `/by/Ada_Lind/`; '' for a name that no address can have."""
    fits = len(name) <= MAX_NAME and not _UNFIT & set(name) and any(map(str.isalnum, name))
    return f"/by/{quote('_'.join(name.split()), safe='')}/" if fits else ""


def name_in(address: str) -> str:
    """Returns the name in the last segment of an address."""
    return address.replace("_", " ").replace("\0", "")
