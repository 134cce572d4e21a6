"""A backdated post shows at the desk where it stands and what time it shows, before and after."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.html import strip_tags

from tests.people import publish

from .forms import post_form

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def two(open_coverage_named):
    made = open_coverage_named("placed", zone="Europe/London")
    publish(made, "At noon.", dated=NOON)
    publish(made, "At one.", dated=NOON + timedelta(hours=1))
    return made


def said(desk, dated: str) -> str:
    sent = post_form(part__0__text="Later.", dated=dated) | {"do": "show"}
    page = desk.post("/desk/placed/", sent).content.decode()
    assert "Later." in page
    place = re.search(r'<p class="help" role="status">(.*?)</p>', page, re.DOTALL)
    return " ".join(strip_tags(place[1]).split()) if place else ""


@pytest.mark.parametrize(
    ("dated", "place"),
    [
        (
            "2026-07-01T13:30",
            "It will show 13:30 BST, 1 July 2026, below post 2 (14:00 BST, 1 July 2026)"
            " and above post 1 (13:00 BST, 1 July 2026).",
        ),
        (
            # At the same time the post with the higher number is above.
            "2026-07-01T14:00",
            "It will show 14:00 BST, 1 July 2026, above all posts, the first of which is post 2"
            " (14:00 BST, 1 July 2026).",
        ),
        (
            "2026-07-01T12:00",
            "It will show 12:00 BST, 1 July 2026, below post 1 (13:00 BST, 1 July 2026),"
            " as the oldest post.",
        ),
        ("", ""),
        ("soon", ""),
        ("2026-03-29T01:30", ""),
        ("0001-01-01T00:00", ""),
    ],
)
def test_the_form_says_where_a_post_will_stand(desk, two, dated, place):
    assert said(desk, dated) == place


def test_a_post_stands_where_the_form_said(desk, two):
    sent = post_form(part__0__text="Between.", dated="2026-07-01T13:30")
    assert desk.post("/desk/placed/", sent).status_code == 302
    page = desk.get("/desk/placed/").content.decode()
    assert re.findall(r'id="row-(\d)"', page) == ["2", "3", "1"]


def test_a_post_says_when_it_was_published_if_it_shows_an_earlier_time(desk, two):
    publish(two, "At once.")
    old, new = (desk.get(f"/desk/placed/post/{number}/").content.decode() for number in (1, 3))
    assert "It shows <time" in old
    assert ", and was published at <time" in old
    assert "was published at" not in new
