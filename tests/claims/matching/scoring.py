"""Compares what the matcher proposes for a sentence with what a person expects of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dateline.claims.matching import Known, Proposal, propose

FOLDER: Final = Path(__file__).parent
HALVES: Final = ("development", "heldout")
SIGNS: Final = {"asserts": 1, "confirms": 1, "admits": 1, "disputes": -1, "denies": -1}
# A proposal that is accepted as it is must have all of these.
FIELDS: Final = ("source", "naming", "stance", "modality", "claim")
# These are counted apart.
BESIDE: Final = ("chain", "asks", "quantity", "earlier", "speaks_for")


def sentences(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def plain(proposal: Proposal) -> dict[str, Any]:
    """A proposal in the form in which the files have it."""
    return {
        "source": proposal.source_text,
        "naming": proposal.naming,
        "stance": proposal.stance,
        "modality": proposal.modality,
        "claim": proposal.claim_text,
        "chain": [[hop.source_text, hop.how] for hop in proposal.chain],
        "asks": proposal.asks,
        "quantity": list(proposal.quantity) if proposal.quantity else None,
        "earlier": proposal.earlier,
        "speaks_for": proposal.speaks_for,
    }


@dataclass(frozen=True)
class Comparison:
    """One proposal beside the expected one; either may be missing."""

    sentence: dict[str, Any]
    expected: dict[str, Any] | None
    proposed: dict[str, Any] | None

    @property
    def differences(self) -> list[str]:
        return [name for name in FIELDS if not self._agrees(name)]

    @property
    def differences_beside(self) -> list[str]:
        return [name for name in BESIDE if not self._agrees(name)]

    def _agrees(self, name: str) -> bool:
        if self.expected is None or self.proposed is None:
            return False
        if name not in self.expected:
            # Most sentences do not say what they expect of these.
            return name in ("quantity", "speaks_for") or not self.proposed[name]
        wanted, got = self.expected[name], self.proposed[name]
        return got in wanted if name == "claim" else got == wanted

    @property
    def is_right(self) -> bool:
        return not self.differences

    @property
    def has_wrong_sign(self) -> bool:
        """For what the source is against, or the reverse; or either, where it is neither."""
        if self.proposed is None:
            return False
        sign = SIGNS.get(self.proposed["stance"], 0)
        if sign > 0 and self.proposed["modality"] == "conditional":
            sign = 0
        if self.expected is None:
            return sign != 0 and bool(self.sentence["expected"])
        return sign not in (0, SIGNS.get(self.expected["stance"], 0))


def compared(sentence: dict[str, Any]) -> Iterator[Comparison]:
    """Each expected proposal beside the one that is nearest to it, and the rest alone."""
    left = [plain(each) for each in propose(sentence["text"], sentence["language"], Known())]
    for expected in sentence["expected"]:
        pairs = [Comparison(sentence, expected, each) for each in left]
        best = min(pairs, key=lambda each: len(each.differences), default=None)
        if best is None or best.proposed is None:
            yield Comparison(sentence, expected, None)
            continue
        left.remove(best.proposed)
        yield best
    for each in left:
        yield Comparison(sentence, None, each)


@dataclass
class Count:
    """How many proposals there are, how many are right, and how many are expected."""

    sentences: int = 0
    expected: int = 0
    proposed: int = 0
    right: int = 0
    wrong_signs: int = 0
    right_beside: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    def add(self, comparisons: list[Comparison]) -> None:
        self.sentences += 1
        for each in comparisons:
            self.expected += each.expected is not None
            self.proposed += each.proposed is not None
            self.right += each.is_right
            self.right_beside += each.is_right and not each.differences_beside
            self.wrong_signs += each.has_wrong_sign


def counted(name: str) -> dict[str, Count]:
    """The counts of a file by language."""
    counts: dict[str, Count] = {}
    for sentence in sentences(name):
        counts.setdefault(sentence["language"], Count()).add(list(compared(sentence)))
    return counts
