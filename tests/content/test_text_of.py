"""The text of a part, which versions are compared by."""

from __future__ import annotations

from dateline.content.tree import Photograph, text_of


def test_the_text_of_a_photograph_is_all_that_is_said_of_it():
    photograph = Photograph((), "A bridge under water", "The old bridge.", "Ada Lind")
    assert text_of(photograph) == "A bridge under water\nThe old bridge.\nAda Lind"
