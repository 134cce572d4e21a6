"""Results show where the words stand, in posts and above them, and what has changed since."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from dateline.content.tree import KeyPoint
from dateline.coverage import objects
from dateline.desk.commands import erasure, front_matter, posts
from dateline.page import marking, read
from tests.conftest import open_coverage
from tests.people import act, copy, publish, seq_of

MARK = re.compile("<mark>(.*?)</mark>")


@pytest.fixture
def page(client) -> Callable[..., str]:
    def get(**query: str) -> str:
        answer = client.get(f"/flood/find/?{urlencode(query)}")
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def front(page: str) -> list[str]:
    """The entries of the list of texts above the posts."""
    return re.findall(r"<li>(.*?)</li>", page.split('id="found-front"')[1].split("</ul>")[0])


def set_summary(coverage, words: str, headline: str = "") -> None:
    seen = seq_of(coverage, "summary")
    front_matter.set_summary(
        **act(), coverage=coverage, expected_seq=seen, copy=copy(words, headline)
    )


def test_the_words_of_a_post_are_marked(coverage, page):
    publish(coverage, "Two *recounts* & <b>more</b>: recount’s end.", "The recount")
    found = page(q="recounts")
    assert MARK.findall(found) == ["recount", "recounts", "recount"]
    block = read.posts_html(coverage, [1])[1]
    assert re.sub("</?mark>", "", found).count(block) == 1
    assert "<mark>" not in page()
    assert "<mark>" not in block


def excerpts(page: str) -> list[str]:
    return re.findall(r'<article class="post excerpt".*?</article>', page, re.DOTALL)


def test_a_long_post_is_an_excerpt_around_the_marks_with_a_link_to_the_whole(coverage, page):
    gap = "Much was said. " * 100
    publish(coverage, f"{gap}The dam holds. {gap}The dams of Varn. {gap}", "At noon")
    publish(coverage, "A dam of another river.")
    found = page(q="dam")
    [excerpt] = excerpts(found)
    assert 'id="post-1"' in excerpt
    assert '<p class="when"><a href="/flood/post/1/"><time' in excerpt
    assert '<h3 dir="auto">At noon</h3>' in excerpt
    [words] = re.findall(r'<p dir="auto">(.*?)</p>', excerpt)
    assert re.fullmatch(
        r"… .*said\. The <mark>dam</mark> holds\. .* … .*The <mark>dams</mark> of Varn\. .* …",
        words,
    )
    # The words that nobody looked for are not sent.
    assert len(words) < 600
    assert found.count("Much was said") < 50
    assert '<a href="/flood/post/1/">The whole post</a>' in excerpt
    assert "<mark>noon</mark>" in excerpts(page(q="noon"))[0]
    assert excerpts(page()) == []


def test_an_excerpt_says_that_its_post_was_corrected_or_retracted(coverage, page):
    publish(coverage, "Much was said. " * 100 + "The dam holds.")
    change = {"coverage": coverage, "number": 1}
    seen = seq_of(coverage, "post-1")
    words = copy("Much was said. " * 100 + "The dam leaks.")
    posts.correct(**act(), **change, expected_seq=seen, copy=words, note="It leaks.")
    assert "It leaks." in excerpts(page(q="dam"))[0]
    seen = seq_of(coverage, "post-1")
    posts.retract(**act(), **change, expected_seq=seen, reason="Another dam.")
    assert "Another dam." in excerpts(page(q="dam"))[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("orrin rise", {"headline": "The <mark>Orrin</mark> <mark>rises</mark> · Rain here."}),
        ("rains", {"headline": "The Orrin rises · <mark>Rain</mark> here."}),
        ("homes", {"key-points": "Ninety <mark>homes</mark> &amp; a mill · One bridge"}),
        (
            "bridges",
            {
                "key-points": "Ninety homes &amp; a mill · One <mark>bridge</mark>",
                "summary": "At noon · A <mark>bridge</mark> is closed.",
            },
        ),
        ("orrin homes", {}),
        ("&amp;", {}),
        ("%", {}),
        ("", {}),
    ],
)
def test_texts_above_the_posts_are_found_and_lead_there(client, db, words, expected):
    coverage = open_coverage("flood", standfirst="Rain here.")
    points = (KeyPoint("Ninety homes & a mill"), KeyPoint("One bridge"))
    front_matter.set_key_points(**act(), coverage=coverage, expected_seq=0, points=points)
    set_summary(coverage, "A bridge is closed.", "At noon")
    found = front(client.get(f"/flood/find/?{urlencode({'q': words})}").content.decode())
    for entry, (block, snippet) in zip(found, expected.items(), strict=True):
        assert f'href="/flood/#{block}"' in entry
        assert f">{snippet}</span>" in entry


def test_texts_above_the_posts_meet_no_other_condition(coverage, page):
    for other in ({"by": "Ada"}, {"place": "Varn"}, {"key": "1"}, {"from": "00001T000000-000001"}):
        assert front(page(q="orrin", **other)) == []
    assert front(page(q="orrin", order="oldest")) != []


def test_an_erased_summary_is_not_found(coverage, page):
    set_summary(coverage, "The name is Qzxj.")
    assert "<mark>Qzxj</mark>" in front(page(q="qzxj"))[0]
    seen = seq_of(coverage, "summary")
    erasure.erase_entry(
        **act(), coverage=coverage, about=objects.SUMMARY, seq=seen, reason="court_order"
    )
    assert front(page(q="qzxj")) == []


def test_a_withdrawn_text_has_no_marks_in_the_changes_of_results(coverage, page):
    publish(coverage, "The name is Qzxj. " * 100)
    publish(coverage, "Rain.")
    since = str(read.head(coverage).cursor)
    seen = seq_of(coverage, "post-1")
    posts.withdraw(**act(), coverage=coverage, number=1, expected_seq=seen, reason="Wrong.")
    changes = page(q="qzxj", since=since)
    assert 'id="post-1"' in changes
    assert 'id="post-2"' not in changes
    assert "Wrong." in changes
    assert "Qzxj" not in changes
    assert "results" not in changes


def test_changes_of_results_are_counted_and_lead_to_a_new_search(coverage, page):
    publish(coverage, "Water one.")
    since = str(read.head(coverage).cursor)
    assert "<a" not in page(q="waters", since=since)
    publish(coverage, "Water two.")
    publish(coverage, "Fire.")
    changes = page(q="waters", order="oldest", since=since)
    assert '<a href="?q=waters&amp;order=oldest">1 new or changed result</a>' in changes
    assert "<mark>Water</mark> two" in changes
    seen = seq_of(coverage, "post-1")
    posts.correct(
        **act(), coverage=coverage, number=1, expected_seq=seen, copy=copy("Water 1."), note="1."
    )
    assert "2 new or changed results" in page(q="waters", since=since)
    assert "3 new or changed results" in page(since=since)
    assert "changed result" not in page(key="1", since=since)


@pytest.mark.parametrize("since", ["x", "1-1", "x-999999", "%"])
def test_a_cursor_that_is_not_valid_has_no_changes(client, coverage, since):
    assert client.get(f"/flood/find/?q=water&since={since}").status_code == 404


def test_marks_are_in_the_forms_of_the_language(client, db):
    coverage = open_coverage("nahr", language="ar")
    publish(coverage, "ارتفعت مياه النهر")
    found = client.get(f"/nahr/find/?{urlencode({'q': 'المياه'})}").content.decode()
    assert MARK.findall(found) == ["مياه"]


def test_only_a_post_with_more_characters_than_the_limit_is_an_excerpt(coverage, page):
    rain = "rain " * (marking.LONG // 5 - 1)
    publish(coverage, f"{rain}rains")
    publish(coverage, f"{rain}floods")
    [excerpt] = excerpts(page(q="rain"))
    assert 'id="post-2"' in excerpt
    assert "<h3" not in excerpt
