"""A key event has a title of its own in the list, which stays in the order of time."""

from __future__ import annotations

import pytest

from dateline.coverage import objects
from dateline.coverage.read import post_state
from dateline.desk.commands import erasure, posts
from dateline.desk.errors import CommandRefused
from dateline.page.models import BlockRow
from tests.people import act, publish, seq_of

from .forms import command_fields

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/flood/post/1/key-title/"


@pytest.fixture
def marked(coverage):
    publish(coverage, "Water at the door of the old inn.", "Water at the door")
    mark(coverage, True)
    return coverage


def mark(coverage, key_event: bool) -> None:
    seen = seq_of(coverage, "post-1")
    posts.set_key_event(
        **act(), coverage=coverage, number=1, expected_seq=seen, key_event=key_event
    )


def title(coverage, words: str, number: int = 1) -> None:
    seen = seq_of(coverage, f"post-{number}")
    posts.title_key_event(**act(), coverage=coverage, number=number, expected_seq=seen, title=words)


def block() -> str:
    return BlockRow.objects.get(name="key-events").html


def test_the_list_shows_the_title_and_without_one_the_headline(marked):
    title(marked, "Flood")
    assert ">Flood</a>" in block()
    assert "Water at the door" not in block()
    assert "Water at the door" in BlockRow.objects.get(name="post-1").html
    title(marked, "")
    assert ">Water at the door</a>" in block()


def test_a_title_goes_with_the_mark_the_post_and_an_erasure(marked):
    title(marked, "Flood")
    mark(marked, False)
    mark(marked, True)
    assert "Flood" not in block()
    title(marked, "Zoltan")
    erasure.erase_entry(
        **act(),
        coverage=marked,
        about=objects.post(1),
        seq=seq_of(marked, "post-1"),
        reason="data_protection",
    )
    assert "Zoltan" not in block()
    assert post_state(marked, 1).key_title == ""
    title(marked, "Flood")
    seen = seq_of(marked, "post-1")
    posts.withdraw(**act(), coverage=marked, number=1, expected_seq=seen, reason="No.")
    assert "Flood" not in block()
    assert post_state(marked, 1).key_title == ""


def test_only_a_key_event_has_a_title(coverage):
    publish(coverage, "Water.")
    with pytest.raises(CommandRefused, match="no key event"):
        title(coverage, "Flood")


def test_the_title_is_given_by_a_form(desk, marked):
    assert f'href="{ADDRESS}"' in desk.get("/desk/flood/post/1/").content.decode()
    seen = seq_of(marked, "post-1")
    sent = command_fields(expected_seq=seen) | {"title": "Flood", "do": "set"}
    assert desk.post(ADDRESS, sent).status_code == 302
    assert ">Flood</a>" in block()
    overtaken = desk.post(ADDRESS, sent | {"idempotency_key": "k2", "title": "Dam"})
    assert overtaken.status_code == 409
    page = overtaken.content.decode()
    assert 'name="title" value="Dam"' in page
    assert "Flood" in page.split('id="theirs"')[1].split("</section>")[0]
    long = desk.post(ADDRESS, sent | {"title": "x" * 301})
    assert long.status_code == 422
    assert "x" * 301 in long.content.decode()


def test_a_reporter_gives_no_title(ada, marked):
    assert "Only editors" in ada.get(ADDRESS).content.decode()
    sent = command_fields(expected_seq=seq_of(marked, "post-1")) | {"title": "Flood"}
    assert ada.post(ADDRESS, sent).status_code == 403
    assert "Flood" not in block()
