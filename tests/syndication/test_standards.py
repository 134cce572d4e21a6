"""Structured data and feeds have what their standards require and recommend, with true values.

The properties are those of schema.org 29, and those that Google's documentation of Article and
LiveBlogPosting requires or recommends. Feeds are compared with RFC 4287 (Atom), RFC 6721 (its
tombstones), RSS 2.0 and JSON Feed 1.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from tests.programs import everything
from tests.programs.everything import NAMED, NUMBERS, RETRACTED, UNTRUE, WITHDRAWN

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"

ARTICLE = set(
    "headline datePublished dateModified author url articleBody image publisher inLanguage"
    " description mainEntityOfPage isPartOf version creativeWorkStatus correction citation"
    " keywords mentions".split()
)
LIVE = {"coverageStartTime", "coverageEndTime", "liveBlogUpdate"}
# For each type its properties, and those that must be there.
TYPES: dict[str, tuple[set[str], set[str]]] = {
    "LiveBlogPosting": (ARTICLE | LIVE, {"headline", "url"}),
    "BlogPosting": (
        ARTICLE,
        {"headline", "url", "articleBody", "datePublished", "dateModified"},
    ),
    "Person": ({"name", "jobTitle", "url"}, {"name"}),
    "NewsMediaOrganization": ({"name", "url", "logo"}, {"name", "url"}),
    "ImageObject": ({"url", "width", "height", "caption"}, {"url", "width", "height"}),
    "CorrectionComment": ({"datePublished", "text"}, {"datePublished"}),
    "Claim": ({"text", "url", "author", "firstAppearance", "appearance"}, {"text", "url"}),
    "ClaimReview": (
        set("url datePublished author claimReviewed itemReviewed reviewRating".split()),
        {"url", "datePublished", "author", "claimReviewed", "itemReviewed", "reviewRating"},
    ),
    "Rating": (
        set("ratingValue bestRating worstRating alternateName ratingExplanation".split()),
        {"ratingValue", "bestRating", "worstRating", "alternateName"},
    ),
    "Organization": ({"name", "url"}, {"name"}),
}
# Where a claim appeared: a post, by its URL alone.
REFERENCES = {"firstAppearance", "appearance"}
RECOMMENDED = {"author", "datePublished", "dateModified", "headline", "image", "publisher"}
DATES = {"datePublished", "dateModified", "coverageStartTime", "coverageEndTime"}
ADDRESSES = {"url", "@id", "mainEntityOfPage"}


@pytest.fixture(params=["en", "ar"])
def language(request, db, settings) -> str:
    settings.DATELINE_PUBLICATION = "The Orrin Courier"
    everything.fill(request.param)
    return str(request.param)


def json_ld(client, path: str) -> Any:
    page = client.get(path).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def described(client, path: str) -> tuple[Any, list[Any]]:
    """What a page is about, and the claims that it describes beside that."""
    whole = json_ld(client, path)
    assert whole["@context"] == "https://schema.org"
    first, *claims = whole.get("@graph", [whole])
    return first, claims


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in structured data, without references to others by their URL alone."""
    if isinstance(value, dict):
        if set(value) != {"@id"}:
            yield value
        for name, each in value.items():
            if name not in REFERENCES:
                yield from objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from objects(each)


def faults(described: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one object of structured data."""
    kind = described["@type"]
    known, required = TYPES[kind]
    names = {name for name in described if not name.startswith("@")}
    yield from (f"{kind} has no property {name}" for name in names - known)
    yield from (f"{kind} must have {name}" for name in required - names)
    for name, value in described.items():
        if value in ("", [], None):
            yield f"{kind}.{name} is empty"
        if name in DATES and datetime.fromisoformat(value).tzinfo is None:
            yield f"{kind}.{name} has no zone"
        if name in ADDRESSES and urlsplit(value).scheme not in ("http", "https"):
            yield f"{kind}.{name} is not absolute"


@pytest.mark.any_database
def test_structured_data_is_complete_and_of_known_types(client, language):
    for path, kind in (
        ("/orrin/", "LiveBlogPosting"),
        ("/orrin/page/1/", "LiveBlogPosting"),
        (f"/orrin/post/{NAMED}/", "BlogPosting"),
        (f"/orrin/post/{RETRACTED}/", "BlogPosting"),
    ):
        whole, claims = described(client, path)
        assert {each["@type"] for each in claims} <= {"Claim"}
        assert whole["@type"] == kind
        assert whole["inLanguage"] == language
        assert set(whole) >= RECOMMENDED
        assert [fault for each in objects([whole, *claims]) for fault in faults(each)] == []
        assert whole["datePublished"] <= whole["dateModified"]
    whole, _ = described(client, "/orrin/")
    (author,) = described(client, f"/orrin/post/{NAMED}/")[0]["author"]
    assert client.get(urlsplit(author["url"]).path).status_code == 200
    assert set(whole) >= LIVE
    assert whole["coverageStartTime"] <= whole["coverageEndTime"]
    posts = {each["@id"].rsplit("/", 2)[1]: each for each in whole["liveBlogUpdate"]}
    assert str(WITHDRAWN) in posts
    for each in posts.values():
        assert whole["coverageStartTime"] <= each["datePublished"]
        # What is listed is described alike on its own page.
        if each["creativeWorkStatus"] != "Removed":
            own, _ = described(client, urlsplit(each["url"]).path)
            same = set(each) - {"articleBody", "image"}
            assert {name: own[name] for name in same} == {name: each[name] for name in same}


@pytest.mark.any_database
def test_the_page_of_a_claim_is_described_with_known_types(client, language):
    for claim, kind in ((NUMBERS, "Claim"), (UNTRUE, "ClaimReview")):
        whole = json_ld(client, f"/orrin/claims/{claim}/")
        assert whole["@type"] == kind
        assert [fault for each in objects(whole) for fault in faults(each)] == []


@pytest.mark.any_database
def test_atom_is_as_its_standards_say(client, language):
    answer = client.get("/orrin/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    rels = {each.get("rel"): each.get("href", "") for each in feed.findall(f"{ATOM}link")}
    assert rels == {
        "self": "http://testserver/orrin/feed.atom",
        "alternate": "http://testserver/orrin/",
    }
    entries = feed.findall(f"{ATOM}entry")
    for each in [feed, *entries]:
        for name in ("id", "title", "updated"):
            (found,) = each.findall(f"{ATOM}{name}")
            assert found.text, name
        (moment,) = each.findall(f"{ATOM}updated")
        assert datetime.fromisoformat(moment.text or "").tzinfo is not None
        assert urlsplit(each.findtext(f"{ATOM}id", "")).scheme == "urn"
    for each in entries:
        (content,) = each.findall(f"{ATOM}content")
        assert content.get("type") == "html"
        assert content.text
        (link,) = each.findall(f"{ATOM}link")
        assert (link.get("rel"), urlsplit(link.get("href", "")).netloc) == (
            "alternate",
            "testserver",
        )
        published = each.findtext(f"{ATOM}published", "")
        assert published <= each.findtext(f"{ATOM}updated", "")
    ids = [each.findtext(f"{ATOM}id") for each in entries]
    gone = feed.findall(f"{TOMBSTONE}deleted-entry")
    ids += [each.get("ref") for each in gone]
    assert len(ids) == len(set(ids))
    assert len(gone) == 1
    assert all(each.get("when") for each in gone)


@pytest.mark.any_database
def test_rss_is_as_its_standard_says(client, language):
    answer = client.get("/orrin/feed.rss")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    rss = ET.fromstring(answer.content)
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        (found,) = channel.findall(name)
        assert found.text, name
    parsedate_to_datetime(channel.findtext("lastBuildDate", ""))
    assert channel.findtext("language") == language
    items = channel.findall("item")
    assert len({each.findtext("guid") for each in items}) == len(items) > 20
    for each in items:
        for name in ("title", "link", "description", "guid", "pubDate"):
            (found,) = each.findall(name)
            assert found.text, name
        assert each.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(each.findtext("pubDate", "")).tzinfo is not None


@pytest.mark.any_database
def test_json_feed_is_as_its_standard_says(client, language):
    answer = client.get("/orrin/feed.json")
    assert answer["Content-Type"].startswith("application/feed+json")
    feed = answer.json()
    texts = {"version", "title", "description", "language", "home_page_url", "feed_url"}
    assert texts | {"authors", "hubs", "items"} == set(feed)
    assert all(isinstance(feed[name], str) and feed[name] for name in texts)
    assert all(set(each) == {"name"} and each["name"] for each in feed["authors"])
    assert len({each["id"] for each in feed["items"]}) == len(feed["items"])
    for each in feed["items"]:
        for name in ("id", "url", "title", "content_html", "date_published", "date_modified"):
            assert isinstance(each[name], str), name
            assert each[name], name
        assert datetime.fromisoformat(each["date_published"]).tzinfo is not None
        assert each["date_published"] <= each["date_modified"]
        assert all(set(author) == {"name"} for author in each["authors"])
        # Names of extensions begin with an underscore, and their values are objects.
        assert {name for name in each if name.startswith("_")} == {"_dateline"}
        assert isinstance(each["_dateline"], dict)
