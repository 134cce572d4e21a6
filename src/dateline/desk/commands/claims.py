"""Commands about claims, their sources and positions: what somebody said, and who.

What we established about a claim is in `assessments`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dateline.accounts.policy import Action, Person
from dateline.claims import read as claims_read
from dateline.claims.kinds import (
    LEDGER,
    ClaimMerged,
    ClaimPinsSet,
    ClaimRelated,
    ClaimRelation,
    ClaimReworded,
    PositionMoved,
    PositionVoided,
    RelayWithdrawn,
    SourceChanged,
    claim_ref,
    source_ref,
)
from dateline.claims.records import ESTABLISHED
from dateline.claims.view import ClaimRecord
from dateline.desk.errors import CommandRefused, Incomplete
from dateline.journal.append import append
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction

from .claim_rules import (
    ClaimText,
    PositionText,
    SourceText,
    append_position,
    counted_position,
    known_claim,
    known_source,
    require_description,
    require_text,
    standing_claim,
)
from .command import Completed, require_newest, run_command

MAX_PINNED: Final = 7


def record_claim(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    claim: ClaimText,
    position: PositionText,
) -> Completed:
    """Records a claim with the first position on it."""

    def body(transaction: WriteTransaction) -> None:
        append_position(transaction, coverage, claim, position)

    return _run("record claims", by, idempotency_key, (coverage.slug, claim, position), body)


def record_position(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    claim: str,
    position: PositionText,
) -> Completed:
    """Records another position on a claim."""

    def body(transaction: WriteTransaction) -> None:
        append_position(transaction, coverage, claim, position)

    return _run("record claims", by, idempotency_key, (coverage.slug, claim, position), body)


def change_source(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    source: str,
    expected_seq: int,
    description: SourceText,
) -> Completed:
    """Replaces the description of a source. Whether it is named cannot change."""

    def body(transaction: WriteTransaction) -> None:
        before = known_source(coverage, source)
        require_newest(coverage, source_ref(source), expected_seq)
        require_description(coverage, description, source)
        if (description.naming == "named") != before.is_named:
            raise CommandRefused(
                "Whether a source is named cannot change. Record another source.", field="naming"
            )
        payload = SourceChanged(**vars(description), claim=before.described.claim)
        if vars(payload) == vars(before.described):
            raise CommandRefused("Nothing was changed.")
        append(transaction, coverage, source_ref(source), payload)

    content = (coverage.slug, source, expected_seq, description)
    return _run("record claims", by, idempotency_key, content, body)


def reword_claim(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    claim: str,
    expected_seq: int,
    text: ClaimText,
    note: str,
) -> Completed:
    """Changes the sentence of a claim. The note tells readers why."""

    def body(transaction: WriteTransaction) -> None:
        record = standing_claim(coverage, claim).record
        require_newest(coverage, claim_ref(claim), expected_seq)
        _require_not_established(record)
        before = ClaimText(
            text=record.text, category=record.category, unit=record.unit, happened=record.happened
        )
        if before == text:
            raise CommandRefused("Nothing was changed.")
        require_text(coverage, text, claim)
        if not note:
            raise Incomplete("Say why the sentence changes. Readers see it.", field="note")
        append(transaction, coverage, claim_ref(claim), ClaimReworded(**vars(text), note=note))

    content = (coverage.slug, claim, expected_seq, text, note)
    return _run("change claims", by, idempotency_key, content, body)


def relate_claim(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    claim: str,
    expected_seq: int,
    relations: tuple[ClaimRelation, ...],
) -> Completed:
    """Replaces what a claim is to other claims; without any, removes it."""

    def body(transaction: WriteTransaction) -> None:
        before = standing_claim(coverage, claim).record.relations
        require_newest(coverage, claim_ref(claim), expected_seq)
        if before == relations:
            raise CommandRefused("Nothing was changed.")
        for each in relations:
            standing_claim(coverage, each.claim, field=each.name)
            if each.claim == claim:
                raise CommandRefused("A claim is not related to itself.", field=each.name)
        append(transaction, coverage, claim_ref(claim), ClaimRelated(relations=relations))

    content = (coverage.slug, claim, expected_seq, relations)
    return _run("change claims", by, idempotency_key, content, body)


def merge_claim(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    claim: str,
    expected_seq: int,
    into: str,
) -> Completed:
    """Makes the positions on a claim count for another one; without `into`, undoes that."""

    def body(transaction: WriteTransaction) -> None:
        before = known_claim(coverage, claim).record.merged_into
        require_newest(coverage, claim_ref(claim), expected_seq)
        if before == into:
            raise CommandRefused("Nothing was changed.")
        if into:
            standing_claim(coverage, into, field="into")
            if before or into == claim:
                raise CommandRefused("Undo the merge of this claim first.", field="into")
        append(transaction, coverage, claim_ref(claim), ClaimMerged(into=into))

    content = (coverage.slug, claim, expected_seq, into)
    return _run("change claims", by, idempotency_key, content, body)


def void_position(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    claim: str,
    position: str,
    reason: str,
) -> Completed:
    """Says that a source never took a position: our mistake. Readers see the reason."""

    def body(transaction: WriteTransaction) -> None:
        counted_position(coverage, claim, position)
        if not reason:
            raise Incomplete("Say what was wrong. Readers see it.", field="reason")
        payload = PositionVoided(position=position, reason=reason)
        append(transaction, coverage, claim_ref(claim), payload)

    content = (coverage.slug, claim, position, reason)
    return _run("change claims", by, idempotency_key, content, body)


def withdraw_relay(
    *, by: Person, idempotency_key: str, coverage: Coverage, claim: str, position: str
) -> Completed:
    """Says that an agency withdrew the report through which we had a position."""

    def body(transaction: WriteTransaction) -> None:
        found = counted_position(coverage, claim, position)
        if not found.relay:
            raise CommandRefused("Nobody passed this position on to us.")
        payload = RelayWithdrawn(position=position, relay=found.relay)
        append(transaction, coverage, claim_ref(claim), payload)

    content = (coverage.slug, claim, position)
    return _run("change claims", by, idempotency_key, content, body)


def move_position(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    claim: str,
    position: str,
    target: str,
) -> Completed:
    """Moves a position to another claim, when one claim turns out to be two."""

    def body(transaction: WriteTransaction) -> None:
        found = counted_position(coverage, claim, position)
        standing_claim(coverage, target, field="target")
        if target == claim:
            raise CommandRefused("Nothing was changed.", field="target")
        source = known_source(coverage, found.source)
        if not source.is_named:
            # It belongs to its claim: on another one it would join what it said.
            raise CommandRefused(
                "An unnamed source belongs to one claim. Record its position on the other claim,"
                " and say here that this one was our mistake.",
                field="target",
            )
        payload = PositionMoved(position=position, origin=claim)
        append(transaction, coverage, claim_ref(target), payload)

    content = (coverage.slug, claim, position, target)
    return _run("change claims", by, idempotency_key, content, body)


def pin_claims(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    expected_seq: int,
    claims: tuple[str, ...],
) -> Completed:
    """Sets which claims the page lists first, in their order."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, LEDGER, expected_seq)
        before = claims_read.pinned(coverage)
        if before == claims:
            raise CommandRefused("Nothing was changed.")
        if len(claims) > MAX_PINNED:
            raise CommandRefused(f"At most {MAX_PINNED} claims can be listed first.")
        if len(set(claims)) < len(claims):
            raise CommandRefused("A claim is named twice.")
        # One that was listed first may have been merged since.
        for each in set(claims) - set(before):
            standing_claim(coverage, each)
        append(transaction, coverage, LEDGER, ClaimPinsSet(claims=claims))

    content = (coverage.slug, expected_seq, claims)
    return _run("change claims", by, idempotency_key, content, body)


def _require_not_established(record: ClaimRecord) -> None:
    """Raises CommandRefused while a sentence is one that two people stand for.

    Otherwise one person could turn it into its opposite, and we would still confirm it.
    """
    last = record.assessment
    if last and value_or(last.assessed.status, "unassessed") in ESTABLISHED:
        raise CommandRefused(
            "Two people stand for this sentence. First assess the claim again, for example as being"
            " checked.",
            field="text",
        )


def _run(
    action: Action,
    by: Person,
    idempotency_key: str,
    content: tuple[object, ...],
    body: Callable[[WriteTransaction], None],
) -> Completed:
    return run_command(action, by=by, idempotency_key=idempotency_key, content=content, body=body)
