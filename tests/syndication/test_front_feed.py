"""The feeds of the front page list the coverages, the one that changed last first."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from dateline.coverage.models import CoverageRow
from tests.people import publish

ATOM = "{http://www.w3.org/2005/Atom}"


def test_atom_lists_the_coverage_that_changed_last_first(client, open_coverage_named):
    first = open_coverage_named("first", headline="Wind & rain")
    open_coverage_named("second", standfirst="<b>Bold")
    # Entries have whole seconds, so the two would have changed at the same time.
    CoverageRow.objects.filter(coverage=first).update(modified_at=datetime(2030, 1, 1, tzinfo=UTC))
    answer = client.get("/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert answer["Cache-Control"] == "public, max-age=15"
    root = ET.fromstring(answer.content)
    links = [each.find(f"{ATOM}link").get("href") for each in root.findall(f"{ATOM}entry")]
    assert links == ["http://testserver/first/", "http://testserver/second/"]
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "Wind & rain"
    assert "&lt;b&gt;Bold" in root.findall(f"{ATOM}entry")[1].findtext(f"{ATOM}content")
    changed = root.findtext(f"{ATOM}entry/{ATOM}updated")
    assert root.findtext(f"{ATOM}updated") == changed == "2030-01-01T00:00:00Z"
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == "http://testserver/feed.atom"


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_a_feed_is_named_by_the_front_page_and_sent_again_only_when_something_changed(
    client, coverage, form
):
    assert f'href="/feed.{form}"' in client.get("/").content.decode()
    first = client.get(f"/feed.{form}")
    assert b"The Orrin rises" in first.content
    seen = {"If-None-Match": first["ETag"]}
    assert client.get(f"/feed.{form}", headers=seen).status_code == 304
    publish(coverage, "Water.")
    assert client.get(f"/feed.{form}", headers=seen).status_code == 200


def test_a_feed_has_the_name_of_the_publication(client, db, settings):
    settings.DATELINE_PUBLICATION = "The Gazette"
    found = json.loads(client.get("/feed.json").content)
    assert found["title"] == "Live coverage · The Gazette"
    assert found["authors"] == [{"name": "The Gazette"}]
    assert found["items"] == []


def test_there_is_no_feed_of_another_form(client, db):
    assert client.get("/feed.doc").status_code == 404
