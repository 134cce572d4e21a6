"""An author's page has what was published under a name, and nothing that was taken away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from dateline.content.tree import Byline, Copy
from dateline.coverage import objects
from dateline.desk.commands import erasure, front_matter, posts
from dateline.desk.commands.front_matter import Title
from dateline.page.author_address import address_of
from tests.people import BEN, act, copy, seq_of

pytestmark = pytest.mark.any_database

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def file(coverage, headline: str, *names: str, role: str = "", minutes: int = 0) -> None:
    bylines = tuple(Byline(name, role, "Varn") for name in names)
    posts.publish(
        **act(),
        coverage=coverage,
        copy=Copy(headline, bylines, copy("Water.").parts),
        dated=NOON + timedelta(minutes=minutes),
    )


def titles(client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return re.findall(r'<h3 dir="auto" lang="\w+"><a href="[^"]+">([^<]*)</a>', page)


def test_a_page_lists_what_somebody_filed_in_every_coverage_newest_first(
    client, coverage, open_coverage_named
):
    other = open_coverage_named("storm", headline="The storm")
    file(coverage, "One", "Ada Lind", role="Reporter")
    file(other, "Two", "Tom Sealy", "Ada  Lind", minutes=1)
    file(coverage, "Three", "Ada Lindqvist", minutes=2)
    file(coverage, "Four", "ADA LIND", minutes=3)
    assert titles(client, "/by/Ada_Lind/") == ["Four", "Two", "One"]
    assert titles(client, "/by/tom_sealy/") == ["Two"]
    page = client.get("/by/ada_lind/").content.decode()
    assert ">ADA LIND</h1>" in page
    assert "Reporter" in page
    assert '<a href="/storm/">The storm</a>' in page
    assert '<link rel="canonical" href="/by/ADA_LIND/">' in page
    assert "12:03" in page


def test_nothing_that_was_withdrawn_or_erased_is_there(client, coverage):
    for minutes, headline in enumerate(["Stays", "Withdrawn", "Erased"]):
        file(coverage, headline, "Ada Lind", minutes=minutes)
    seen = {"coverage": coverage, "number": 2, "expected_seq": seq_of(coverage, "post-2")}
    posts.withdraw(**act(), **seen, reason="It was another mill.")
    erasure.erase_object(by=BEN, coverage=coverage, about=objects.post(3), reason="safety")
    assert titles(client, "/by/Ada_Lind/") == ["Stays"]


def test_a_retracted_post_is_said_to_be_one(client, coverage):
    file(coverage, "Wrong", "Ada Lind")
    assert "Retracted" not in client.get("/by/Ada_Lind/").content.decode()
    seen = {"coverage": coverage, "number": 1, "expected_seq": seq_of(coverage, "post-1")}
    posts.retract(**act(), **seen, reason="It is not so.")
    assert "Retracted" in client.get("/by/Ada_Lind/").content.decode()


def test_each_post_is_reached_once_at_the_same_cost(
    client, coverage, open_coverage_named, django_assert_num_queries
):
    other = open_coverage_named("storm")
    for number in range(35):
        # The same time and the same number in both, so that only the coverage tells them apart.
        for found in (coverage, other):
            file(found, f"{found.slug} {number}", "Ada Lind", minutes=number // 2)
    # With one more, a page ends between two such posts.
    file(coverage, "newest", "Ada Lind", minutes=60)
    address, found = "/by/Ada_Lind/", []
    while address:
        with django_assert_num_queries(2 if found else 3):
            page = client.get(address).content.decode()
        found.append(re.findall(r'<h3 dir="auto" lang="\w+"><a href="[^"]+">([^<]*)</a>', page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = "/by/Ada_Lind/" + older[1].replace("&amp;", "&") if older else ""
    assert [len(each) for each in found] == [30, 30, 11]
    assert len({title for each in found for title in each}) == 71


def test_a_byline_of_a_coverage_leads_to_the_page_with_the_coverages(
    client, coverage, open_coverage_named
):
    bylines = (Byline("Mo Reyes", "Editor"),)
    storm = open_coverage_named("storm", headline="The storm", bylines=bylines)
    found = re.search(r'<a rel="author" href="(/by/[^"]+)">Mo Reyes', shown(client, "/storm/"))
    assert found
    page = shown(client, found[1])
    assert '<a href="/storm/">The storm</a>' in page
    assert ">Mo Reyes</h1>" in page
    assert "Editor" in page
    assert "/flood/" not in page
    # Whose name is taken from the bylines has filed nothing.
    title = Title("The storm", "", (Byline("Ada Lind"),))
    seen = seq_of(storm, "coverage")
    front_matter.retitle(**act(), coverage=storm, expected_seq=seen, title=title)
    assert client.get(found[1]).status_code == 404
    assert '<a href="/storm/">' in shown(client, "/by/Ada_Lind/")


def shown(client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_name_that_nobody_has_is_not_found(client, coverage):
    file(coverage, "One", "Ada Lind")
    for name in ("Ada", "%00", "_", "..", "a" * 300):
        assert client.get(f"/by/{name}/").status_code == 404


@pytest.mark.parametrize("name", ["Ada Lind", "Анна Коваль", "Anne-Marie O’Neil", "J. P. Sæther?"])
def test_a_byline_leads_to_the_page(client, coverage, name):
    file(coverage, "One", name)
    found = re.search(
        r'<b class="name"><a rel="author" href="(/by/[^"]+)">',
        client.get("/flood/").content.decode().split('id="post-1"')[1],
    )
    assert found
    assert found[1] == address_of(name)
    assert titles(client, found[1]) == ["One"]


@pytest.mark.parametrize("name", ["Ada/Ben", "ada_lind", "…", "a" * 201])
def test_a_name_that_no_address_can_have_has_no_link(client, coverage, name):
    file(coverage, "One", name)
    page = client.get("/flood/").content.decode()
    assert f'<b class="name">{name}</b>' in page


@pytest.mark.parametrize(
    "name", ["Ada " + "x" * 195 + " Lind of the north", "ß" * 99 + "s Lind of the north"]
)
def test_a_name_that_is_cut_at_a_space_is_found(client, coverage, name):
    file(coverage, "One", name)
    first = name.removesuffix(" Lind of the north").replace(" ", "_")
    assert titles(client, f"/by/{first}/") == ["One"]
