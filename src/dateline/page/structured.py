"""A page as schema.org's LiveBlogPosting, in JSON-LD: bounded, and true of each post.

Each post has its own headline, dates, people and corrections. `correction` and
`CorrectionComment` are schema.org's pending terms; no verdict is ever given here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from dateline.journal.content import Byline, Photograph, spoken
from dateline.journal.plain import stamp

from .fold import Change, CoverageNow, PostNow

# A body says what a post is about; its whole text is on the page itself.
BODY_LIMIT: Final = 400
TITLE_LIMIT: Final = 90
_SAFE: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_STATUS: Final = {
    "corrected": "Corrected",
    "clarified": "Clarified",
    "updated": "Updated",
    "retracted": "Retracted",
    "withdrawn": "Removed",
}


def live_blog(
    now: CoverageNow, posts: Sequence[PostNow], base: str, modified: str, untitled: str
) -> str:
    """The JSON, safe within a script element; `base` is the newsroom's address, without a slash.

    A post without any words, as one that was withdrawn, has `untitled` for its headline.
    """
    page = f"{base}/{now.slug}/"
    whole: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": page,
        "url": page,
        "headline": now.headline,
        "description": now.standfirst,
        "inLanguage": now.language,
        "datePublished": stamp(now.dated),
        "dateModified": modified,
        "coverageStartTime": stamp(now.dated),
        "author": _people(now.bylines),
        "liveBlogUpdate": [_post(post, page, untitled) for post in posts],
    }
    if now.closed is not None:
        whole["coverageEndTime"] = stamp(now.closed)
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_SAFE)


def title_of(post: PostNow) -> str:
    """A post's headline, or its first words."""
    if post.copy.headline:
        return post.copy.headline
    words = " ".join(" ".join(spoken(part) for part in post.copy.parts).split())
    return words if len(words) <= TITLE_LIMIT else words[: TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"


def card_of(posts: Sequence[PostNow]) -> tuple[str, int, int] | None:
    """The newest photograph's address, width and height, for a card that stands for the page."""
    for post in posts:
        for part in post.copy.parts:
            if isinstance(part, Photograph) and post.standing == "standing":
                largest = [each for each in part.renditions if each.media_type == "image/jpeg"][-1]
                return f"/media/{largest.sha256}.jpg", largest.width, largest.height
    return None


def _post(post: PostNow, page: str, untitled: str) -> dict[str, Any]:
    last = post.last
    body = " ".join(" ".join(spoken(part) for part in post.copy.parts).split())
    told: dict[str, Any] = {
        "@type": "BlogPosting",
        "@id": f"{page}post/{post.number}/",
        "url": f"{page}post/{post.number}/",
        "headline": title_of(post) or untitled,
        "articleBody": body if len(body) <= BODY_LIMIT else body[: BODY_LIMIT - 1] + "…",
        "datePublished": stamp(post.published),
        "dateModified": stamp(last.at if last else post.published),
        "version": len(post.changes) + 1,
        "creativeWorkStatus": _status(post),
    }
    if post.copy.bylines:
        told["author"] = _people(post.copy.bylines)
    corrections = [_correction(each) for each in post.changes if each.kind in _STATUS]
    if corrections:
        told["correction"] = corrections
    return told


def _status(post: PostNow) -> str:
    kinds = [each.kind for each in post.changes if each.kind in _STATUS]
    return _STATUS[kinds[-1]] if kinds else "Published"


def _correction(change: Change) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "datePublished": stamp(change.at),
        "text": change.note,
    }


def _people(bylines: Sequence[Byline]) -> list[dict[str, str]]:
    return [
        {"@type": "Person", "name": each.name} | ({"jobTitle": each.role} if each.role else {})
        for each in bylines
    ]
