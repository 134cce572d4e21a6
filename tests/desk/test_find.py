"""The desk's search finds posts by words, person, state and kind of change."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dateline.content import markup
from dateline.content.tree import Byline, Copy, Text
from dateline.desk.commands import posts
from tests.desk.forms import post_form
from tests.people import act, copy, publish, seq_of


def found(desk, query: str) -> list[int]:
    page = desk.get(f"/desk/flood/find/?{query}").content.decode()
    return [int(each) for each in re.findall(r'data-number="(\d+)"', page)]


@pytest.fixture
def posted(coverage):
    publish(coverage, "The gauge shows 2.4 m.")
    publish(coverage, "The road is closed.")
    signed = Copy("", (Byline("Ada Lind"),), (Text(markup.read("The road is open.")),))
    posts.publish(**act(), coverage=coverage, copy=signed)
    publish(coverage, "A boat is missing.")
    given = {"coverage": coverage, "number": 1, "expected_seq": seq_of(coverage, "post-1")}
    posts.correct(**act(), **given, copy=copy("The gauge shows 4.2 m."), note="2.4 was wrong.")
    given = {"coverage": coverage, "number": 2, "expected_seq": seq_of(coverage, "post-2")}
    posts.retract(**act(), **given, reason="It is open.")
    given = {"coverage": coverage, "number": 4, "expected_seq": seq_of(coverage, "post-4")}
    posts.withdraw(**act(), **given, reason="It was found.")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("q=roads", [3, 2]),
        ("q=roads&state=retracted", [2]),
        ("state=withdrawn", [4]),
        ("kind=corrected", [1]),
        ("q=gauge&kind=corrected", [1]),
        ("q=gauge&kind=updated", []),
        ("person=ada+lind", [3]),
        ("state=post", [4, 3, 2, 1]),
        ("", []),
        ("q=%00", []),
        ("kind=corrected&state=retracted", []),
    ],
)
def test_posts_are_found_by_words_person_state_and_change(desk, posted, query, numbers):
    assert found(desk, query) == numbers


def test_an_unknown_state_is_refused_and_not_ignored(desk, posted):
    assert desk.get("/desk/flood/find/?q=road&state=x").status_code == 422


def test_a_search_takes_as_many_queries_for_many_posts_as_for_one(desk, coverage):
    publish(coverage, "Water.")
    found(desk, "q=water&kind=corrected&person=ada")
    with CaptureQueriesContext(connection) as few:
        found(desk, "q=water")
    for number in range(40):
        publish(coverage, f"Water {number}.")
    with CaptureQueriesContext(connection) as many:
        assert len(found(desk, "q=water")) == 30
    assert len(many) <= len(few) + 2


def drafts_found(client, query: str) -> list[str]:
    page = client.get(f"/desk/flood/find/?{query}").content.decode()
    return re.findall(r"draft=[0-9a-f]+\" dir=\"auto\">([^<]+)<", page)


def test_drafts_are_found_by_those_who_may_read_them_and_by_nobody_else(desk, ada, coverage):
    form = post_form(part__0__text="The dam may break.", idempotency_key="a" * 32, do="save")
    assert ada.post("/desk/flood/", form).status_code == 302
    assert drafts_found(ada, "q=DAM") == ["The dam may break."]
    assert drafts_found(ada, "q=dam&state=submitted") == []
    assert drafts_found(ada, "q=dam&kind=corrected") == []
    assert drafts_found(ada, "person=ben") == []
    assert "dam may break" not in desk.get("/desk/flood/find/?q=dam").content.decode()
