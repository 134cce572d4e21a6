"""Posts of a coverage are found by words, byline, place and key event, in either order."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.content.tree import Byline, Copy, Run, Text
from dateline.coverage import finding, search_text
from dateline.coverage.stems import stems
from dateline.desk.commands import posts
from tests.conftest import open_coverage
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
        ({"q": "waters rise"}, [1]),
        ({"q": "doors"}, [1]),
        ({"q": "strasse"}, [1]),
        ({"q": "النهر"}, [3]),
        ({"q": "100%"}, [2]),
        ({"q": "5_6"}, [2]),
        ({"q": "5x6"}, []),
        ({"q": "wate"}, []),
        ({"q": "water % \\ nothing"}, [4]),
        ({"q": "%"}, []),
        ({"q": 'NOT water OR (NEAR* {words} : ^"'}, []),
        ({"by": "ADA  lind"}, [4, 1]),
        ({"by": "Ada Lind", "key": "1"}, []),
        ({"q": "water", "place": "Halvern", "order": "oldest"}, [4]),
        ({"by": "\0Ada Lind"}, [4, 1]),
        ({"by": "Ada Lind"}, [4, 1]),
        ({"by": "Ada"}, []),
        ({"place": "Varn"}, [3, 1]),
        ({"place": "Varn", "by": "Ada Lind"}, [1]),
        ({"key": "1"}, [2]),
        ({"q": "' OR 1=1 --"}, []),
    ],
)
def test_a_query_finds_its_posts(found, query, numbers):
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
    publish(coverage, "Water at the door.", "At the door")
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


LETTERS = "ab5é_%\"'*:()-^ \\{}+水ไทย\u0301ß"
TEXTS = st.text(alphabet=st.sampled_from(LETTERS), max_size=12)
ASKED = st.text(alphabet=st.sampled_from(LETTERS + "\0"), max_size=12)


def has(words: list[str], phrase: list[str]) -> bool:
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words)))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXTS, min_size=1, max_size=4), query=ASKED)
def test_any_words_are_found_as_words_and_none_is_an_error(db, texts, query):
    with transaction.atomic():
        coverage = open_coverage("flood")
        other = open_coverage("other")
        for text in texts:
            post = Copy(text, (), (Text(((Run("."),),)),))
            posts.publish(**act(), coverage=coverage, copy=post)
            posts.publish(**act(), coverage=other, copy=post)
        phrases = search_text.phrases(query, "en")
        wanted = [
            number
            for number, text in enumerate(texts, 1)
            if all(has(stems(search_text.split(text), "en"), phrase) for phrase in phrases)
        ]
        if query.split() and not phrases:
            wanted = []
        found = finding.find(coverage, finding.Query(words=query, oldest_first=True), 50)
        assert found.numbers == wanted
        assert (found.count, found.exact) == (len(wanted), True)
        transaction.set_rollback(True)


@pytest.mark.parametrize("asked", ["q", "by", "place", "from"])
@pytest.mark.parametrize("text", ["\0", '"', "' OR 1=1 --", "\\", "9" * 500, "{x}", "%s"])
def test_no_text_in_the_form_is_an_error_of_the_server(client, coverage, asked, text):
    publish(coverage, "Water.")
    wanted = 404 if asked == "from" else 200
    assert client.get(f"/flood/find/?{urlencode({asked: text})}").status_code == wanted


def test_words_of_another_coverage_are_not_found(client, coverage, open_coverage_named):
    publish(open_coverage_named("fire"), "Smoke.")
    page = client.get("/flood/find/?q=smoke").content.decode()
    assert "post-1" not in page
    assert "0 posts" in page
    scope = client.get(f"/flood/find/?{urlencode({'q': f'c{coverage.pk} coverage {coverage.pk}'})}")
    assert "0 posts" in scope.content.decode()


@pytest.fixture
def many(coverage, monkeypatch):
    """Sixty posts by Ada about water and sixty by Ben about fire, with a low limit for counts."""
    monkeypatch.setattr(finding, "MAX_COUNT", 20)
    for number in range(120):
        name, words = ("Ada", "Water") if number % 2 == 0 else ("Ben", "Fire")
        names = (Byline(name), *([Byline("Cleo")] if number % 30 in (0, 1) else []))
        parts = copy(f"{words} {number}{' early' if number < 60 else ''}.").parts
        posts.publish(**act(), coverage=coverage, copy=Copy("", names, parts))
    return coverage


@pytest.mark.parametrize(
    ("query", "count", "numbers"),
    [
        ({"words": "water"}, "more than 20", range(119, 0, -2)),
        ({"words": "water", "oldest_first": True}, "more than 20", range(1, 120, 2)),
        ({"words": "water 8"}, "1", [9]),
        ({"words": "early"}, "more than 20", range(60, 0, -1)),
        ({"byline": "Cleo", "words": "water"}, "4", [91, 61, 31, 1]),
        ({"byline": "Cleo", "words": "water", "oldest_first": True}, "4", [1, 31, 61, 91]),
        ({"byline": "Ada", "words": "water"}, "more than 10", range(119, 0, -2)),
        ({"byline": "Ben", "words": "water"}, "0", []),
        ({"byline": "Ada", "words": "9"}, "0", []),
        ({"byline": "Ben", "words": "9"}, "1", [10]),
        ({}, "more than 20", range(120, 0, -1)),
    ],
)
def test_frequent_and_rare_posts_are_found_alike_and_counted_up_to_a_limit(
    many, query, count, numbers
):
    found = finding.find(many, finding.Query(**query), 10)
    assert f"{'' if found.exact else 'more than '}{found.count}" == count
    walked = list(found.numbers)
    while found.next:
        found = finding.find(many, finding.Query(**query, start=found.next), 10)
        walked += found.numbers
    assert walked == list(numbers)


def test_what_is_frequent_elsewhere_is_counted_for_this_coverage_alone(many, open_coverage_named):
    fire = open_coverage_named("fire")
    publish(fire, "Smoke, not water.")
    found = finding.find(fire, finding.Query(words="water"), 10)
    assert (found.numbers, found.count, found.exact) == ([1], 1, True)


def test_a_count_that_ends_says_that_there_are_more(client, many):
    assert "More than 20 posts" in client.get("/flood/find/?q=water").content.decode()


def test_the_names_to_choose_from_are_those_that_posts_still_have(client, found, coverage):
    def choices() -> list[str]:
        return re.findall(r"<option>([^<]+)</option>", client.get("/flood/find/").content.decode())

    assert choices() == ["Ada Lind", "Ada Lindqvist", "Ben Okafor", "Halvern", "Varn"]
    seen = seq_of(coverage, "post-3")
    text = Copy("", (Byline("Cleo Amin"),), copy("مياه").parts)
    posts.update(
        **act(), coverage=coverage, number=3, expected_seq=seen, copy=text, note="By Cleo."
    )
    assert choices() == ["Ada Lind", "Ben Okafor", "Cleo Amin", "Halvern", "Varn"]
    for number in (1, 4):
        seen = seq_of(coverage, f"post-{number}")
        posts.withdraw(**act(), coverage=coverage, number=number, expected_seq=seen, reason="No.")
    assert choices() == ["Ben Okafor", "Cleo Amin"]


def test_a_very_long_post_is_stored_and_found_by_its_beginning(client, coverage):
    words = " ".join(f"w{number}" for number in range(60_000))
    publish(coverage, f"Alpha {words} omega")
    assert "1 post<" in client.get("/flood/find/?q=alpha").content.decode()
    assert "0 posts<" in client.get("/flood/find/?q=omega").content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t — 5_6, 4.2 m", "don t 5 6 4 2 m"),
        ("Straße", "strasse"),
        ("हिन्दी", "हिन्दी"),
        ("水4月2日", "水 4 月 2 日"),
        ("ที่", "ที่"),
        ("…", ""),
        ("a \u0301 \u0301b", "a b"),
    ],
)
def test_texts_are_split_into_words(text, words):
    assert search_text.split(text) == words.split()
