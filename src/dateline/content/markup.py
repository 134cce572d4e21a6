r"""The few marks that a writer may type, and back: **strong**, _emphasis_, [text](address). Pure.

A blank line ends a paragraph. A backslash makes the next mark a plain character, and `\&` is
nothing at all: it keeps two neighbours apart. `write(read(text))` may differ from the text, but
`read(write(paragraphs))` gives the same paragraphs.
"""

from __future__ import annotations

import re
from typing import Final

from dateline.content.tree import Mark, Paragraph, Run

LINK_SCHEMES: Final = ("https://", "http://", "mailto:")

_SPECIAL: Final = "\\*_[]<&"
_UNMARKED: Final = re.compile(r"[^\\*_\[]+")
_LINK: Final = re.compile(r"\[((?:\\.|[^\]\\])+)\]\(((?:https?://|mailto:)[^()\s]+)\)")


def read(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text in our marks; lines of one paragraph are joined by a space."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(block.split()) for block in blocks)
    return tuple(paragraph for line in lines if (paragraph := read_line(line)))


def read_line(line: str) -> Paragraph:
    """The runs of one paragraph; () for an empty one."""
    return settled(_read(line, (), ""))


def write(paragraphs: tuple[Paragraph, ...]) -> str:
    """The text that `read` makes these paragraphs of."""
    return "\n\n".join(write_line(paragraph) for paragraph in paragraphs)


def write_line(paragraph: Paragraph) -> str:
    out = ""
    for run in paragraph:
        text = _escaped(run.text)
        if "emphasis" in run.marks:
            text = f"\\&_{text}_\\&"
        if "strong" in run.marks:
            text = f"**{text}**"
        if run.link:
            text = f"[{text}]({run.link})"
        out += text
    # A separator is only needed against a letter.
    out = re.sub(r"(^|[^\w\\])\\&_", r"\1_", out)
    return re.sub(r"_\\&($|[^\w\\])", r"_\1", out)


def _read(text: str, marks: tuple[Mark, ...], link: str) -> list[Run]:
    runs: list[Run] = []
    plain = ""
    at = 0
    while at < len(text):
        if words := _UNMARKED.match(text, at):
            plain += words[0]
            at = words.end()
            continue
        if text[at] == "\\" and at + 1 < len(text) and text[at + 1] in _SPECIAL:
            plain += "" if text[at + 1] == "&" else text[at + 1]
            at += 2
            continue
        inner, more, address, end = _marked(text, at, marks, link)
        if end:
            runs.append(Run(plain, marks, link))
            runs += _read(inner, more, address)
            plain, at = "", end
        else:
            plain += text[at]
            at += 1
    return [*runs, Run(plain, marks, link)]


def _marked(
    text: str, at: int, marks: tuple[Mark, ...], link: str
) -> tuple[str, tuple[Mark, ...], str, int]:
    """What is marked at this place: its inside, its marks, its link, its end (0: nothing is)."""
    if text.startswith("**", at) and "strong" not in marks:
        end = _closer(text, at + 2, "**")
        if end:
            return text[at + 2 : end], (*marks, "strong"), link, end + 2
    if text[at] == "_" and "emphasis" not in marks and not text[at - 1 : at].isalnum():
        end = _closer(text, at + 1, "_")
        if end:
            return text[at + 1 : end], (*marks, "emphasis"), link, end + 1
    if text[at] == "[" and not link and (found := _LINK.match(text, at)):
        return found[1], marks, found[2], found.end()
    return "", marks, link, 0


def _closer(text: str, start: int, mark: str) -> int:
    """Where the mark opened before `start` is closed; 0 where it is not, and so is no mark."""
    if text[start : start + 1].isspace():
        return 0
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(mark, at) and at > start and not text[at - 1].isspace():
            if mark != "_" or not text[at + 1 : at + 2].isalnum():
                return at
            at += 1
        else:
            at += 1
    return 0


def settled(runs: list[Run]) -> Paragraph:
    """One form for runs that show the same: neighbours that are marked alike are one run.

    A mark or a link never covers the space at its edge, spaces are single, the ends have none; the
    other forms could not be written so that they are read again.
    """
    pieces: list[Run] = []
    for run in runs:
        text = re.sub(r"\s+", " ", run.text)
        bare = text.strip()
        edge = [Run(" ")]
        pieces += edge if text[:1] == " " else []
        pieces += [Run(bare, _ordered(run.marks), run.link)] if bare else []
        pieces += edge if bare and text[-1:] == " " else []
    merged: list[Run] = []
    for piece in pieces:
        last = merged[-1] if merged else Run(" ")
        if piece.text == " " and last.text.endswith(" "):
            continue
        if merged and _alike(last, piece):
            merged[-1] = Run(last.text + piece.text, last.marks, last.link)
        else:
            merged.append(piece)
    return _bridged(merged)


def _bridged(runs: list[Run]) -> Paragraph:
    """A space between two runs that are marked alike belongs to them; one at the end to nobody."""
    bridged: list[Run] = []
    for place, run in enumerate(runs):
        before = bridged[-1] if bridged else None
        after = runs[place + 1] if place + 1 < len(runs) else None
        if run.text == " " and after is None:
            continue
        if before and after and run.text == " " and _alike(before, after):
            bridged[-1] = Run(before.text + " ", before.marks, before.link)
        elif before and _alike(before, run):
            bridged[-1] = Run(before.text + run.text, run.marks, run.link)
        else:
            bridged.append(run)
    if bridged:
        last = bridged.pop()
        bridged += [Run(last.text.rstrip(), last.marks, last.link)] if last.text.strip() else []
    return tuple(bridged)


def _alike(one: Run, other: Run) -> bool:
    return (one.marks, one.link) == (other.marks, other.link)


def _ordered(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    order: tuple[Mark, ...] = ("strong", "emphasis")
    return tuple(mark for mark in order if mark in marks)


def _escaped(text: str) -> str:
    # A "<" is only special where it would open a tag, "&" only behind a backslash.
    text = re.sub(r"([\\*_\[\]])", r"\\\1", text)
    return re.sub(r"<(?=[a-zA-Z/!])", r"\\<", text)
