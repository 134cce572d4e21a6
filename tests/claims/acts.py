"""Records claims by the real commands, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dateline.claims import read
from dateline.claims.kinds import claim_ref
from dateline.claims.view import ClaimView
from dateline.desk.commands import assessments, claims
from dateline.desk.commands.assessments import Verdict
from dateline.desk.commands.claim_rules import ClaimText, PositionText, SourceText
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from tests.people import BEN, EVE, act

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)


def named(label: str, **fields: Any) -> SourceText:
    """A named source with standing."""
    values = {"label": label, "source_type": "organisation", "standing": True}
    return SourceText(**values | fields)


def unnamed(label: str, **fields: Any) -> SourceText:
    values = {
        "label": label,
        "source_type": "person",
        "naming": "described",
        "anonymity_reason": "safety",
    }
    return SourceText(**values | fields)


def says(source: str | SourceText, stance: Any = "asserts", **fields: Any) -> PositionText:
    """A position in post 1. A text is the label of a known source."""
    return PositionText(source=source, stance=stance, **{"post": 1} | fields)


def record(coverage: Coverage, text: str, position: PositionText, **fields: Any) -> str:
    """Records a claim and returns its id."""
    claim = ClaimText(text=text, **fields)
    claims.record_claim(**act(), coverage=coverage, claim=claim, position=position)
    (name,) = read.with_text(coverage, text)
    return name


def take(coverage: Coverage, claim: str, position: PositionText) -> None:
    """Records another position."""
    claims.record_position(**act(), coverage=coverage, claim=claim, position=position)


def source_id(coverage: Coverage, label: str) -> str:
    return next(each.id for each in read.sources(coverage) if each.label == label)


def view(coverage: Coverage, claim: str) -> ClaimView:
    found = read.view(coverage, claim)
    assert found is not None
    return found


def about(coverage: Coverage, claim: str) -> dict[str, Any]:
    """The arguments of a command about the current version of a claim."""
    seen = last_seq(coverage, claim_ref(claim))
    return {"coverage": coverage, "claim": claim, "expected_seq": seen}


def assess(coverage: Coverage, claim: str, status: Any, **fields: Any) -> None:
    """Says what we established; where two people are needed, Eve proposes it and Ben agrees."""
    verdict = Verdict(status=status, **fields)
    if status not in ("verified", "misleading", "false"):
        assessments.assess(**act(), **about(coverage, claim), verdict=verdict)
        return
    assessments.propose(by=EVE, coverage=coverage, claim=claim, verdict=verdict)
    confirm(coverage, claim)


def confirm(coverage: Coverage, claim: str, by: Any = BEN) -> None:
    from dateline.newsroom.models import ProposedAssessment

    proposal = ProposedAssessment.objects.get(coverage=coverage, claim=claim).pk
    assessments.confirm(**act(by), **about(coverage, claim), proposal=proposal)
