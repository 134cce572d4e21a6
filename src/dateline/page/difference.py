"""What differs between two texts, word by word within paragraphs. Pure.

Paragraphs are matched first and words only within those that changed, so that two long texts cost
no more than their differences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

Kind = Literal["same", "gone", "come"]
_WORD: Final = re.compile(r"\d+(?:[.,:]\d+)+|\w+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A stretch of a paragraph that stayed, went or came."""

    kind: Kind
    text: str


def paragraphs(before: str, after: str) -> list[list[Piece]]:
    """The paragraphs of both texts in order, each as its pieces. Lines are paragraphs."""
    old, new = before.splitlines(), after.splitlines()
    found: list[list[Piece]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [[Piece("same", line)] for line in new[j1:j2]]
            continue
        gone, come = old[i1:i2], new[j1:j2]
        both = min(len(gone), len(come))
        found += [_words(a, b) for a, b in zip(gone, come, strict=False)]
        found += [[Piece("gone", line)] for line in gone[both:]]
        found += [[Piece("come", line)] for line in come[both:]]
    return [pieces for pieces in found if any(piece.text for piece in pieces)]


def _words(before: str, after: str) -> list[Piece]:
    return list(_joined(_pieces(_WORD.findall(before), _WORD.findall(after))))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[j1:j2]))
            continue
        if i1 < i2:
            yield Piece("gone", "".join(old[i1:i2]))
        if j1 < j2:
            yield Piece("come", "".join(new[j1:j2]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A space alone between two changes is no island: "a b" to "c d" reads as one change."""
    held: dict[Kind, str] = {"gone": "", "come": ""}
    found = list(pieces)
    for place, piece in enumerate(found):
        ends = place in (0, len(found) - 1)
        if piece.kind == "same" and (ends or not piece.text.isspace() or not any(held.values())):
            yield from _held(held)
            yield piece
        elif piece.kind == "same":
            held = {kind: text + piece.text for kind, text in held.items()}
        else:
            held[piece.kind] += piece.text
    yield from _held(held)


def _held(held: dict[Kind, str]) -> Iterator[Piece]:
    for kind, text in held.items():
        if text.strip():
            yield Piece(kind, text)
        held[kind] = ""
