"""The matcher is counted on sentences that were not used to write its rules."""

from __future__ import annotations

import pytest

from .scoring import HALVES, compared, counted, sentences

LANGUAGES = ("en", "de", "fr", "es", "ar", "uk")


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_proposals_are_right_and_most_are_found(half, language):
    count = counted(half)[language]
    english = language == "en"
    assert count.precision >= (0.9 if english else 0.8)
    assert count.recall >= (0.7 if english else 0.5)


@pytest.mark.parametrize("half", [*HALVES, "twelve"])
def test_no_sign_is_wrong(half):
    for sentence in sentences(half):
        assert not any(each.has_wrong_sign for each in compared(sentence)), sentence["text"]


def test_there_are_enough_sentences_and_none_is_in_both_halves():
    texts = [{each["text"] for each in sentences(half)} for half in HALVES]
    assert not texts[0] & texts[1]
    for half in HALVES:
        languages = [each["language"] for each in sentences(half)]
        for language in LANGUAGES:
            assert languages.count(language) >= (20 if language == "en" else 8)
