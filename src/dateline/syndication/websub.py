"""Notifies a WebSub hub that feeds changed (W3C Recommendation, 23 January 2018, section 7).

A ping contains only the URLs of the feeds. The hub fetches them and sends them to its subscribers.
"""

from __future__ import annotations

import http.client
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse

from dateline.journal import read
from dateline.journal.followers import Batch, Follower

from .feeds import FORMATS

TIMEOUT: Final = 10.0


class HubRefused(OSError):
    """The hub did not accept a ping, which will be sent again."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{self.__doc__} Its status was {status}.")


class WebSubFollower(Follower):
    """Pings the hub of `settings.DATELINE_WEBSUB` about the feeds of each coverage that changed."""

    name = "websub"

    def first_position(self) -> int:
        """Begins at the head of the journal, since a new hub has no subscribers yet."""
        return read.head().seq

    def follow(self, batch: Batch) -> None:
        slugs = dict.fromkeys(coverage.slug for _, coverage in batch if coverage is not None)
        ping(settings.DATELINE_WEBSUB, [feed_url(slug, each) for slug in slugs for each in FORMATS])


def feed_url(slug: str, form: str) -> str:
    """Returns the public URL of a feed, which is its topic at the hub."""
    path = reverse("syndication:feed", kwargs={"slug": slug, "form": form})
    return f"{settings.DATELINE_URL}{path}"


def ping(hub: str, topics: list[str]) -> None:
    """Sends one request for all topics to a hub. Raises HubRefused or another OSError."""
    if not topics:
        return
    parts = urlsplit(hub)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT)
    try:
        connection.request(
            "POST",
            (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
            urlencode([("hub.mode", "publish"), *(("hub.url", each) for each in topics)]),
            {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Dateline"},
        )
        status = connection.getresponse().status
    except http.client.HTTPException as error:
        raise ConnectionError(f"the hub's response is invalid: {error!r}") from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise HubRefused(status)
