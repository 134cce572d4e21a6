"""`dateline erase` for objects other than posts."""

from __future__ import annotations

import re
import time

import pytest

from tests.newsroom import PATIENCE, Newsroom, get

PATHS = ("/", "/flood/", "/flood/embed/", "/flood/feed.atom", "/flood/changes/?after=x")
REASON = ("--reason", "data_protection")


def wait_until_gone(newsroom: Newsroom, path: str) -> None:
    """Waits until the server has read what another process erased."""
    deadline = time.monotonic() + PATIENCE
    while "Quxabcde" in get(newsroom.address, path).text:
        assert time.monotonic() < deadline, path
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("name", "section", "field"),
    [
        ("summary", "summary", "part-0-text"),
        pytest.param("key_points", "key-points", "text", marks=pytest.mark.thorough),
        pytest.param("coverage", "title", "headline", marks=pytest.mark.thorough),
    ],
)
def test_front_matter_is_erased_in_all_its_versions(newsroom: Newsroom, name, section, field):
    desk = newsroom.desk()
    for words in ("Zoltan Quxabcde is safe.", "Mr Quxabcde is safe."):
        assert desk.front(section, **{field: words}).status == 302
    assert "Quxabcde" in get(newsroom.address, "/flood/").text

    erased = newsroom.run("erase", "flood", name, *REASON)
    assert erased.returncode == 0, erased.stderr
    for path in PATHS:
        wait_until_gone(newsroom, path)
    assert "Quxabcde" not in newsroom.run("export", "flood").stdout
    assert newsroom.run("check").returncode == 0

    again = newsroom.run("erase", "flood", name, *REASON)
    assert again.returncode == 1
    assert "nothing that could be erased" in again.stderr
    assert desk.front(section, **{field: "The man is safe."}).status == 302
    assert "The man is safe." in get(newsroom.address, "/flood/").text


def test_the_claims_of_an_erased_post_are_named_and_erased_as_well(newsroom: Newsroom):
    newsroom.desk().publish("Zoltan Quxabcde denies it.")
    newsroom.python(
        "from dateline.journal.models import Coverage\n"
        "from tests.claims.acts import named, record, says\n"
        "coverage = Coverage.objects.get(slug='flood')\n"
        "record(coverage, 'Mr Quxabcde did it', says(named('Zoltan Quxabcde'), 'denies'))"
    )
    erased = newsroom.run("erase", "flood", "1", *REASON)
    assert erased.returncode == 0, erased.stderr
    named = re.findall("erase “((?:claim|source)-[0-9a-f]{32})”", erased.stdout)
    assert len(named) == 2
    for each in named:
        assert newsroom.run("erase", "flood", each, *REASON).returncode == 0
    for path in (*PATHS, "/flood/claims/", "/flood/claims.jsonld"):
        wait_until_gone(newsroom, path)
    assert "Quxabcde" not in newsroom.run("export", "flood").stdout
    assert newsroom.run("check").returncode == 0


def test_an_erased_headline_remains_in_the_next_coverage_until_it_is_erased_there(
    newsroom: Newsroom,
):
    desk = newsroom.desk()
    assert desk.front("title", headline="Zoltan Quxabcde").status == 302
    opening = {"slug": "flood-2", "headline": "Day two", "previous": "flood", "do": "open"}
    assert desk.send("/desk/new/", opening, where='name="slug"').status == 302
    erased = newsroom.run("erase", "flood", "coverage", *REASON)
    assert "/flood-2/ has a copy of the headline: erase “series” there, too." in erased.stdout
    assert "Quxabcde" in get(newsroom.address, "/flood-2/").text
    assert newsroom.run("erase", "flood-2", "series", *REASON).returncode == 0
    wait_until_gone(newsroom, "/flood-2/")
    assert 'rel="prev" dir="auto">Headline removed</a>' in get(newsroom.address, "/flood-2/").text


def test_an_object_that_does_not_exist_cannot_be_erased(newsroom: Newsroom):
    erased = newsroom.run("erase", "flood", "summary", *REASON)
    assert erased.returncode == 1
    assert "there is no “summary” in “flood”" in erased.stderr
    erased = newsroom.run("erase", "flood", "Key points", *REASON)
    assert erased.returncode == 2
    assert "an object is the number of a post, or a name such as summary" in erased.stderr
