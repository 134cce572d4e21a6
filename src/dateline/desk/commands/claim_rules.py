"""The rules for claims, sources and positions, and how they are appended. Under the write lock.

Everything is looked at before anything is appended. So a position that cannot be recorded leaves
nothing behind, also where a post is published with it.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from dateline.claims import read as claims_read
from dateline.claims.kinds import (
    AnonymityReason,
    Category,
    ClaimRecorded,
    Hop,
    Moment,
    Number,
    PositionRecorded,
    SourceRecorded,
    SourceType,
    claim_ref,
    source_ref,
)
from dateline.claims.records import How, Modality, Naming, Stance
from dateline.claims.view import ClaimView, PositionRecord, SourceRecord
from dateline.coverage.read import post_state
from dateline.desk.errors import CommandRefused, Incomplete
from dateline.journal.append import append
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction

from .citing import require_standing

CLAIM_LIMIT: Final = 200
LABEL_LIMIT: Final = 120
# Without a bound, a number of a few characters such as 1e999999 would fill the memory.
NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")


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

    `said` is None for the time of the post; with `earlier` it was before that, and nobody knows
    when. The other fields are those of `claims.kinds.PositionRecorded`.
    """

    source: str | SourceText
    stance: Stance
    modality: Modality = "flat"
    number: Number | None = None
    said: Moment | None = None
    earlier: bool = False
    chain: tuple[Hop, ...] = ()
    how: How = "unspecified"
    scope: str = ""
    quote: str = ""
    quote_language: str = ""
    post: int = 0


class NoSuchClaim(CommandRefused):
    """There is no such claim in this coverage."""


def append_position(
    transaction: WriteTransaction,
    coverage: Coverage,
    claim: str | ClaimText,
    position: PositionText,
) -> None:
    """Records a position on a claim, and first the claim and the source if they are new.

    Raises CommandRefused before anything is appended.
    """
    known = claim if isinstance(claim, str) else ""
    if isinstance(claim, ClaimText):
        require_text(coverage, claim)
    else:
        standing_claim(coverage, claim)
    require_position(coverage, position, transaction.at)
    _require_source(coverage, known, position.source)
    _require_new(coverage, known, position)
    if isinstance(claim, ClaimText):
        known = new_id()
        payload = ClaimRecorded(**vars(claim), post=position.post)
        append(transaction, coverage, claim_ref(known), payload)
    source, said = position.source, position.said or _said_in(coverage, position, transaction.at)
    if not _is_named(coverage, source):
        said = _to_the_day(said)
    if isinstance(source, SourceText):
        source = _append_source(transaction, coverage, known, source)
    fields = vars(replace(position, source=source, said=said))
    fields = {name: value for name, value in fields.items() if name != "earlier"}
    recorded = PositionRecorded(position=new_id(), **fields)
    append(transaction, coverage, claim_ref(known), recorded)


def _said_in(coverage: Coverage, position: PositionText, now: datetime) -> Moment:
    """When something was said, if nobody says when: at the time of the post that has it."""
    dated = post_state(coverage, position.post).dated if position.post else now
    at = min(dated, now)
    if position.earlier:
        return Moment(at - timedelta(minutes=1), "unknown")
    return Moment(at, "instant")


def _require_new(coverage: Coverage, claim: str, position: PositionText) -> None:
    """Raises CommandRefused if the same was recorded before, as by a form that is sent again."""
    if not claim or not isinstance(position.source, str):
        return
    same = (position.source, position.stance, position.modality, position.post, position.number)
    for each in known_claim(coverage, claim).positions:
        number = value_or(each.recorded.number, None)
        if each.counts and same == (each.source, each.stance, each.modality, each.post, number):
            raise CommandRefused("This position is recorded already.", field="source")


def _is_named(coverage: Coverage, source: str | SourceText) -> bool:
    if isinstance(source, SourceText):
        return source.naming == "named"
    return known_source(coverage, source).is_named


def _to_the_day(said: Moment) -> Moment:
    """Returns the day of a time. By its minute, what an unnamed source said could be joined."""
    day = said.at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if said.precision == "unknown":
        # It was earlier than what is said now, which has only a day as well.
        return Moment(day - timedelta(days=1), "unknown")
    return Moment(day, "day")


def _append_source(
    transaction: WriteTransaction, coverage: Coverage, claim: str, description: SourceText
) -> str:
    """Records a source and returns its id. An unnamed one belongs to the claim."""
    name = new_id()
    belongs_to = "" if description.naming == "named" else claim
    payload = SourceRecorded(**vars(description), claim=belongs_to)
    append(transaction, coverage, source_ref(name), payload)
    return name


def _require_source(coverage: Coverage, claim: str, source: str | SourceText) -> None:
    if isinstance(source, SourceText):
        require_description(coverage, source)
        return
    known = known_source(coverage, source)
    # The claim of an unnamed source may have been merged into this one.
    belongs_to = str(value_or(known.described.claim, ""))
    if belongs_to:
        belongs_to = claims_read.root_of(coverage, belongs_to)
    if not known.is_named and belongs_to != claim:
        raise CommandRefused(
            "This unnamed source belongs to another claim. Describe it again here.",
            field="source",
        )


def new_id() -> str:
    # Random: an id with a time in it would tell when we first talked to a source.
    return uuid.uuid4().hex


def require_text(coverage: Coverage, claim: ClaimText, own: str = "") -> None:
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


def require_position(coverage: Coverage, position: PositionText, now: datetime) -> None:
    if position.post:
        require_standing(coverage, position.post, field="post")
    if position.stance == "reports" and not position.chain:
        raise Incomplete("Say who reports it, and through whom we have it.", field="chain")
    if position.said and position.said.at > now:
        raise CommandRefused("This time is in the future.", field="said")
    if position.number is not None:
        _require_number(position.number)


def _require_number(number: Number) -> None:
    if not (NUMBER.fullmatch(number.low) and NUMBER.fullmatch(number.high)):
        raise CommandRefused("This is not a number of at most 15 digits.", field="low")
    if Decimal(number.low) > Decimal(number.high):
        raise CommandRefused("The first number is greater than the second.", field="low")


def require_description(coverage: Coverage, description: SourceText, own: str = "") -> None:
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
    elif description.aliases or description.speaks_for:
        raise CommandRefused(
            "Who is not named has no other names and speaks for nobody: readers could tell who it"
            " is.",
            field="aliases" if description.aliases else "speaks_for",
        )
    elif not description.anonymity_reason:
        raise Incomplete("Say why the source is not named.", field="anonymity_reason")


def _same_name(coverage: Coverage, label: str, own: str) -> bool:
    named = [each for each in claims_read.sources(coverage) if each.is_named and each.id != own]
    return any(each.label.casefold() == label.casefold() for each in named)


def known_claim(coverage: Coverage, claim: str, field: str = "") -> ClaimView:
    found = claims_read.view(coverage, claim)
    if found is None:
        raise NoSuchClaim(field=field)
    return found


def standing_claim(coverage: Coverage, claim: str, field: str = "") -> ClaimView:
    """Returns a claim. Raises CommandRefused if it was merged into another one."""
    found = known_claim(coverage, claim, field)
    if found.record.merged_into:
        raise CommandRefused("This claim was merged into another one.", field=field)
    return found


def counted_position(coverage: Coverage, claim: str, position: str) -> PositionRecord:
    """Returns a position that was recorded on this claim and still counts."""
    own = known_claim(coverage, claim).record.positions
    found = next((each for each in own if each.id == position), None)
    if found is None:
        raise CommandRefused("There is no such position on this claim.")
    if not found.counts:
        raise CommandRefused("This position does not count any more.")
    return found


def known_source(coverage: Coverage, source: str) -> SourceRecord:
    found = claims_read.source(coverage, source)
    if found is None:
        raise CommandRefused("There is no such source in this coverage.", field="source")
    return found
