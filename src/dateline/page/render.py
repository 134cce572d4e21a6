"""Renders blocks as HTML, in the coverage's language and time zone. One function for each block.

Each block is one element with its name and the seq of the entry that it was rendered for, so that
an open page can decide which of two versions is newer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.translation import gettext as _

from dateline.claims.view import ClaimView
from dateline.content.tree import Part, Photograph
from dateline.coverage import objects
from dateline.coverage.state import CoverageState, PostState

from . import claim_lines, relations, sentences


def headline(state: CoverageState, seq: int) -> str:
    with translation.override(state.language):
        return _block("headline", state, seq, news=sentences.of_headline(state))


def series(state: CoverageState, seq: int) -> str:
    with translation.override(state.language):
        return _block("series", state, seq, news=sentences.of_series(state))


def key_points(state: CoverageState, cited: list[PostState], seq: int) -> str:
    """The key points, each with the changes to the post it links to that are newer than it."""
    found = outdated(cited, state.key_points_seq)
    with translation.override(state.language):
        news = sentences.of_key_points(state, found)
        return _block("key-points", state, seq, outdated=found, news=news)


def summary(state: CoverageState, cited: list[PostState], seq: int) -> str:
    """The summary, with the changes to the posts it cites that are newer than it."""
    found = outdated(cited, state.summary.seq if state.summary else 0)
    with translation.override(state.language):
        news = sentences.of_summary(state, found)
        newest = list({each.number: each for each in found}.values())
        more: dict[str, Any] = {"cited": cited, "outdated": found, "newest_outdated": newest}
        return _block("summary", state, seq, news=news, **more)


def outdated(cited: list[PostState], since: int) -> list[sentences.Outdated]:
    """What took back a post, or a part of it, since a text that rests on it was written."""
    return [
        sentences.Outdated(post.number, change)
        for post in cited
        for change in post.taken_back_since(since)
    ]


def key_events(state: CoverageState, events: list[PostState], seq: int, *, more: bool) -> str:
    """The list of key events. With `more` it ends with a link to a search for all of them."""
    with translation.override(state.language):
        news = sentences.of_key_events(state, events)
        return _block("key-events", state, seq, events=events, more=more, news=news)


def pin(state: CoverageState, pinned: list[PostState], seq: int) -> str:
    """The pinned posts in their order, each with the end of its pin."""
    ends = {each.post: each.until for each in state.pins}
    shown = [(post, ends[post.number]) for post in pinned]
    with translation.override(state.language):
        return _block("pin", state, seq, pinned=shown, news=sentences.of_pin(state, pinned))


def lead_picture(state: CoverageState, leading: PostState | None, seq: int) -> str:
    """The first photograph of a post. A retracted post does not lead the page with its picture."""
    shown = photograph_of(leading) if leading and leading.status == "published" else None
    with translation.override(state.language):
        news = sentences.of_lead_picture(state, shown)
        return _block("lead-picture", state, seq, post=leading, photograph=shown, news=news)


def photograph_of(post: PostState) -> Photograph | None:
    """Returns the first photograph of a post."""
    return next((each for each in post.copy.parts if isinstance(each, Photograph)), None)


def claims(state: CoverageState, shown: Sequence[ClaimView], seq: int, *, count: int) -> str:
    """The first claims, by how far they are established, with a link to all `count` of them."""
    with translation.override(state.language):
        sections = claim_lines.sections(shown, zone(state.zone))
        news = claim_lines.news(shown)
        return _block("claims", state, seq, sections=sections, count=count, news=news)


def post(
    state: CoverageState,
    post: PostState,
    sort_key: str,
    seq: int,
    others: list[PostState],
    claims: Sequence[ClaimView],
) -> str:
    """A post, with links to the `others` to which it is related, and with who says so.

    `claims` are those on which it has a position.
    """
    changed = sentences.of_post(post)
    with translation.override(state.language):
        earlier = relations.to_earlier(post, others)
        later = relations.to_later(post, others)
        # Of a withdrawn post nothing is shown, so nobody says it there either.
        stands = claims if post.status != "withdrawn" else ()
        says = claim_lines.of_post(stands, post.number, zone(state.zone))
        moved = claim_lines.news_of_post(stands, post.number)
    return _block(
        str(objects.post(post.number)),
        state,
        seq,
        template="post",
        post=post,
        earlier=earlier,
        later=later,
        says=says,
        # Only the summary is rendered from the posts that its lines cite.
        cited=[],
        sort_key=sort_key,
        day=day_label(post.dated, state),
        changed=max(changed, moved.seq if moved else 0),
        news=moved if moved and moved.seq > changed else None,
    )


def day_label(at: datetime, state: CoverageState) -> str:
    """Formats the day of a time in the coverage's zone and language.

    In English it is "Friday 2 October 2015", in German "Freitag, 2. Oktober 2015".
    """
    return day_in(at, state.zone, state.language)


def day_in(at: datetime, zone_name: str, language: str) -> str:
    """Formats the day of a time in a zone and a language, as `day_label` does."""
    return _day(at.astimezone(zone(zone_name)).date(), language)


@lru_cache(maxsize=64)
def _day(day: date, language: str) -> str:
    with translation.override(language):
        return formats.date_format(day, _("l j F Y"))


def zone(name: str) -> ZoneInfo:
    """Returns the time zone with this name. If this machine does not know it, returns UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def part_template(part: Part) -> str:
    """Returns the name of the template for a part."""
    return f"page/parts/{type(part).__name__.lower()}.html"


def _block(name: str, state: CoverageState, seq: int, template: str = "", **more: Any) -> str:
    context = {"name": name, "seq": seq, "coverage": state, "zone": zone(state.zone)} | more
    with translation.override(state.language):
        html = render_to_string(f"page/blocks/{template or name}.html", context)
    lines = "\n".join(line.strip() for line in html.splitlines() if line.strip())
    # No white space in an empty block, because the style sheet hides blocks that are `:empty`.
    return lines.replace(">\n</", "></")
