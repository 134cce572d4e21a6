"""The reader's pages: days, page numbers, permalinks, series and conditional requests."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from dateline.coverage.read import coverage_state
from dateline.desk.commands import front_matter
from dateline.journal.epochs import begin_epoch
from tests.people import act, copy, publish, seq_of


def test_days_are_those_of_the_coverages_zone(client, coverage):
    for hour, minute in ((22, 50), (23, 10)):  # 23:50 and 00:10 in British Summer Time
        publish(coverage, "Post.", dated=datetime(2026, 7, 1, hour, minute, tzinfo=UTC))
    page = client.get("/flood/").content.decode()
    days = re.findall(r'<h2 class="day">([^<]+)</h2>', page)
    assert days == ["Thursday 2 July 2026", "Wednesday 1 July 2026"]
    assert '<time datetime="2026-07-01T22:50:00Z">23:50</time>' in page


def test_a_page_that_did_not_change_is_not_sent_again(client, coverage):
    publish(coverage, "One.")
    etag = client.get("/flood/")["ETag"]
    assert client.get("/flood/", headers={"If-None-Match": etag}).status_code == 304
    publish(coverage, "Two.")
    assert client.get("/flood/", headers={"If-None-Match": etag}).status_code == 200


def test_a_new_epoch_makes_every_page_new(client, coverage):
    publish(coverage, "One.")
    etag = client.get("/flood/")["ETag"]
    begin_epoch()
    assert client.get("/flood/", headers={"If-None-Match": etag}).status_code == 200


def test_what_happens_elsewhere_leaves_a_page_as_it_is(client, coverage, open_coverage_named):
    etag = client.get("/flood/")["ETag"]
    publish(open_coverage_named("fire"), "Smoke.")
    assert client.get("/flood/")["ETag"] == etag


def test_an_old_page_shows_its_posts_and_leads_on(client, coverage):
    for number in range(50):
        publish(coverage, f"Post {number + 1}.")
    front = client.get("/flood/").content.decode()
    assert re.findall(r'id="post-(\d+)"', front) == [str(n) for n in range(50, 20, -1)]
    assert 'href="/flood/page/1/"' in front
    old = client.get("/flood/page/1/").content.decode()
    assert re.findall(r'id="post-(\d+)"', old) == [str(n) for n in range(20, 0, -1)]
    assert 'data-first="1" data-last="1"' in old
    assert client.get("/flood/page/4/").status_code == 404


def test_a_newest_page_that_is_full_is_shown_alone(client, coverage):
    for number in range(40):
        publish(coverage, f"Post {number + 1}.")
    front = client.get("/flood/").content.decode()
    assert re.findall(r'id="post-(\d+)"', front) == [str(n) for n in range(40, 20, -1)]
    assert 'data-first="2" data-last=""' in front


def test_each_page_of_a_coverage_has_an_etag_of_its_own(client, coverage):
    for number in range(45):
        publish(coverage, f"Post {number + 1}.")
    paths = ("", "page/1/", "page/2/", "corrections/", "embed/", "post/1/history/", "find/?q=a")
    etags = [client.get(f"/flood/{path}")["ETag"] for path in paths]
    assert len(set(etags)) == len(etags)


def test_a_series_is_linked_both_ways_and_follows(client, coverage, open_coverage_named):
    open_coverage_named("flood-two", headline="The Orrin falls", previous="flood")
    assert "The Orrin falls" in client.get("/flood/").content.decode()

    state = seq_of(coverage, "coverage")
    front_matter.set_state(**act(), coverage=coverage, expected_seq=state, state="closed")
    assert "The Orrin rises – as it happened" in client.get("/flood-two/").content.decode()


def test_hostile_words_are_only_words(client, coverage):
    publish(coverage, r"\<script>alert(1)\</script> & \<img onerror=x>", "<b>Bold</b>")
    page = client.get("/flood/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page


def test_every_answer_keeps_foreign_code_out(client, coverage):
    for path in ("/", "/flood/", "/nowhere/", "/desk/sign-in/"):
        policy = client.get(path)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "unsafe" not in policy
        assert client.get(path)["X-Content-Type-Options"] == "nosniff"


def test_a_reader_gets_no_cookie(client, coverage):
    for path in ("/", "/flood/", "/flood/post/1/"):
        assert not client.get(path).cookies


def test_the_date_of_the_first_day_is_said_in_the_head_and_not_again(client, coverage):
    publish(coverage, "Water.", "The mill", dated=coverage_state(coverage).dated)
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    summary = {"coverage": coverage, "expected_seq": 0, "copy": copy("It rains.", "What we know")}
    front_matter.set_summary(**act(), **summary)
    page = client.get("/flood/").content.decode()
    for start in ('<p class="last-updated">', '<p class="pin-label">', 'id="summary-head"'):
        time = re.search(r"<time [^>]*>([^<]*)</time>", page.split(start)[1])
        assert time
        assert re.fullmatch(r"\d\d:\d\d", time[1]), start
