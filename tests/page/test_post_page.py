"""The page of one post: whole, named and dated for link previews, and a way into the coverage."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from dateline.content.tree import Copy, Photograph, Rendition
from dateline.desk.commands import posts
from tests.people import act, copy, publish, seq_of, store_files

pytestmark = pytest.mark.any_database

START = datetime(2026, 1, 1, tzinfo=UTC)


def change(coverage, number: int = 1):
    seen = seq_of(coverage, f"post-{number}")
    return {"coverage": coverage, "number": number, "expected_seq": seen}


def read_page(client, number: int = 1, status: int = 200) -> str:
    answer = client.get(f"/flood/post/{number}/")
    assert answer.status_code == status
    return answer.content.decode()


def described(page: str) -> dict[str, str]:
    """The properties and names of the meta elements of a page."""
    pairs = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    return {name: unescape(value) for name, value in pairs}


def json_ld(page: str):
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article[^>]* id="post-(\d+)"', page)]


def test_a_post_is_named_dated_and_described_for_those_who_get_its_link(client, coverage, settings):
    settings.DATELINE_PUBLICATION = "The Orrin Courier"
    publish(coverage, "Water at **4.2 m**. " + "More. " * 60, "Over the mark", dated=START)
    posts.correct(
        **act(),
        **change(coverage),
        copy=copy("Water at **2.4 m**.", "Over the mark"),
        note="2.4 m.",
    )
    page = read_page(client)
    address = "http://testserver/flood/post/1/"
    assert "<title>Over the mark · The Orrin rises</title>" in page
    assert f'<link rel="canonical" href="{address}">' in page
    meta = described(page)
    assert meta["og:title"] == "Over the mark"
    assert meta["description"] == meta["og:description"] == "Water at 2.4 m."
    assert meta["og:url"] == address
    assert meta["og:site_name"] == "The Orrin Courier"
    assert meta["article:published_time"] == "2026-01-01T00:00:00Z"
    assert meta["article:modified_time"] > "2026-02"
    assert "robots" not in meta
    whole = json_ld(page)
    assert (whole["@type"], whole["@id"]) == ("BlogPosting", address)
    assert whole["datePublished"] == meta["article:published_time"]
    assert whole["dateModified"] == meta["article:modified_time"]
    assert whole["isPartOf"]["@id"] == "http://testserver/flood/"
    assert whole["publisher"]["name"] == "The Orrin Courier"
    assert whole["articleBody"] == "Water at 2.4 m."


def test_a_description_is_cut_between_words_and_the_text_of_the_page_is_not(client, coverage):
    publish(coverage, "Water. " * 100)
    page = read_page(client)
    description = described(page)["description"]
    assert len(description) <= 200
    assert description.endswith("Water.…")
    assert json_ld(page)["articleBody"] == ("Water. " * 100).strip()


def test_its_picture_is_that_of_the_post(client, coverage):
    sizes = tuple(Rendition("a" * 64, kind, 480, 320, 9) for kind in ("image/avif", "image/jpeg"))
    part = store_files(Photograph(sizes, "A bridge under water", "The old bridge.", "Agency"))
    posts.publish(**act(), coverage=coverage, copy=Copy("", (), (part,)))
    publish(coverage, "Without one.")
    meta = described(read_page(client))
    assert meta["og:image"] == f"http://testserver/media/{'a' * 64}.jpg"
    assert (meta["og:image:width"], meta["og:image:alt"]) == ("480", "A bridge under water")
    assert meta["og:title"] == "The old bridge."
    assert "/media/" not in described(read_page(client, 2))["og:image"]


def test_the_post_is_first_and_leads_to_those_before_it_into_the_coverage(client, coverage):
    for number in range(45):
        publish(coverage, f"Post {number + 1}.", dated=START + timedelta(minutes=number))
    page = read_page(client, 24)
    assert numbers(page) == [24, 23, 22, 21]
    assert '<a href="/flood/#post-24">In the coverage from here</a>' in page
    assert '<a href="/flood/">Newest posts</a>' in page
    assert '<a rel="next" href="/flood/page/1/#post-20">Older posts</a>' in page
    assert '<a href="/flood/page/1/#post-20">' in read_page(client, 20)
    assert numbers(read_page(client, 1)) == [1]
    assert 'rel="next"' not in read_page(client, 4)
    assert client.get("/flood/post/46/").status_code == 404


@pytest.mark.parametrize("status", ["newest", "full", "piled"])
def test_it_leads_to_a_page_that_shows_the_post(client, coverage, status):
    for number in range({"newest": 25, "full": 40, "piled": 40}[status]):
        publish(coverage, "Post.", dated=START + timedelta(minutes=number))
    if status == "piled":
        for number in range(60):
            publish(coverage, "Late.", dated=START + timedelta(minutes=30, seconds=number % 50))
    newest = set(numbers(client.get("/flood/").content.decode()))
    for number in range(1, (100 if status == "piled" else 40 if status == "full" else 25) + 1):
        page = read_page(client, number)
        (leads,) = re.findall(rf'href="([^"]+)#post-{number}">In the coverage', page)
        assert (leads == "/flood/") == (number in newest)


def test_no_post_is_put_above_it_while_its_page_is_open(client, coverage):
    """The page's script reads the limits: see `belongs` in live.js."""
    for number in range(6):
        publish(coverage, "Post.", dated=START + timedelta(minutes=number))
    page = read_page(client, 5)
    found = re.search(
        r'data-first="(\d*)" data-last="(\d*)" data-back-to="(.*?)" data-before="(.*?)"', page
    )
    assert found
    first, last, back_to, before = found.groups()
    keys = re.findall(r' data-sort-key="([^"]+)"', page)
    assert (first, last, back_to) == ("1", "1", min(keys))
    (own,) = re.findall(r'id="post-5"[^>]*data-sort-key="([^"]+)"', page)
    (next_one,) = re.findall(
        r'id="post-6"[^>]*data-sort-key="([^"]+)"', client.get("/flood/").content.decode()
    )
    assert own < before < f"{START + timedelta(minutes=4):%Y%m%dT%H%M%S}-999999" < next_one


def test_a_withdrawn_post_is_gone_and_says_why_and_nothing_of_it_is_left(client, coverage):
    publish(coverage, "Before.")
    publish(coverage, "CANARY at the door.", "CANARY")
    etag = client.get("/flood/post/2/")["ETag"]
    posts.withdraw(**act(), **change(coverage, 2), reason="It was somebody else.")
    answer = client.get("/flood/post/2/", headers={"If-None-Match": etag})
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "ETag" not in answer
    assert "It was somebody else." in page
    assert "CANARY" not in page
    assert described(page)["robots"] == "noindex"
    assert "<title>Post withdrawn · The Orrin rises</title>" in page
    assert "og:title" not in described(page)
    assert "ld+json" not in page
    assert numbers(page) == [2, 1]


def test_a_retracted_post_is_shown_and_previews_say_that_it_was_retracted(client, coverage):
    publish(coverage, "The dam broke.", "The dam breaks")
    posts.retract(**act(), **change(coverage), reason="The dam holds.")
    page = read_page(client)
    meta = described(page)
    assert meta["og:title"] == "Retracted: The dam breaks"
    assert meta["og:description"] == "The dam holds."
    assert meta["robots"] == "noindex"
    assert json_ld(page)["creativeWorkStatus"] == "Retracted"


def test_a_page_of_a_post_that_did_not_change_is_not_sent_again(client, coverage):
    publish(coverage, "One.")
    etag = client.get("/flood/post/1/")["ETag"]
    assert client.get("/flood/post/1/", headers={"If-None-Match": etag}).status_code == 304
    publish(coverage, "Two.")
    assert client.get("/flood/post/1/", headers={"If-None-Match": etag}).status_code == 200


def test_hostile_words_are_only_words_in_its_head(client, coverage):
    publish(coverage, 'Water "><script>alert(1)</script>', '"><script>alert(2)</script>')
    page = read_page(client)
    assert "<script>alert" not in page
    assert described(page)["og:title"] == '"><script>alert(2)</script>'


def test_the_headline_of_the_post_is_the_h1_and_that_of_the_coverage_stands_above_it(
    client, coverage
):
    publish(coverage, "Water at 4.2 m.", "Over the mark")
    publish(coverage, "Without a headline.")
    page = read_page(client)
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["Over the mark"]
    assert page.index('<p dir="auto">The Orrin rises</p>') < page.index("<h1")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", read_page(client, 2)) == ["The Orrin rises"]
