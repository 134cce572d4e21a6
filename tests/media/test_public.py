"""Which pictures are public: those that an entry shows, until they are taken back."""

from __future__ import annotations

import pytest

from dateline.content.tree import Copy, Photograph, Rendition
from dateline.coverage import objects
from dateline.desk.commands import erasure, posts
from dateline.media.models import PictureUseRow
from tests.people import act, copy, publish, seq_of, store_files


def photograph(letter: str) -> Photograph:
    """A photograph whose renditions are named by that letter."""
    avif = Rendition(letter * 63 + "1", "image/avif", 480, 300, 900)
    jpeg = Rendition(letter * 63 + "2", "image/jpeg", 480, 300, 1900)
    return store_files(Photograph((avif, jpeg), "In words", "Caption", "Credit"))


def public() -> set[str]:
    """The first letters of the pictures that are public."""
    rows = PictureUseRow.objects.filter(public=True)
    return {sha256[0] for sha256 in rows.values_list("sha256", flat=True)}


def change(coverage, number=1):
    return {
        "coverage": coverage,
        "number": number,
        "expected_seq": seq_of(coverage, f"post-{number}"),
    }


@pytest.fixture
def shown(coverage):
    """Two posts: the first with the pictures a and b, the second with b."""
    for letters in ("ab", "b"):
        parts = tuple(photograph(each) for each in letters)
        posts.publish(**act(), coverage=coverage, copy=Copy("The river", (), parts))
    return coverage


def test_a_picture_is_public_once_a_post_shows_it(shown):
    assert public() == {"a", "b"}
    assert PictureUseRow.objects.count() == 6


def test_a_withdrawn_posts_picture_is_public_no_more_unless_another_post_shows_it(shown):
    posts.withdraw(**act(), **change(shown), reason="Wrong place.")
    assert public() == {"b"}
    posts.withdraw(**act(), **change(shown, 2), reason="Wrong place.")
    assert public() == set()


def test_a_picture_that_a_correction_replaces_stays_on_record(shown):
    parts = (photograph("c"),)
    posts.correct(
        **act(), **change(shown, 2), copy=Copy("The river", (), parts), note="Another bridge."
    )
    assert public() == {"a", "b", "c"}


def test_an_erased_entrys_pictures_are_forgotten(shown):
    seq = seq_of(shown, "post-1")
    erasure.erase_entry(
        **act(), coverage=shown, about=objects.post(1), seq=seq, reason="data_protection"
    )
    assert public() == {"b"}
    assert not PictureUseRow.objects.filter(object="post-1").exists()


def test_a_post_without_a_picture_adds_nothing(coverage):
    publish(coverage, "Water.")
    posts.correct(**act(), **change(coverage), copy=copy("Wine."), note="Wine.")
    assert not PictureUseRow.objects.exists()
