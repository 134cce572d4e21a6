"""The readers' pages of claims and of named sources, and the same for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from dateline.claims import read as claims_read
from dateline.claims.view import ClaimView, SourceRecord
from dateline.coverage import read as coverage_read
from dateline.journal.models import Coverage
from dateline.routing import hold_until_changed

from . import claim_data as data
from . import claim_pages, query_string, read, structured
from .etags import etag
from .render import zone
from .responses import coverage_or_404, rendered, site_of


def claims(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/claims/?source=<id>: all claims, or those on which a named source spoke."""
    found = coverage_or_404(slug)
    _, source = found_by(request, found)
    name = f"claims-{source.id if source else ''}"

    def context() -> dict[str, Any]:
        local = zone(coverage_read.coverage_state(found).zone)
        return {"base": site_of(request).base} | claim_pages.all_claims(found, local, source)

    return rendered(request, found, name, "page/claims.html", context)


def claim(request: HttpRequest, slug: str, claim: str) -> HttpResponse:
    """GET /<slug>/claims/<id>/: a claim with its history, also one that was merged into another."""
    found = coverage_or_404(slug)
    shown = _claim_or_404(found, claim)

    def context() -> dict[str, Any]:
        site, state = site_of(request), coverage_read.coverage_state(found)
        whole = data.page_data(site, state, shown)
        return claim_pages.one_claim(found, state, shown, zone(state.zone)) | {
            "site": site,
            "base": site.base,
            "card": site.card,
            "json_ld": structured.script(whole) if whole else "",
        }

    return rendered(request, found, f"claim-{claim}", "page/claim.html", context)


def source(request: HttpRequest, slug: str, source: str) -> HttpResponse:
    """GET /<slug>/sources/<id>/: what a named source said of each claim. Others have no page."""
    found = coverage_or_404(slug)
    shown = _named_source_or_404(found, source)

    def context() -> dict[str, Any]:
        state, site = coverage_read.coverage_state(found), site_of(request)
        shown_there = claim_pages.one_source(found, state, shown, zone(state.zone))
        return {"base": site.base} | shown_there

    return rendered(request, found, f"source-{source}", "page/source.html", context)


def claims_data(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/claims.jsonld: all claims with all positions, as Web Annotations."""
    found = coverage_or_404(slug)
    return _data(
        request,
        found,
        "claims",
        lambda: claims_read.as_shown(found),
    )


def claim_data(request: HttpRequest, slug: str, claim: str) -> HttpResponse:
    """GET /<slug>/claims/<id>.jsonld: one claim with its positions, as Web Annotations."""
    found = coverage_or_404(slug)
    shown = _claim_or_404(found, claim)
    return _data(request, found, f"claim-{claim}", lambda: [shown])


def found_by(request: HttpRequest, found: Coverage) -> tuple[ClaimView | None, SourceRecord | None]:
    """The claim and the named source in the query string. Raises Http404 if there is none."""
    claim, source = (query_string.text(request, name) for name in ("claim", "source"))
    return (
        _claim_or_404(found, claim) if claim else None,
        _named_source_or_404(found, source) if source else None,
    )


def posts_of(
    found: Coverage, claim: ClaimView | None, source: SourceRecord | None
) -> tuple[int, ...] | None:
    """The numbers of the posts with a position on a claim, or of a source; None without either."""
    if claim is None and source is None:
        return None
    claims = [claim] if claim else []
    if source and not claim:
        claims = claims_read.claims_of_source(found, source.id)
    if source is None:
        return tuple(claims[0].posts)
    numbers = {each.post for view in claims for each in view.positions if each.source == source.id}
    return tuple(sorted(numbers - {0}))


def _claim_or_404(found: Coverage, claim: str) -> ClaimView:
    known = claims_read.view(found, claim)
    if known is None:
        raise Http404
    (shown,) = claims_read.without_withdrawn(found, [known])
    return shown


def _named_source_or_404(found: Coverage, source: str) -> SourceRecord:
    shown = claims_read.source(found, source)
    # An unnamed source has no page, and nothing tells whether its id exists.
    if shown is None or not shown.is_named:
        raise Http404
    return shown


def _data(
    request: HttpRequest, found: Coverage, name: str, claims: Callable[[], list[ClaimView]]
) -> HttpResponse:
    # Before the claims: see `read`.
    head = read.head(found)
    state = coverage_read.coverage_state(found)
    with translation.override(state.language):
        whole = data.as_annotations(site_of(request), state, claims())
    response = JsonResponse(whole, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/ld+json"
    response["ETag"] = etag(head.cursor, f"{name}.jsonld")
    response["Access-Control-Allow-Origin"] = "*"
    if not request.GET:
        hold_until_changed(response, found.slug, str(head.cursor))
    return response
