"""Claims for programs: schema.org's Claim and ClaimReview, and an export as Web Annotations.

Only what we established has a verdict: a number for anything else would invent one. schema.org has
no word for a denial, so positions are annotations (https://www.w3.org/TR/annotation-model/) with
their provenance (https://www.w3.org/TR/prov-o/). An unnamed source is its public description,
without an id and by the day, so that nothing joins what it said of several claims.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from dateline.claims.kinds import Moment
from dateline.claims.state import StateName
from dateline.claims.view import ClaimView, PositionRecord, SourceRecord
from dateline.coverage.state import CoverageState
from dateline.journal.entry import value_or
from dateline.journal.serialize import format_time

from . import claim_words, position_words
from .structured import Site, post_url

# The numbers of ClaimReview, from 1 (false) to 5 (true), for what we established.
_RATINGS: Final[dict[StateName, int]] = {"confirmed": 5, "misleading": 2, "false": 1}
_PERSONS: Final = ("person", "eyewitness")
CONTEXT: Final = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "schema": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "dl": "urn:dateline:terms:",
    },
]


def claim_url(site: Site, state: CoverageState, claim: str) -> str:
    return f"{site.base}/{state.slug}/claims/{claim}/"


def source_url(site: Site, state: CoverageState, source: str) -> str:
    return f"{site.base}/{state.slug}/sources/{source}/"


def claims_in(
    site: Site, state: CoverageState, claims: Sequence[ClaimView], shown: Collection[int]
) -> tuple[list[dict[str, Any]], dict[int, list[str]]]:
    """The claims of the posts with the numbers `shown`, and by these numbers the claims' URLs.

    There is no verdict among them. One that we withdrew is left out.
    """
    standing = [each for each in claims if each.state.name != "withdrawn" and each.record.text]
    mentions: dict[int, list[str]] = {}
    for each in standing:
        for number in each.posts:
            if number in shown:
                mentions.setdefault(number, []).append(claim_url(site, state, each.id))
    kept = [each for each in standing if set(each.posts) & set(shown)]
    return [claim_node(site, state, each, shown) for each in kept], mentions


def claim_node(
    site: Site, state: CoverageState, claim: ClaimView, shown: Collection[int] | None = None
) -> dict[str, Any]:
    """A claim with who made it first and where it appeared; with `shown`, only in these posts.

    A page of posts with many claims would otherwise be heavier by all posts of each of them.
    """
    url = claim_url(site, state, claim.id)
    node: dict[str, Any] = {"@type": "Claim", "@id": url, "url": url, "text": claim.record.text}
    if affirming := _affirming(claim):
        node["author"] = _author(site, state, claim, affirming[0])
    if claim.record.post:
        node["firstAppearance"] = _posting(site, state, claim.record.post)
    appeared = [each for each in claim.posts if shown is None or each in shown]
    if appeared:
        node["appearance"] = [_posting(site, state, each) for each in appeared]
    return node


def claim_review(site: Site, state: CoverageState, claim: ClaimView) -> dict[str, Any] | None:
    """The review of a claim that we established to be so or not so; None for any other."""
    rating, assessment = _RATINGS.get(claim.state.name), claim.record.assessment
    if rating is None or assessment is None or not claim.record.text:
        return None
    if claim.record.merged_into:
        # What we say now is said of the claim into which it was merged.
        return None
    url = claim_url(site, state, claim.id)
    rated: dict[str, Any] = {
        "@type": "Rating",
        "ratingValue": rating,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": claim_words.label(claim),
    }
    if claim_words.note(claim):
        rated["ratingExplanation"] = claim_words.note(claim)
    return {
        "@type": "ClaimReview",
        "@id": f"{url}#review",
        "url": url,
        "datePublished": format_time(assessment.at),
        "author": {
            "@type": "NewsMediaOrganization",
            "name": site.publication or site.base,
            "url": f"{site.base}/",
        },
        "claimReviewed": claim.record.text,
        "itemReviewed": claim_node(site, state, claim),
        "reviewRating": rated,
    }


def page_data(site: Site, state: CoverageState, claim: ClaimView) -> dict[str, Any] | None:
    """What a claim's page says of it to search engines; None if its words may not be shown."""
    if claim.state.name == "withdrawn" or not claim.record.text:
        return None
    return claim_review(site, state, claim) or claim_node(site, state, claim)


def as_annotations(site: Site, state: CoverageState, claims: Sequence[ClaimView]) -> dict[str, Any]:
    """The claims with all positions on them, as an annotation each."""
    nodes: list[dict[str, Any]] = []
    for each in claims:
        nodes.append(_claim(site, state, each))
        nodes += [_annotation(site, state, each, position) for position in each.positions]
    return {"@context": CONTEXT, "@graph": nodes}


def _claim(site: Site, state: CoverageState, claim: ClaimView) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": claim_url(site, state, claim.id),
        "type": "schema:Claim",
        "schema:text": claim_words.text(claim),
    }
    if claim.record.merged_into:
        return node | {"prov:alternateOf": claim_url(site, state, claim.record.merged_into)}
    node |= {
        "dl:state": claim.state.name,
        "dl:label": claim_words.whole_label(claim),
        "dl:since": format_time(claim.moved_at),
    }
    if assessment := claim.record.assessment:
        node["dl:assessment"] = {
            "dl:status": claim_words.status(claim),
            "dl:basis": list(value_or(assessment.assessed.basis, ())),
            "dl:note": claim_words.note(claim),
            "created": format_time(assessment.at),
        }
    return node


def _annotation(
    site: Site, state: CoverageState, claim: ClaimView, position: PositionRecord
) -> dict[str, Any]:
    source, recorded = claim.source_of(position), position.recorded
    void, withdrawn = position.voided_at, position.relay_withdrawn_at
    node: dict[str, Any] = {
        "id": f"{claim_url(site, state, claim.id)}#{position.id}",
        "type": "Annotation",
        "motivation": "assessing",
        "created": _created(position.said, named=source.is_named),
        "dl:precision": position.said.precision if source.is_named else "day",
        "prov:generatedAtTime": format_time(position.recorded_at),
        "target": claim_url(site, state, claim.id),
        "body": _body(claim, position),
        "prov:hadPrimarySource": _agent(site, state, source),
        "prov:qualifiedAttribution": [
            {"prov:agent": {"schema:name": hop.name}, "prov:hadRole": f"dl:{hop.how}"}
            for hop in value_or(recorded.chain, ())
        ]
        + [{"prov:agent": _agent(site, state, source), "prov:hadRole": f"dl:{_how(position)}"}],
    }
    if position.post:
        node["prov:wasQuotedFrom"] = post_url(site, state, position.post)
    if void:
        node["prov:wasInvalidatedBy"] = {
            "type": "prov:Activity",
            "prov:endedAtTime": format_time(void),
            "schema:description": position.void_reason,
        }
    elif withdrawn:
        node["prov:wasInvalidatedBy"] = {
            "type": "prov:Activity",
            "prov:endedAtTime": format_time(withdrawn),
            "prov:wasAssociatedWith": {"schema:name": position.relay},
        }
    return node


def _body(claim: ClaimView, position: PositionRecord) -> dict[str, Any]:
    """What was said. What we wrongly said that somebody had said is repeated nowhere."""
    body: dict[str, Any] = {"type": "dl:Position"}
    if position.voided_at or claim.state.name == "withdrawn":
        return body
    body |= {"dl:stance": f"dl:{position.stance}", "dl:modality": f"dl:{position.modality}"}
    if number := value_or(position.recorded.number, None):
        body |= {"dl:low": number.low, "dl:high": number.high, "dl:unit": claim.record.unit}
    if scope := value_or(position.recorded.scope, ""):
        body["dl:scope"] = scope
    return body


def _how(position: PositionRecord) -> str:
    return value_or(position.recorded.how, "unspecified")


def _created(said: Moment, *, named: bool) -> str:
    at = format_time(said.at)
    return at if named else f"{at[:10]}T00:00:00Z"


def _agent(site: Site, state: CoverageState, source: SourceRecord) -> dict[str, Any]:
    if not source.is_named:
        return {"type": "prov:Agent", "schema:name": position_words.who(source.source())}
    url = source_url(site, state, source.id)
    return {"id": url, "type": "prov:Agent", "schema:name": source.label}


def _affirming(claim: ClaimView) -> list[PositionRecord]:
    """The positions that affirm a claim now, in the order in which they were said."""
    affirmed = {each.id for each in claim.state.affirmed}
    return [each for each in claim.positions if each.key in affirmed]


def _author(
    site: Site, state: CoverageState, claim: ClaimView, position: PositionRecord
) -> dict[str, str]:
    source = claim.source_of(position)
    if not source.is_named:
        name = position_words.listed(
            [
                each
                for each in (position_words.who(source.source()), position_words.chain(position))
                if each
            ]
        )
        return {"@type": "Person", "name": name}
    kind = value_or(source.described.source_type, "organisation")
    return {
        "@type": "Person" if kind in _PERSONS else "Organization",
        "name": source.label,
        "url": source_url(site, state, source.id),
    }


def _posting(site: Site, state: CoverageState, number: int) -> dict[str, str]:
    return {"@type": "BlogPosting", "url": post_url(site, state, number)}
