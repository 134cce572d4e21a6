"""The claims that changed last, as entries of a feed."""

from __future__ import annotations

from typing import Final

from django.template.loader import render_to_string
from django.urls import reverse

from dateline.claims import read as claims_read
from dateline.claims.view import ClaimChange, ClaimView
from dateline.coverage.state import CoverageState
from dateline.journal.models import Coverage
from dateline.page import claim_changes, claim_lines, claim_words
from dateline.page.render import zone

from .addresses import absolute
from .feeds import FeedPost

_CHANGES_READ: Final = 200
_CLAIMS: Final = 20


def changed(found: Coverage, state: CoverageState, base: str) -> list[FeedPost]:
    """Returns an entry for each claim that changed last, with its state, and what changed.

    A claim comes again, under the same id, whenever it changes. Words are in the active language.
    """
    changes = claims_read.newest_changes(found, _CHANGES_READ)
    newest: dict[str, list[ClaimChange]] = {}
    for each in changes:
        newest.setdefault(each.claim, []).append(each)
    claims = claims_read.without_withdrawn(found, claims_read.views(found, list(newest)[:_CLAIMS]))
    return [_entry(found, state, each, newest[each.id], base) for each in claims]


def _entry(
    found: Coverage,
    state: CoverageState,
    claim: ClaimView,
    changes: list[ClaimChange],
    base: str,
) -> FeedPost:
    local = zone(state.zone)
    shown = {
        "coverage": state,
        "zone": local,
        "each": claim_lines.line(claim, local),
        "flags": claim_words.flags(claim, local, state.dated),
        "note": claim_words.note(claim),
        "changes": claim_changes.lines(found, changes),
    }
    html = render_to_string("page/claim_entry.html", shown)
    return FeedPost(
        id=f"urn:dateline:{found.uid}:claim-{claim.id}",
        address=base + reverse("page:claim", args=[state.slug, claim.id]),
        title=claim_words.title(claim),
        bylines=(),
        published=claim.record.recorded_at,
        updated=max(each.at for each in changes),
        html=absolute(html, base),
        withdrawn=None,
    )
