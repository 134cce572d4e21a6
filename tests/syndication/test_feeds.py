"""Feeds carry edits, corrections and withdrawals; machines get true dates, names and addresses."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest

from dateline.archive.importing import import_page
from dateline.content import markup
from dateline.content.tree import (
    Byline,
    Copy,
    MapMarks,
    Photograph,
    Place,
    Quotation,
    Rendition,
)
from dateline.desk.commands import front_matter, posts
from dateline.desk.commands.revision import ChangeNote
from dateline.syndication.addresses import absolute
from tests.archive.pages import PAGE
from tests.coverage.test_front_changes import summarise
from tests.page import claim_steps
from tests.people import BEN, act, copy, publish, seq_of, store_files

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"


def change(coverage, number=1):
    return {
        "coverage": coverage,
        "number": number,
        "expected_seq": seq_of(coverage, f"post-{number}"),
    }


@pytest.fixture
def changed(coverage):
    """Three posts: one corrected, one withdrawn, one as it was, with hostile words."""
    parts = copy("Water at 4.2 m.").parts
    ada = Byline("Ada Lind", "reporter", "Varn")
    posts.publish(**act(), coverage=coverage, copy=Copy("Rises", (ada,), parts))
    publish(coverage, "The mayor left.")
    publish(coverage, r"\</script>\<b>&amp; ]]> [here](https://a.example/?a=1&b=2)")
    posts.correct(
        **act(), **change(coverage), copy=copy("Water at 2.4 m.", "Rises"), note="It was 2.4 m."
    )
    posts.withdraw(**act(), **change(coverage, 2), reason="It was somebody else.")
    return coverage


def test_atom_carries_corrections_and_tombstones(client, changed):
    answer = client.get("/flood/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    entries = root.findall(f"{ATOM}entry")
    first = entries[0]
    assert first.findtext(f"{ATOM}title") == "Rises"
    assert "It was 2.4 m." in first.findtext(f"{ATOM}content")
    assert "4.2" not in answer.content.decode()
    published, updated = (first.findtext(f"{ATOM}{name}") for name in ("published", "updated"))
    assert datetime.fromisoformat(published) <= datetime.fromisoformat(updated)
    (tombstone,) = root.findall(f"{TOMBSTONE}deleted-entry")
    assert tombstone.get("ref").endswith(":post-2")
    assert tombstone.findtext(f"{TOMBSTONE}comment") == "It was somebody else."
    assert "mayor" not in answer.content.decode()
    for required in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{required}")
    for entry in entries:
        assert entry.findtext(f"{ATOM}id")
        assert entry.find(f"{ATOM}link").get("href").startswith("http://testserver/flood/post/")


def test_rss_and_json_feed_say_the_same(client, changed):
    channel = ET.fromstring(client.get("/flood/feed.rss").content).find("channel")
    rss = {item.findtext("guid"): item for item in channel.findall("item")}
    feed = json.loads(client.get("/flood/feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert {item["id"] for item in feed["items"]} == set(rss)
    for item in feed["items"]:
        same = rss[item["id"]]
        assert same.findtext("title") == item["title"]
        assert same.findtext("description") == item["content_html"]
        published = datetime.fromisoformat(item["date_published"])
        assert parsedate_to_datetime(same.findtext("pubDate")) == published
        assert published <= datetime.fromisoformat(item["date_modified"])
    (gone,) = [item for item in feed["items"] if item["_dateline"]["withdrawn"]]
    assert gone["title"] == "Post withdrawn"
    assert "It was somebody else." in gone["content_html"]


def test_a_change_to_an_old_post_is_at_the_head_of_the_feed(client, coverage):
    for number in range(60):
        publish(coverage, f"Post {number + 1}.")
    posts.correct(**act(), **change(coverage), copy=copy("Corrected."), note="Wrong.")
    items = client.get("/flood/feed.json").json()["items"]
    assert len(items) == 50
    assert items[0]["id"].endswith(":post-1")


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_a_feed_has_the_summary_once_it_was_corrected(client, coverage, form):
    summarise(coverage, "Nobody is hurt.")
    address = "/flood/history/summary/"
    assert address not in client.get(f"/flood/feed.{form}").content.decode()
    summarise(coverage, "Three people are dead.", ChangeNote("corrected", "Three have died."))
    feed = client.get(f"/flood/feed.{form}").content.decode()
    assert address in feed
    assert "Correction: Summary" in feed
    assert "Three people are dead." in feed
    assert "Three have died." in feed
    assert "<section" not in html.unescape(feed)


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_a_feed_has_another_etag_after_a_change(client, changed, form):
    first = client.get(f"/flood/feed.{form}")
    assert client.get(f"/flood/feed.{form}")["ETag"] == first["ETag"]
    publish(changed, "More.")
    assert client.get(f"/flood/feed.{form}")["ETag"] != first["ETag"]
    assert client.get(f"/flood/feed.{form}x").status_code == 404
    assert client.get(f"/nowhere/feed.{form}").status_code == 404


def test_a_feed_and_its_posts_have_authors_and_the_times_that_posts_show(
    client, open_coverage_named
):
    coverage = open_coverage_named("flood", bylines=())
    shown = datetime(2015, 10, 2, 4, 19, tzinfo=UTC)
    publish(coverage, "Water at 4.2 m.", dated=shown)
    posts.correct(**act(), **change(coverage), copy=copy("Water at 2.4 m."), note="2.4 m.")
    atom = ET.fromstring(client.get("/flood/feed.atom").content)
    # RFC 4287, 4.1.1: where a post has no author the feed must have one.
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "The Orrin rises"
    entry = atom.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}published") == "2015-10-02T04:19:00Z"
    assert entry.findtext(f"{ATOM}updated", "") > "2026"
    rss = ET.fromstring(client.get("/flood/feed.rss").content)
    assert parsedate_to_datetime(rss.findtext("channel/item/pubDate", "")) == shown
    (post,) = client.get("/flood/feed.json").json()["items"]
    assert post["date_published"] == "2015-10-02T04:19:00Z"
    assert post["date_modified"] > "2026"


def test_addresses_are_made_absolute_and_others_left_alone():
    html = '<a href="/a/">x</a> <img src="/m/1.jpg" srcset="/m/1.jpg 1w, /m/2.jpg 2w"> /no'
    assert absolute(html, "https://b.example") == (
        '<a href="https://b.example/a/">x</a> <img src="https://b.example/m/1.jpg"'
        ' srcset="https://b.example/m/1.jpg 1w, https://b.example/m/2.jpg 2w"> /no'
    )
    assert absolute('<a href="https://c.example/">', "https://b.example").count("b.example") == 0


def json_ld(client, path="/flood/"):
    page = client.get(path).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def test_json_ld_is_true_of_each_post(client, changed):
    whole = json_ld(client)
    assert whole["@type"] == "LiveBlogPosting"
    assert "coverageEndTime" not in whole
    updates = {each["@id"].split("/")[-2]: each for each in whole["liveBlogUpdate"]}
    corrected, gone, hostile = (updates[number] for number in "123")
    assert corrected["headline"] == "Rises"
    assert corrected["creativeWorkStatus"] == "Corrected"
    assert corrected["version"] == 2
    assert corrected["correction"][0]["text"] == "It was 2.4 m."
    assert gone["creativeWorkStatus"] == "Removed"
    assert gone["articleBody"] == "It was somebody else."
    assert hostile["articleBody"].startswith("</script><b>&amp; ]]> here")
    for each in updates.values():
        assert each["datePublished"] <= each["dateModified"]


def test_json_ld_is_bounded_however_long_the_posts(client, coverage):
    for number in range(45):
        publish(coverage, f"Post {number + 1}. " + "Water at the door. " * 500)
    whole = json_ld(client)
    assert len(whole["liveBlogUpdate"]) == 25
    assert len(json.dumps(whole)) < 30_000


def test_the_card_is_the_newest_photograph_or_our_own(client, coverage):
    page = client.get("/flood/").content.decode()
    card = re.search(r'og:image" content="http://testserver(/static/page/card\.\w+\.png)"', page)
    assert card
    assert client.get(card[1])["Content-Type"].startswith("image/png")
    assert '<meta property="og:title" content="The Orrin rises">' in page


def test_a_card_shows_no_photograph_of_a_post_that_was_taken_back(client, coverage):
    sizes = tuple(Rendition("a" * 64, kind, 480, 320, 9) for kind in ("image/avif", "image/jpeg"))
    part = store_files(Photograph(sizes, "A bridge", "The old bridge.", "Orrin Agency"))
    posts.publish(**act(), coverage=coverage, copy=Copy("", (), (part,)))
    card = 'og:image" content="http://testserver/media/'
    assert card in client.get("/flood/").content.decode()
    posts.retract(**act(), **change(coverage), reason="It shows another bridge.")
    assert card not in client.get("/flood/").content.decode()


@pytest.fixture
def imported(db, tmp_path):
    """An old page of the 13th of October 2025, imported today as `old-page`."""
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    import_page(path, "old-page", "", BEN)


def test_an_imported_coverage_has_the_dates_of_its_old_page_everywhere(client, imported):
    whole = json_ld(client, "/old-page/")
    assert whole["coverageStartTime"] == whole["datePublished"] == "2025-10-13T17:30:00Z"
    assert whole["coverageEndTime"] == whole["dateModified"] == "2025-10-14T05:42:00Z"
    dates = {each["datePublished"] for each in whole["liveBlogUpdate"]}
    assert min(dates) == "2025-10-13T17:30:00Z"
    assert max(dates) == "2025-10-13T22:05:00Z"
    assert {each["dateModified"] for each in whole["liveBlogUpdate"]} == dates
    feed = client.get("/old-page/feed.json").json()
    assert {item["date_published"] for item in feed["items"]} == dates
    assert {item["date_modified"] for item in feed["items"]} == dates
    atom = ET.fromstring(client.get("/old-page/feed.atom").content)
    assert atom.findtext(f"{ATOM}updated") == "2025-10-14T05:42:00Z"
    for name in ("published", "updated"):
        assert {each.findtext(f"{ATOM}{name}") for each in atom.findall(f"{ATOM}entry")} == dates
    page = client.get("/old-page/post/1/").content.decode()
    assert 'published_time" content="2025-10-13T17:30:00Z"' in page


def test_machines_are_told_who_publishes_a_coverage_and_when_it_ended(
    client, open_coverage_named, settings
):
    coverage = open_coverage_named("flood", bylines=())
    settings.DATELINE_PUBLICATION = "The Orrin Courier"
    publish(coverage, "Water.")
    whole = json_ld(client)
    courier = {
        "@type": "NewsMediaOrganization",
        "name": "The Orrin Courier",
        "url": "http://testserver/",
    }
    assert whole["publisher"] == courier
    # Nobody has a byline here.
    assert whole["author"] == courier
    assert whole["image"]["url"].startswith("http://testserver/static/page/card.")
    assert (whole["image"]["width"], whole["image"]["height"]) == (1200, 630)
    assert "coverageEndTime" not in whole
    seen = seq_of(coverage, "coverage")
    front_matter.set_state(**act(), coverage=coverage, expected_seq=seen, state="closed")
    assert json_ld(client)["coverageEndTime"] == json_ld(client)["dateModified"]
    settings.DATELINE_PUBLICATION = ""
    assert not {"publisher", "author"} & set(json_ld(client))


def test_the_text_of_a_post_has_its_own_quotation_marks_and_no_alternative_text(client, coverage):
    sizes = tuple(Rendition("a" * 64, kind, 480, 320, 9) for kind in ("image/avif", "image/jpeg"))
    picture = store_files(Photograph(sizes, "ALTERNATIVE", "The old bridge.", "Agency"))
    own = Quotation(markup.read("“It is not the peak.”"), "Jon Hale")
    german = Quotation(markup.read("„Noch nicht.“"))
    none = Quotation(markup.read("Ask me at six."), "Jon Hale")
    posts.publish(**act(), coverage=coverage, copy=Copy("", (), (picture, own, german, none)))
    (post,) = json_ld(client)["liveBlogUpdate"]
    assert post["articleBody"] == (
        "The old bridge. “It is not the peak.” — Jon Hale „Noch nicht.“ “Ask me at six.” — Jon Hale"
    )
    assert json_ld(client, "/flood/post/1/")["articleBody"] == post["articleBody"]
    (item,) = client.get("/flood/feed.json").json()["items"]
    assert item["title"].startswith("The old bridge. “It")
    assert item["content_html"].count("ALTERNATIVE") == item["content_html"].count('alt="') == 1
    # The picture is there once, without the controls of the page.
    for control in ("<button", "full-screen"):
        assert control in client.get("/flood/").content.decode()
        assert control not in item["content_html"]
    history = client.get("/flood/post/1/history/").content.decode()
    assert "““" not in history
    assert "””" not in history


def test_a_post_without_words_is_named_by_its_number(client, coverage):
    words = MapMarks("", (), (Place("", "1.5", "-2"),))
    posts.publish(**act(), coverage=coverage, copy=Copy("", (), (words,)))
    (post,) = json_ld(client)["liveBlogUpdate"]
    (item,) = client.get("/flood/feed.json").json()["items"]
    assert post["headline"] == item["title"] == "Post 1"


def test_machines_are_told_what_a_post_became_last(client, coverage):
    publish(coverage, "Water at 4.2 m.")
    for command, words in ((posts.update, "Water at 4.3 m."), (posts.correct, "Water at 2.4 m.")):
        command(**act(), **change(coverage), copy=copy(words), note=words)
    (post,) = json_ld(client)["liveBlogUpdate"]
    assert post["creativeWorkStatus"] == "Corrected"
    assert (post["version"], len(post["correction"])) == (3, 2)


def test_openapi_describes_what_is_answered(client, changed):
    described = client.get("/openapi.json").json()
    schemas = described["components"]["schemas"]
    start = client.get("/flood/changes/?after=x").json()["cursor"]
    epoch = start.split("-")[0]
    answer = client.get(f"/flood/changes/?after={epoch}-1").json()
    assert set(answer) == set(schemas["Changes"]["required"])
    assert set(answer["blocks"][0]) == set(schemas["Block"]["required"])
    types = {"string": str, "integer": int, "boolean": bool, "array": list}
    for name, value in (*answer.items(), *answer["blocks"][0].items()):
        found = (schemas["Changes"]["properties"] | schemas["Block"]["properties"])[name]
        assert isinstance(value, types[found["type"]]), name
    own = claim_steps.claim(changed, "The dam holds.", claim_steps.named("The union"))
    for address in ("claims", f"claims/{own}"):
        found = client.get(f"/flood/{address}.jsonld").json()
        assert set(found) == set(schemas["Claims"]["required"])
        items = schemas["Claims"]["properties"]["@graph"]["items"]
        assert all(set(each) >= set(items["required"]) for each in found["@graph"])
    assert set(described["paths"]) == {
        "/{coverage}/changes/",
        "/{coverage}/feed.{form}",
        "/{coverage}/claims.jsonld",
        "/{coverage}/claims/{claim}.jsonld",
    }


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=http://testserver/flood/&maxwidth=320", 200),
        ("url=http://testserver/flood/post/1/", 200),
        ("url=http://testserver/flood/&format=xml", 501),
        ("url=http://testserver/nowhere/", 404),
        ("url=http://testserver/flood/post/9/", 404),
        ("url=http://elsewhere.example/flood/", 404),
        ("", 404),
    ],
)
def test_oembed_answers_for_our_own_addresses(client, coverage, query, status):
    publish(coverage, "Water.")
    answer = client.get(f"/oembed/?{query}")
    assert answer.status_code == status
    if status == 200:
        embed = answer.json()
        assert embed["width"] == (320 if "maxwidth" in query else 600)
        assert "sandbox=" in embed["html"]
        page = client.get("/flood/").content.decode()
        assert 'type="application/json+oembed"' in page
