"""Feeds, and what other sites need to embed a coverage."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from dateline.coverage import objects
from dateline.coverage import read as coverage_read
from dateline.coverage.state import Change, CoverageState, PostState
from dateline.journal.models import Coverage
from dateline.page import read
from dateline.page.etags import etag
from dateline.page.render import photograph_of
from dateline.page.sentences import (
    front_name,
    label,
    of_headline,
    of_lead_picture,
    of_pin,
    of_series,
    why,
)
from dateline.page.titles import title
from dateline.routing import hold_until_changed

from . import claim_entries, feeds
from .addresses import absolute

_CONTROLS: Final = re.compile(
    r'<div class="full-screen".*?</div>\n?|<button class="enlarge".*?</button>', re.DOTALL
)
CHANGED_LAST: Final = 50


def feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """GET /<slug>/feed.<atom|rss|json>: the posts that changed last."""
    found = coverage_read.coverage_with_state(slug)
    if found is None or form not in feeds.FORMATS:
        raise Http404
    media_type, write = feeds.FORMATS[form]
    head = read.head(found)
    response = HttpResponse(write(_feed(request, found)), content_type=media_type)
    response["ETag"] = etag(head.cursor, form)
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
    path, found, post = _embeddable(request.GET.get("url", ""), base)
    max_width = request.GET.get("maxwidth", "")
    # Not isdigit(): it accepts "²", and more digits than int() does.
    width = min(int(max_width), 800) if re.fullmatch("0*[1-9][0-9]{0,8}", max_width) else 600
    state = coverage_read.coverage_state(found)
    with translation.override(state.language):
        name = title(post) if post else state.headline
    response = JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": name,
            "provider_name": settings.DATELINE_PUBLICATION or "Dateline",
            "provider_url": base,
            "cache_age": 300,
            "width": width,
            "height": 600,
            "html": _frame(f"{base}{path}embed/", name, width),
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


def _embeddable(address: str, base: str) -> tuple[str, Coverage, PostState | None]:
    """The path at the address of a coverage or of a post, with them.

    Raises Http404 for any other address, and for a withdrawn post.
    """
    page = re.fullmatch(
        rf"{re.escape(base)}(/([\w-]+)/(?:post/([0-9]{{1,9}})/)?)", address.split("#")[0]
    )
    found = page and coverage_read.coverage_with_state(page[2])
    if not page or found is None:
        raise Http404
    if not page[3]:
        return page[1], found, None
    post = coverage_read.post_on_page(found, int(page[3]))
    # oEmbed has no status for what is gone.
    if post is None or post.state.status == "withdrawn":
        raise Http404
    return page[1], found, post.state


def _frame(address: str, title: str, width: int) -> str:
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="600"'
        ' sandbox="allow-scripts allow-same-origin allow-popups'
        ' allow-popups-to-escape-sandbox"></iframe>',
        address,
        title,
        width,
    )


def _feed(request: HttpRequest, found: Coverage) -> feeds.Feed:
    state, base = coverage_read.coverage_state(found), base_address(request)
    with translation.override(state.language):
        changed = coverage_read.posts_changed_last(found, CHANGED_LAST)
        html = read.posts_html(found, [post.number for post in changed])
        posts = [_post(found, state, post, html[post.number], base) for post in changed]
        texts = [*_changed_texts(found, state, base), *_changed_places(found, state, base)]
        claims = claim_entries.changed(found, state, base)
    return feeds.Feed(
        id=f"urn:dateline:{found.uid}",
        address=base + reverse("page:coverage", args=[found.slug]),
        own=base + request.path,
        hub=settings.DATELINE_WEBSUB,
        title=state.headline,
        subtitle=state.standfirst,
        language=state.language,
        # Claims do not move the time at which the coverage was modified.
        updated=max([coverage_read.modified_at(found), *(each.updated for each in claims)]),
        bylines=state.bylines,
        posts=[*claims, *texts, *posts],
    )


def _changed_texts(found: Coverage, state: CoverageState, base: str) -> list[feeds.FeedPost]:
    """The texts of the front matter that were changed, each with its newest changes.

    A text that was never changed is not in the feed, since only its first readers could miss it.
    """
    texts = {
        "headline": tuple(
            sorted(
                [*state.title_changes, *filter(None, [state.state_change])],
                key=lambda change: change.seq,
            )
        ),
        "key-points": state.key_points_changes,
        "summary": state.summary_changes,
    }
    html = read.blocks(found, texts)
    return [
        feeds.FeedPost(
            id=f"urn:dateline:{found.uid}:{name}",
            address=base + reverse("page:front_history", args=[found.slug, name]),
            title=_title_of_change(name, changes[-1], state),
            bylines=(),
            published=changes[0].at,
            updated=changes[-1].at,
            html=absolute(_without_element(html[name]), base),
            withdrawn=None,
        )
        for name, changes in texts.items()
        if changes
    ]


def _title_of_change(name: str, change: Change, state: CoverageState) -> str:
    if change.kind in ("state_set", "retitled", "title_changed") and (news := of_headline(state)):
        return news.text
    return f"{label(change)}: {front_name(name)}"


def _changed_places(found: Coverage, state: CoverageState, base: str) -> list[feeds.FeedPost]:
    """The newest change of the pin, of the lead picture, and of the links to other coverage."""
    html = read.blocks(found, ["pin", "lead-picture", "series"])
    posts = {post.number: post for post in coverage_read.posts(found, _placed(state))}
    leading = posts.get(state.lead_picture)
    photograph = photograph_of(leading) if leading else None
    pinned = [posts[number] for number in state.pinned]
    page = reverse("page:coverage", args=[found.slug])
    places = [
        ("pin", of_pin(state, pinned), state.pin_change),
        ("lead-picture", of_lead_picture(state, photograph), state.lead_picture_change),
        ("series", of_series(state), state.series_change),
    ]
    return [
        feeds.FeedPost(
            id=f"urn:dateline:{found.uid}:{name}",
            address=f"{base}{page}#{name}",
            title=news.text,
            bylines=(),
            published=change.at,
            updated=change.at,
            html=absolute(_without_element(html[name]) or str(escape(news.text)), base),
            withdrawn=None,
        )
        for name, news, change in places
        if news and change
    ]


def _placed(state: CoverageState) -> set[int]:
    """The numbers of the posts that are pinned or lead the page with a picture."""
    return {*state.pinned, state.lead_picture} - {0}


def _without_element(html: str) -> str:
    """The content of a block, without the element around it."""
    found = re.fullmatch(r"<[^>]*>\n?(.*)</\w+>\s*", html, re.DOTALL)
    return _without_controls(found[1]) if found else ""


def _post(
    found: Coverage, state: CoverageState, post: PostState, html: str, base: str
) -> feeds.FeedPost:
    withdrawn = None
    if post.ended_by and post.status == "withdrawn":
        erasures = [why(each.note, objects.POST_TYPE) for each in post.erasures]
        withdrawn = " ".join([post.ended_by.note, *erasures])
    return feeds.FeedPost(
        id=f"urn:dateline:{found.uid}:post-{post.number}",
        address=base + reverse("page:post", args=[state.slug, post.number]),
        title=title(post),
        bylines=post.copy.bylines,
        published=post.dated,
        updated=post.last_touched,
        html=absolute(_body(html), base),
        withdrawn=withdrawn,
        categories=(*((_("Key event"),) if post.key_event else ()), *post.tags),
    )


def _body(html: str) -> str:
    """The content of a post's block, without the elements around it."""
    found = re.search(r'<div class="body">\n?(.*)</div>', html, re.DOTALL)
    return _without_controls(found[1]) if found else ""


def _without_controls(html: str) -> str:
    """Leaves out what opens a photograph full screen, which a feed reader would show as it is."""
    return _CONTROLS.sub("", html)
