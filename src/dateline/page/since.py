"""The list of what a reader missed: changes first, corrections before others, then new posts."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dateline.claims import read as claims_read
from dateline.claims.view import ClaimChange, ClaimView
from dateline.coverage import objects
from dateline.coverage import read as coverage_read
from dateline.coverage.missed import CHANGES_READ, Missed, is_grave, missed
from dateline.coverage.state import Change
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage

from . import claim_changes, claim_words, read, sentences
from .blocks import blocks_about
from .claim_changes import ClaimChangeLine, is_correction
from .titles import title

CHANGES_SHOWN: Final = 50
POSTS_SHOWN: Final = 20
_NEWS: Final = re.compile(r' data-changed="(\d+)" data-news="([^"]*)"')
# The mark of a key event changes no text. The list of key events tells it.
_MARKS: Final = ("marked", "unmarked")
# What fell away is told, even if the state moved by it.
_TAKEN_BACK: Final = ("voided", "erased", "relay_withdrawn")


class Line(NamedTuple):
    """A link to a block, or to a page for ''."""

    block: str
    address: str
    text: str


def context(coverage: Coverage, seq: int) -> dict[str, Any]:
    """What was missed after a seq, in the active language. `sentence` is '' if that was nothing."""
    found = missed(coverage, seq)
    claims = claims_read.changes_since(coverage, seq, CHANGES_READ)
    changes = _changes(coverage, found, claims.changes, seq)
    more = found.more or claims.next > 0
    posts = found.last + 1 - found.first
    if not posts and not changes:
        return {"sentence": ""}
    lines = [*changes[:CHANGES_SHOWN], *_new_posts(coverage, found)]
    if posts > POSTS_SHOWN:
        oldest = f"{_address_of(coverage, found.first)}#posts"
        lines.append(Line("", oldest, _("Read on from the oldest of them")))
    if len(changes) > CHANGES_SHOWN or more:
        all_changes = reverse("page:corrections", args=[coverage.slug])
        lines.append(Line("", all_changes, _("Corrections and other changes")))
    counts = _counts(posts, len(changes), more=more)
    return {
        "sentence": f"{_('Since you left at {time}')}: {counts}",
        "lines": lines,
        "first": found.first,
        "last": found.last,
    }


def _changes(coverage: Coverage, found: Missed, claims: list[ClaimChange], seq: int) -> list[Line]:
    """A line for each post, each text above the posts and each claim that changed.

    Corrections are first.
    """
    posts = [
        (_line(coverage, about, change), change.seq, is_grave(change))
        for about, change in found.changed
        if about.type == objects.POST_TYPE and change.kind not in _MARKS
    ]
    grave = {
        str(block)
        for about, change in found.changed
        if is_grave(change)
        for block in blocks_about(about)
    }
    front = [
        (Line(block.name, _address_of_block(coverage, block.name), unescape(text)), at, block.name)
        for block in read.front_blocks_after(coverage, seq)
        # The block tells of one claim, and the lines below of each.
        if block.name != "claims"
        for at, text in _news(block.html)
        if at > seq
    ]
    lines = [*posts, *((line, at, name in grave) for line, at, name in front)]
    lines += _of_claims(coverage, claims)
    lines.sort(key=lambda each: (not each[2], -each[1]))
    return [line for line, _seq, _grave in lines]


def _of_claims(coverage: Coverage, changes: list[ClaimChange]) -> list[tuple[Line, int, bool]]:
    """A line for each claim, with its state now, or what we took back of it."""
    newest: dict[str, ClaimChange] = {}
    for each in sorted(changes, key=lambda each: (not is_correction(each), -each.seq)):
        newest.setdefault(each.claim, each)
    views = claims_read.views(coverage, list(newest))
    changed = {each.id: each for each in claim_changes.lines(coverage, list(newest.values()))}
    return [
        (
            Line("", _address_of_claim(coverage, each.id), _told(each, changed.get(each.id))),
            newest[each.id].seq,
            is_correction(newest[each.id]),
        )
        for each in views
    ]


def _told(claim: ClaimView, change: ClaimChangeLine | None) -> str:
    """The label before the sentence, after what changed if the label does not say that."""
    news = claim_words.news(claim)
    if change is None or (change.after and change.kind not in _TAKEN_BACK):
        return news
    words = ": ".join(filter(None, [change.label, change.words])).rstrip(".")
    return f"{words}. {news}"


def _news(html: str) -> list[tuple[int, str]]:
    return [(int(seq), text) for seq, text in _NEWS.findall(html[: html.find(">") + 1])]


def _line(coverage: Coverage, about: ObjectRef, change: Change) -> Line:
    words = sentences.of_change(about, change, "")
    text = ": ".join(filter(None, [sentences.label(change), words]))
    return Line(str(about), _address_of(coverage, about.number), text)


def _new_posts(coverage: Coverage, found: Missed) -> list[Line]:
    newest = range(max(found.first, found.last + 1 - POSTS_SHOWN), found.last + 1)
    return [
        Line(str(objects.post(post.number)), _address_of(coverage, post.number), title(post))
        for post in reversed(coverage_read.posts(coverage, newest))
    ]


def _counts(posts: int, changes: int, *, more: bool) -> str:
    counts = []
    if posts:
        counts.append(ngettext("{n} post", "{n} posts", posts).replace("{n}", str(posts)))
    if changes:
        shown = f"{changes}+" if more else str(changes)
        counts.append(ngettext("{n} change", "{n} changes", changes).replace("{n}", shown))
    return _("{}, {}").format(*counts) if len(counts) > 1 else counts[0]


def _address_of(coverage: Coverage, number: int) -> str:
    return reverse("page:post", args=[coverage.slug, number])


def _address_of_claim(coverage: Coverage, claim: str) -> str:
    return reverse("page:claim", args=[coverage.slug, claim])


def _address_of_block(coverage: Coverage, name: str) -> str:
    return f"{reverse('page:coverage', args=[coverage.slug])}#{name}"
