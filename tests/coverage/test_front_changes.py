"""Nothing in the front matter changes silently: pages say what changed, and list it."""

from __future__ import annotations

import pytest

from dateline.content import markup
from dateline.content.tree import Bullet, Bullets, Copy, KeyPoint
from dateline.coverage import objects, read
from dateline.coverage.front_changes import NOTES_SHOWN, shown
from dateline.coverage.state import Change
from dateline.desk.commands import erasure, front_matter, posts
from dateline.desk.commands.front_matter import Title
from dateline.desk.commands.revision import UPDATE, ChangeNote
from dateline.desk.errors import CommandRefused, Incomplete, MeaningChanged
from dateline.page.models import BlockRow
from dateline.page.read import versions
from tests.people import act, publish, seq_of
from tests.people import copy as copy_of

NOBODY = "About 14 households, nobody hurt."
THREE = "About 90 households, three people dead."


def summarise(coverage, words: str, change: ChangeNote = UPDATE, cited: tuple[int, ...] = ()):
    copy = Copy("What we know", (), (Bullets((Bullet(markup.read_line(words), cited),)),))
    seen = seq_of(coverage, "summary")
    return front_matter.set_summary(
        **act(), coverage=coverage, expected_seq=seen, copy=copy, change=change
    )


def set_points(coverage, *lines: str, change: ChangeNote = UPDATE) -> None:
    front_matter.set_key_points(
        **act(),
        coverage=coverage,
        expected_seq=seq_of(coverage, "key_points"),
        points=tuple(map(KeyPoint, lines)),
        change=change,
    )


def retitle(coverage, headline: str, standfirst: str, change: ChangeNote = UPDATE) -> None:
    seen = seq_of(coverage, "coverage")
    title = Title(headline, standfirst, ())
    front_matter.retitle(**act(), coverage=coverage, expected_seq=seen, title=title, change=change)


def listed(coverage) -> list[tuple[str, str, str]]:
    """The changes in a coverage, oldest first: object, kind and note."""
    found = read.changes(coverage, 50).changes
    return [(str(about), change.kind, change.note) for about, change in reversed(found)]


def test_a_first_summary_is_no_change_and_later_ones_are_listed_and_shown(coverage):
    summarise(coverage, NOBODY)
    assert listed(coverage) == []
    summarise(coverage, THREE)
    summarise(coverage, "About 90 households.", ChangeNote("corrected", "Nobody died."))
    assert listed(coverage) == [
        ("summary", "updated", ""),
        ("summary", "corrected", "Nobody died."),
    ]
    html = BlockRow.objects.get(name="summary").html
    assert "Nobody died." in html
    assert "/flood/history/summary/" in html
    kinds = [each.kind for each in versions(coverage, objects.SUMMARY, 10).versions]
    assert kinds == ["corrected", "updated", "published"]


def test_a_summary_says_that_a_post_it_rests_on_was_corrected_or_withdrawn_since(coverage):
    publish(coverage, "Water at 4.2 m.")
    publish(coverage, "The dam burst.")
    summarise(coverage, "Water at 4.2 m.", cited=(1, 2))
    one, two = (
        {"coverage": coverage, "number": number, "expected_seq": seq_of(coverage, f"post-{number}")}
        for number in (1, 2)
    )
    posts.correct(**act(), **one, copy=copy_of("Water at 2.4 m."), note="It was 2.4 m.")
    posts.withdraw(**act(), **two, reason="It did not burst.")
    # A revision changes nothing in what it rests on.
    summarise(coverage, "Water at 4.2 m .", ChangeNote("revised", ""), cited=(1, 2))
    html = BlockRow.objects.get(name="summary").html
    assert "It was 2.4 m." in html
    assert "It did not burst." in html
    with pytest.raises(CommandRefused, match="Post 2 was withdrawn"):
        summarise(coverage, "Water at 2.4 m.", cited=(1, 2))
    # Written after the correction, so there is nothing to say any more.
    summarise(coverage, "Water at 2.4 m.", cited=(1,))
    assert "It was 2.4 m." not in BlockRow.objects.get(name="summary").html


def test_headline_key_points_pin_and_state_are_listed_too(coverage):
    publish(coverage, "Water.")
    set_points(coverage, "The dam holds.")
    set_points(coverage, "The dam is gone.", change=ChangeNote("clarified", "It did hold."))
    retitle(coverage, "The Orrin falls", "No rain.", ChangeNote("corrected", "It falls."))
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    seen = seq_of(coverage, "coverage")
    front_matter.set_state(**act(), coverage=coverage, expected_seq=seen, state="closed")
    assert listed(coverage) == [
        ("key_points", "clarified", "It did hold."),
        ("coverage", "corrected", "It falls."),
        ("pin", "pinned", "1"),
        ("coverage", "state_set", "closed"),
    ]
    assert "It falls." in BlockRow.objects.get(name="headline").html
    assert "It did hold." in BlockRow.objects.get(name="key-points").html
    assert len(versions(coverage, objects.COVERAGE, 10).versions) == 2


def test_a_change_of_meaning_is_no_revision(coverage):
    summarise(coverage, NOBODY)
    set_points(coverage, "The dam holds.")
    revision = ChangeNote("revised", "")
    with pytest.raises(MeaningChanged):
        summarise(coverage, THREE, revision)
    with pytest.raises(MeaningChanged):
        set_points(coverage, "The dam burst.", change=revision)
    with pytest.raises(MeaningChanged):
        set_points(coverage, "The dam holds.", "It rains.", change=revision)
    with pytest.raises(MeaningChanged):
        retitle(coverage, "The Orrin falls", "Rain in the hills.", revision)
    with pytest.raises(MeaningChanged):
        retitle(coverage, "The Orrin rises", "No rain in the hills.", revision)
    assert listed(coverage) == []


def test_a_revision_is_in_the_versions_only_and_the_summary_stays_as_old_as_it_was(coverage):
    summarise(coverage, "The watre rises slowly.")
    before = read.coverage_state(coverage).summary
    summarise(coverage, "The water rises slowly.", ChangeNote("revised", ""))
    state = read.coverage_state(coverage)
    assert state.summary.dated == before.dated
    assert listed(coverage) == []
    assert [each.kind for each in state.summary_changes] == ["revised"]
    assert "Edited" in BlockRow.objects.get(name="summary").html
    assert [each.kind for each in versions(coverage, objects.SUMMARY, 10).versions] == [
        "revised",
        "published",
    ]


@pytest.mark.parametrize("kind", ["clarified", "corrected"])
def test_a_correction_says_what_was_wrong(coverage, kind):
    summarise(coverage, NOBODY)
    with pytest.raises(Incomplete, match="what was wrong"):
        summarise(coverage, THREE, ChangeNote(kind, ""))


def test_the_same_key_points_again_are_no_change(coverage):
    set_points(coverage, "The dam holds.")
    with pytest.raises(CommandRefused, match="Nothing was changed"):
        set_points(coverage, "The dam holds.")


def test_an_erased_note_is_on_no_page(coverage):
    summarise(coverage, NOBODY)
    done = summarise(coverage, THREE, ChangeNote("corrected", "Zoltan lives."))
    erasure.erase_entry(
        **act(),
        coverage=coverage,
        about=objects.SUMMARY,
        seq=done.last_seq,
        reason="data_protection",
    )
    assert listed(coverage) == [
        ("summary", "corrected", ""),
        ("summary", "erased", "data_protection"),
    ]
    assert "Removed" in BlockRow.objects.get(name="summary").html
    assert "Zoltan" not in BlockRow.objects.get(name="summary").html
    assert all(not each.note for each in versions(coverage, objects.SUMMARY, 10).versions)


def test_a_page_shows_every_correction_and_the_newest_other_change(coverage):
    at = read.coverage_state(coverage).dated
    changes: tuple[Change, ...] = ()
    kinds = ["corrected", "updated", "revised", "clarified", "updated"]
    for seq, kind in enumerate(kinds, 1):
        changes = shown(changes, Change(kind, seq, at, "Note."))
    assert [each.seq for each in changes] == [1, 4, 5]
    for seq in range(6, 40):
        changes = shown(changes, Change("corrected", seq, at, "Note."))
    assert len(changes) == NOTES_SHOWN
    assert changes[-1].seq == 39


def test_an_empty_text_cannot_be_filled_by_a_revision(coverage):
    summarise(coverage, NOBODY)
    front_matter.set_summary(
        **act(),
        coverage=coverage,
        expected_seq=seq_of(coverage, "summary"),
        copy=Copy("", (), ()),
    )
    set_points(coverage, "The dam holds.")
    set_points(coverage)
    revision = ChangeNote("revised", "")
    with pytest.raises(MeaningChanged):
        summarise(coverage, THREE, revision)
    with pytest.raises(MeaningChanged):
        set_points(coverage, "The dam burst.", change=revision)


def test_what_a_summary_cites_and_links_to_is_no_spelling(coverage):
    publish(coverage, "One.")
    publish(coverage, "Two.")
    revision = ChangeNote("revised", "")
    summarise(coverage, "The dam [holds](https://good.example/).", cited=(1,))
    with pytest.raises(MeaningChanged):
        summarise(coverage, "The dam [holds](https://evil.example/).", revision, cited=(1,))
    with pytest.raises(MeaningChanged):
        summarise(coverage, "The dam [holds](https://good.example/).", revision, cited=(2,))


def test_removed_and_written_again_a_summary_keeps_its_corrections(coverage):
    summarise(coverage, NOBODY)
    summarise(coverage, THREE, ChangeNote("corrected", "Three died."))
    seen = seq_of(coverage, "summary")
    front_matter.set_summary(**act(), coverage=coverage, expected_seq=seen, copy=Copy("", (), ()))
    assert "Three died." in BlockRow.objects.get(name="summary").html
    summarise(coverage, NOBODY)
    assert "Three died." in BlockRow.objects.get(name="summary").html
    with pytest.raises(CommandRefused, match="Nothing was changed"):
        summarise(coverage, NOBODY)


def test_the_words_of_a_withdrawn_post_are_in_no_version_and_no_note(coverage):
    publish(coverage, "John Doe did it.")
    summarise(coverage, "John Doe did it.", cited=(1,))
    set_points(coverage, "The dam holds.")
    post = {"coverage": coverage, "number": 1}
    posts.correct(
        **act(),
        **post,
        expected_seq=seq_of(coverage, "post-1"),
        copy=copy_of("Jane Roe did it."),
        note="It was not John Doe.",
    )
    assert "It was not John Doe." in BlockRow.objects.get(name="summary").html
    seen = seq_of(coverage, "post-1")
    posts.withdraw(**act(), **post, expected_seq=seen, reason="We are not sure.")
    assert "John Doe" not in str(listed(coverage))
    html = BlockRow.objects.get(name="summary").html
    assert "It was not John Doe." not in html
    assert "We are not sure." in html
    summarise(coverage, "Nobody knows.")
    newest, oldest = versions(coverage, objects.SUMMARY, 10).versions
    assert (oldest.hidden, oldest.paragraphs) == (True, [])
    assert "John" not in str(newest.paragraphs)
