"""A page that many backdated posts have joined is shown in parts, and every post can be reached."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.page.read import MAX_SHOWN
from tests.conftest import open_coverage
from tests.people import publish

pytestmark = pytest.mark.any_database

START = datetime(2026, 1, 1, tzinfo=UTC)
# After which of some posts, a minute apart, how many more are dated.
PILES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 90)), max_size=2)


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article[^>]* id="post-(\d+)"', page)]


def link(page: str, rel: str) -> str:
    found = re.search(rf'<a rel="{rel}" href="([^"]+)"', page)
    return found[1] if found else ""


def leads_to(client, number: int) -> str:
    """Where the page of a post leads into the coverage."""
    page = client.get(f"/flood/post/{number}/").content.decode()
    found = re.search(r'<nav class="lead-on"[^>]*><a href="([^"]+)"', page)
    assert found
    return found[1]


def walk(client, address: str, rel: str) -> list[tuple[str, str]]:
    """The addresses and pages behind the links to older (`next`) or newer (`prev`) parts."""
    pages = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, address
        pages.append((address, answer.content.decode()))
        address = link(pages[-1][1], rel)
    return pages


def fill(coverage, count: int, piles: list[tuple[int, int]]) -> None:
    for number in range(count):
        publish(coverage, f"Post {number}.", dated=START + timedelta(minutes=number))
    for place, size in piles:
        for number in range(size):
            moment = timedelta(minutes=place, seconds=1 + number % 50)
            publish(coverage, "Late.", dated=START + moment)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(count=st.integers(0, 65), piles=PILES)
@example(count=25, piles=[(3, 90)])
@example(count=45, piles=[(44, 90)])
def test_the_links_to_older_posts_show_every_post_once_in_order(db, client, count, piles):
    with transaction.atomic():
        fill(open_coverage("flood"), count, piles)
        pages = walk(client, "/flood/", "next")
        shown = [numbers(page) for _, page in pages]
        keys = [key for _, page in pages for key in re.findall(r' data-sort-key="([^"]+)"', page)]
        total = count + sum(size for _, size in piles)
        assert sorted(number for page in shown for number in page) == list(range(1, total + 1))
        assert keys == sorted(keys, reverse=True)
        assert max(map(len, shown)) <= MAX_SHOWN
        # And back: the links to newer posts show every post, too, up to the newest page.
        back = [set(numbers(page)) for _, page in walk(client, pages[-1][0], "prev")]
        assert set().union(*back) == set(range(1, total + 1))
        for number in range(1, total + 1, 7):
            address, _, fragment = leads_to(client, number).partition("#")
            assert fragment == f"post-{number}"
            assert number in numbers(client.get(address).content.decode())
        transaction.set_rollback(True)


@pytest.fixture
def piled(coverage):
    """Forty posts on two pages; a hundred backdated posts have joined the older page."""
    fill(coverage, 40, [(9, 100)])
    return coverage


def test_a_part_names_its_limits_so_that_no_other_post_is_put_into_it(client, piled):
    """The page's script reads the limits: see `belongs` in live/arrivals.js."""
    pages = [page for _, page in walk(client, "/flood/", "next")]
    said = r'data-first="(\d*)" data-last="(\d*)" data-back-to="(.*?)" data-before="(.*?)"'
    bounds = [re.search(said, page) for page in pages]
    found = [each.groups() for each in bounds if each]
    assert len(found) == len(pages)
    assert found[0][:2] == ("2", "")
    assert found[-1][2] == ""
    for page, (_, _, back_to, before) in zip(pages, found, strict=True):
        keys = re.findall(r' data-sort-key="([^"]+)"', page)
        assert not back_to or min(keys) == back_to
        assert not before or max(keys) < before
    for (_, last_page, back_to, _), (_, _, _, before) in pairwise(found):
        assert before == back_to, last_page


def test_the_page_of_a_post_and_the_links_lead_to_the_same_addresses(client, piled):
    addresses = {address for address, _ in walk(client, "/flood/page/1/", "next")}
    assert len(addresses) > 2
    leads = {leads_to(client, number).split("#")[0] for number in range(1, 21)}
    assert leads <= addresses


def test_a_part_names_its_own_address_to_search_engines(client, piled):
    address, page = walk(client, "/flood/page/1/", "next")[1]
    assert "?before=" in address
    assert f'<link rel="canonical" href="http://testserver{address}">' in page
    assert page.count('"@type":"BlogPosting"') == len(numbers(page))


@pytest.mark.parametrize("before", ["x", "%00", "20200101T000000-000001"])
def test_there_is_no_part_before_the_first_post_or_an_invalid_one(client, coverage, before):
    publish(coverage, "Water.", dated=START)
    assert client.get(f"/flood/page/1/?before={before}").status_code == 404
