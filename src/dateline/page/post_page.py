"""The page of one post: the post, its place in the coverage, and the posts before it."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from dateline.claims import read as claims_read
from dateline.coverage import read as coverage_read
from dateline.journal.models import Coverage

from . import claim_data, read, structured

# The posts before it, which show what it follows on from.
EARLIER_SHOWN: Final = 3


def context(found: Coverage, number: int, site: structured.Site) -> dict[str, Any]:
    """Returns the context of the template. Raises Http404 if there is no such post."""
    shown = coverage_read.post_on_page(found, number)
    if shown is None:
        raise Http404
    numbers = coverage_read.numbers_from(found, shown.sort_key, EARLIER_SHOWN + 2)
    blocks = read.blocks_of_posts(found, numbers[: EARLIER_SHOWN + 1])
    following = numbers[EARLIER_SHOWN + 1 :]
    post = shown.state
    headline = read.blocks(found, ["headline"])["headline"]
    state = coverage_read.coverage_state(found)
    stand = [number] if post.status != "withdrawn" else []
    claims, mentions = claim_data.claims_in(site, state, claims_read.of_posts(found, stand), stand)
    is_titled = post.copy.headline != ""
    if is_titled:
        headline = _ranked(headline, "h1", "p")
        blocks[0] = replace(blocks[0], html=_ranked(blocks[0].html, "h3", "h1"))
    return {
        "status": HTTPStatus.GONE if post.status == "withdrawn" else HTTPStatus.OK,
        "base": site.base,
        "site": site,
        "post": post,
        "shown": shown,
        "title": site.title(post),
        "description": structured.description_of(post) or site.title(post),
        "card": structured.card_of([post]) or site.card,
        "modified": structured.modified_at(post),
        "json_ld": structured.posting(site, state, post, claims, mentions.get(number, ())),
        "headline": headline,
        "is_titled": is_titled,
        "days": by_day(blocks),
        "first_page": blocks[-1].page,
        "back_to": blocks[-1].sort_key if following else "",
        "in_coverage": _address_in_coverage(found, number),
        "earlier": len(blocks) > 1,
        "older": _address_in_coverage(found, following[0]) if following else "",
    }


def _ranked(html: str, old: str, new: str) -> str:
    """A block with other elements for its headline. The script does the same with what arrives.

    On this page the headline of the post is the h1, and that of the coverage stands above it.
    """
    return re.sub(rf"(</?){old}\b", rf"\1{new}", html)


def page_address(slug: str, chosen: read.PageSlice) -> str:
    """Returns the URL of a page of posts, or of a slice of it."""
    query = f"?before={chosen.before}" if chosen.before else ""
    return reverse("page:page", args=[slug, chosen.page]) + query


def by_day(posts: list[read.Block]) -> list[tuple[str, list[read.Block]]]:
    """Groups posts by day. The day is in an attribute of each block."""
    days: list[tuple[str, list[read.Block]]] = []
    for each in posts:
        attribute = re.search(r' data-day="([^"]*)"', each.html)
        day = attribute[1] if attribute else ""
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(each)
    return days


def _address_in_coverage(found: Coverage, number: int) -> str:
    """The URL of a post on the page of the coverage that shows it among the others."""
    post = coverage_read.post_on_page(found, number)
    assert post is not None
    if read.is_in_newest_window(found, post.page, post.sort_key):
        address = reverse("page:coverage", args=[found.slug])
    else:
        address = page_address(found.slug, read.slice_with(found, post.page, post.sort_key))
    return f"{address}#post-{number}"
