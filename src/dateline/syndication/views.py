"""Feeds, and what other sites need to embed a coverage."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    JsonResponse,
)
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dateline.coverage import read as coverage_read
from dateline.coverage.state import CoverageState, PostState
from dateline.journal.models import Coverage
from dateline.page import read
from dateline.page.structured import title_of
from dateline.routing import hold_until_changed

from . import feeds
from .addresses import absolute

CHANGED_LAST: Final = 50


def feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """GET /<slug>/feed.<atom|rss|json>: the posts that changed last."""
    found = coverage_read.coverage_at(slug)
    if found is None or form not in feeds.FORMATS:
        raise Http404
    media_type, write = feeds.FORMATS[form]
    head = read.head(found)
    etag = f'"{head.cursor}-{form}"'
    response: HttpResponse
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(write(_feed(request, found)), content_type=media_type)
    response["ETag"] = etag
    if settings.DATELINE_WEBSUB:
        own = base_address(request) + request.path
        response["Link"] = f'<{settings.DATELINE_WEBSUB}>; rel="hub", <{own}>; rel="self"'
    if not request.GET:
        hold_until_changed(response, slug, str(head.cursor))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def embed_script(request: HttpRequest) -> HttpResponse:
    """GET /embed.js: the script that other sites include. Its URL must never change."""
    response = HttpResponse(
        Path(str(finders.find("page/embed.js"))).read_bytes(), content_type="text/javascript"
    )
    return response


def oembed(request: HttpRequest) -> HttpResponse:
    """GET /oembed/?url=&maxwidth=&format=json: oEmbed 1.0 for a coverage or one of its posts."""
    if request.GET.get("format", "json") != "json":
        sentence = "Only format=json is supported.\n"
        return HttpResponse(sentence, status=501, content_type="text/plain")
    base = base_address(request)
    page = re.fullmatch(
        rf"{re.escape(base)}/([\w-]+)/(?:post/([0-9]{{1,9}})/)?",
        request.GET.get("url", "").split("#")[0],
    )
    found = page and coverage_read.coverage_at(page[1])
    if not page or found is None:
        raise Http404
    if page[2] and coverage_read.page_of_post(found, int(page[2])) is None:
        raise Http404
    max_width = request.GET.get("maxwidth", "")
    # Not isdigit(): it accepts "²", and more digits than int() does.
    width = min(int(max_width), 800) if re.fullmatch("0*[1-9][0-9]{0,8}", max_width) else 600
    title = coverage_read.coverage_state(found).headline
    address = f"{base}/{page[1]}/" + (f"post/{page[2]}/" if page[2] else "") + "embed/"
    response = JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": "Dateline",
            "provider_url": base,
            "cache_age": 300,
            "width": width,
            "height": 600,
            "html": format_html(
                '<iframe src="{}" title="{}" width="{}" height="600"'
                ' sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>',
                address,
                title,
                width,
            ),
        }
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def openapi(request: HttpRequest) -> HttpResponse:
    """GET /openapi.json: the description of the HTTP API."""
    whole = (Path(__file__).parent / "openapi.json").read_bytes()
    response = HttpResponse(whole, content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def base_address(request: HttpRequest) -> str:
    """Returns the public URL of this newsroom, without a slash at its end."""
    return settings.DATELINE_URL or request.build_absolute_uri("/").rstrip("/")


def _feed(request: HttpRequest, found: Coverage) -> feeds.Feed:
    state, base = coverage_read.coverage_state(found), base_address(request)
    with translation.override(state.language):
        changed = coverage_read.posts_changed_last(found, CHANGED_LAST)
        html = read.posts_html(found, [post.number for post in changed])
        posts = [_post(found, state, post, html[post.number], base) for post in changed]
    return feeds.Feed(
        id=f"urn:dateline:{found.uid}",
        address=base + reverse("page:coverage", args=[found.slug]),
        own=base + request.path,
        hub=settings.DATELINE_WEBSUB,
        title=state.headline,
        subtitle=state.standfirst,
        language=state.language,
        updated=coverage_read.modified_at(found),
        bylines=state.bylines,
        posts=posts,
    )


def _post(
    found: Coverage, state: CoverageState, post: PostState, html: str, base: str
) -> feeds.FeedPost:
    last = post.last_change
    withdrawn = post.ending.note if post.ending and post.status == "withdrawn" else None
    title = _("Post withdrawn") if withdrawn is not None else title_of(post)
    if post.status == "retracted":
        title = f"{_('Retracted')}: {title}"
    return feeds.FeedPost(
        id=f"urn:dateline:{found.uid}:post-{post.number}",
        address=base + reverse("page:post", args=[state.slug, post.number]),
        title=title,
        bylines=post.copy.bylines,
        published=post.dated,
        updated=last.at if last else post.dated,
        html=absolute(_body(html), base),
        withdrawn=withdrawn,
    )


def _body(html: str) -> str:
    """The content of a post's block, without the elements around it."""
    found = re.search(r'<div class="body">\n?(.*)</div>', html, re.DOTALL)
    return found[1] if found else ""
