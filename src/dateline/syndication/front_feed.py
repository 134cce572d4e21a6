"""The feeds of the front page: which coverages there are. Each has feeds of its posts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dateline.content.tree import Byline
from dateline.coverage.models import CoverageRow
from dateline.coverage.state import CoverageState
from dateline.journal import read as journal
from dateline.journal.serialize import from_json
from dateline.page.etags import etag

from . import feeds
from .views import base_address

CHANGED_LAST: Final = 50
# A feed has to have a time, even before the first coverage.
BEFORE_ALL: Final = datetime(1970, 1, 1, tzinfo=UTC)


def front_feed(request: HttpRequest, form: str) -> HttpResponse:
    """GET /feed.<atom|rss|json>: the coverages that changed last, in the newsroom's language."""
    if form not in feeds.FORMATS:
        raise Http404
    media_type, write = feeds.FORMATS[form]
    shown = etag(journal.head(), form)
    if shown in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        with translation.override(settings.DATELINE_LANGUAGE):
            response = HttpResponse(write(_feed(request)), content_type=media_type)
    response["ETag"] = shown
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _feed(request: HttpRequest) -> feeds.Feed:
    base = base_address(request)
    page = base + reverse("page:front")
    rows = CoverageRow.objects.select_related("coverage").order_by("-modified_at", "-pk")
    shown = list(rows[:CHANGED_LAST])
    name = settings.DATELINE_PUBLICATION or "Dateline"
    return feeds.Feed(
        id=page,
        address=page,
        own=base + request.path,
        # A hub is told of the feeds of coverages only; subscribers of this one would hear nothing.
        hub="",
        title=f"{_('Live coverage')} · {name}",
        subtitle="",
        language=settings.DATELINE_LANGUAGE,
        updated=shown[0].modified_at if shown else BEFORE_ALL,
        bylines=(Byline(name),),
        posts=[_coverage(row, base) for row in shown],
    )


def _coverage(row: CoverageRow, base: str) -> feeds.FeedPost:
    state: CoverageState = from_json(CoverageState, row.state)
    return feeds.FeedPost(
        id=f"urn:dateline:{row.coverage.uid}",
        address=base + reverse("page:coverage", args=[row.coverage.slug]),
        title=state.headline or _("Headline removed"),
        bylines=state.bylines,
        published=state.dated,
        updated=row.modified_at,
        html=format_html("<p>{}</p>", state.standfirst) if state.standfirst else "",
        withdrawn=None,
    )
