"""The desk says which texts rest on a post that was corrected, retracted or withdrawn since."""

from __future__ import annotations

import pytest
from django.test import Client

from dateline.accounts.people import add_person
from dateline.content.tree import KeyPoint
from dateline.desk.commands import front_matter, posts
from tests.coverage.test_front_changes import summarise
from tests.newsroom import fields_of
from tests.people import act, copy, publish, seq_of


@pytest.fixture
def desk(db) -> Client:
    client = Client()
    client.force_login(add_person("ben", "a password of four words", "editor").user)
    return client


@pytest.fixture
def cited(coverage):
    """Post 1 is in the summary and in a key point, post 2 is pinned, and post 3 nowhere."""
    for words in ("Water at 4.2 m.", "The dam holds.", "Rain."):
        publish(coverage, words)
    summarise(coverage, "Water at 4.2 m.", cited=(1,))
    points = (KeyPoint("Water at 4.2 m", 1),)
    front_matter.set_key_points(**act(), coverage=coverage, expected_seq=0, points=points)
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=2)
    return coverage


def correct(coverage, number: int) -> None:
    posts.correct(
        **act(),
        coverage=coverage,
        number=number,
        expected_seq=seq_of(coverage, f"post-{number}"),
        copy=copy("It was otherwise."),
        note="It was 2.4 m.",
    )


def test_the_board_and_each_section_say_what_was_corrected_since(desk, cited):
    assert "Changed since" not in desk.get("/desk/flood/").content.decode()
    correct(cited, 1)
    correct(cited, 2)
    board = desk.get("/desk/flood/").content.decode()
    for sentence in ("The summary rests on", "A key point links to", "The pin shows"):
        assert sentence in board
    assert board.count("which was corrected since: “It was 2.4 m.”") == 3
    for section, sentence in (
        ("summary", "The summary rests on"),
        ("key-points", "A key point links to"),
        ("pin", "The pin shows"),
    ):
        page = desk.get(f"/desk/flood/front/{section}/").content.decode()
        assert sentence in page
        assert page.count("which was corrected since") == 1
    assert "Changed since" not in desk.get("/desk/flood/front/title/").content.decode()
    summarise(cited, "Water at 2.4 m.", cited=(1,))
    assert "The summary rests on" not in desk.get("/desk/flood/").content.decode()


def test_the_board_says_what_was_corrected_in_another_coverage(desk, cited, open_coverage_named):
    other = open_coverage_named("other")
    points = (KeyPoint("Water at 4.2 m", 1, "flood"),)
    front_matter.set_key_points(**act(), coverage=other, expected_seq=0, points=points)
    assert "Changed since" not in desk.get("/desk/other/").content.decode()
    correct(cited, 1)
    board = desk.get("/desk/other/").content.decode()
    assert 'A key point links to <a href="/desk/flood/post/1/">post 1 of /flood/</a>' in board
    assert "which was corrected since: “It was 2.4 m.”" in board


def send(desk: Client, number: int, form: str, **fields: str) -> str:
    """Sends a form of the page of a post; returns the page that follows."""
    page = desk.get(f"/desk/flood/post/{number}/").content.decode()
    action = "" if form == "kind" else f"{form}/"
    return desk.post(
        f"/desk/flood/post/{number}/{action}", fields_of(page, f"{form}") | fields, follow=True
    ).content.decode()


def test_who_corrects_a_cited_or_pinned_post_is_told_at_once(desk, cited):
    change = {"kind": "correct", "note": "It was 2.4 m.", "do": "change"}
    page = send(desk, 1, "kind", **change, **{"part-0-text": "Water at 2.4 m."})
    assert "The key points and the summary still rest on it" in page
    page = send(desk, 2, "kind", **change, **{"part-0-text": "The dam is gone."})
    assert "It is pinned: decide whether it stays at the top." in page
    page = send(desk, 3, "kind", **change, **{"part-0-text": "Snow."})
    assert "Post 3 is changed. Readers see the kind of change.<" in page


def test_who_withdraws_or_retracts_one_is_told_too(desk, cited):
    page = send(desk, 1, "retract", **{"retract-reason": "It was not so."})
    assert "Post 1 is retracted. The key points and the summary still rest on it" in page
    page = send(desk, 2, "withdraw", **{"withdraw-reason": "It was not so."})
    assert "Post 2 is withdrawn. It was pinned; the pin is removed." in page
