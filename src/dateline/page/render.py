"""Renders blocks as HTML, in the coverage's language and time zone. One function for each block.

Each block is one element with its name and the seq of the entry that it was rendered for, so that
an open page can decide which of two versions is newer.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.translation import gettext as _

from dateline.content.tree import Part
from dateline.coverage import objects
from dateline.coverage.state import CoverageState, PostState


def headline(state: CoverageState, seq: int) -> str:
    return _block("headline", state, seq)


def series(state: CoverageState, seq: int) -> str:
    return _block("series", state, seq)


def key_points(state: CoverageState, seq: int) -> str:
    return _block("key-points", state, seq)


def summary(state: CoverageState, seq: int) -> str:
    return _block("summary", state, seq)


def key_events(state: CoverageState, events: list[PostState], seq: int, *, more: bool) -> str:
    """The list of key events. With `more` it ends with a link to a search for all of them."""
    return _block("key-events", state, seq, events=events, more=more)


def pin(state: CoverageState, pinned: PostState | None, seq: int) -> str:
    return _block("pin", state, seq, post=pinned)


def post(state: CoverageState, post: PostState, sort_key: str, seq: int) -> str:
    return _block(
        str(objects.post(post.number)),
        state,
        seq,
        template="post",
        post=post,
        sort_key=sort_key,
        day=day_label(post.dated, state),
    )


def day_label(at: datetime, state: CoverageState) -> str:
    """Formats the day of a time in the coverage's zone and language.

    In English it is "Friday 2 October 2015", in German "Freitag, 2. Oktober 2015".
    """
    return _day(at.astimezone(zone(state.zone)).date(), state.language)


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
