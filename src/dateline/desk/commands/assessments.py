"""Commands by which we say what we established about a claim.

What we say in our own name needs two people: one proposes it, and somebody else decides. A proposal
is a row that nobody but the newsroom sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from dateline.accounts.policy import Person, may
from dateline.claims import read as claims_read
from dateline.claims.kinds import ClaimAssessed, claim_ref
from dateline.claims.records import ESTABLISHED, Basis, Status
from dateline.desk.errors import CommandRefused, Incomplete, NotAllowed
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.serialize import from_json, to_json
from dateline.journal.write_lock import WriteTransaction, row_transaction
from dateline.newsroom.models import ProposedAssessment

from .command import Completed, require_newest, run_command

NOTE_LIMIT: Final = 280


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What we say of a claim: its status, on what basis, and a note for readers."""

    status: Status
    basis: tuple[Basis, ...] = ()
    note: str = ""
    review_after: datetime | None = None


def assess(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    claim: str,
    expected_seq: int,
    verdict: Verdict,
) -> Completed:
    """Says what we know of a claim, for everything that one person may say."""

    def body(transaction: WriteTransaction) -> None:
        if verdict.status in ESTABLISHED:
            raise CommandRefused(
                "Two people are needed for this. Propose it, and somebody else decides.",
                field="status",
            )
        _append(transaction, coverage, claim, expected_seq, verdict, (by.role,))

    content = (coverage.slug, claim, expected_seq, verdict)
    return run_command(
        "assess claims", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def propose(*, by: Person, coverage: Coverage, claim: str, verdict: Verdict) -> None:
    """Proposes what needs two people. It replaces an earlier proposal for the same claim."""
    if not may(by, "assess claims"):
        raise NotAllowed
    _require_verdict(coverage, claim, verdict)
    with row_transaction():
        ProposedAssessment.objects.filter(coverage=coverage, claim=claim).delete()
        ProposedAssessment.objects.create(
            coverage=coverage,
            claim=claim,
            verdict=to_json(verdict),
            person=by.name,
            role=by.role,
            at=datetime.now(UTC),
        )


def confirm(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    claim: str,
    expected_seq: int,
    proposal: int,
) -> Completed:
    """Makes a proposal of somebody else public. `proposal` is the one that the person saw."""

    def body(transaction: WriteTransaction) -> None:
        found = ProposedAssessment.objects.filter(
            coverage=coverage, claim=claim, pk=proposal
        ).first()
        if found is None:
            raise CommandRefused("This proposal was decided, taken back or replaced.")
        if found.person == by.name:
            raise CommandRefused("This proposal is yours. Somebody else has to decide.")
        verdict: Verdict = from_json(Verdict, found.verdict)
        _append(transaction, coverage, claim, expected_seq, verdict, (found.role, by.role))
        found.delete()

    content = (coverage.slug, claim, expected_seq, proposal)
    return run_command(
        "assess claims", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def drop_proposal(*, by: Person, coverage: Coverage, claim: str, proposal: int) -> None:
    """Takes a proposal back, or declines it."""
    if not may(by, "assess claims"):
        raise NotAllowed
    with row_transaction():
        ProposedAssessment.objects.filter(coverage=coverage, claim=claim, pk=proposal).delete()


def _append(
    transaction: WriteTransaction,
    coverage: Coverage,
    claim: str,
    expected_seq: int,
    verdict: Verdict,
    roles: tuple[str, ...],
) -> None:
    require_newest(coverage, claim_ref(claim), expected_seq)
    _require_verdict(coverage, claim, verdict)
    payload = ClaimAssessed(**vars(verdict), roles=roles)
    append(transaction, coverage, claim_ref(claim), payload)


def _require_verdict(coverage: Coverage, claim: str, verdict: Verdict) -> None:
    found = claims_read.view(coverage, claim)
    if found is None or found.record.merged_into:
        raise CommandRefused("There is no such claim, or it was merged into another one.")
    if verdict.status in ESTABLISHED and not verdict.basis:
        raise Incomplete("Say on what basis. Readers see it.", field="basis")
    if verdict.status == "withdrawn" and not verdict.note:
        raise Incomplete("Say why we should not have carried it.", field="note")
    if len(verdict.note) > NOTE_LIMIT:
        raise CommandRefused(f"A note has at most {NOTE_LIMIT} characters.", field="note")
