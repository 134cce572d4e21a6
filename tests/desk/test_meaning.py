"""A revision may change the spelling. One that may change the meaning is refused."""

from __future__ import annotations

import pytest

from dateline.desk import meaning


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The watre rises.", "The water rises."),
        ("The the water rises.", "The water rises."),
        ("The water rises", "The water rises."),
        ("The water is in side the town.", "The water is inside the town."),
        ("the water  rises", "the water rises"),
        ("He walked to a the bridge.", "He walked to the bridge."),
        ("The recieved wisdom.", "The received wisdom."),
        # Behind a quotation, in any marks, the words are ours again.
        ('He said "it rises" at the brigde.', 'He said "it rises" at the bridge.'),
        ("He said “it rises” at the brigde.", "He said “it rises” at the bridge."),
        ("He said «it rises» at the brigde.", "He said «it rises» at the bridge."),
    ],
)
def test_spelling_is_no_change_of_meaning(before, after):
    assert meaning.change_of_meaning(before, after) is None


@pytest.mark.parametrize(
    ("before", "after", "touched"),
    [
        ("Water at 4.2 m.", "Water at 2.4 m.", "a number"),
        ("Four people hurt.", "Five people hurt.", "a number"),
        ("The dam is safe.", "The dam is not safe.", "a negation"),
        ("It isn't safe.", "It is safe.", "a negation"),
        ("Police say so.", "Police deny so.", "who said it"),
        ("The water rises.", "The water may rise.", "who said it"),
        ("It rained yesterday.", "It rained today.", "a time"),
        ("Smith fell.", "Smyth fell.", "a name"),
        ("The bridge in Varn.", "The bridge in Halvern.", "a name"),
        ("He said it “rose fast”.", "He said it “rose slow”.", "meaning"),
        ("A “calm crwod” left.", "A “calm crowd” left.", "a quotation"),
        ("They left “at once”.", "They left at once.", "a quotation"),
        ("Two were found dead.", "Two were feared dead.", "meaning"),
        ("It is possible.", "It is impossible.", "meaning"),
        ("The crowd was armed.", "The crowd was unarmed.", "meaning"),
        ("The claim is harmful.", "The claim is harmless.", "meaning"),
        ("Troops left the town.", "Troops slowly left the town.", "spelling"),
        ("قال الوزير نعم", "قال الوزير كلا", "a name"),
        ("", "Something new.", ""),
    ],
)
def test_what_may_change_the_meaning_is_found(before, after, touched):
    found = meaning.change_of_meaning(before, after)
    assert found is not None
    assert touched in found
