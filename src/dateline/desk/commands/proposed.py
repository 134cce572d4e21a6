"""Positions that were proposed while a post was written: those accepted are recorded with it.

Publishing never waits for them. What nobody decided on, and what cannot be recorded any more, waits
in a list for an editor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.accounts.policy import Person, may
from dateline.claims import read as claims_read
from dateline.claims.kinds import AnonymityReason, Hop, Number, SourceType
from dateline.claims.records import How, Modality, Naming, Stance
from dateline.content.tree import Copy, text_of
from dateline.desk.errors import CommandRefused, NotAllowed
from dateline.journal.models import Coverage
from dateline.journal.serialize import from_json, to_json
from dateline.journal.write_lock import WriteTransaction, row_transaction
from dateline.newsroom.models import WaitingPosition

from .claim_rules import ClaimText, PositionText, SourceText, append_position
from .command import Completed, run_command


@dataclass(frozen=True, kw_only=True)
class ProposedPosition:
    """Who says what in a `sentence`, as it was proposed and perhaps changed by its writer.

    `claim` and `source` are ids, or '' for new ones with `claim_text` and `label`. `low` and `high`
    are numbers in digits, or ''. With `earlier` it was said before, and nobody knows when.
    """

    sentence: str
    claim_text: str
    label: str
    stance: Stance
    claim: str = ""
    source: str = ""
    naming: Naming = "named"
    source_type: SourceType = "person"
    speaks_for: str = ""
    standing: bool = False
    reason: AnonymityReason = ""
    modality: Modality = "flat"
    low: str = ""
    high: str = ""
    relay: str = ""
    relay_how: How = "unspecified"
    how: How = "unspecified"
    earlier: bool = False
    # Whether a person must choose the stance: it was read from a negation, for example.
    asks: bool = False
    accepted: bool = False
    # What the script read before its writer changed anything. Only the script looks at it.
    read: str = ""


def append_proposed(
    transaction: WriteTransaction,
    coverage: Coverage,
    by: Person,
    post: int,
    copy: Copy,
    proposed: tuple[ProposedPosition, ...],
) -> None:
    """Records the accepted positions of a post, and keeps the others for an editor.

    One whose sentence is not in the post is among those: its writer may have changed the text.
    """
    words = _letters("\n".join(map(text_of, copy.parts)))
    for each in proposed:
        why = ""
        if each.accepted and _letters(each.sentence) not in words:
            why = "The sentence in which it was read is not in the post."
        elif each.accepted:
            try:
                append_accepted(transaction, coverage, post, each)
                continue
            except CommandRefused as refusal:
                why = str(refusal)
        WaitingPosition.objects.create(
            coverage=coverage,
            post=post,
            proposal=to_json(each),
            why=why,
            person=by.name,
            at=transaction.at,
        )


def append_accepted(
    transaction: WriteTransaction, coverage: Coverage, post: int, proposed: ProposedPosition
) -> None:
    """Records one position. Raises CommandRefused before anything is appended."""
    claim = proposed.claim or _known_claim(coverage, proposed.claim_text)
    if claim and claims_read.view(coverage, claim):
        # It may have been merged into another one while this was written.
        claim = claims_read.root_of(coverage, claim)
    position = PositionText(
        source=proposed.source or _known_source(coverage, proposed) or _new_source(proposed),
        stance=proposed.stance,
        modality=proposed.modality,
        number=Number(proposed.low, proposed.high or proposed.low) if proposed.low else None,
        earlier=proposed.earlier,
        chain=(Hop(proposed.relay, proposed.relay_how),) if proposed.relay else (),
        how=proposed.how,
        post=post,
    )
    append_position(transaction, coverage, claim or ClaimText(text=proposed.claim_text), position)


def record_waiting(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    waiting: int,
    proposed: ProposedPosition,
) -> Completed:
    """Records a position that waited, as an editor has changed it."""

    def body(transaction: WriteTransaction) -> None:
        row = WaitingPosition.objects.filter(coverage=coverage, pk=waiting).first()
        if row is None:
            raise CommandRefused("Somebody else has decided on this already.")
        append_accepted(transaction, coverage, row.post, proposed)
        row.delete()

    content = (coverage.slug, waiting, proposed)
    return run_command(
        "record claims", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def drop_waiting(*, by: Person, coverage: Coverage, waiting: int) -> None:
    """Removes a position that waited, without recording it."""
    if not may(by, "record claims"):
        raise NotAllowed
    with row_transaction():
        WaitingPosition.objects.filter(coverage=coverage, pk=waiting).delete()


def proposal_of(row: WaitingPosition) -> ProposedPosition:
    """Returns what waits in a row."""
    found: ProposedPosition = from_json(ProposedPosition, row.proposal)
    return found


def _letters(text: str) -> str:
    """The letters and digits of a text, by which it is compared without marks and spaces."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _known_claim(coverage: Coverage, text: str) -> str:
    """The id of a claim with this sentence, or ''. One post often has several positions on it."""
    return next(iter(claims_read.with_text(coverage, text)), "") if text else ""


def _known_source(coverage: Coverage, proposed: ProposedPosition) -> str:
    """The id of the named source of this name, or ''."""
    if proposed.naming != "named":
        return ""
    wanted = proposed.label.casefold()
    named = [each for each in claims_read.sources(coverage) if each.is_named]
    return next((each.id for each in named if each.label.casefold() == wanted), "")


def _new_source(proposed: ProposedPosition) -> SourceText:
    reason = proposed.reason
    if proposed.naming != "named" and not reason and proposed.relay:
        reason = "unknown_to_us"
    return SourceText(
        label=proposed.label,
        source_type=proposed.source_type,
        naming=proposed.naming,
        speaks_for=proposed.speaks_for if proposed.naming == "named" else "",
        standing=proposed.standing,
        anonymity_reason=reason,
    )
