"""`missed/`: what a reader missed who was away for more than `changes/` returns."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dateline.coverage import missed as coverage_missed
from dateline.desk.commands import posts
from dateline.desk.commands.revision import ChangeNote
from dateline.journal.epochs import begin_epoch
from tests.coverage.test_front_changes import retitle, summarise
from tests.people import act, copy, publish, seq_of


def cursor(client) -> str:
    return client.get("/flood/changes/?after=x").json()["cursor"]


def correct(coverage, number: int, words: str) -> None:
    seen = seq_of(coverage, f"post-{number}")
    posts.correct(
        **act(), coverage=coverage, number=number, expected_seq=seen, copy=copy(words), note="No."
    )


def update(coverage, number: int, words: str) -> None:
    seen = seq_of(coverage, f"post-{number}")
    posts.update(
        **act(), coverage=coverage, number=number, expected_seq=seen, copy=copy(words), note="More."
    )


def withdraw(coverage, number: int) -> None:
    seen = seq_of(coverage, f"post-{number}")
    posts.withdraw(
        **act(), coverage=coverage, number=number, expected_seq=seen, reason="Wrong town."
    )


def missed(client, after: str) -> tuple[str, list[str]]:
    """The sentence and the lines of the list."""
    page = client.get(f"/flood/missed/?after={after}").content.decode()
    sentence = re.search(r"<p[^>]*>(.*?)</p>", page)
    lines = re.findall(r"<li><a [^>]*>(.*?)</a>", page)
    return unescape(sentence[1]) if sentence else "", [unescape(each) for each in lines]


def test_new_posts_and_changes_are_counted_and_the_newest_are_there(client, coverage):
    for number in range(1, 4):
        publish(coverage, f"Post {number}.")
    correct(coverage, 3, "Changed before.")
    start = cursor(client)
    for number in range(4, 29):
        publish(coverage, f"Post {number}.")
    correct(coverage, 2, "Changed.")
    correct(coverage, 2, "Changed again.")
    correct(coverage, 28, "New and changed.")
    sentence, lines = missed(client, start)
    assert sentence == "Since you left at {time}: 25 posts, 1 change"
    newest = ["New and changed.", *(f"Post {number}." for number in range(27, 8, -1))]
    assert lines == ["Correction: No.", *newest, "Read on from the oldest of them"]
    page = client.get(f"/flood/missed/?after={start}").content.decode()
    assert 'data-first="4" data-last="28"' in page
    assert '<a href="/flood/post/2/" data-of="post-2"' in page
    assert '<a href="/flood/post/4/#posts"' in page


def test_corrections_come_first_whatever_happened_since(client, coverage):
    publish(coverage, "Water at 4.2 m.")
    publish(coverage, "Boats.")
    publish(coverage, "He was seen.")
    summarise(coverage, "Nobody is hurt.")
    start = cursor(client)
    correct(coverage, 1, "Water at 2.4 m.")
    withdraw(coverage, 3)
    summarise(coverage, "Three died.", ChangeNote("corrected", "Not nobody."))
    update(coverage, 1, "Water at 2.4 m and rising.")
    update(coverage, 2, "More boats.")
    retitle(coverage, "The Orrin falls", "")
    assert missed(client, start)[1] == [
        "Summary: Correction: Not nobody.",
        "Withdrawn: Wrong town.",
        "Correction: No.",
        "Headline changed: The Orrin falls · Standfirst changed · Byline changed",
        "Update: More.",
    ]


def test_who_missed_nothing_is_told_nothing(client, coverage):
    publish(coverage, "Water.")
    assert missed(client, cursor(client)) == ("", [])


def test_however_long_the_absence_was_no_more_is_read(client, coverage, monkeypatch):
    """The limit is lowered, because so many changes take a minute to make."""
    monkeypatch.setattr(coverage_missed, "CHANGES_READ", 3)
    for number in range(1, 7):
        publish(coverage, f"Post {number}.")
    start = cursor(client)
    for number in range(1, 6):
        update(coverage, number, f"Post {number} changed.")
    sentence, lines = missed(client, start)
    assert sentence == "Since you left at {time}: 3+ changes"
    assert lines == ["Update: More."] * 3 + ["Corrections and other changes"]
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/flood/missed/?after={start}")
    reading = [each["sql"] for each in queries if "coverage_changerow" in each["sql"]]
    assert len(reading) == 1
    assert "LIMIT 4" in reading[0]


@pytest.mark.parametrize("after", ["", "x", "ffff-1", "{epoch}-99"])
def test_a_cursor_that_cannot_be_compared_gets_nothing(client, coverage, after):
    epoch = cursor(client).split("-")[0]
    assert client.get(f"/flood/missed/?after={after.format(epoch=epoch)}").content == b""


def test_after_a_new_epoch_there_is_nothing(client, coverage):
    publish(coverage, "Water.")
    start = cursor(client)
    begin_epoch()
    assert client.get(f"/flood/missed/?after={start}").content == b""


def test_what_it_costs_does_not_grow_with_the_coverage(
    client, coverage, django_assert_max_num_queries
):
    for number in range(100):
        publish(coverage, f"Post {number}.")
    start = cursor(client)
    publish(coverage, "Water.")
    with django_assert_max_num_queries(20):
        client.get(f"/flood/missed/?after={start}")
