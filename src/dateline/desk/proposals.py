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
from dateline.desk.commands.proposed import ProposedPosition
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage
from dateline.journal.serialize import to_json
from dateline.journal.write_lock import row_transaction
from dateline.newsroom.models import WaitingPosition


def propose_for(coverage: Coverage) -> Iterator[tuple[int, ProposedPosition]]:
    """Puts proposals for all texts into the list of those that wait, and yields them.

    Each comes with the number of its post, 0 for the summary and the key points. Posts that have a
    claim, or a proposal that waits, are left out. So it can be run again.
    """
    language, known = coverage_state(coverage).language, known_to(coverage)
    taken = PositionRow.objects.filter(coverage=coverage).exclude(position="")
    waiting = WaitingPosition.objects.filter(coverage=coverage)
    done = {*taken.values_list("post", flat=True), *waiting.values_list("post", flat=True)}
    for post, text in _texts(coverage):
        for each in proposed_in(text, language, known) if post not in done else ():
            with row_transaction():
                WaitingPosition.objects.create(
                    coverage=coverage,
                    post=post,
                    proposal=to_json(each),
                    at=datetime.now(UTC),
                )
            yield post, each


def _texts(coverage: Coverage) -> Iterator[tuple[int, str]]:
    """The texts of a coverage, each with the number of its post, without those taken back."""
    state = coverage_state(coverage)
    points = [each.line for each in state.key_points]
    summary = state.summary.parts if state.summary else ()
    yield 0, "\n".join([*points, *map(text_of, summary)])
    for row in PostRow.objects.filter(coverage=coverage).order_by("sort_key").iterator(100):
        post = state_of(row)
        if post.status == "published":
            yield post.number, "\n".join(map(text_of, post.copy.parts))


def known_to(coverage: Coverage) -> Known:
    """Returns the named sources and the claims of a coverage, as the matcher needs them."""
    named = [each for each in claims_read.sources(coverage) if each.is_named]
    return Known(
        tuple(
            KnownSource(each.id, each.label, value_or(each.described.aliases, ())) for each in named
        ),
        tuple(KnownClaim(each.id, each.record.text) for each in claims_read.proposable(coverage)),
    )


def proposed_in(text: str, language: str, known: Known) -> list[ProposedPosition]:
    """Returns who says what in a text."""
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
        standing=found.naming == "named",
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
