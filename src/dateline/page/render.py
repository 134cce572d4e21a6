"""What stands, as HTML: one function a block, in the coverage's language and zone.

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

from dateline.journal.content import Part

from .fold import CoverageNow, PostNow


def headline(now: CoverageNow, seq: int) -> str:
    return _block("headline", now, seq)


def series(now: CoverageNow, seq: int) -> str:
    return _block("series", now, seq)


def key_points(now: CoverageNow, seq: int) -> str:
    return _block("key-points", now, seq)


def summary(now: CoverageNow, seq: int) -> str:
    return _block("summary", now, seq)


def key_events(now: CoverageNow, events: list[PostNow], seq: int) -> str:
    return _block("key-events", now, seq, events=events)


def pin(now: CoverageNow, pinned: PostNow | None, seq: int) -> str:
    return _block("pin", now, seq, post=pinned)


def post(now: CoverageNow, post: PostNow, place: str, seq: int) -> str:
    return _block(
        f"post-{post.number}",
        now,
        seq,
        template="post",
        post=post,
        place=place,
        day=day_label(post.dated, now),
    )


def day_label(at: datetime, now: CoverageNow) -> str:
    """The day of a time in the coverage's zone and language: "Friday 2 October 2015".

    The order and the marks are the language's: "Freitag, 2. Oktober 2015".
    """
    return _day(at.astimezone(zone(now.zone)).date(), now.language)


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


def _block(name: str, now: CoverageNow, seq: int, template: str = "", **more: Any) -> str:
    context = {"name": name, "seq": seq, "now": now, "zone": zone(now.zone)} | more
    with translation.override(now.language):
        html = render_to_string(f"page/blocks/{template or name}.html", context)
    lines = "\n".join(line.strip() for line in html.splitlines() if line.strip())
    # An emptied block must be `:empty` for the style sheet.
    return lines.replace(">\n</", "></")
