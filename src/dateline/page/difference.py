"""Compares two texts word by word. Pure.

Paragraphs are matched first, then the words of paragraphs that changed. The time is proportional to
the length of the texts, because `opcodes` limits the size of what it compares closely.
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
# SequenceMatcher takes cubic time: two lines of 20,000 characters took hours. This limit allows it
# to compare about forty words with forty others, or more words if few of them are equal.
_STEP_LIMIT: Final = 100_000


class Piece(NamedTuple):
    """A part of a paragraph that is unchanged ("same"), was deleted ("gone") or added ("come")."""

    kind: Kind
    text: str


def paragraphs(before: str, after: str) -> list[list[Piece]]:
    """Returns the paragraphs of both texts in order, each as pieces. Each line is a paragraph."""
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
    """Yields the operations that change `old` into `new`, as `SequenceMatcher.get_opcodes` does.

    For long sequences this is Bram Cohen's patience diff: equal tokens at both ends are removed,
    and the rest is divided at the tokens that occur exactly once in each sequence. A part that is
    still too long for SequenceMatcher is replaced as a whole.
    """
    if _is_small(old, new):
        yield from SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return
    start, end = _common_ends(old, new)
    stop_old, stop_new = len(old) - end, len(new) - end
    blocks = [(0, 0, start)]
    i = j = start
    for anchor_old, anchor_new in _anchors(old[start:stop_old], new[start:stop_new]):
        blocks += _blocks(old, new, (i, start + anchor_old), (j, start + anchor_new))
        i, j = start + anchor_old + 1, start + anchor_new + 1
        blocks.append((i - 1, j - 1, 1))
    blocks += _blocks(old, new, (i, stop_old), (j, stop_new))
    blocks.append((stop_old, stop_new, end))
    yield from _opcodes_of(blocks, (len(old), len(new)))


def _is_small(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether SequenceMatcher needs at most _STEP_LIMIT steps, in the worst order of the tokens.

    For each match it visits every remaining token and every remaining pair of equal tokens.
    """
    counts = Counter(old)
    pairs = sum(counts[token] for token in new)
    matches = min(len(old), len(new), pairs)
    return matches * (len(old) + len(new) + pairs) <= _STEP_LIMIT


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """The number of equal tokens at the beginning and at the end."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The indexes of tokens that occur once in each sequence: the longest list in both orders."""
    once_old, once_new = Counter(old), Counter(new)
    index_in_new = {token: index for index, token in enumerate(new)}
    both = [
        (index, index_in_new[token])
        for index, token in enumerate(old)
        if once_old[token] == once_new[token] == 1
    ]
    # The longest increasing subsequence of the indexes in `new`, by patience sorting: ends[n] is
    # the smallest last index of an increasing subsequence of length n + 1 so far.
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for number, (_, index) in enumerate(both):
        length = bisect_left(ends, index)
        before.append(at_end[length - 1] if length else -1)
        if length == len(ends):
            ends.append(index)
            at_end.append(number)
        else:
            ends[length], at_end[length] = index, number
    anchors = []
    number = at_end[-1] if at_end else -1
    while number >= 0:
        anchors.append(both[number])
        number = before[number]
    return anchors[::-1]


def _blocks(
    old: Sequence[str], new: Sequence[str], in_old: tuple[int, int], in_new: tuple[int, int]
) -> list[Block]:
    """The equal blocks of two slices; none if the slices are too long to compare."""
    part_old, part_new = old[slice(*in_old)], new[slice(*in_new)]
    if not _is_small(part_old, part_new):
        return []
    matcher = SequenceMatcher(None, part_old, part_new, autojunk=False)
    return [(in_old[0] + i, in_new[0] + j, n) for i, j, n in matcher.get_matching_blocks()]


def _opcodes_of(blocks: list[Block], ends: tuple[int, int]) -> Iterator[Opcode]:
    """The operations for a list of equal blocks, up to the ends of both sequences."""
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
    """Joins changes that only a space separates: "a b" to "c d" is shown as one change."""
    changed: dict[Kind, str] = {"gone": "", "come": ""}
    found = list(pieces)
    for index, piece in enumerate(found):
        ends = index in (0, len(found) - 1)
        if piece.kind == "same" and (ends or not piece.text.isspace() or not any(changed.values())):
            yield from _take(changed)
            yield piece
        elif piece.kind == "same":
            changed = {kind: text + piece.text for kind, text in changed.items()}
        else:
            changed[piece.kind] += piece.text
    yield from _take(changed)


def _take(changed: dict[Kind, str]) -> Iterator[Piece]:
    for kind, text in changed.items():
        if text.strip():
            yield Piece(kind, text)
        changed[kind] = ""
