"""Short commands about claims, for the tests of what readers are told of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from unittest.mock import patch

from dateline.claims import read
from dateline.claims.kinds import LEDGER, ClaimRelation, Hop, Moment, Number, claim_ref, source_ref
from dateline.claims.records import Stance, Status
from dateline.claims.view import ClaimView, SourceRecord
from dateline.desk.commands import assessments, claim_rules, claims, erasure
from dateline.desk.commands.claim_rules import ClaimText, PositionText, SourceText
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.newsroom.models import ProposedAssessment
from tests.people import BEN, DAN, act

REUTERS = (Hop("Reuters", "wire"),)
_seconds = count()


@contextmanager
def ids(*given: str) -> Iterator[None]:
    """The first ids of new objects, which are random after that."""
    names = iter(given)
    with patch.object(claim_rules, "new_id", lambda: next(names, "") or uuid.uuid4().hex):
        yield


def named(label: str, **more: Any) -> SourceText:
    return SourceText(label=label, source_type="state_body", **more)


def unnamed(label: str, **more: Any) -> SourceText:
    return SourceText(
        label=label,
        source_type="person",
        naming="described",
        **{"anonymity_reason": "safety"} | more,
    )


def at(text: str, precision: Any = "instant") -> Moment:
    return Moment(datetime.fromisoformat(text).replace(tzinfo=UTC), precision)


def claim(
    coverage: Coverage,
    text: str,
    source: str | SourceText,
    post: int = 1,
    stance: Stance = "asserts",
    **more: Any,
) -> str:
    """Records a claim with a position, and returns its id."""
    unit = more.pop("unit", "")
    position = _position(coverage, source, post, stance, more)
    words = ClaimText(text=text, unit=unit, category="number" if unit else "event")
    claims.record_claim(**act(), coverage=coverage, claim=words, position=position)
    (found,) = read.with_text(coverage, text)
    return found


def say(
    coverage: Coverage,
    claim: str,
    source: str | SourceText,
    post: int = 1,
    stance: Stance = "asserts",
    **more: Any,
) -> str:
    """Records another position, and returns its id."""
    position = _position(coverage, source, post, stance, more)
    claims.record_position(**act(), coverage=coverage, claim=claim, position=position)
    return max(view(coverage, claim).record.positions, key=lambda each: each.seq).id


def _position(
    coverage: Coverage, source: str | SourceText, post: int, stance: Stance, more: dict[str, Any]
) -> PositionText:
    number, chain = more.pop("number", None), more.pop("chain", ())
    # Each a second after the one before, as in a newsroom.
    later = datetime.now(UTC) - timedelta(days=1) + timedelta(seconds=next(_seconds))
    more.setdefault("said", Moment(later, "instant"))
    if isinstance(source, SourceText) and source.naming == "named":
        known = [each.id for each in read.sources(coverage) if each.label == source.label]
        source = known[0] if known else source
    return PositionText(
        source=source,
        stance=stance,
        post=post,
        number=Number(*number) if number else None,
        chain=REUTERS if chain is True else chain,
        **more,
    )


def view(coverage: Coverage, claim: str) -> ClaimView:
    found = read.view(coverage, claim)
    assert found is not None
    return found


def source(coverage: Coverage, label: str) -> SourceRecord:
    (found,) = [each for each in read.sources(coverage) if each.label == label]
    return found


def newest(coverage: Coverage, claim: str) -> int:
    return last_seq(coverage, claim_ref(claim))


def void(coverage: Coverage, claim: str, position: str, reason: str) -> None:
    about = {"coverage": coverage, "claim": claim, "position": position}
    claims.void_position(**act(), **about, reason=reason)


def assess(coverage: Coverage, claim: str, status: Status, note: str = "", **more: Any) -> None:
    verdict = assessments.Verdict(status=status, note=note, **more)
    seen = newest(coverage, claim)
    assessments.assess(**act(), coverage=coverage, claim=claim, expected_seq=seen, verdict=verdict)


def establish(coverage: Coverage, claim: str, status: Status, note: str = "") -> None:
    """What needs two people: Ben proposes it, and Dan decides."""
    verdict = assessments.Verdict(status=status, note=note, basis=("geolocated",))
    assessments.propose(by=BEN, coverage=coverage, claim=claim, verdict=verdict)
    proposal = ProposedAssessment.objects.get(coverage=coverage, claim=claim).pk
    seen = newest(coverage, claim)
    assessments.confirm(
        **act(DAN), coverage=coverage, claim=claim, expected_seq=seen, proposal=proposal
    )


def merge(coverage: Coverage, claim: str, into: str) -> None:
    seen = newest(coverage, claim)
    claims.merge_claim(**act(), coverage=coverage, claim=claim, expected_seq=seen, into=into)


def relate(coverage: Coverage, claim: str, other: str) -> None:
    seen = newest(coverage, claim)
    relations = (ClaimRelation("refines", other),)
    claims.relate_claim(
        **act(), coverage=coverage, claim=claim, expected_seq=seen, relations=relations
    )


def reword(coverage: Coverage, claim: str, text: str, note: str) -> None:
    seen, words = newest(coverage, claim), ClaimText(text=text)
    claims.reword_claim(
        **act(), coverage=coverage, claim=claim, expected_seq=seen, text=words, note=note
    )


def pin(coverage: Coverage, *chosen: str) -> None:
    seen = last_seq(coverage, LEDGER)
    claims.pin_claims(**act(), coverage=coverage, expected_seq=seen, claims=chosen)


def rename(coverage: Coverage, source: str, description: SourceText) -> None:
    seen = last_seq(coverage, source_ref(source))
    claims.change_source(
        **act(), coverage=coverage, source=source, expected_seq=seen, description=description
    )


def erase(coverage: Coverage, claim: str) -> None:
    erase_about(coverage, claim_ref(claim))


def erase_about(coverage: Coverage, about: ObjectRef) -> None:
    erasure.erase_object(by=BEN, coverage=coverage, about=about, reason="data_protection")
