"""What the views of readers' pages have in common: they find a coverage, and answer with a page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation

from dateline.coverage import read as coverage_read
from dateline.journal.models import Coverage
from dateline.routing import hold_until_changed

from . import read, structured
from .etags import etag
from .render import zone
from .titles import title


def coverage_or_404(slug: str) -> Coverage:
    found = coverage_read.coverage_with_state(slug)
    if found is None:
        raise Http404
    return found


def rendered(
    request: HttpRequest,
    found: Coverage,
    name: str,
    template: str,
    context: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """Renders a page of a coverage.

    The head is read before `context` is called: see `read`. The status is 200, or `status` in the
    context. Answers 304 to a reader who has the current version. Only a route that is not held
    needs this: for the others the server does it.
    """
    head = read.head(found)
    state = coverage_read.coverage_state(found)
    shown = etag(head.cursor, name)
    if shown in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        with translation.override(state.language):
            whole: dict[str, Any] = {"head": head, "coverage": state, "status": HTTPStatus.OK}
            whole |= {"zone": zone(state.zone)} | context()
            response = render(request, template, whole, status=whole["status"])
    if response.status_code != HTTPStatus.GONE:
        # Conditions apply to successful responses only (RFC 9110, 13.2.1).
        response["ETag"] = shown
    if not request.GET:
        # A response to a query string is not held: there are endless query strings, and anybody
        # could fill the cache with them.
        hold_until_changed(response, found.slug, str(head.cursor))
    return response


def site_of(request: HttpRequest) -> structured.Site:
    return structured.Site(
        base=settings.DATELINE_URL or request.build_absolute_uri("/").rstrip("/"),
        publication=settings.DATELINE_PUBLICATION,
        card=structured.Card(static("page/card.png"), 1200, 630),
        title=title,
    )
