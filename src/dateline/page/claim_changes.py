"""What happened to a claim, in words: for its own page, and for the list of all changes.

Words are in the active language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.utils.translation import gettext as _

from dateline.claims import read as claims_read
from dateline.claims.kinds import ClaimReworded
from dateline.claims.records import Status
from dateline.claims.state import StateName
from dateline.claims.view import ChangeKind, ClaimChange, ClaimView
from dateline.journal.entry import EntryErased, value_or
from dateline.journal.models import Coverage
from dateline.journal.read import between

from . import claim_lines, claim_words, position_words, sentences
from .claim_words import UNTRUE

# The entries whose words only the journal has.
_IN_JOURNAL: Final = ("reworded", "erased")


@dataclass(frozen=True)
class ClaimChangeLine:
    """A change of a claim: its name, what it says, and the move of the state, if there was one.

    `claim` names the claim, after its state where it is not so. `other` is the id of another claim
    that the change is about, with `other_text`, or ''.
    """

    seq: int
    at: datetime
    kind: ChangeKind
    id: str
    claim: str
    label: str
    words: str
    before: str
    after: str
    other: str
    other_text: str
    is_correction: bool


def is_correction(change: ClaimChange) -> bool:
    """Whether something that readers were told was wrong, or is no longer there."""
    return change.kind in ("voided", "erased") or (change.moved and change.after in UNTRUE)


def lines(coverage: Coverage, changes: Sequence[ClaimChange]) -> list[ClaimChangeLine]:
    """Returns a line for each change, in the same order, without those by which a claim began."""
    named = {each.claim for each in changes} | {each.detail for each in changes if each.detail}
    shown = claims_read.without_withdrawn(coverage, claims_read.views(coverage, named))
    views = {each.id: each for each in shown}
    told = _told(change.seq for change in changes if change.kind in _IN_JOURNAL)
    return [
        _line(views[each.claim], each, told.get(each.seq, ""), views.get(each.detail))
        for each in changes
        if each.claim in views and not is_first(views[each.claim], each)
    ]


def is_first(claim: ClaimView, change: ClaimChange) -> bool:
    """Whether a claim began by this change. A claim is recorded with its first position."""
    if change.kind == "recorded":
        return True
    # Between the two there may be the entry about a new source.
    is_early = change.kind == "position" and change.seq <= claim.record.first_seq + 2
    return is_early and all(
        each.seq >= change.seq for each in claim.record.positions if not each.moved_from
    )


def _told(seqs: Iterable[int]) -> dict[int, str]:
    """The notes of new wordings and the reasons of erasures, by their seqs."""
    found = {}
    for seq in set(seqs):
        for entry in between(seq, seq):
            if isinstance(entry.payload, ClaimReworded):
                found[seq] = value_or(entry.payload.note, "")
            elif isinstance(entry.payload, EntryErased):
                found[seq] = sentences.why(value_or(entry.payload.reason, ""), entry.object.type)
    return found


def _line(
    claim: ClaimView, change: ClaimChange, told: str, other: ClaimView | None
) -> ClaimChangeLine:
    label, words = _words(claim, change, told)
    moved = change.moved and change.before != ""
    before, after = (
        cast(StateName, each or "no_position") for each in (change.before, change.after)
    )
    return ClaimChangeLine(
        seq=change.seq,
        at=change.at,
        kind=change.kind,
        id=claim.id,
        claim=claim_words.name(claim),
        label=label,
        words=words,
        before=claim_words.word(before) if moved else "",
        after=claim_words.word(after) if moved else "",
        other=other.id if other else "",
        other_text=claim_words.name(other) if other else "",
        is_correction=is_correction(change),
    )


def _words(claim: ClaimView, change: ClaimChange, told: str) -> tuple[str, str]:
    """The name of a change, and the words below it."""
    position = next((each for each in claim.positions if each.id == change.detail), None)
    source = claim.source_of(position).source() if position else None
    match change.kind:
        case "position" | "moved_here" if position and source:
            name = _("New position") if change.kind == "position" else _("Position moved here")
            # A position that was taken back since says nothing any more.
            if position.voided_at:
                return name, ""
            chain = position_words.chain(position)
            said = position_words.says(position, source)
            return name, position_words.listed([said, chain] if chain else [said])
        case "voided" if position:
            return _("Correction"), claim_lines.void_note(claim, position)
        case "relay_withdrawn" if position:
            return _("Report withdrawn"), claim_lines.relay_note(position)
        case "assessed":
            return _assessed(claim, change)
        case "reworded":
            return _("Reworded"), told if claim.state.name != "withdrawn" else ""
        case "erased":
            return _("Removed"), told
        case kind:
            return {
                "recorded": _("Recorded"),
                "position": _("New position"),
                "moved_here": _("Position moved here"),
                "voided": _("Correction"),
                "relay_withdrawn": _("Report withdrawn"),
                "related": _("Linked to other claims"),
                "merged": _("Merged: both are the same claim"),
                "unmerged": _("Not merged any more"),
                "moved_away": _("Position moved to another claim"),
                "source_changed": _("Description of a source changed"),
            }[kind], ""


def _assessed(claim: ClaimView, change: ClaimChange) -> tuple[str, str]:
    """The finding of one assessment, with its note."""
    found = [each for each in claim.record.assessments if each.seq == change.seq]
    if not found:
        return _("What we found"), ""
    status: Status = value_or(found[0].assessed.status, "unassessed")
    words = f"{claim_words.status_words(status)} {value_or(found[0].assessed.note, '')}"
    return _("What we found"), words.strip()
