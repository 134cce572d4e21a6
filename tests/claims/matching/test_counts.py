"""The matcher is counted on sentences that were not used to write its rules."""

from __future__ import annotations

import pytest

from dateline.claims.matching import Known, propose
from dateline.claims.matching.frames import Clause
from dateline.claims.matching.rules import rules_of

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


# Its two clauses share a subject, which stands after the second verb.
NOT_READ = {"Das Museum bestätigte den Diebstahl, bestritt aber, dass Bilder fehlen."}


def test_all_sentences_by_which_the_rules_were_made_are_read_but_one():
    wrong = {
        sentence["text"]
        for sentence in sentences("development")
        if not all(each.is_right for each in compared(sentence))
    }
    assert wrong == NOT_READ


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_frame_is_in_some_sentence(language, monkeypatch):
    read = set()
    find = Clause.find

    def noted(self, start, fresh):
        found = find(self, start, fresh)
        read.add(found and found.frame)
        return found

    monkeypatch.setattr(Clause, "find", noted)
    for sentence in sentences("development"):
        if sentence["language"] == language:
            propose(sentence["text"], language, Known())
    assert set(rules_of(language).frames) <= read


def test_there_are_enough_sentences_and_none_is_in_both_halves():
    texts = [{each["text"] for each in sentences(half)} for half in HALVES]
    assert not texts[0] & texts[1]
    for half in HALVES:
        languages = [each["language"] for each in sentences(half)]
        for language in LANGUAGES:
            assert languages.count(language) >= (20 if language == "en" else 8)
