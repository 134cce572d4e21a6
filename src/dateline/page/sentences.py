"""What readers are told about a change: its name, the reason of an erasure, and news of a block.

Sentences are in the active language, and are plain text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple, cast

from django.utils.translation import gettext as _

from dateline.claims.kinds import CLAIM_TYPE, SOURCE_TYPE
from dateline.content.tree import Photograph
from dateline.coverage import objects
from dateline.coverage.state import Change, ChangeKind, CoverageState, PostState, relations_in
from dateline.journal.entry import ObjectRef

from . import relations
from .structured import title_of


class News(NamedTuple):
    """What changed last in a block, and the seq of that change."""

    seq: int
    text: str


class Outdated(NamedTuple):
    """A change to a post, by its number, that is newer than a text that rests on it."""

    number: int
    change: Change


def label(change: Change) -> str:
    """The name of a kind of change. Pages always show this word, not only a colour."""
    match change.kind:
        case "state_set":
            return _turn(change.note)
        case "pinned":
            return _("Pin removed") if change.note == "0" else _("Pinned")
        case "lead_picture_set" if change.note == "0":
            return _("Lead picture removed")
        case "title_changed":
            return " · ".join(map(label, _parts(change)))
        case kind:
            return {
                "revised": _("Edited"),
                "updated": _("Update"),
                "clarified": _("Clarification"),
                "corrected": _("Correction"),
                "retracted": _("Retracted"),
                "withdrawn": _("Withdrawn"),
                "erased": _("Removed"),
                "removed": _("Removed"),
                "retitled": _("Headline changed"),
                "standfirst_changed": _("Standfirst changed"),
                "bylines_changed": _("Byline changed"),
                "pins_changed": _("Pins changed"),
                "lead_picture_set": _("Lead picture changed"),
                "linked_before": _("Before this"),
                "linked_after": _("After this"),
                "marked": _("Key event"),
                "unmarked": _("No longer a key event"),
                "key_titled": _("Title of the key event changed"),
                "tagged": _("Topics changed"),
                "untagged": _("Topics removed"),
                "related": _("Linked to an earlier post"),
                "unrelated": _("No longer linked to an earlier post"),
            }[kind]


def _parts(change: Change) -> list[Change]:
    """The changes of each text, for a change of several at once: see `front_changes.change_of`."""
    if change.kind != "title_changed":
        return [change]
    return [replace(change, kind=cast(ChangeKind, kind), note="") for kind in change.note.split()]


def _turn(note: str) -> str:
    """The sentence on a state of the coverage: see `front_changes.change_of`."""
    return {
        "announced": _("Coverage announced"),
        "begun": _("Live coverage has begun"),
        "paused": _("Coverage paused"),
        "resumed": _("Coverage live again"),
        "closed": _("Coverage closed"),
        "reopened": _("Coverage reopened"),
    }[note]


def why(reason: str, about: str) -> str:
    """Two sentences: something was erased, and why.

    `reason` is an ErasureReason, and `about` the type of an object.
    """
    what = {
        objects.POST_TYPE: _("Something was taken out of this post."),
        objects.COVERAGE.type: _("Something was taken out of the headline, standfirst or byline."),
        objects.KEY_POINTS.type: _("Something was taken out of the key points."),
        objects.SUMMARY.type: _("Something was taken out of the summary."),
        objects.SERIES.type: _("Something was taken out of the links to other coverage."),
        CLAIM_TYPE: _("Something was taken out of this claim."),
        SOURCE_TYPE: _("Something was taken out of the description of a source."),
    }[about]
    return f"{what} {_reason(reason)}"


def _reason(reason: str) -> str:
    return {
        "court_order": _("This was done by order of a court."),
        "data_protection": _("This was done to protect personal data."),
        "safety": _("This was done for somebody’s safety."),
        "source_protection": _("This was done to protect a source."),
        "copyright": _("This was done for copyright."),
    }.get(reason, _("This was done for a legal reason."))


def front_name(block: str) -> str:
    """The name of a block of the front matter, for readers."""
    return {
        "headline": _("Headline"),
        "key-points": _("Key points"),
        "summary": _("Summary"),
    }[block]


def post_name(number: int) -> str:
    return _("Post %(number)s") % {"number": number}


def of_headline(state: CoverageState) -> News | None:
    change = _newest([*state.title_changes, *filter(None, [state.state_change])])
    if change is None:
        return None
    words = {
        "state_set": "",
        "retitled": state.headline,
        "standfirst_changed": state.standfirst,
        "bylines_changed": ", ".join(each.name for each in state.bylines),
        "erased": why(change.note, objects.COVERAGE.type),
    }
    news = [_joined(label(each), words.get(each.kind, each.note)) for each in _parts(change)]
    return News(change.seq, " · ".join(news))


def of_key_points(state: CoverageState, outdated: list[Outdated]) -> News | None:
    first = state.key_points_seq if state.key_points else 0
    return _of_text("key-points", state.key_points_changes, outdated, first)


def of_summary(state: CoverageState, outdated: list[Outdated]) -> News | None:
    first = state.summary.seq if state.summary else 0
    return _of_text("summary", state.summary_changes, outdated, first)


def of_series(state: CoverageState) -> News | None:
    change = state.series_change
    if change is None:
        return None
    if change.kind == "erased":
        return News(change.seq, _joined(label(change), why(change.note, objects.SERIES.type)))
    other = state.next if change.kind == "linked_after" else state.previous
    closed = _(" – as it happened") if other and other.state == "closed" else ""
    return News(change.seq, _joined(label(change), change.note + closed))


def of_pin(state: CoverageState, pinned: Iterable[PostState]) -> News | None:
    change = state.pin_change
    if change is None:
        return None
    taken_back = _newest([each for post in pinned for each in post.taken_back_since(change.seq)])
    if taken_back:
        return News(taken_back.seq, _joined(_("Pinned"), label(taken_back), taken_back.note))
    new = change.note.split()
    titles = [title_of(post) for post in pinned if str(post.number) in new]
    return News(change.seq, _joined(label(change), " · ".join(titles)))


def of_lead_picture(state: CoverageState, photograph: Photograph | None) -> News | None:
    change = state.lead_picture_change
    if change is None:
        return None
    return News(change.seq, _joined(label(change), photograph.caption if photograph else ""))


def of_key_events(state: CoverageState, events: Iterable[PostState]) -> News | None:
    mark = state.marked
    if mark is None:
        return None
    number = int(mark.note)
    titles = [each.key_title or title_of(each) for each in events if each.number == number]
    return News(mark.seq, _joined(label(mark), "".join(titles) or post_name(number)))


def of_change(about: ObjectRef, change: Change, shown: str) -> str:
    """The words below the name of a change on the list of changes; '' if the name says it all.

    `shown` has the titles of the posts that were pinned, or whose picture leads the page.
    """
    match change.kind:
        case "erased":
            return why(change.note, about.type)
        case "pinned" | "lead_picture_set":
            return shown
        case "related":
            return of_relations(change)
        case "state_set" | "title_changed" | "pins_changed":
            return ""
        case _:
            return change.note


def of_relations(change: Change) -> str:
    """The relations of a post after a change of kind `related`: “Answers: Post 3 · Follows: …”."""
    return " · ".join(
        _joined(relations.label(each.name), post_name(each.post))
        for each in relations_in(change.note)
    )


def of_post(post: PostState) -> int:
    """The seq of the newest change of meaning in a post; 0 if there is none."""
    change = _newest(post.changes)
    return change.seq if change else 0


def _of_text(
    block: str, changes: tuple[Change, ...], outdated: list[Outdated], first: int
) -> News | None:
    """News of a text: its newest change, or that of a post that it rests on, or its first version.

    `first` is the seq of that version.
    """
    name = front_name(block)
    change = _newest(changes)
    newest = max(outdated, key=lambda each: each.change.seq, default=None)
    if newest and (change is None or newest.change.seq > change.seq):
        text = _joined(name, post_name(newest.number), label(newest.change), newest.change.note)
        return News(newest.change.seq, text)
    if change is None:
        return News(first, _joined(name, _("Published"))) if first else None
    about = {"key-points": objects.KEY_POINTS, "summary": objects.SUMMARY}[block].type
    words = why(change.note, about) if change.kind == "erased" else change.note
    return News(change.seq, _joined(name, label(change), words))


def _newest(changes: Iterable[Change]) -> Change | None:
    """The newest change of meaning."""
    meant = [each for each in changes if each.kind != "revised"]
    return max(meant, key=lambda each: each.seq, default=None)


def _joined(*words: str) -> str:
    return ": ".join(filter(None, words))


def note_of_correction() -> str:
    """The note under a corrected post, to be filled in with what is right and what was wrong."""
    return _("“{was}” should have been “{now}”")
