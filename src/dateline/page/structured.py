"""Describes pages in schema.org's terms, as JSON-LD: a LiveBlogPosting, and its BlogPostings.

Each post has its own headline, dates, authors and corrections. `correction` and `CorrectionComment`
are pending terms of schema.org.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from dateline.content.tree import (
    Bullets,
    Byline,
    Embed,
    Lost,
    MapMarks,
    Part,
    Photograph,
    Question,
    Quotation,
    Text,
    plain_text,
    quoted,
)
from dateline.coverage.state import Change, CoverageState, PostState
from dateline.journal.serialize import format_time

from .author_address import address_of

# In characters. In a list of posts the body is an excerpt, because the whole text is on the page.
BODY_LIMIT: Final = 400
DESCRIPTION_LIMIT: Final = 200
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


@dataclass(frozen=True)
class Card:
    """The picture of a page for link previews: its URL below the newsroom's, and its size."""

    path: str
    width: int
    height: int
    alt_text: str = ""


@dataclass(frozen=True)
class Site:
    """What the pages of a newsroom have in common.

    `base` is its URL without a slash at its end, `publication` its name, '' if it has none. `card`
    is the picture for pages without one. `title` names a post: see `titles.title`.
    """

    base: str
    publication: str
    card: Card
    title: Callable[[PostState], str]


def live_blog(
    site: Site,
    state: CoverageState,
    posts: Sequence[PostState],
    began: datetime,
    modified: datetime,
    claims: Sequence[dict[str, Any]] = (),
    mentions: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> str:
    """Returns the description of a coverage as JSON-LD, escaped for a script element.

    `began` and `modified` are those of `coverage.read`. A coverage that was imported was never
    closed here. It ended when it was last modified. `claims` are described beside it, and
    `mentions` has their URLs by the numbers of the posts that mention them.
    """
    whole = _coverage(site, state) | {
        "description": state.standfirst or state.headline,
        "inLanguage": state.language,
        "datePublished": format_time(began),
        "dateModified": format_time(modified),
        "coverageStartTime": format_time(began),
        "mainEntityOfPage": f"{site.base}/{state.slug}/",
        "image": _image(site, card_of(posts) or site.card),
        "liveBlogUpdate": [
            _listed(site, state, post) | mentioned(mentions.get(post.number, ())) for post in posts
        ],
    }
    if state.closed:
        whole["coverageEndTime"] = format_time(state.closed_at or modified)
    whole |= _author(site, state.bylines) | _publisher(site)
    return script({"@graph": [whole, *claims]} if claims else whole)


def mentioned(urls: Sequence[str]) -> dict[str, Any]:
    """The claims that a post mentions, by their URLs."""
    return {"mentions": [{"@id": each} for each in urls]} if urls else {}


def posting(
    site: Site,
    state: CoverageState,
    post: PostState,
    claims: Sequence[dict[str, Any]] = (),
    mentions: Sequence[str] = (),
) -> str:
    """Returns the description of a post that has not been withdrawn, with its whole text.

    `claims` are described beside it, and `mentions` has their URLs.
    """
    whole = _post(site, state, post) | {
        "articleBody": body_of(post) or site.title(post),
        "description": description_of(post) or site.title(post),
        "inLanguage": state.language,
        "mainEntityOfPage": post_url(site, state, post.number),
        "isPartOf": _coverage(site, state),
        "image": _image(site, card_of([post]) or site.card),
    }
    whole |= _author(site, post.copy.bylines or state.bylines) | _publisher(site)
    whole |= mentioned(mentions)
    return script({"@graph": [whole, *claims]} if claims else whole)


def title_of(post: PostState) -> str:
    """Returns a post's headline, or its first words if it has none; '' if it has no words."""
    return post.copy.headline or excerpt(body_of(post), TITLE_LIMIT)


def body_of(post: PostState) -> str:
    """Returns the text of a post in one line, as a reader reads it, without its headline."""
    return " ".join(" ".join(map(_shown, post.copy.parts)).split())


def description_of(post: PostState) -> str:
    """Returns an excerpt of the text. For a retracted post it is the reason of the retraction."""
    return post.ended_by.note if post.ended_by else excerpt(body_of(post), DESCRIPTION_LIMIT)


def excerpt(text: str, limit: int) -> str:
    """Returns a text of at most `limit` characters, cut between two words."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def card_of(posts: Sequence[PostState]) -> Card | None:
    """Returns the newest photograph of these posts, without those that were taken back."""
    for post in posts:
        for part in post.copy.parts:
            if isinstance(part, Photograph) and post.status == "published":
                largest = [each for each in part.renditions if each.media_type == "image/jpeg"][-1]
                path = f"/media/{largest.sha256}.jpg"
                return Card(path, largest.width, largest.height, part.alt_text)
    return None


def modified_at(post: PostState) -> datetime:
    """Returns the time of the last change to a post, or else the time that it shows."""
    return post.last_change.at if post.last_change else post.dated


def _listed(site: Site, state: CoverageState, post: PostState) -> dict[str, Any]:
    """A post in the list of a coverage. All must have a body, so a withdrawn one has its reason."""
    card = card_of([post])
    withdrawn = post.status == "withdrawn"
    body = description_of(post) if withdrawn else body_of(post) or site.title(post)
    described = _post(site, state, post) | {"articleBody": excerpt(body, BODY_LIMIT)}
    if card:
        described["image"] = _image(site, card)
    return described | (_author(site, post.copy.bylines) if post.copy.bylines else {})


def _post(site: Site, state: CoverageState, post: PostState) -> dict[str, Any]:
    url = post_url(site, state, post.number)
    described: dict[str, Any] = {
        "@type": "BlogPosting",
        "@id": url,
        "url": url,
        "headline": site.title(post),
        "datePublished": format_time(post.dated),
        "dateModified": format_time(modified_at(post)),
        "version": len(post.changes) + 1,
        "creativeWorkStatus": _status(post),
    }
    # Of a withdrawn post only the reason: the notes of earlier corrections may have its words.
    told = filter(None, [post.ended_by]) if post.status == "withdrawn" else post.changes
    corrections = [_correction(each) for each in told if each.kind in _STATUS]
    if corrections:
        described["correction"] = corrections
    if post.tags:
        described["keywords"] = list(post.tags)
    if post.relations and post.status != "withdrawn":
        # schema.org has no term for one of them alone. Each is a reference to another work.
        cited = dict.fromkeys(each.post for each in post.relations)
        described["citation"] = [post_url(site, state, each) for each in cited]
    return described


def _coverage(site: Site, state: CoverageState) -> dict[str, Any]:
    url = f"{site.base}/{state.slug}/"
    return {
        "@type": "LiveBlogPosting",
        "@id": url,
        "url": url,
        "headline": state.headline,
    }


def post_url(site: Site, state: CoverageState, number: int) -> str:
    return f"{site.base}/{state.slug}/post/{number}/"


def _shown(part: Part) -> str:
    """The words of a part, without the alternative text of a picture, addresses and coordinates."""
    match part:
        case Text(paragraphs):
            return plain_text(paragraphs)
        case Bullets(bullets):
            return plain_text(tuple(bullet.line for bullet in bullets))
        case Quotation(paragraphs, speaker):
            return _attributed(quoted(plain_text(paragraphs)), speaker)
        case Question(question, answer):
            return f"{question} {plain_text(answer)}"
        case Embed(_, author, _, paragraphs):
            return _attributed(quoted(plain_text(paragraphs)), author)
        case Photograph(caption=text) | Lost(caption=text) | MapMarks(title=text):
            return text


def _attributed(text: str, speaker: str) -> str:
    return f"{text} — {speaker}" if speaker else text


def _status(post: PostState) -> str:
    kinds = [each.kind for each in post.changes if each.kind in _STATUS]
    return _STATUS[kinds[-1]] if kinds else "Published"


def _correction(change: Change) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "datePublished": format_time(change.at),
        "text": change.note,
    }


def _image(site: Site, card: Card) -> dict[str, Any]:
    url = f"{site.base}{card.path}"
    return {"@type": "ImageObject", "url": url, "width": card.width, "height": card.height}


def _author(site: Site, bylines: Sequence[Byline]) -> dict[str, Any]:
    """The authors; the publication for a text without a byline."""
    if not bylines:
        return {"author": _organization(site)} if site.publication else {}
    return {"author": [_person(site, each) for each in bylines]}


def _person(site: Site, byline: Byline) -> dict[str, str]:
    address = address_of(byline.name)
    return (
        {"@type": "Person", "name": byline.name}
        | ({"jobTitle": byline.role} if byline.role else {})
        | ({"url": f"{site.base}{address}"} if address else {})
    )


def _publisher(site: Site) -> dict[str, Any]:
    return {"publisher": _organization(site)} if site.publication else {}


def _organization(site: Site) -> dict[str, str]:
    return {"@type": "NewsMediaOrganization", "name": site.publication, "url": f"{site.base}/"}


def script(whole: dict[str, Any]) -> str:
    """Returns structured data as JSON-LD, escaped for a script element."""
    whole = {"@context": "https://schema.org"} | whole
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_SAFE)
