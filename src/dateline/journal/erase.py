"""The only erasure: a disclosure's text is forgotten, its digest and its leaf stay."""

from __future__ import annotations

from typing import Final

from .models import Coverage, Disclosure

# What holds a page together and names nobody: without the zone, every time on it would move.
FRAME: Final = frozenset(
    {"slug", "zone", "language", "state", "dated", "side", "post", "key", "of", "why"}
)


def erase_forever(coverage: Coverage, name: str, seq: int) -> int:
    """Forgets the content that entry `seq` disclosed about `name`; says how many fields it was."""
    disclosures = Disclosure.objects.filter(
        leaf__coverage=coverage, leaf__object=name, leaf_id=seq, text__isnull=False
    )
    return disclosures.exclude(name__in=FRAME).update(text=None)
