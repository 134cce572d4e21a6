"""Which claims a person at the desk should look at, and why. Pure.

A look is an assessment: whoever has looked says so, if only that we could not verify the claim.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from dateline.journal.entry import value_or

from .view import ClaimView

Reason: TypeAlias = Literal[
    "contradicted", "proposed", "due", "post_gone", "post_changed", "moved", "single"
]

# In the order in which the desk should see them.
REASONS: Final[dict[Reason, str]] = {
    "contradicted": "Something was said or fell away since we established this.",
    "proposed": "Somebody proposes what to say of it. Another person decides.",
    "due": "The review is due.",
    "post_gone": "A post that has it was retracted or withdrawn.",
    "post_changed": "A post that has it was changed since. Is it still what was said?",
    "moved": "Its state has changed, and nobody has looked since.",
    "single": "For six hours only one source has said so.",
}
# A claim with one source after this time is either wrong or has been forgotten.
_ALONE: Final = timedelta(hours=6)


def reasons_to_look(
    view: ClaimView,
    now: datetime,
    *,
    proposed: bool,
    gone: Collection[int],
    changed: Mapping[int, int],
) -> list[Reason]:
    """Returns why somebody should look at a claim, the most urgent reason first.

    `gone` has the numbers of the posts that were retracted or withdrawn, and `changed` the seq of
    the last change of meaning of each post that had one.
    """
    if view.record.merged_into or view.record.is_withdrawn:
        return []
    assessment = view.record.assessment
    due = value_or(assessment.assessed.review_after, None) if assessment else None
    looked_seq = assessment.seq if assessment else view.record.first_seq
    fits: dict[Reason, bool] = {
        "contradicted": view.state.flags.needs_review,
        "proposed": proposed,
        "due": due is not None and due <= now,
        "post_gone": any(each.counts and each.post in gone for each in view.positions),
        "post_changed": any(
            each.counts and changed.get(each.post, 0) > max(each.seq, looked_seq)
            for each in view.positions
        ),
        "moved": view.was_moved_after(looked_seq),
        "single": assessment is None and _is_alone(view, now),
    }
    return [reason for reason in REASONS if fits[reason]]


def _is_alone(view: ClaimView, now: datetime) -> bool:
    """Whether one source says so, and has said so for a long time."""
    counted = [each for each in view.positions if each.counts]
    if view.state.heading != "claimed" or len({each.source for each in counted}) != 1:
        return False
    return min(each.recorded_at for each in counted) + _ALONE <= now
