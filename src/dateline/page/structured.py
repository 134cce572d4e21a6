"""Describes a page as a schema.org LiveBlogPosting, in JSON-LD.

Each post has its own headline, dates, authors and corrections. `correction` and `CorrectionComment`
are pending terms of schema.org.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from dateline.content.tree import Byline, Photograph, text_of
from dateline.coverage.state import Change, CoverageState, PostState
from dateline.journal.serialize import format_time

# In characters. The description is an excerpt, because the whole text is on the same page.
BODY_LIMIT: Final = 400
TITLE_LIMIT: Final = 90
# Escaped, so that a post that contains "</script>" cannot end the script element.
_SAFE: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_STATUS: Final = {
    "corrected": "Corrected",
    "clarified": "Clarified",
    "updated": "Updated",
    "retracted": "Retracted",
    "withdrawn": "Removed",
}


def live_blog(
    state: CoverageState, posts: Sequence[PostState], base: str, modified: str, untitled: str
) -> str:
    """Returns the JSON-LD, escaped for a script element.

    `base` is the URL of the newsroom without a slash at its end. `untitled` is the headline of a
    post without text, such as a withdrawn one.
    """
    page = f"{base}/{state.slug}/"
    whole: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": page,
        "url": page,
        "headline": state.headline,
        "description": state.standfirst,
        "inLanguage": state.language,
        "datePublished": format_time(state.dated),
        "dateModified": modified,
        "coverageStartTime": format_time(state.dated),
        "author": _people(state.bylines),
        "liveBlogUpdate": [_post(post, page, untitled) for post in posts],
    }
    if state.closed_at is not None:
        whole["coverageEndTime"] = format_time(state.closed_at)
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_SAFE)


def title_of(post: PostState) -> str:
    """Returns a post's headline, or its first words if it has none."""
    if post.copy.headline:
        return post.copy.headline
    words = " ".join(" ".join(text_of(part) for part in post.copy.parts).split())
    return words if len(words) <= TITLE_LIMIT else words[: TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"


def card_of(posts: Sequence[PostState]) -> tuple[str, int, int] | None:
    """Returns the URL, width and height of the newest photograph, for link previews."""
    for post in posts:
        for part in post.copy.parts:
            if isinstance(part, Photograph) and post.status == "published":
                largest = [each for each in part.renditions if each.media_type == "image/jpeg"][-1]
                return f"/media/{largest.sha256}.jpg", largest.width, largest.height
    return None


def _post(post: PostState, page: str, untitled: str) -> dict[str, Any]:
    last = post.last_change
    body = " ".join(" ".join(text_of(part) for part in post.copy.parts).split())
    described: dict[str, Any] = {
        "@type": "BlogPosting",
        "@id": f"{page}post/{post.number}/",
        "url": f"{page}post/{post.number}/",
        "headline": title_of(post) or untitled,
        "articleBody": body if len(body) <= BODY_LIMIT else body[: BODY_LIMIT - 1] + "…",
        "datePublished": format_time(post.dated),
        "dateModified": format_time(last.at if last else post.dated),
        "version": len(post.changes) + 1,
        "creativeWorkStatus": _status(post),
    }
    if post.copy.bylines:
        described["author"] = _people(post.copy.bylines)
    corrections = [_correction(each) for each in post.changes if each.kind in _STATUS]
    if corrections:
        described["correction"] = corrections
    return described


def _status(post: PostState) -> str:
    kinds = [each.kind for each in post.changes if each.kind in _STATUS]
    return _STATUS[kinds[-1]] if kinds else "Published"


def _correction(change: Change) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "datePublished": format_time(change.at),
        "text": change.note,
    }


def _people(bylines: Sequence[Byline]) -> list[dict[str, str]]:
    return [
        {"@type": "Person", "name": each.name} | ({"jobTitle": each.role} if each.role else {})
        for each in bylines
    ]
