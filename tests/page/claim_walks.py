"""For each kind of entry about claims a command that appends one, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dateline.claims import kinds
from dateline.claims.kinds import source_ref
from dateline.desk.commands import claims
from dateline.journal.entry import EntryErased
from dateline.journal.models import Coverage
from tests.people import act

from . import claim_steps
from .walks import FIRST, PERSONAL, SURFACES, Walk

UNION: Final = claim_steps.named("The union")
WITH_POSITION = "It is recorded with a position on a claim, by which readers are told of both."
PLACE = "Only the order of the list changes. Nothing that anybody has read was changed."
ON_CLAIM = "The versions of a post are those of its text. The page of the claim has its history."
NO_ROOM = "The list has the state alone, which did not move. The page of the claim has it all."


def claimed(*steps: Callable[[Coverage, str], object]) -> Callable[[Coverage], None]:
    """Records that the dam is safe, as the union says, and performs the steps with the claim."""

    def perform(coverage: Coverage) -> None:
        claim = claim_steps.claim(coverage, "The dam is safe.", UNION)
        for step in steps:
            step(coverage, claim)

    return perform


def denied(coverage: Coverage, claim: str) -> str:
    service = claim_steps.named("The river service", standing=True)
    return claim_steps.say(coverage, claim, service, stance="denies", chain=True)


def denied_later(coverage: Coverage, claim: str) -> None:
    service = claim_steps.named("The river service", standing=True)
    claim_steps.say(coverage, claim, service, post=2, stance="denies")


def voided(coverage: Coverage, claim: str) -> None:
    claim_steps.void(coverage, claim, denied(coverage, claim), "It spoke of the bridge.")


def relay_withdrawn(coverage: Coverage, claim: str) -> None:
    position = denied(coverage, claim)
    about = {"coverage": coverage, "claim": claim, "position": position}
    claims.withdraw_relay(**act(), **about)


def moved_elsewhere(coverage: Coverage, claim: str) -> None:
    position, other = denied(coverage, claim), claim_steps.claim(coverage, "It rains.", UNION)
    about = {"coverage": coverage, "claim": claim, "position": position}
    claims.move_position(**act(), **about, target=other)


def merged(coverage: Coverage, claim: str) -> None:
    denied(coverage, claim)
    other = claim_steps.claim(coverage, "The dam holds firm.", UNION)
    claim_steps.merge(coverage, claim, other)


def parted(coverage: Coverage, claim: str) -> None:
    merged(coverage, claim)
    claim_steps.merge(coverage, claim, "")


def reworded(coverage: Coverage, claim: str) -> None:
    claim_steps.reword(coverage, claim, "The dam stands.", "It is no longer safe.")


def found_false(coverage: Coverage, claim: str) -> None:
    claim_steps.establish(coverage, claim, "false", "It broke.")


def checked(coverage: Coverage, claim: str) -> None:
    claim_steps.assess(coverage, claim, "checking")


def related(coverage: Coverage, claim: str) -> None:
    claim_steps.relate(coverage, claim, claim_steps.claim(coverage, "It rains.", UNION))


def renamed(coverage: Coverage, _: str) -> None:
    union = claim_steps.source(coverage, "The union").id
    claim_steps.rename(coverage, union, claim_steps.named("The farmers"))


def erased_source(coverage: Coverage, _: str) -> None:
    union = claim_steps.source(coverage, "The union").id
    claim_steps.erase_about(coverage, source_ref(union))


def pinned(coverage: Coverage, claim: str) -> None:
    claim_steps.claim(coverage, "It rains.", UNION)
    claim_steps.pin(coverage, claim)


CLAIM_WALKS: Final = [
    Walk(
        kinds.SourceRecorded,
        claimed(),
        "claims",
        why_not=dict.fromkeys(SURFACES, WITH_POSITION),
    ),
    Walk(
        kinds.ClaimRecorded,
        claimed(),
        "claims",
        "The union says",
        why_not={"corrections": FIRST},
    ),
    Walk(kinds.PositionRecorded, claimed(denied), "claims", "The river service denies"),
    Walk(
        kinds.PositionRecorded,
        claimed(denied),
        "post-1",
        "The river service denies",
        why_not={"history": ON_CLAIM},
    ),
    Walk(
        kinds.PositionRecorded,
        claimed(denied_later),
        "post-1",
        "Now: Disputed",
        elsewhere={"returning reader": "Disputed: The union says", "corrections": "Disputed"},
        why_not={"history": ON_CLAIM},
    ),
    Walk(
        kinds.PositionVoided,
        claimed(voided),
        "claims",
        "The river service did not say what we had written.",
        elsewhere={"open page": "Corrected by us"},
    ),
    Walk(
        kinds.PositionVoided,
        claimed(voided),
        "post-1",
        "The river service did not say what we had written.",
        why_not={"history": ON_CLAIM},
    ),
    Walk(
        kinds.RelayWithdrawn,
        claimed(relay_withdrawn),
        "claims",
        "Reuters withdrew the report",
        elsewhere={"open page": "The union says"},
    ),
    Walk(
        kinds.PositionMoved,
        claimed(moved_elsewhere),
        "claims",
        "Position moved here",
        elsewhere=dict.fromkeys(SURFACES[:2], "The river service denies"),
    ),
    Walk(
        kinds.ClaimMerged,
        claimed(merged),
        "claims",
        "Merged: both are the same claim",
        elsewhere={"open page": "The dam holds firm."},
    ),
    Walk(
        kinds.ClaimMerged,
        claimed(parted),
        "claims",
        "Not merged any more",
        elsewhere={"open page": "The dam is safe."},
    ),
    Walk(
        kinds.ClaimRelated,
        claimed(related),
        "claims",
        "Linked to other claims",
        why_not={"open page": NO_ROOM},
    ),
    Walk(
        kinds.ClaimReworded,
        claimed(reworded),
        "claims",
        "It is no longer safe.",
        elsewhere={"open page": "The dam stands."},
    ),
    Walk(
        kinds.SourceChanged,
        claimed(renamed),
        "claims",
        "Description of a source changed",
        elsewhere={"open page": "The farmers"},
    ),
    Walk(
        kinds.ClaimAssessed,
        claimed(found_false),
        "claims",
        "We established that it is not so. It broke.",
        elsewhere=dict.fromkeys(SURFACES[:2], "False – The dam is safe."),
    ),
    Walk(
        kinds.ClaimAssessed,
        claimed(checked),
        "claims",
        "We are checking this claim.",
        why_not={"open page": NO_ROOM},
    ),
    Walk(
        kinds.ClaimPinsSet,
        claimed(pinned),
        "claims",
        why_not=dict.fromkeys(SURFACES, PLACE),
    ),
    Walk(
        EntryErased,
        claimed(claim_steps.erase),
        "claims",
        f"out of this claim. {PERSONAL}",
        elsewhere={"open page": "Claim removed"},
    ),
    Walk(
        EntryErased,
        claimed(erased_source),
        "claims",
        f"description of a source. {PERSONAL}",
        elsewhere={"open page": "A source whose name was removed"},
    ),
]
