"""What differs between two texts, word by word within paragraphs. Pure.

Paragraphs are matched first, and words only within those that changed. The time is proportional to
the length of the texts, however much they differ: `opcodes` bounds what is compared closely.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

Kind = Literal["same", "gone", "come"]
Opcode = tuple[str, int, int, int, int]
Block = tuple[int, int, int]
_WORD: Final = re.compile(r"\d+(?:[.,:]\d+)+|\w+|\s+|[^\w\s]")
# SequenceMatcher is cubic: two lines of 20,000 characters took hours. In this many steps it
# compares some forty words with as many others, and more where they have little in common.
_STEP_LIMIT: Final = 100_000


class Piece(NamedTuple):
    """A stretch of a paragraph that stayed, went or came."""

    kind: Kind
    text: str


def paragraphs(before: str, after: str) -> list[list[Piece]]:
    """The paragraphs of both texts in order, each as its pieces. Lines are paragraphs."""
    old, new = before.splitlines(), after.splitlines()
    found: list[list[Piece]] = []
    for tag, i1, i2, j1, j2 in opcodes(old, new):
        if tag == "equal":
            found += [[Piece("same", line)] for line in new[j1:j2]]
            continue
        gone, come = old[i1:i2], new[j1:j2]
        both = min(len(gone), len(come))
        found += [_words(a, b) for a, b in zip(gone, come, strict=False)]
        found += [[Piece("gone", line)] for line in gone[both:]]
        found += [[Piece("come", line)] for line in come[both:]]
    return [pieces for pieces in found if any(piece.text for piece in pieces)]


def opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[Opcode]:
    """How to turn one sequence into the other, like `difflib.SequenceMatcher.get_opcodes`.

    In long sequences, what is the same at both ends is set aside, and the rest is divided at the
    tokens that occur once on each side, as in Bram Cohen's patience diff. A stretch that is still
    too long to be compared closely is replaced as a whole.
    """
    if _is_small(old, new):
        yield from SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return
    start, end = _common_ends(old, new)
    stop_old, stop_new = len(old) - end, len(new) - end
    blocks = [(0, 0, start)]
    i = j = start
    for place_old, place_new in _anchors(old[start:stop_old], new[start:stop_new]):
        blocks += _blocks(old, new, (i, start + place_old), (j, start + place_new))
        i, j = start + place_old + 1, start + place_new + 1
        blocks.append((i - 1, j - 1, 1))
    blocks += _blocks(old, new, (i, stop_old), (j, stop_new))
    blocks.append((stop_old, stop_new, end))
    yield from _opcodes_of(blocks, (len(old), len(new)))


def _is_small(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether SequenceMatcher takes few steps, whatever the order of the tokens.

    It finds one match after the other, and looks each time at every token, and at every pair of
    equal tokens, of what is left.
    """
    counts = Counter(old)
    pairs = sum(counts[token] for token in new)
    matches = min(len(old), len(new), pairs)
    return matches * (len(old) + len(new) + pairs) <= _STEP_LIMIT


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many tokens are the same at the beginning, and how many at the end."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of tokens that occur once on each side, as many as keep their order."""
    once_old, once_new = Counter(old), Counter(new)
    place_in_new = {token: place for place, token in enumerate(new)}
    both = [
        (place, place_in_new[token])
        for place, token in enumerate(old)
        if once_old[token] == once_new[token] == 1
    ]
    # The longest increasing subsequence: ends[n] closes the best one of length n + 1 so far.
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(both):
        length = bisect_left(ends, place)
        before.append(at_end[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            at_end.append(number)
        else:
            ends[length], at_end[length] = place, number
    kept = []
    number = at_end[-1] if at_end else -1
    while number >= 0:
        kept.append(both[number])
        number = before[number]
    return kept[::-1]


def _blocks(
    old: Sequence[str], new: Sequence[str], in_old: tuple[int, int], in_new: tuple[int, int]
) -> list[Block]:
    """What is the same within a stretch of both; nothing if the stretch is too long to compare."""
    part_old, part_new = old[slice(*in_old)], new[slice(*in_new)]
    if not _is_small(part_old, part_new):
        return []
    matcher = SequenceMatcher(None, part_old, part_new, autojunk=False)
    return [(in_old[0] + i, in_new[0] + j, n) for i, j, n in matcher.get_matching_blocks()]


def _opcodes_of(blocks: list[Block], ends: tuple[int, int]) -> Iterator[Opcode]:
    """The operations between blocks that are the same, up to the ends of both sequences."""
    merged: list[Block] = []
    for i, j, size in blocks:
        last_i, last_j, last_size = merged[-1] if merged else (0, 0, 0)
        if merged and (last_i + last_size, last_j + last_size) == (i, j):
            merged[-1] = (last_i, last_j, last_size + size)
        elif size:
            merged.append((i, j, size))
    at_old = at_new = 0
    for i, j, size in [*merged, (*ends, 0)]:
        if at_old < i or at_new < j:
            tag = "insert" if at_old == i else "delete" if at_new == j else "replace"
            yield tag, at_old, i, at_new, j
        if size:
            yield "equal", i, i + size, j, j + size
        at_old, at_new = i + size, j + size


def _words(before: str, after: str) -> list[Piece]:
    return list(_joined(_pieces(_WORD.findall(before), _WORD.findall(after))))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in opcodes(old, new):
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
