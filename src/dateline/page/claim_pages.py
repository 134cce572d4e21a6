"""The pages of claims: all of them, one with its history, and one source with its positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateline.claims import read as claims_read
from dateline.claims.view import ClaimView, PositionRecord, SourceRecord
from dateline.coverage import read as coverage_read
from dateline.coverage.state import CoverageState, PostState
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage

from . import claim_changes, claim_lines, claim_words, number_chart, position_words, titles
from .claim_lines import ClaimLine

# What is recorded later than this was not recorded as it was said.
_AT_ONCE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class PositionRow:
    """A row of a table of positions.

    `source_id` is '' for an unnamed source, which has no page. `recorded` is given where it differs
    from the time at which it was said. `reversal` has what the source had said before and what it
    says now, in words, or is empty.
    """

    claim: ClaimLine
    source: str
    source_id: str
    source_type: str
    why_not_named: str
    said: str
    recorded: datetime | None
    sentence: str
    details: list[str]
    quote: str
    quote_language: str
    number: str
    reversal: list[str]
    correction: str
    relay_note: str
    post: int
    title: str

    @property
    def counts(self) -> bool:
        return not self.correction and not self.relay_note


@dataclass(frozen=True)
class NumberBar:
    """A number in the drawing: who gave it, in words and as a bar."""

    source: str
    words: str
    said: str
    bar: number_chart.Bar
    is_denial: bool


def all_claims(found: Coverage, zone: ZoneInfo, source: SourceRecord | None) -> dict[str, Any]:
    """The context of the page of all claims, or of those on which a named source has a position."""
    claims = claims_read.all_claims(found)
    if source:
        claims = claims_read.without_withdrawn(
            found, claims_read.claims_of_source(found, source.id)
        )
    standing = [each for each in claims if not each.record.merged_into]
    named = [each for each in claims_read.sources(found) if each.is_named]
    return {
        "sections": claim_lines.sections(standing, zone),
        "count": len(standing),
        "sources": named,
        "chosen": source,
        "modified": coverage_read.modified_at(found),
    }


def one_claim(
    found: Coverage, state: CoverageState, claim: ClaimView, zone: ZoneInfo
) -> dict[str, Any]:
    """The context of the page of a claim."""
    posts = {each.number: each for each in coverage_read.posts(found, claim.posts)}
    root = claims_read.root_of(found, claim.id)
    into = claims_read.view(found, root) if root != claim.id else None
    changes = claims_read.changes_of(found, claim.id)
    record = claim.record
    basis, roles = _finding(claim)
    return {
        "claim": claim,
        "line": claim_lines.line(claim, zone),
        "own": root,
        "title": claim_words.title(claim),
        "heading": claim_words.heading(claim),
        "description": _description(claim),
        "modified": coverage_read.modified_at(found),
        "flags": claim_words.flags(claim, zone, state.dated),
        "note": claim_words.note(claim),
        "finding": claim_words.status_words(claim_words.status(claim)),
        "assessed_at": record.assessment.at if record.assessment else None,
        "basis": basis,
        "roles": position_words.all_of(roles),
        "is_assessed": claim_words.is_assessed(claim),
        "rows": [_row(claim, each, zone, state.dated, posts) for each in claim.positions],
        "numbers": _numbers(claim, zone, state.dated),
        "unit": record.unit,
        "range": position_words.number(claim.state.range, record.unit),
        "happened": position_words.said(record.happened, zone, state.dated, named=True)
        if record.happened
        else "",
        "changes": list(reversed(claim_changes.lines(found, changes))),
        "began": record.recorded_at,
        "into": claim_lines.line(into, zone) if into else None,
        "merged": _lines_of(found, claim.merged, zone),
        "related": _related(found, claim, zone),
        "posts": [(each, titles.title(each)) for each in posts.values()],
    }


def one_source(
    found: Coverage, state: CoverageState, source: SourceRecord, zone: ZoneInfo
) -> dict[str, Any]:
    """The context of the page of a named source: what it said of all claims, oldest first."""
    claims = claims_read.without_withdrawn(found, claims_read.claims_of_source(found, source.id))
    numbers = {each for claim in claims for each in claim.posts}
    posts = {each.number: each for each in coverage_read.posts(found, numbers)}
    own = [
        (position, claim)
        for claim in claims
        for position in claim.positions
        if position.source == source.id
    ]
    own.sort(key=lambda each: (each[0].said.at, each[0].recorded_at, each[0].id))
    described = source.described
    return {
        "source": source,
        "name": source.label,
        "source_type": position_words.source_type(source),
        "speaks_for": value_or(described.speaks_for, ""),
        "bloc": value_or(described.bloc, ""),
        "neutral": value_or(described.neutral, False),
        "rows": [_row(claim, position, zone, state.dated, posts) for position, claim in own],
        "count": len(claims),
        "modified": coverage_read.modified_at(found),
    }


def _description(claim: ClaimView) -> str:
    """What link previews say below the title, which for a claim that is not so is our finding."""
    if claim.state.name in claim_words.UNTRUE:
        return claim_words.status_words(claim_words.status(claim))
    return claim_words.whole_label(claim)


def _finding(claim: ClaimView) -> tuple[list[str], list[str]]:
    """What our newest assessment rests on, and who decided, by their roles."""
    assessment = claim.record.assessment
    if assessment is None:
        return [], []
    basis = value_or(assessment.assessed.basis, ())
    roles = dict.fromkeys(map(claim_words.role_words, value_or(assessment.assessed.roles, ())))
    return [claim_words.basis_words(each) for each in basis], list(roles)


def _row(
    claim: ClaimView,
    position: PositionRecord,
    zone: ZoneInfo,
    reference: datetime,
    posts: dict[int, PostState],
) -> PositionRow:
    source, recorded = claim.source_of(position), position.recorded
    known, shown = source.source(), posts.get(position.post)
    late = position.said.precision != "instant" or not source.is_named
    late = late or abs(position.recorded_at - position.said.at) > _AT_ONCE
    # A withdrawn post has no words any more, nor has what it quoted, nor a withdrawn claim.
    stands = claim.state.name != "withdrawn" and (shown is None or shown.status != "withdrawn")
    return PositionRow(
        claim=claim_lines.line(claim, zone),
        source=position_words.who(known),
        source_id=source.id if source.is_named else "",
        source_type=position_words.source_type(source),
        why_not_named=position_words.why_not_named(source),
        said=position_words.said(position.said, zone, reference, named=source.is_named),
        recorded=position.recorded_at if late else None,
        sentence=position_words.says(position, known),
        details=[
            each
            for each in (position_words.chain(position), *position_words.details(position))
            if each and stands
        ],
        quote=value_or(recorded.quote, "") if stands else "",
        quote_language=value_or(recorded.quote_language, ""),
        number=position_words.number(position_words.quantity(position), claim.record.unit),
        reversal=_reversal(claim, position),
        correction=claim_lines.void_note(claim, position),
        relay_note=claim_lines.relay_note(position),
        post=position.post,
        title=titles.title(shown) if shown else "",
    )


def _reversal(claim: ClaimView, position: PositionRecord) -> list[str]:
    """What the source had said before and says now, if this position is a reversal."""
    return next(
        (
            [
                position_words.stance_word(each.before.stance),
                position_words.stance_word(each.after.stance),
            ]
            for each in claim.state.flags.reversals
            if each.after.id == position.key
        ),
        [],
    )


def _numbers(claim: ClaimView, zone: ZoneInfo, reference: datetime) -> list[NumberBar]:
    """The numbers that count, oldest first, on one scale; none if there is only one."""
    counted = [
        (each, quantity)
        for each in claim.positions
        if each.counts and (quantity := position_words.quantity(each))
    ]
    if len(counted) < 2:
        return []
    bars = number_chart.bars([quantity for _, quantity in counted])
    denials = {each.id for each in claim.state.denied}
    return [
        NumberBar(
            position_words.who(claim.source_of(each).source()),
            position_words.number(quantity, claim.record.unit),
            position_words.said(each.said, zone, reference, named=claim.source_of(each).is_named),
            bar,
            each.key in denials,
        )
        for (each, quantity), bar in zip(counted, bars, strict=True)
    ]


def _related(found: Coverage, claim: ClaimView, zone: ZoneInfo) -> list[tuple[str, ClaimLine]]:
    """The claims to which this one is related, and those that are related to it."""
    own = {each.claim: each.name for each in claim.record.relations}
    earlier = [
        (claim_words.relation_words(own[each.id]), claim_lines.line(each, zone))
        for each in claims_read.views(found, list(own))
    ]
    later = [
        (claim_words.relation_words(relation.name, reverse=True), claim_lines.line(each, zone))
        for each in claims_read.related_to(found, claim.id)
        for relation in each.record.relations
        if relation.claim == claim.id
    ]
    return [*earlier, *later]


def _lines_of(found: Coverage, claims: Sequence[str], zone: ZoneInfo) -> list[ClaimLine]:
    return [claim_lines.line(each, zone) for each in claims_read.views(found, claims)]
