"""The picture library: what a coverage has shown, by whom, and how to use it again."""

from __future__ import annotations

import re

import pytest

from dateline.content.tree import Byline, Copy, Photograph, Rendition
from dateline.coverage.read import post_state
from dateline.desk import library
from dateline.desk.commands import posts
from tests.people import act, publish, seq_of, store_files

from .forms import command_fields

pytestmark = pytest.mark.django_db
BRIDGE, TOWER = "a" * 64, "c" * 64


def photograph(digest: str, caption: str) -> Photograph:
    sizes = tuple(Rendition(digest, kind, 480, 300, 9) for kind in ("image/avif", "image/jpeg"))
    return store_files(Photograph(sizes, f"{caption} in words", caption, "Tom Sealy"))


def show(coverage, *photographs: Photograph, by: str = "Ada Lind") -> None:
    posts.publish(**act(), coverage=coverage, copy=Copy("", (Byline(by),), photographs))


@pytest.fixture
def shown(coverage):
    publish(coverage, "Water.")
    show(coverage, photograph(BRIDGE, "The bridge"))
    show(coverage, photograph(TOWER, "The tower"), photograph(BRIDGE, "Again"), by="Mo Reyes")
    return coverage


def test_each_picture_is_listed_once_with_who_used_it_and_its_credit(desk, shown):
    page = desk.get("/desk/flood/library/").content.decode()
    listed = re.findall(r"<li>(.*?)</li>", page, re.DOTALL)
    assert len(listed) == 2
    assert "The tower" in listed[0]
    assert "Mo Reyes" in listed[1]
    assert "Tom Sealy" in listed[1]
    assert "post 3" in listed[1]
    assert "post 2" in listed[1]
    assert f'src="/desk/picture/{BRIDGE}.jpg"' in listed[1]


def test_a_picture_is_used_again_without_an_upload_and_keeps_its_credit(desk, shown):
    page = desk.get("/desk/flood/library/").content.decode()
    addresses = re.findall(r'href="(/desk/flood/\?picture=[^"]+)"', page)
    assert addresses == ["/desk/flood/?picture=3-0", "/desk/flood/?picture=3-1"]
    form = desk.get(addresses[1]).content.decode()
    assert 'name="part-0-alt_text" value="Again in words"' in form
    assert 'name="part-0-credit" value="Tom Sealy"' in form
    key = re.search(r'name="part-0-picture" value="(\w+)"', form)[1]
    sent = {
        "part-0-kind": "photograph",
        "part-0-picture": key,
        "part-0-alt_text": "The bridge, later",
        "part-0-caption": "Later",
        "part-0-credit": "Tom Sealy",
        "byline-0-name": "Ben",
        "do": "publish",
    }
    assert desk.post("/desk/flood/", command_fields() | sent).status_code == 302
    (part,) = post_state(shown, 4).copy.parts
    assert {each.sha256 for each in part.renditions} == {BRIDGE}


def test_a_picture_of_a_withdrawn_post_is_not_offered(desk, shown):
    seen = seq_of(shown, "post-3")
    posts.withdraw(**act(), coverage=shown, number=3, expected_seq=seen, reason="No.")
    page = desk.get("/desk/flood/library/").content.decode()
    assert "The tower" not in page
    assert "The bridge" in page
    assert desk.get("/desk/flood/?picture=3-0").status_code == 404


@pytest.mark.parametrize("name", ["1-0", "2-1", "9-0", "x", "2", "-1-0", "2-0-0"])
def test_what_is_no_picture_is_not_found(desk, shown, name):
    assert desk.get(f"/desk/flood/?picture={name}").status_code == 404


def test_the_library_leads_to_earlier_pictures(desk, coverage, monkeypatch):
    monkeypatch.setattr(library, "POSTS_SHOWN", 2)
    for number in range(3):
        show(coverage, photograph(f"{number}" * 64, f"Scene {number}"))
    page = desk.get("/desk/flood/library/").content.decode()
    assert "Scene 0" not in page
    assert 'href="?before=2"' in page
    earlier = desk.get("/desk/flood/library/?before=2").content.decode()
    assert "Scene 0" in earlier
    assert "Scene 2" not in earlier
    assert 'rel="next"' not in earlier


def test_the_script_of_the_form_gets_the_fields_of_each_picture(desk, shown):
    answer = desk.get("/desk/flood/library/", headers={"Accept": "application/json"}).json()
    assert [each["posts"] for each in answer["pictures"]] == [[3], [3, 2]]
    assert answer["pictures"][1]["credit"] == "Tom Sealy"
    assert answer["pictures"][1]["picture"]
    assert answer["next"] == 0


def test_only_members_see_the_library(client, shown):
    assert client.get("/desk/flood/library/").status_code == 302
