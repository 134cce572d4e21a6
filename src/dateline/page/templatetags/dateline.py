"""Template tags and filters of the page: text with marks, bylines, times, URLs and pictures."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache, reduce
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse
from django.utils import formats
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from dateline.content.tree import Byline, Paragraph, Part, Photograph, Text
from dateline.coverage.state import Change, ChangeKind, PostState
from dateline.journal.serialize import format_time
from dateline.page import render
from dateline.page.read import Version

register = template.Library()

_TAGS = {"strong": "strong", "emphasis": "em"}


@register.filter
def runs(line: Paragraph) -> SafeString:
    """A paragraph as HTML: escaped text in the elements strong, em and a, without any others."""
    return mark_safe("".join(_run(run.text, run.marks, run.link) for run in line))


@register.filter
def paragraphs(lines: tuple[Paragraph, ...]) -> SafeString:
    return format_html_join("\n", '<p dir="auto">{}</p>', ((runs(line),) for line in lines))


@register.filter
def bylines(names: tuple[Byline, ...]) -> SafeString:
    """Names as HTML: “Ada Lind in Varn, Tom Sealy, Europe editor, and Mo Reyes”."""
    shown = [_byline(each) for each in names]
    if len(shown) > 1:
        shown = [*shown[:-2], format_html(_("{} and {}"), shown[-2], shown[-1])]
    # The comma is translated too: Arabic uses another character.
    return reduce(lambda one, two: format_html(_("{}, {}"), one, two), shown or [SafeString()])


@register.simple_tag
def clock(at: datetime, zone: ZoneInfo) -> SafeString:
    """The time of day in the coverage's zone."""
    return format_html(
        '<time datetime="{}">{}</time>', format_time(at), at.astimezone(zone).strftime("%H:%M")
    )


@register.simple_tag
def moment(at: datetime, zone: ZoneInfo, reference: datetime) -> SafeString:
    """The time of day, with the day if it is not the day of `reference`."""
    local = at.astimezone(zone)
    if local.date() == reference.astimezone(zone).date():
        return clock(at, zone)
    return full_moment(at, zone)


@register.simple_tag
def full_moment(at: datetime, zone: ZoneInfo) -> SafeString:
    """Time, zone and day: “05:19 BST, 2 October 2015”."""
    local = at.astimezone(zone)
    abbreviation = _zone_name(local)
    if get_language_bidi():
        # Isolated: its Latin letters would change the order of the numbers in right-to-left text.
        abbreviation = f"\u2068{abbreviation}\u2069"
    return format_html(
        '<time datetime="{}" data-full>{}</time>',
        format_time(at),
        format_html(
            _("{}, {}"), f"{local:%H:%M} {abbreviation}", formats.date_format(local, _("j F Y"))
        ),
    )


def _zone_name(local: datetime) -> str:
    """The abbreviation of a zone, such as “BST”, or “UTC+5:30” if it has none (“+0530”)."""
    name = local.tzname() or ""
    if not name.startswith(("+", "-")):
        return name
    hours, minutes = name[:3], name[3:]
    return f"UTC{hours[0]}{int(hours[1:])}{':' + minutes if minutes else ''}"


@register.simple_tag
def post_address(slug: str, number: int) -> str:
    """The URL of a post; a fragment if the slug of the coverage was erased."""
    return f"{_posts_of(slug)}{number}/" if slug else f"#post-{number}"


@lru_cache(maxsize=256)
def _posts_of(slug: str) -> str:
    """The URL of a coverage's posts without the number, cached because every post needs it."""
    return reverse("page:post", args=[slug, 0]).removesuffix("0/")


@register.simple_tag
def history_address(slug: str, number: int) -> str:
    return reverse("page:history", args=[slug, number]) if slug else f"#post-{number}"


@register.simple_tag
def coverage_address(slug: str) -> str:
    """The URL of a coverage; the list of all coverages if its slug was erased."""
    return reverse("page:coverage", args=[slug]) if slug else reverse("page:front")


@register.filter
def template_of(part: Part) -> str:
    return render.part_template(part)


@register.filter
def first_words(post: PostState) -> SafeString:
    """The first paragraph of a post, for lists that link to it."""
    for part in post.copy.parts:
        if isinstance(part, Text) and part.paragraphs:
            return runs(part.paragraphs[0])
    return SafeString("")


@register.filter
def label(change: Change) -> str:
    """The name of a kind of change. Pages always show this word, not only a colour."""
    return {
        "revised": _("Edited"),
        "updated": _("Update"),
        "clarified": _("Clarification"),
        "corrected": _("Correction"),
        "retracted": _("Retracted"),
        "withdrawn": _("Withdrawn"),
        "erased": _("Removed"),
    }[change.kind]


@register.filter
def version_label(version: Version) -> str:
    """The name of the kind of entry that a version came from."""
    if version.kind == "published":
        return _("Published")
    return label(Change(cast(ChangeKind, version.kind), version.seq, version.at, version.note))


@register.filter
def why(reason: str) -> str:
    """A sentence for readers: something was erased, and why. `reason` is an ErasureReason."""
    return {
        "court_order": _("Something was taken out of this post by order of a court."),
        "data_protection": _("Something was taken out of this post to protect personal data."),
        "safety": _("Something was taken out of this post for somebody’s safety."),
        "source_protection": _("Something was taken out of this post to protect a source."),
        "copyright": _("Something was taken out of this post for copyright."),
    }.get(reason, _("Something was taken out of this post for a legal reason."))


@register.simple_tag
def picture(photograph: Photograph, width: str = "40rem") -> SafeString:
    """The `picture` element, with AVIF and JPEG. Its size is given, to prevent layout shifts.

    Nothing for a photograph without a JPEG, so that one such entry cannot break the whole page.
    """
    jpegs = [each for each in photograph.renditions if each.media_type == "image/jpeg"]
    avifs = [each for each in photograph.renditions if each.media_type == "image/avif"]
    if not jpegs:
        return SafeString()
    middle = jpegs[len(jpegs) // 2]
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="{sizes}">'
        '<img src="{}" srcset="{}" sizes="{sizes}" width="{}" height="{}" alt="{}"'
        ' loading="lazy" decoding="async"></picture>',
        _source_set(avifs),
        media_address(middle.sha256, "jpg"),
        _source_set(jpegs),
        jpegs[-1].width,
        jpegs[-1].height,
        photograph.alt_text,
        sizes=f"(min-width: 44rem) {width}, 100vw",
    )


def media_address(sha256: str, suffix: str) -> str:
    return f"/media/{sha256}.{suffix}"


def _source_set(renditions: list[Any]) -> str:
    return ", ".join(
        f"{media_address(each.sha256, each.media_type[6:].replace('jpeg', 'jpg'))} {each.width}w"
        for each in renditions
    )


def _run(text: str, marks: tuple[str, ...], link: str) -> str:
    html = str(escape(text))
    for mark in reversed(marks):
        html = f"<{_TAGS[mark]}>{html}</{_TAGS[mark]}>"
    if link:
        html = str(
            format_html('<a href="{}" rel="nofollow noopener">{}</a>', link, mark_safe(html))
        )
    return html


def _byline(each: Byline) -> SafeString:
    name = format_html('<b class="name">{}</b>', each.name)
    if each.role:
        name = format_html(_("{}, {}"), name, each.role)
    if each.place:
        name = format_html(_("{} in {}"), name, each.place)
    return name
