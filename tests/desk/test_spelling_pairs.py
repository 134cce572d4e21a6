"""No change of meaning on the list passes as spelling, and few slips of spelling are refused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dateline.desk import meaning

LIST = Path(__file__).with_name("spelling_pairs.toml")
LISTED: dict[str, dict[str, list[list[str]]]] = tomllib.loads(LIST.read_text(encoding="utf-8"))


def pairs_refused(language: str) -> list[str]:
    """The slips of spelling that are refused, each with the reason."""
    pairs = LISTED[language]["spelling"]
    found = [(pair, meaning.change_of_meaning(*pair, language)) for pair in pairs]
    return [f"{before} → {after}: {reason}" for (before, after), reason in found if reason]


def pairs_passed(language: str) -> list[str]:
    """The changes of meaning that pass as spelling."""
    pairs = LISTED[language]["meaning"]
    return [
        " → ".join(pair) for pair in pairs if meaning.change_of_meaning(*pair, language) is None
    ]


def test_the_list_is_long_enough_to_measure_with():
    counts = {
        f"{language}, {kind}": len(pairs)
        for language, kinds in LISTED.items()
        for kind, pairs in kinds.items()
    }
    assert set(LISTED) == {"ar", "de", "en", "es", "fr", "uk"}
    assert min(counts.values()) >= 25, counts
    assert sum(counts.values()) >= 300, counts


@pytest.mark.parametrize("language", LISTED)
def test_no_change_of_meaning_passes_as_spelling(language):
    assert pairs_passed(language) == []


@pytest.mark.parametrize("language", LISTED)
def test_at_most_one_slip_of_spelling_in_ten_is_refused(language):
    refused, count = pairs_refused(language), len(LISTED[language]["spelling"])
    print(f"{language}: {len(refused)} of {count} slips refused", *refused, sep="\n")
    assert 10 * len(refused) <= count, refused


@pytest.mark.parametrize("language", ["pl", "zh", "ja"])
def test_in_another_language_only_signs_and_spaces_are_spelling(language):
    assert meaning.change_of_meaning('He said "no" .', "He said “no”.", language) is None
    assert meaning.change_of_meaning("The watre rises.", "The water rises.", language) is not None
