"""Renders what stands as HTML: one function a block, in the coverage's language and zone.

Each block is one element with its name and the seq that rendered it, so that an open page can
tell which of two versions is the newer.
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
    """The list of key events; with `more` there are older ones, which search finds."""
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
    """The day of a time in the coverage's zone and language: "Friday 2 October 2015".

    The order and the marks are the language's: "Freitag, 2. Oktober 2015".
    """
    return _day(at.astimezone(zone(state.zone)).date(), state.language)


@lru_cache(maxsize=64)
def _day(day: date, language: str) -> str:
    with translation.override(language):
        return formats.date_format(day, _("l j F Y"))


def zone(name: str) -> ZoneInfo:
    """The zone of that name; UTC for one that this machine does not know any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def part_template(part: Part) -> str:
    """The template that shows a part."""
    return f"page/parts/{type(part).__name__.lower()}.html"


def _block(name: str, state: CoverageState, seq: int, template: str = "", **more: Any) -> str:
    context = {"name": name, "seq": seq, "coverage": state, "zone": zone(state.zone)} | more
    with translation.override(state.language):
        html = render_to_string(f"page/blocks/{template or name}.html", context)
    lines = "\n".join(line.strip() for line in html.splitlines() if line.strip())
    # An emptied block must be `:empty` for the style sheet.
    return lines.replace(">\n</", "></")
