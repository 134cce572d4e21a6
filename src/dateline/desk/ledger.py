"""What the desk shows of claims: the overview, the positions on a claim, and those of a source."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dateline.claims import read as claims_read
from dateline.claims.kinds import LEDGER
from dateline.claims.review import REASONS, reasons_to_look
from dateline.claims.state import Heading, StateName
from dateline.claims.view import ClaimView, PositionRecord, SourceRecord
from dateline.coverage import read as coverage_read
from dateline.coverage.models import PostRow
from dateline.coverage.state import PostState
from dateline.desk.commands.assessments import Verdict
from dateline.desk.commands.proposed import ProposedPosition, proposal_of
from dateline.desk.forms.fields import CommandForm
from dateline.desk.forms.proposed import write_proposed
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.journal.serialize import from_json
from dateline.newsroom.models import ProposedAssessment, WaitingPosition

# What the desk calls the states. The words for readers are in `page.claim_words`.
STATE_NAMES: Final[dict[StateName, str]] = {
    "withdrawn": "withdrawn by us",
    "false": "false",
    "misleading": "misleading",
    "confirmed": "confirmed by us",
    "inconclusive": "cannot be settled",
    "withdrawn_by_source": "withdrawn by its source",
    "admitted": "admitted",
    "disputed": "disputed",
    "denied": "denied",
    "corroborated": "supported, not yet confirmed",
    "several_sources": "several independent sources",
    "claimed": "claimed",
    "reported": "unconfirmed report",
    "no_position": "no answer yet",
}
HEADINGS: Final[dict[Heading | None, str]] = {
    "disputed": "Disputed",
    "claimed": "Claimed, not confirmed",
    "known": "What we know",
    "not_so": "Not so, or withdrawn",
    None: "Asked, no answer",
}


@dataclass(frozen=True)
class PositionLine:
    """A position as the desk lists it, with its claim. `turned` is whether it is a reversal."""

    view: ClaimView
    position: PositionRecord
    source: SourceRecord
    turned: bool

    @property
    def number(self) -> str:
        found = value_or(self.position.recorded.number, None)
        if found is None:
            return ""
        return found.low if found.low == found.high else f"{found.low}–{found.high}"


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes to say of a claim."""

    id: int
    person: str
    at: datetime
    verdict: Verdict


@dataclass(frozen=True)
class Waiting:
    """A proposed position that waits. `asks` is whether it cannot be recorded as it is."""

    id: int
    post: int
    why: str
    proposed: ProposedPosition
    label: str
    claim_text: str

    @property
    def asks(self) -> bool:
        return not self.proposed.accepted and self.proposed.asks

    @property
    def json(self) -> str:
        return json.dumps(write_proposed(self.proposed), ensure_ascii=False)


def waiting(coverage: Coverage) -> list[Waiting]:
    """Returns what waits for an editor, the oldest first."""
    rows = list(WaitingPosition.objects.filter(coverage=coverage).order_by("post", "pk"))
    named = in_words(coverage, [proposal_of(row) for row in rows])
    return [
        Waiting(row.pk, row.post, row.why, *each) for row, each in zip(rows, named, strict=True)
    ]


def in_words(
    coverage: Coverage, proposed: Sequence[ProposedPosition]
) -> list[tuple[ProposedPosition, str, str]]:
    """Returns proposed positions, each with the names of its source and of its claim."""
    if not proposed:
        return []
    labels = {each.id: each.label for each in claims_read.sources(coverage)}
    texts = {each.id: each.record.text for each in claims_read.all_claims(coverage)}
    return [
        (each, labels.get(each.source, each.label), texts.get(each.claim, each.claim_text))
        for each in proposed
    ]


def proposed(coverage: Coverage, number: int) -> ProposedPosition | None:
    """Returns what waits under a number, if anything does."""
    row = WaitingPosition.objects.filter(coverage=coverage, pk=number).first()
    return proposal_of(row) if row else None


def overview(coverage: Coverage, now: datetime) -> dict[str, Any]:
    """Returns all claims, below their headings, and those that need a look."""
    views = claims_read.all_claims(coverage)
    proposed = set(
        ProposedAssessment.objects.filter(coverage=coverage).values_list("claim", flat=True)
    )
    gone = coverage_read.posts_changed(coverage, ("retracted", "withdrawn"))
    changed = coverage_read.posts_changed(coverage, ("updated", "clarified", "corrected"))
    looks = [
        (view, [REASONS[each] for each in reasons], list(REASONS).index(reasons[0]))
        for view in views
        if (
            reasons := reasons_to_look(
                view, now, proposed=view.id in proposed, gone=gone, changed=changed
            )
        )
    ]
    standing = [view for view in views if not view.record.merged_into]
    pinned = claims_read.pinned(coverage)
    return {
        "looks": sorted(looks, key=lambda each: each[2]),
        "headings": [
            (words, [view for view in standing if view.state.heading == heading])
            for heading, words in HEADINGS.items()
        ],
        "merged": [view for view in views if view.record.merged_into],
        "pinned": pinned,
        "pin": CommandForm.fresh(last_seq(coverage, LEDGER)),
        "sources": claims_read.sources(coverage),
        "count": len(standing),
        "waiting": WaitingPosition.objects.filter(coverage=coverage).count(),
    }


def lines(view: ClaimView) -> list[PositionLine]:
    """Returns the positions on a claim, in the order in which they were said."""
    turned = {each.after.id for each in view.state.flags.reversals}
    return [
        PositionLine(view, each, view.source_of(each), each.key in turned)
        for each in view.positions
    ]


def lines_of_source(coverage: Coverage, source: str) -> list[PositionLine]:
    """Returns the positions of a source on all claims, in the order in which they were said."""
    found = [
        line
        for view in claims_read.claims_of_source(coverage, source)
        for line in lines(view)
        if line.source.id == source
    ]
    return sorted(found, key=lambda each: (each.position.said.at, each.position.seq))


def proposal(coverage: Coverage, claim: str) -> Proposal | None:
    """Returns what is proposed for a claim, if anything is."""
    row = ProposedAssessment.objects.filter(coverage=coverage, claim=claim).first()
    if row is None:
        return None
    return Proposal(row.pk, row.person, row.at, from_json(Verdict, row.verdict))


def post_of(coverage: Coverage, number: object) -> PostState | None:
    """Returns the post with a number that somebody typed, if there is one."""
    try:
        return coverage_read.post_state(coverage, int(str(number)))
    except (ValueError, PostRow.DoesNotExist):
        return None
