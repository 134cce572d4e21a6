"""Commands about claims, their sources and positions: what somebody said, and who.

What we established about a claim is in `assessments`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from dateline.accounts.policy import Action, Person
from dateline.claims import read as claims_read
from dateline.claims.kinds import (
    LEDGER,
    AnonymityReason,
    Category,
    ClaimMerged,
    ClaimPinsSet,
    ClaimRecorded,
    ClaimRelated,
    ClaimRelation,
    ClaimReworded,
    Hop,
    How,
    Moment,
    Number,
    PositionMoved,
    PositionRecorded,
    PositionVoided,
    RelayWithdrawn,
    SourceChanged,
    SourceRecorded,
    SourceType,
    claim_ref,
    source_ref,
)
from dateline.claims.ledger import ClaimView, PositionRecord, SourceRecord
from dateline.claims.records import Modality, Naming, Stance
from dateline.desk.errors import CommandRefused, Incomplete
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction

from .citing import require_standing
from .command import Completed, require_newest, run_command

CLAIM_LIMIT: Final = 200
LABEL_LIMIT: Final = 120
MAX_PINNED: Final = 7


@dataclass(frozen=True, kw_only=True)
class ClaimText:
    """The sentence of a claim, and what it is about."""

    text: str
    category: Category = "event"
    unit: str = ""
    happened: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """The description of a source, as `claims.kinds.SourceDescribed` has it."""

    label: str
    source_type: SourceType
    naming: Naming = "named"
    aliases: tuple[str, ...] = ()
    speaks_for: str = ""
    bloc: str = ""
    neutral: bool = False
    standing: bool = False
    anonymity_reason: AnonymityReason = ""


@dataclass(frozen=True, kw_only=True)
class PositionText:
    """What a source said. `source` is its id, or the description of one to be recorded.

    `said` is None for now. The other fields are those of `claims.kinds.PositionRecorded`.
    """

    source: str | SourceText
    stance: Stance
    modality: Modality = "flat"
    number: Number | None = None
    said: Moment | None = None
    chain: tuple[Hop, ...] = ()
    how: How = "unspecified"
    scope: str = ""
    quote: str = ""
    quote_language: str = ""
    post: int = 0


class NoSuchClaim(CommandRefused):
    """There is no such claim in this coverage."""


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
        _require_text(coverage, claim)
        _require_position(coverage, position, transaction.at)
        name = _new_id()
        payload = ClaimRecorded(**vars(claim), post=position.post)
        append(transaction, coverage, claim_ref(name), payload)
        _append_position(transaction, coverage, name, position)

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
        _standing_claim(coverage, claim)
        _require_position(coverage, position, transaction.at)
        _append_position(transaction, coverage, claim, position)

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
        before = _known_source(coverage, source)
        require_newest(coverage, source_ref(source), expected_seq)
        _require_description(coverage, description, source)
        if description.naming != before.described.naming:
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
        record = _standing_claim(coverage, claim).record
        require_newest(coverage, claim_ref(claim), expected_seq)
        before = ClaimText(
            text=record.text, category=record.category, unit=record.unit, happened=record.happened
        )
        if before == text:
            raise CommandRefused("Nothing was changed.")
        _require_text(coverage, text, claim)
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
        before = _standing_claim(coverage, claim).record.relations
        require_newest(coverage, claim_ref(claim), expected_seq)
        if before == relations:
            raise CommandRefused("Nothing was changed.")
        for each in relations:
            _standing_claim(coverage, each.claim, field=each.name)
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
        before = _known_claim(coverage, claim).record.merged_into
        require_newest(coverage, claim_ref(claim), expected_seq)
        if before == into:
            raise CommandRefused("Nothing was changed.")
        if into:
            _standing_claim(coverage, into, field="into")
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
        _counted_position(coverage, claim, position)
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
        found = _counted_position(coverage, claim, position)
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
        found = _counted_position(coverage, claim, position)
        _standing_claim(coverage, target, field="target")
        if target == claim:
            raise CommandRefused("Nothing was changed.", field="target")
        source = _known_source(coverage, found.source)
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
        if claims_read.pinned(coverage) == claims:
            raise CommandRefused("Nothing was changed.")
        if len(claims) > MAX_PINNED:
            raise CommandRefused(f"At most {MAX_PINNED} claims can be listed first.")
        if len(set(claims)) < len(claims):
            raise CommandRefused("A claim is named twice.")
        for each in claims:
            _standing_claim(coverage, each)
        append(transaction, coverage, LEDGER, ClaimPinsSet(claims=claims))

    content = (coverage.slug, expected_seq, claims)
    return _run("change claims", by, idempotency_key, content, body)


def _run(
    action: Action,
    by: Person,
    idempotency_key: str,
    content: tuple[object, ...],
    body: Callable[[WriteTransaction], None],
) -> Completed:
    return run_command(action, by=by, idempotency_key=idempotency_key, content=content, body=body)


def _append_position(
    transaction: WriteTransaction, coverage: Coverage, claim: str, position: PositionText
) -> None:
    source = position.source
    if isinstance(source, str):
        known = _known_source(coverage, source)
        if not known.is_named and known.described.claim != claim:
            raise CommandRefused(
                "This unnamed source belongs to another claim. Describe it again here.",
                field="source",
            )
    else:
        source = _append_source(transaction, coverage, claim, source)
    said = position.said or Moment(transaction.at, "instant")
    fields = vars(replace(position, source=source, said=said))
    payload = PositionRecorded(position=_new_id(), **fields)
    append(transaction, coverage, claim_ref(claim), payload)


def _append_source(
    transaction: WriteTransaction, coverage: Coverage, claim: str, description: SourceText
) -> str:
    """Records a source and returns its id. An unnamed one belongs to the claim."""
    _require_description(coverage, description)
    name = _new_id()
    belongs_to = "" if description.naming == "named" else claim
    payload = SourceRecorded(**vars(description), claim=belongs_to)
    append(transaction, coverage, source_ref(name), payload)
    return name


def _new_id() -> str:
    # Random: an id with a time in it would tell when we first talked to a source.
    return uuid.uuid4().hex


def _require_text(coverage: Coverage, claim: ClaimText, own: str = "") -> None:
    if not claim.text:
        raise Incomplete("A claim needs a sentence that can be checked.", field="text")
    if len(claim.text) > CLAIM_LIMIT:
        raise CommandRefused(
            f"A claim has at most {CLAIM_LIMIT} characters, and this one {len(claim.text)}.",
            field="text",
        )
    same = [each for each in claims_read.with_text(coverage, claim.text) if each != own]
    if same:
        raise CommandRefused(
            "There is a claim with this sentence already. Record the position on it.",
            field="text",
        )


def _require_position(coverage: Coverage, position: PositionText, now: datetime) -> None:
    require_standing(coverage, position.post, field="post")
    if position.stance == "reports" and not position.chain:
        raise Incomplete("Say who reports it, and through whom we have it.", field="chain")
    if position.said and position.said.at > now:
        raise CommandRefused("This time is in the future.", field="said")
    if position.number is not None:
        _require_number(position.number)


def _require_number(number: Number) -> None:
    try:
        low, high = Decimal(number.low), Decimal(number.high)
    except InvalidOperation:
        raise CommandRefused("This is not a number.", field="low") from None
    if not (low.is_finite() and high.is_finite()) or low > high:
        raise CommandRefused("The first number is greater than the second.", field="low")


def _require_description(coverage: Coverage, description: SourceText, own: str = "") -> None:
    if not description.label:
        raise Incomplete("Say how readers are told of this source.", field="label")
    if len(description.label) > LABEL_LIMIT:
        raise CommandRefused(
            f"The name of a source has at most {LABEL_LIMIT} characters.", field="label"
        )
    if description.naming == "named":
        if _same_name(coverage, description.label, own):
            raise CommandRefused(
                f"There is a source named “{description.label}” already.", field="label"
            )
    elif not description.anonymity_reason:
        raise Incomplete("Say why the source is not named.", field="anonymity_reason")


def _same_name(coverage: Coverage, label: str, own: str) -> bool:
    named = [each for each in claims_read.sources(coverage) if each.is_named and each.id != own]
    return any(each.label.casefold() == label.casefold() for each in named)


def _known_claim(coverage: Coverage, claim: str, field: str = "") -> ClaimView:
    found = claims_read.view(coverage, claim)
    if found is None:
        raise NoSuchClaim(field=field)
    return found


def _standing_claim(coverage: Coverage, claim: str, field: str = "") -> ClaimView:
    """Returns a claim. Raises CommandRefused if it was merged into another one."""
    found = _known_claim(coverage, claim, field)
    if found.record.merged_into:
        raise CommandRefused("This claim was merged into another one.", field=field)
    return found


def _counted_position(coverage: Coverage, claim: str, position: str) -> PositionRecord:
    """Returns a position that was recorded on this claim and still counts."""
    own = _known_claim(coverage, claim).record.positions
    found = next((each for each in own if each.id == position), None)
    if found is None:
        raise CommandRefused("There is no such position on this claim.")
    if not found.counts:
        raise CommandRefused("This position does not count any more.")
    return found


def _known_source(coverage: Coverage, source: str) -> SourceRecord:
    found = claims_read.source(coverage, source)
    if found is None:
        raise CommandRefused("There is no such source in this coverage.", field="source")
    return found
