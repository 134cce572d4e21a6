"""Proposes who says what in the posts of a whole coverage, for an editor to decide one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from dateline.claims import matching
from dateline.claims import read as claims_read
from dateline.claims.matching import Known, KnownClaim, KnownSource, Proposal
from dateline.claims.models import PositionRow
from dateline.content.tree import text_of
from dateline.coverage.models import PostRow
from dateline.coverage.read import coverage_state, state_of
from dateline.coverage.state import PostState
from dateline.desk.commands.proposed import ProposedPosition
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage
from dateline.journal.serialize import to_json
from dateline.journal.write_lock import row_transaction
from dateline.newsroom.models import WaitingPosition


def propose_for(coverage: Coverage) -> Iterator[tuple[int, ProposedPosition]]:
    """Puts proposals for all posts into the list of those that wait, and yields them.

    Posts that have a claim, or a proposal that waits, are left out. So it can be run again.
    """
    language, known = coverage_state(coverage).language, known_to(coverage)
    rows = PositionRow.objects.filter(coverage=coverage)
    waiting = WaitingPosition.objects.filter(coverage=coverage)
    done = {*rows.values_list("post", flat=True), *waiting.values_list("post", flat=True)}
    for row in PostRow.objects.filter(coverage=coverage).order_by("sort_key").iterator(100):
        post = state_of(row)
        if post.number in done or post.status != "published":
            continue
        for each in proposed_in(post, language, known):
            with row_transaction():
                WaitingPosition.objects.create(
                    coverage=coverage,
                    post=post.number,
                    proposal=to_json(each),
                    at=datetime.now(UTC),
                )
            yield post.number, each


def known_to(coverage: Coverage) -> Known:
    """Returns the named sources and the claims of a coverage, as the matcher needs them."""
    named = [each for each in claims_read.sources(coverage) if each.is_named]
    return Known(
        tuple(
            KnownSource(each.id, each.label, value_or(each.described.aliases, ())) for each in named
        ),
        tuple(KnownClaim(each.id, each.record.text) for each in claims_read.listed(coverage)),
    )


def proposed_in(post: PostState, language: str, known: Known) -> list[ProposedPosition]:
    """Returns who says what in a post."""
    text = "\n".join(text_of(part) for part in post.copy.parts)
    return [_proposed(each, text) for each in matching.propose(text, language, known)]


def _proposed(found: Proposal, text: str) -> ProposedPosition:
    """What the script of the composer makes of a proposal: `proposedFrom` in proposing.js."""
    *relays, origin = found.chain or (matching.Hop(found.source_text),)
    low, high = found.quantity or (None, None)
    is_state = bool(found.speaks_for) and found.speaks_for == found.source_text
    named = "organisation" if found.naming == "named" else "person"
    return ProposedPosition(
        sentence=text[found.start : found.end].strip()[:500],
        claim=found.claim_id,
        claim_text=found.claim_text,
        source=found.source_id,
        label=found.source_text,
        naming=found.naming,
        source_type="unspecified_state" if is_state else named,  # type: ignore[arg-type]
        speaks_for=found.speaks_for,
        standing=bool(found.speaks_for),
        stance=found.stance,
        modality=found.modality,
        low="" if low is None else str(low),
        high="" if low is None else str(low if high is None else high),
        relay=relays[0].source_text if relays else "",
        relay_how=relays[0].how if relays else "unspecified",
        how=origin.how,
        earlier=found.earlier,
        asks=found.asks,
    )
