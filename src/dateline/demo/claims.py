"""Plays who says what in the demo, with the commands of the desk."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from dateline.claims import read
from dateline.claims.kinds import Number, claim_ref
from dateline.claims.records import ESTABLISHED
from dateline.desk.commands import assessments, claims
from dateline.desk.commands.assessments import Verdict
from dateline.desk.commands.claim_rules import ClaimText, PositionText, SourceText
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.newsroom.models import ProposedAssessment

from . import script
from .people import BEN, NIGHT_SHIFT


def perform(coverage: Coverage, step: script.ClaimStep) -> None:
    """Plays one step about a claim."""
    match step:
        case script.Says():
            say(coverage, step)
        case script.NeverSaid(claim, reason):
            take_back(coverage, claim, reason)
        case script.Establish(claim, verdict):
            establish(coverage, claim, verdict)


def say(coverage: Coverage, step: script.Says) -> None:
    """Records a position, on a claim and by a source that may be new."""
    position = PositionText(
        source=_source(coverage, step),
        stance=step.stance,
        number=Number(step.number, step.number) if step.number else None,
        post=step.post,
    )
    if known := read.with_text(coverage, step.claim):
        claims.record_position(**_act(coverage), claim=known[0], position=position)
    else:
        claim = ClaimText(
            text=step.claim, category="number" if step.number else "event", unit=step.unit
        )
        claims.record_claim(**_act(coverage), claim=claim, position=position)


def take_back(coverage: Coverage, claim: str, reason: str) -> None:
    """Says that the last position on a claim was our mistake."""
    (name,) = read.with_text(coverage, claim)
    view = read.view(coverage, name)
    assert view is not None
    claims.void_position(
        **_act(coverage), claim=name, position=view.positions[-1].id, reason=reason
    )


def establish(coverage: Coverage, claim: str, verdict: Verdict) -> None:
    """Says what we know of a claim; where two people are needed, one proposes it."""
    (name,) = read.with_text(coverage, claim)
    about = _act(coverage) | {"claim": name, "expected_seq": last_seq(coverage, claim_ref(name))}
    if verdict.status not in ESTABLISHED:
        assessments.assess(**about, verdict=verdict)
        return
    assessments.propose(by=NIGHT_SHIFT, coverage=coverage, claim=name, verdict=verdict)
    proposal = ProposedAssessment.objects.get(coverage=coverage, claim=name)
    assessments.confirm(**about, proposal=proposal.pk)


def _source(coverage: Coverage, step: script.Says) -> str | SourceText:
    named = [each for each in read.sources(coverage) if each.is_named]
    known = next((each.id for each in named if each.label == step.source), "")
    if known and not step.unnamed:
        return known
    return SourceText(
        label=step.source,
        source_type="eyewitness" if step.unnamed else "organisation",
        naming="described" if step.unnamed else "named",
        standing=not step.unnamed,
        anonymity_reason=step.unnamed,
    )


def _act(coverage: Coverage) -> dict[str, Any]:
    return {"by": BEN, "idempotency_key": uuid4().hex, "coverage": coverage}
