"""A mere revision touches nothing but spelling: no picture, no credit, no address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.content.tree import Copy, Photograph, Rendition
from dateline.desk.commands import posts
from dateline.desk.errors import MeaningChanged
from dateline.page.models import BlockRow
from tests.people import act, seq_of, store_files


def shown(sha256: str) -> tuple[Rendition, ...]:
    return (
        Rendition(sha256 * 64, "image/avif", 480, 320, 9),
        Rendition(sha256 * 64, "image/jpeg", 480, 320, 9),
    )


PHOTOGRAPH = Photograph(shown("a"), "A bridge in the rain", "The old brigde.", "Orrin Agency")


@pytest.fixture
def photographed(coverage):
    part = store_files(PHOTOGRAPH)
    posts.publish(**act(), coverage=coverage, copy=Copy("", (), (part,)))
    return coverage


def revise(coverage, part: Photograph) -> None:
    posts.revise(
        **act(),
        coverage=coverage,
        number=1,
        expected_seq=seq_of(coverage, "post-1"),
        copy=Copy("", (), (part,)),
    )


def test_a_caption_is_respelt_by_a_revision(photographed):
    revise(photographed, replace(PHOTOGRAPH, caption="The old bridge."))
    assert "The old bridge." in BlockRow.objects.get(name="post-1").html


def test_a_picture_is_not_swapped_by_a_revision(photographed):
    with pytest.raises(MeaningChanged, match="a link, a picture"):
        revise(photographed, replace(PHOTOGRAPH, renditions=shown("b")))
    # Nor together with a change of spelling.
    both = replace(PHOTOGRAPH, renditions=shown("b"), caption="The old bridge.")
    with pytest.raises(MeaningChanged, match="a link, a picture"):
        revise(photographed, both)
    assert "b" * 64 not in BlockRow.objects.get(name="post-1").html


@pytest.mark.parametrize("field", ["credit", "alt_text", "caption"])
def test_no_words_beside_a_picture_are_replaced_by_a_revision(photographed, field):
    with pytest.raises(MeaningChanged):
        revise(photographed, replace(PHOTOGRAPH, **{field: "Somebody else"}))
