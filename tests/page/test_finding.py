"""Finding a post in a coverage: by words, byline, place, key event, in either order."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from dateline.content.tree import Byline, Copy
from dateline.desk.commands import posts
from tests.people import act, copy, publish, seq_of


@pytest.fixture
def found(client, coverage):
    """The numbers of the posts that a query finds, in their order."""
    for headline, words, name, place in (
        ("Water rises", "At the door of the Straße.", "Ada Lind", "Varn"),
        ("Dam holds", "100% of the water, 5_6.", "Ben Okafor", ""),
        ("", "مياه النهر ترتفع", "Ada Lindqvist", "Varn"),
        ("Water falls", "Nothing more.", "Ada Lind", "Halvern"),
    ):
        text = copy(words).parts
        posts.publish(
            **act(), coverage=coverage, copy=Copy(headline, (Byline(name, "", place),), text)
        )
    posts.set_key_event(
        **act(),
        coverage=coverage,
        number=2,
        expected_seq=seq_of(coverage, "post-2"),
        key_event=True,
    )

    def find(**query: str) -> list[int]:
        answer = client.get(f"/flood/find/?{urlencode(query)}")
        assert answer.status_code == 200
        return [int(n) for n in re.findall(r'id="post-(\d+)"', answer.content.decode())]

    return find


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [4, 3, 2, 1]),
        ({"order": "oldest"}, [1, 2, 3, 4]),
        ({"q": "water"}, [4, 2, 1]),
        ({"q": "WATER rises"}, [1]),
        ({"q": "strasse"}, [1]),
        ({"q": "النهر"}, [3]),
        ({"q": "100%"}, [2]),
        ({"q": "5_6"}, [2]),
        ({"q": "5x6"}, []),
        ({"by": "Ada Lind"}, [4, 1]),
        ({"by": "Ada"}, []),
        ({"place": "Varn"}, [3, 1]),
        ({"place": "Varn", "by": "Ada Lind"}, [1]),
        ({"key": "1"}, [2]),
        ({"q": "' OR 1=1 --"}, []),
    ],
)
def test_what_is_found(found, query, numbers):
    assert found(**query) == numbers


def test_a_withdrawn_text_is_not_found(found, coverage):
    seen = seq_of(coverage, "post-1")
    posts.withdraw(**act(), coverage=coverage, number=1, expected_seq=seen, reason="Wrong.")
    assert found(q="door") == []
    assert found(q="rises") == []


def test_many_posts_are_found_a_page_at_a_time(client, coverage):
    for number in range(120):
        publish(coverage, f"Water {number + 1}.")
    numbers, address = [], "/flood/find/?q=water"
    while address:
        page = client.get(address).content.decode()
        numbers += [int(n) for n in re.findall(r'id="post-(\d+)"', page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/flood/find/{following[1]}".replace("&amp;", "&") if following else ""
    assert numbers == list(range(120, 0, -1))


def test_key_events_are_a_list_that_follows_its_posts(client, coverage):
    publish(coverage, "Water at the sanitise.", "At the door")
    publish(coverage, "Second.")
    seen = seq_of(coverage, "post-1")
    posts.set_key_event(**act(), coverage=coverage, number=1, expected_seq=seen, key_event=True)
    page = client.get("/flood/").content.decode()
    events = page.split("Key events</h2>")[1].split("</nav>")[0]
    assert "At the door" in events
    assert "Second" not in events

    seen = seq_of(coverage, "post-1")
    posts.withdraw(**act(), coverage=coverage, number=1, expected_seq=seen, reason="Wrong.")
    assert "Key events</h2>" not in client.get("/flood/").content.decode()
