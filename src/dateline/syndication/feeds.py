"""Writes a coverage as Atom (RFC 4287, tombstones RFC 6721), RSS 2.0 and JSON Feed 1.1. Pure.

A feed contains the posts that changed last, which are not always the newest. Subscribers therefore
also receive the correction or withdrawal of an older post.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.etree import ElementTree as ET

from dateline.content.tree import Byline
from dateline.journal.serialize import format_time

ATOM: Final = "http://www.w3.org/2005/Atom"
TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
DUBLIN_CORE: Final = "http://purl.org/dc/elements/1.1/"
# Atom needs a prefix: as the default namespace it would apply to the elements of RSS as well.
ET.register_namespace("atom", ATOM)
ET.register_namespace("at", TOMBSTONES)
ET.register_namespace("dc", DUBLIN_CORE)


@dataclass(frozen=True)
class FeedPost:
    """A post in a feed, or a text of the front matter.

    `withdrawn` is the reason of a withdrawal, or None. Its categories are its tags, and that
    it is a key event.
    """

    id: str
    address: str
    title: str
    bylines: tuple[Byline, ...]
    published: datetime
    updated: datetime
    html: str
    withdrawn: str | None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A coverage as a feed.

    `address` is the URL of its page, `own` the URL of the feed, and `hub` the URL of the WebSub
    hub, '' if there is none.
    """

    id: str
    address: str
    own: str
    hub: str
    title: str
    subtitle: str
    language: str
    updated: datetime
    bylines: tuple[Byline, ...]
    posts: Sequence[FeedPost]


def atom(feed: Feed) -> bytes:
    root = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    if feed.subtitle:
        _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", format_time(feed.updated))
    _add(root, "link", rel="self", href=feed.own, type="application/atom+xml")
    _add(root, "link", rel="alternate", href=feed.address, type="text/html")
    if feed.hub:
        _add(root, "link", rel="hub", href=feed.hub)
    _people(root, feed.bylines or (Byline(feed.title),))
    for post in feed.posts:
        if post.withdrawn is None:
            _entry(root, post)
        else:
            _tombstone(root, post)
    return _xml(root)


def rss(feed: Feed) -> bytes:
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    ET.SubElement(channel, "title").text = feed.title
    ET.SubElement(channel, "link").text = feed.address
    ET.SubElement(channel, "description").text = feed.subtitle or feed.title
    ET.SubElement(channel, "language").text = feed.language
    ET.SubElement(channel, "lastBuildDate").text = format_datetime(feed.updated)
    ET.SubElement(
        channel,
        f"{{{ATOM}}}link",
        {"rel": "self", "href": feed.own, "type": "application/rss+xml"},
    )
    if feed.hub:
        ET.SubElement(channel, f"{{{ATOM}}}link", {"rel": "hub", "href": feed.hub})
    # RSS has no tombstones. A withdrawn post is an item whose title says that it was withdrawn.
    for post in feed.posts:
        entry = ET.SubElement(channel, "item")
        ET.SubElement(entry, "title").text = post.title
        ET.SubElement(entry, "link").text = post.address
        ET.SubElement(entry, "guid", {"isPermaLink": "false"}).text = post.id
        ET.SubElement(entry, "pubDate").text = format_datetime(post.published)
        for byline in post.bylines:
            ET.SubElement(entry, f"{{{DUBLIN_CORE}}}creator").text = byline.name
        for category in post.categories:
            ET.SubElement(entry, "category").text = category
        ET.SubElement(entry, "description").text = post.html
    return _xml(root)


def json_feed(feed: Feed) -> bytes:
    hubs = [{"type": "WebSub", "url": feed.hub}] if feed.hub else []
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle or feed.title,
        "language": feed.language,
        "home_page_url": feed.address,
        "feed_url": feed.own,
        "authors": [{"name": each.name} for each in feed.bylines],
        "hubs": hubs,
        "items": [
            {
                "id": post.id,
                "url": post.address,
                "title": post.title,
                "content_html": post.html,
                "date_published": format_time(post.published),
                "date_modified": format_time(post.updated),
                "authors": [{"name": each.name} for each in post.bylines],
                "tags": list(post.categories),
                # JSON Feed has no tombstones; the names of extensions begin with an underscore.
                "_dateline": {"withdrawn": post.withdrawn is not None},
            }
            for post in feed.posts
        ],
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def _entry(root: ET.Element, post: FeedPost) -> None:
    entry = ET.SubElement(root, f"{{{ATOM}}}entry")
    _add(entry, "id", post.id)
    _add(entry, "title", post.title)
    _add(entry, "published", format_time(post.published))
    _add(entry, "updated", format_time(post.updated))
    _add(entry, "link", rel="alternate", href=post.address, type="text/html")
    _people(entry, post.bylines)
    for category in post.categories:
        _add(entry, "category", term=category)
    _add(entry, "content", post.html, type="html")


def _tombstone(root: ET.Element, post: FeedPost) -> None:
    gone = {"ref": post.id, "when": format_time(post.updated)}
    tombstone = ET.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", gone)
    ET.SubElement(tombstone, f"{{{TOMBSTONES}}}comment").text = post.withdrawn
    _add(tombstone, "link", rel="alternate", href=post.address)


def _people(parent: ET.Element, bylines: Sequence[Byline]) -> None:
    for byline in bylines:
        _add(ET.SubElement(parent, f"{{{ATOM}}}author"), "name", byline.name)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes).text = text or None


def _xml(root: ET.Element) -> bytes:
    whole: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


# The media type and the function for each format, by the last part of the feed's URL.
FORMATS: Final[dict[str, tuple[str, Callable[[Feed], bytes]]]] = {
    "atom": ("application/atom+xml; charset=utf-8", atom),
    "rss": ("application/rss+xml; charset=utf-8", rss),
    "json": ("application/feed+json; charset=utf-8", json_feed),
}
