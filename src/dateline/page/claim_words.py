"""What readers are told of claims, in words. Sentences are in the active language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dateline.claims.ledger import ClaimView
from dateline.claims.state import Heading


def sections(claims: Sequence[ClaimView]) -> list[tuple[str, list[ClaimView]]]:
    """Returns the claims below the headings by which readers find them, without empty ones."""
    headings: dict[Heading, str] = {
        "known": _("What we know"),
        "disputed": _("Disputed"),
        "claimed": _("Claimed, not confirmed"),
        "not_so": _("Not so, or withdrawn"),
    }
    found = [
        (words, [each for each in claims if each.state.heading == heading])
        for heading, words in headings.items()
    ]
    return [(words, listed) for words, listed in found if listed]
