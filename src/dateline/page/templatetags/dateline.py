"""Template tags and filters of the page: text with marks, bylines, times, URLs and pictures."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache, reduce
from typing import Any, Final, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse
from django.utils import formats
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from dateline.content.tree import Bullet, Byline, Paragraph, Part, Photograph, Text
from dateline.coverage.state import Change, ChangeKind, PostState
from dateline.journal.entry import ObjectRef
from dateline.journal.serialize import format_time
from dateline.page import render, sentences
from dateline.page.author_address import address_of
from dateline.page.read import Version

register = template.Library()
register.filter(sentences.label)
register.filter(sentences.why)
register.filter(sentences.of_relations)
register.simple_tag(sentences.front_name)

# The picture of a photograph in the text.
_WAITING = re.compile(r'(<div class="frame">.*?) loading="lazy"', re.DOTALL)
_SIZES = re.compile(r' sizes="[^"]*"')
_TAGS = {"strong": "strong", "emphasis": "em"}


@register.filter
def runs(line: Paragraph) -> SafeString:
    """A paragraph as HTML: escaped text in the elements strong, em, a and br, without others."""
    return mark_safe("".join(_run(run.text, run.marks, run.link) for run in line))


@register.filter
def paragraphs(lines: tuple[Paragraph, ...]) -> SafeString:
    return format_html_join("\n", '<p dir="auto">{}</p>', ((runs(line),) for line in lines))


@register.filter
def bylines(names: tuple[Byline, ...]) -> SafeString:
    """Names as HTML: “Ada Lind in Varn, Tom Sealy, Europe editor, and Mo Reyes”."""
    return _listed([_byline(each, each.name) for each in names])


@register.filter
def linked_bylines(names: tuple[Byline, ...]) -> SafeString:
    """The same with links to the pages of the authors, which have what they filed as posts."""
    return _listed([_byline(each, _linked(each.name)) for each in names])


def _listed(shown: list[SafeString]) -> SafeString:
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


@register.filter
def machine_time(at: datetime) -> str:
    """A time for machines, in UTC: “2015-10-02T04:19:00Z”."""
    return format_time(at)


@register.simple_tag
def moment(at: datetime, zone: ZoneInfo, reference: datetime) -> SafeString:
    """The time of day, with the day if it is not the day of `reference`.

    The year and the zone are left out within one year: the page says them once.
    """
    local, there = at.astimezone(zone), reference.astimezone(zone)
    if local.date() == there.date():
        return clock(at, zone)
    if local.year != there.year:
        return full_moment(at, zone)
    return format_html(
        '<time datetime="{}" data-full>{}</time>',
        format_time(at),
        format_html(_("{}, {}"), f"{local:%H:%M}", formats.date_format(local, _("j F"))),
    )


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


# The abbreviations of the database of zones are English ones.
_GERMAN_ZONES: Final = {"CET": "MEZ", "CEST": "MESZ", "WET": "WEZ", "WEST": "WESZ", "EET": "OEZ"}


def _zone_name(local: datetime) -> str:
    """The abbreviation of a zone in the active language, such as “BST”, or else “UTC+5:30”."""
    name, language = local.tzname() or "", get_language() or ""
    if language.startswith("de") and name in _GERMAN_ZONES:
        return _GERMAN_ZONES[name]
    if language.startswith("en") and not name.startswith(("+", "-")):
        return name
    hours, minutes = f"{local:%z}"[:3], f"{local:%z}"[3:5]
    if f"{hours}{minutes}" in ("+0000", "-0000"):
        return "UTC"
    return f"UTC{hours[0]}{int(hours[1:])}{':' + minutes if minutes != '00' else ''}"


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
def front_history_address(slug: str, block: str) -> str:
    return reverse("page:front_history", args=[slug, block]) if slug else f"#{block}"


@register.simple_tag
def tag_address(slug: str, tag: str) -> str:
    """The URL of the posts with a tag."""
    if not slug:
        return reverse("page:front")
    return f"{reverse('page:find', args=[slug])}?{urlencode({'tag': tag})}"


@register.simple_tag
def claims_address(slug: str) -> str:
    """The URL of all claims of a coverage."""
    return reverse("page:claims", args=[slug]) if slug else "#claims"


@register.simple_tag
def claim_address(slug: str, claim: str) -> str:
    """The URL of a claim; a fragment if the slug of the coverage was erased."""
    return reverse("page:claim", args=[slug, claim]) if slug else "#claims"


@register.simple_tag
def claim_data_address(slug: str, claim: str) -> str:
    return reverse("page:claim_data", args=[slug, claim])


@register.simple_tag
def source_address(slug: str, source: str) -> str:
    """The URL of a named source."""
    return reverse("page:source", args=[slug, source])


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
def cites(bullet: Bullet, posts: list[PostState]) -> list[tuple[int, PostState | None]]:
    """The posts that a line cites, by their numbers; None for one that is not among `posts`."""
    found = {each.number: each for each in posts}
    return [(number, found.get(number)) for number in bullet.posts]


@register.filter
def front_block(about: ObjectRef) -> str:
    """The block that shows a text of the front matter; '' for an object without versions."""
    blocks = {"coverage": "headline", "key_points": "key-points", "summary": "summary"}
    return blocks.get(about.type, "")


@register.filter
def version_label(version: Version) -> str:
    """The name of the kind of entry that a version came from."""
    if version.kind == "published":
        return _("Published")
    return sentences.label(
        Change(cast(ChangeKind, version.kind), version.seq, version.at, version.note)
    )


@register.simple_tag
def picture(
    photograph: Photograph, sizes: str = "(min-width: 44rem) 40rem, 100vw", loading: str = "lazy"
) -> SafeString:
    """The `picture` element, with AVIF and JPEG. Its size is given, to prevent layout shifts.

    `sizes` is how wide it is shown, as in HTML. A rem is always 16 pixels there.
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
        ' loading="{loading}" decoding="async"></picture>',
        _source_set(avifs),
        media_address(middle.sha256, "jpg"),
        _source_set(jpegs),
        jpegs[-1].width,
        jpegs[-1].height,
        photograph.alt_text,
        sizes=sizes,
        loading=loading,
    )


@register.simple_tag
def lead_picture(post: PostState) -> SafeString:
    """The first photograph of a post, for a card that leads to the post; nothing without one."""
    photograph = render.photograph_of(post)
    return (
        format_html(
            '<p class="lead">{}</p>', picture(photograph, "(min-width: 48rem) 10rem, 30vw", "eager")
        )
        if photograph
        else SafeString()
    )


@register.filter
def with_pictures_at_once(html: str) -> str:
    """The HTML of a block for paper, which would lack the pictures that wait to be scrolled to.

    Those for the full screen go on waiting.
    """
    return _WAITING.sub(r'\1 loading="eager"', html)


@register.filter
def with_large_picture(html: str) -> str:
    """The HTML of the lead picture for paper, on which a small one would be blurred."""
    return _SIZES.sub(' sizes="60rem"', html)


def media_address(sha256: str, suffix: str) -> str:
    return f"/media/{sha256}.{suffix}"


def _source_set(renditions: list[Any]) -> str:
    return ", ".join(
        f"{media_address(each.sha256, each.media_type[6:].replace('jpeg', 'jpg'))} {each.width}w"
        for each in renditions
    )


def _run(text: str, marks: tuple[str, ...], link: str) -> str:
    html = str(escape(text)).replace("\n", "<br>")
    for mark in reversed(marks):
        html = f"<{_TAGS[mark]}>{html}</{_TAGS[mark]}>"
    if link:
        html = str(
            format_html('<a href="{}" rel="nofollow noopener">{}</a>', link, mark_safe(html))
        )
    return html


def _linked(name: str) -> str:
    address = address_of(name)
    return format_html('<a rel="author" href="{}">{}</a>', address, name) if address else name


def _byline(each: Byline, shown: str) -> SafeString:
    name = format_html('<b class="name">{}</b>', shown)
    if each.role:
        name = format_html(_("{}, {}"), name, each.role)
    if each.place:
        name = format_html(_("{} in {}"), name, each.place)
    return name
