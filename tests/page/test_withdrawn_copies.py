"""What was withdrawn is gone wherever it was copied: later coverages, embeds, cards, pictures."""

from __future__ import annotations

import re

import pytest

from dateline.content.tree import Copy, KeyPoint
from dateline.coverage import objects, read
from dateline.coverage.read import coverage_state
from dateline.desk.commands import erasure, front_matter, posts
from dateline.journal.models import Coverage
from dateline.page.models import BlockRow
from tests.media.test_public import photograph
from tests.people import act, copy, publish, seq_of

pytestmark = pytest.mark.any_database

SECRET = "The mayor did it"


def end(command, coverage, number: int = 1) -> None:
    seen = seq_of(coverage, f"post-{number}")
    command(
        **act(), coverage=coverage, number=number, expected_seq=seen, reason="It was somebody else."
    )


@pytest.fixture
def series(coverage, open_coverage_named) -> list[Coverage]:
    """Three coverages, each of which took over the pin and the key points of the one before."""
    publish(coverage, "He was seen.", SECRET)
    publish(coverage, "The dam holds.")
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    points = (KeyPoint(f"{SECRET}, they say", 1), KeyPoint("The dam holds", 2))
    front_matter.set_key_points(**act(), coverage=coverage, expected_seq=0, points=points)
    second = open_coverage_named("second", previous="flood", carry_over=True)
    third = open_coverage_named("third", previous="second", carry_over=True)
    return [coverage, second, third]


@pytest.mark.parametrize("command", [posts.withdraw, posts.retract])
def test_what_later_coverages_took_over_goes_with_its_post(client, series, command):
    first, *following = series
    end(command, first)
    for each in following:
        assert coverage_state(each).key_points == (KeyPoint("The dam holds", 2, "flood"),)
        block = BlockRow.objects.get(coverage=each, name="key-points").html
        assert SECRET not in block
        assert "It was somebody else." in block
        assert "/flood/post/2/" in block
        assert "It was somebody else." in client.get(f"/{each.slug}/corrections/").content.decode()


@pytest.mark.parametrize("command", [posts.withdraw, posts.retract])
def test_a_key_point_of_any_other_coverage_goes_with_its_post(
    client, coverage, open_coverage_named, command
):
    """Of one that has no link to the coverage of the post, and of one that came before it."""
    later = open_coverage_named("later", previous="flood")
    other = open_coverage_named("other")
    publish(later, "He was seen.", SECRET)
    publish(later, "The dam holds.")
    points = (KeyPoint(SECRET, 1, "later"), KeyPoint("Another post", 2, "later"))
    for each in (coverage, other):
        front_matter.set_key_points(**act(), coverage=each, expected_seq=0, points=points)
    end(command, later)
    for each in (coverage, other):
        page = client.get(f"/{each.slug}/").content.decode()
        assert SECRET not in page
        assert "It was somebody else." in page
        assert "Another post" in page


def test_key_points_of_another_coverage_say_that_their_post_was_corrected(client, series):
    first, *following = series
    before = [coverage_state(each) for each in following]
    posts.correct(
        **act(),
        coverage=first,
        number=2,
        expected_seq=seq_of(first, "post-2"),
        copy=copy("The dam leaks."),
        note="It leaks.",
    )
    for each, old in zip(following, before, strict=True):
        now = coverage_state(each)
        # The lines stay: their editors judge them. Their facts are as old as they were.
        assert (now.key_points, now.key_points_seq) == (old.key_points, old.key_points_seq)
        block = BlockRow.objects.get(coverage=each, name="key-points").html
        assert 'class="change corrected"' in block
        assert "It leaks." in block
        assert "It leaks." in client.get(f"/{each.slug}/corrections/").content.decode()
    assert len(coverage_state(first).key_points_changes) == 0


def test_no_version_of_later_key_points_has_the_words_of_a_withdrawn_post(client, series):
    assert SECRET in client.get("/third/history/key-points/").content.decode()
    end(posts.withdraw, series[0])
    for slug in ("flood", "second", "third"):
        for path in ("", "history/key-points/", "corrections/", "embed/", "feed.atom"):
            if (slug, path) in (("flood", ""), ("flood", "embed/")):
                # The editors of this coverage are told that a line rests on the post.
                continue
            page = client.get(f"/{slug}/{path}").content.decode()
            assert SECRET not in page, (slug, path)


def test_a_later_coverage_does_not_take_over_what_was_taken_back_before(
    coverage, open_coverage_named
):
    publish(coverage, "He was seen.", SECRET)
    publish(coverage, "Pinned.", "Struck through")
    points = (KeyPoint(SECRET, 1), KeyPoint("Plain"))
    front_matter.set_key_points(**act(), coverage=coverage, expected_seq=0, points=points)
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=2)
    end(posts.withdraw, coverage)
    end(posts.retract, coverage, 2)
    second = open_coverage_named("second", previous="flood", carry_over=True)
    assert coverage_state(second).key_points == (KeyPoint("Plain"),)


def test_key_points_say_that_a_post_they_link_to_was_withdrawn(series):
    end(posts.withdraw, series[0])
    html = BlockRow.objects.get(coverage=series[0], name="key-points").html
    line, other = re.findall(r"<li.*?</li>", html, re.DOTALL)
    assert "<strong>Withdrawn</strong>" in line
    assert "Withdrawn" not in other
    assert 'data-news="Key points: Post 1: Withdrawn: It was somebody else."' in html
    points = (KeyPoint("The dam holds", 2),)
    seen = seq_of(series[0], "key_points")
    front_matter.set_key_points(**act(), coverage=series[0], expected_seq=seen, points=points)
    html = BlockRow.objects.get(coverage=series[0], name="key-points").html
    assert "It was somebody else." not in html


def test_the_embed_of_a_withdrawn_post_is_gone_and_says_why(client, coverage):
    publish(coverage, SECRET)
    publish(coverage, "The dam holds.")
    assert client.get("/flood/post/1/embed/").status_code == 200
    end(posts.withdraw, coverage)
    answer = client.get("/flood/post/1/embed/")
    assert answer.status_code == 410
    assert "It was somebody else." in answer.content.decode()
    assert SECRET not in answer.content.decode()
    # A condition applies to successful responses only: a 304 would keep the words shown.
    assert "ETag" not in answer
    assert client.get("/flood/post/2/embed/").status_code == 200
    assert client.get("/flood/embed/").status_code == 200


@pytest.fixture
def pictured(coverage) -> str:
    """The address of a picture that post 1 shows."""
    shown = photograph("a")
    posts.publish(**act(), coverage=coverage, copy=Copy("The bridge", (), (shown,)))
    return f"/media/{shown.renditions[1].sha256}.jpg"


def test_a_cache_with_a_picture_learns_that_it_is_current_and_then_that_it_is_gone(
    client, coverage, pictured
):
    first = client.get(pictured)
    held = {"headers": {"If-None-Match": first["ETag"]}}
    assert client.get(pictured, **held).status_code == 304
    end(posts.withdraw, coverage)
    for asked in ({}, held):
        answer = client.get(pictured, **asked)
        assert answer.status_code == 410
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.content == b"This picture was withdrawn together with its post.\n"
        assert answer["Cache-Control"] == "no-store"


def test_an_erased_picture_is_gone_and_one_that_never_was_is_not_found(client, coverage, pictured):
    etag = client.get(pictured)["ETag"]
    seq = seq_of(coverage, "post-1")
    erasure.erase_entry(
        **act(), coverage=coverage, about=objects.post(1), seq=seq, reason="copyright"
    )
    for headers in ({}, {"If-None-Match": etag}):
        answer = client.get(pictured, headers=headers)
        assert answer.status_code == 410
        assert b"for a legal reason or for somebody" in answer.content
    assert client.get(pictured.replace("aaaa", "bbbb")).status_code == 404


def test_a_picture_that_another_post_shows_stays(client, coverage, pictured):
    posts.publish(**act(), coverage=coverage, copy=Copy("Again", (), (photograph("a"),)))
    end(posts.withdraw, coverage)
    assert client.get(pictured).status_code == 200


def test_a_card_has_no_picture_of_a_withdrawn_post(client, coverage, pictured):
    assert pictured in client.get("/flood/").content.decode()
    end(posts.withdraw, coverage)
    assert pictured not in client.get("/flood/").content.decode()
    assert read.post_state(coverage, 1).copy.parts == ()


# Each address that shows a coverage, or a post of it, to readers and machines.
ADDRESSES = [
    *("/", "/flood/", "/flood/page/1/", "/flood/post/1/", "/flood/post/1/history/"),
    *("/flood/corrections/", "/flood/find/?q=mayor", "/flood/embed/", "/flood/post/1/embed/"),
    *("/flood/print/", "/flood/changes/", "/flood/missed/", "/by/Ada_Lind/", "/feed.atom"),
    *("/flood/feed.atom", "/flood/feed.rss", "/flood/feed.json"),
    "/oembed/?url=http%3A%2F%2Ftestserver%2Fflood%2Fpost%2F1%2F",
]


def test_no_byte_of_any_answer_has_the_words_of_a_withdrawn_post_or_of_its_notes(client, coverage):
    publish(coverage, "He was seen.", SECRET)
    publish(coverage, "The dam holds.")
    posts.correct(
        **act(),
        coverage=coverage,
        number=1,
        expected_seq=seq_of(coverage, "post-1"),
        copy=copy("She was seen.", SECRET),
        note="Zoltan was not the one who was seen.",
    )
    assert b"Zoltan" in client.get("/flood/").content
    end(posts.withdraw, coverage)
    cursor = read_cursor(client)
    for address in ADDRESSES:
        after = f"?after={cursor}" if address.endswith(("/changes/", "/missed/")) else ""
        content = client.get(address + after).content.decode()
        for secret in (SECRET, "Zoltan", "was seen"):
            assert secret not in content, (address, secret)


def test_oembed_has_nothing_of_a_withdrawn_post(client, coverage):
    publish(coverage, "He was seen.", SECRET)
    address = ADDRESSES[-1]
    assert client.get(address).status_code == 200
    end(posts.withdraw, coverage)
    assert client.get(address).status_code == 404


def read_cursor(client) -> str:
    """The cursor from which everything is new."""
    page = client.get("/flood/").content.decode()
    found = re.search(r'data-cursor="([^"-]+)-', page)
    assert found
    return f"{found[1]}-0"
