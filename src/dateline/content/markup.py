r"""Parses and writes the markup of writers: **strong**, _emphasis_, [text](address). Pure.

A blank line ends a paragraph. A backslash escapes the next special character. `\&` stands for no
character; it separates a mark from a letter next to it. `write(read(text))` may differ from the
text, but `read(write(paragraphs))` returns equal paragraphs.

Reading and writing take time proportional to the length of the text. An earlier version searched
for the end of each mark separately, and took twelve seconds for 20,000 opening brackets.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from dateline.content.tree import Bullet, KeyPoint, Mark, Paragraph, Run

LINK_SCHEMES: Final = ("https://", "http://", "mailto:")

# Linear: the alternatives match different texts, and no quantifier is nested in another.
_TOKEN: Final = re.compile(r"[^\\*_\[\]]+|\\[\\*_\[\]<&]|[\\*_\[\]]")
_ADDRESS: Final = re.compile(r"\]\(((?:https?://|mailto:)[^()\s]++)\)")
# At most nine digits, because int() raises ValueError for more than 4,300.
_POST: Final = re.compile(r"#(\d{1,9})")
_COVERAGE: Final = re.compile(r"/([a-z0-9-]++)/?")


def read(text: str) -> tuple[Paragraph, ...]:
    """Parses a text with markup. The lines of a paragraph are joined by spaces."""
    blocks = re.split(r"\n[ \t]*+\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(block.split()) for block in blocks)
    return tuple(paragraph for line in lines if (paragraph := read_line(line)))


def read_line(line: str) -> Paragraph:
    """Parses one paragraph. Returns () for an empty one."""
    return settled(_Parser(line).runs())


def write(paragraphs: tuple[Paragraph, ...]) -> str:
    """Writes paragraphs as a text that `read` parses to equal paragraphs."""
    return "\n\n".join(write_line(paragraph) for paragraph in paragraphs)


def write_line(paragraph: Paragraph) -> str:
    """Writes one paragraph as a text that `read_line` parses to an equal paragraph."""
    written = []
    for run in paragraph:
        text = _escaped(run.text)
        if "emphasis" in run.marks:
            text = f"\\&_{text}_\\&"
        if "strong" in run.marks:
            text = f"**{text}**"
        if run.link:
            text = f"[{text}]({run.link})"
        written.append(text)
    # The separator is needed only next to a letter or digit.
    line = re.sub(r"(^|[^\w\\])\\&_", r"\1_", "".join(written))
    return re.sub(r"_\\&($|[^\w\\])", r"_\1", line)


def settled(runs: list[Run]) -> Paragraph:
    """Normalises runs, so that paragraphs that look the same are equal.

    Neighbouring runs with the same marks are joined. Spaces are single, there are none at the ends
    of the paragraph, and marks and links do not include spaces at their edges. `write` could not
    express other forms.
    """
    spans: list[tuple[_Style, list[str]]] = []
    space = False
    for run in runs:
        text = re.sub(r"\s+", " ", run.text)
        bare = text.strip()
        space = space or text.startswith(" ")
        if not bare:
            continue
        style = _Style(_ordered(run.marks), run.link)
        if space and spans:
            _add(spans, _style_of_space(spans[-1][0], style), " ")
        _add(spans, style, bare)
        space = text.endswith(" ")
    return tuple(Run("".join(texts), style.marks, style.link) for style, texts in spans)


def read_bullets(source: str) -> tuple[Bullet, ...]:
    """Parses bullets, one on each line, which may cite posts: `The dam holds. #12 #14`."""
    bullets = []
    for line in filter(None, (line.strip() for line in source.splitlines())):
        words = line.lstrip("•- ").split()
        end = len(words)
        # The first word is always text, or a bullet could be empty.
        while end > 1 and _POST.fullmatch(words[end - 1]):
            end -= 1
        posts = tuple(int(word[1:]) for word in words[end:])
        bullets.append(Bullet(read_line(" ".join(words[:end])), posts))
    return tuple(bullets)


def write_bullets(bullets: tuple[Bullet, ...]) -> str:
    """Writes bullets as a text that `read_bullets` parses to equal bullets."""
    return "\n".join(
        " ".join([write_line(bullet.line), *(f"#{number}" for number in bullet.posts)])
        for bullet in bullets
    )


def read_key_points(source: str) -> tuple[KeyPoint, ...]:
    """Parses key points, one on each line, without markup.

    A line may end with a link to a post, `#12`, or to another coverage, `/river-rises`.
    """
    lines = filter(None, (line.strip() for line in source.splitlines()))
    return tuple(_read_key_point(line) for line in lines)


def write_key_points(points: tuple[KeyPoint, ...]) -> str:
    """Writes key points as a text that `read_key_points` parses to equal key points."""
    lines = []
    for point in points:
        target = f" #{point.post}" if point.post else ""
        if point.coverage and not point.post:
            target = f" /{point.coverage}"
        lines.append(point.line + target)
    return "\n".join(lines)


class _Style(NamedTuple):
    marks: tuple[Mark, ...] = ()
    link: str = ""


class _Span(NamedTuple):
    """Marked text that the parser has entered: its end, and where parsing continues after it."""

    end: int
    resume: int
    style: _Style


class _Parser:
    """Parses one line from left to right, with a stack of open spans.

    Whether a mark can close at a position depends only on the characters next to it, so these
    positions are collected first. The parser only moves forward, and so does its index into each
    list of closing positions. This makes it linear.
    """

    def __init__(self, line: str) -> None:
        self._line = line
        self._strong, self._emphasis, self._brackets = _closing_positions(line)
        self._open = [_Span(len(line), len(line), _Style())]
        self._runs: list[Run] = []
        self._plain: list[str] = []

    def runs(self) -> list[Run]:
        at = 0
        while True:
            span = self._open[-1]
            if at >= span.end:
                self._finish_run(span.style)
                self._open.pop()
                if not self._open:
                    return self._runs
                at = span.resume
            elif (inner := self._marked(at, span)) is not None:
                self._finish_run(span.style)
                start, opened = inner
                self._open.append(opened)
                at = start
            else:
                at = self._read_plain(at, span.end)

    def _finish_run(self, style: _Style) -> None:
        if self._plain:
            self._runs.append(Run("".join(self._plain), style.marks, style.link))
            self._plain.clear()

    def _read_plain(self, at: int, end: int) -> int:
        token = _TOKEN.match(self._line, at, end)
        assert token is not None  # every character matches one of the alternatives
        text = token[0]
        if text[0] == "\\" and len(text) == 2:
            text = "" if text == "\\&" else text[1]
        self._plain.append(text)
        return token.end()

    def _marked(self, at: int, span: _Span) -> tuple[int, _Span] | None:
        """The start and the span of the marked text that opens at `at`; None if no mark does."""
        character = self._line[at]
        marks, link = span.style
        if character == "*" and "strong" not in marks and self._line.startswith("**", at):
            return self._delimited(at + 2, 2, self._strong, span, _Style((*marks, "strong"), link))
        if (
            character == "_"
            and "emphasis" not in marks
            and not self._line[max(at - 1, 0) : at].isalnum()
        ):
            style = _Style((*marks, "emphasis"), link)
            return self._delimited(at + 1, 1, self._emphasis, span, style)
        if character == "[" and not link:
            return self._linked(at + 1, span)
        return None

    def _delimited(
        self, start: int, width: int, closing: _Positions, span: _Span, style: _Style
    ) -> tuple[int, _Span] | None:
        end = closing.first_after(start)
        if end is None or end >= span.end or self._line[start].isspace():
            return None
        return start, _Span(end, end + width, style)

    def _linked(self, start: int, span: _Span) -> tuple[int, _Span] | None:
        end = self._brackets.first_after(start - 1)
        if end is None or end == start:
            return None
        address = self._brackets.address(self._line, end)
        if address is None or address.end() > span.end:
            return None
        return start, _Span(end, address.end(), _Style(span.style.marks, address[1]))


class _Positions:
    """Sorted positions in a line. The arguments of `first_after` must not decrease."""

    def __init__(self, positions: list[int]) -> None:
        self._positions = positions
        self._next = 0
        self._address: tuple[int, re.Match[str] | None] = (-1, None)

    def first_after(self, position: int) -> int | None:
        while self._next < len(self._positions) and self._positions[self._next] <= position:
            self._next += 1
        return self._positions[self._next] if self._next < len(self._positions) else None

    def address(self, line: str, end: int) -> re.Match[str] | None:
        """The address after the bracket at `end`, cached, because many `[` may share a `]`."""
        if self._address[0] != end:
            self._address = (end, _ADDRESS.match(line, end))
        return self._address[1]


def _closing_positions(line: str) -> tuple[_Positions, _Positions, _Positions]:
    """The positions where strong, emphasised and linked text can end.

    A closing mark is not escaped. `**` and `_` do not close after a space.
    """
    strong, emphasis, brackets = [], [], []
    for token in _TOKEN.finditer(line):
        at = token.start()
        if token[0] == "]":
            brackets.append(at)
        elif line[max(at - 1, 0) : at].isspace():
            continue
        elif token[0] == "*" and line.startswith("**", at):
            strong.append(at)
        elif token[0] == "_" and not line[at + 1 : at + 2].isalnum():
            emphasis.append(at)
    return _Positions(strong), _Positions(emphasis), _Positions(brackets)


def _add(spans: list[tuple[_Style, list[str]]], style: _Style, text: str) -> None:
    if spans and spans[-1][0] == style:
        spans[-1][1].append(text)
    else:
        spans.append((style, [text]))


def _style_of_space(before: _Style, after: _Style) -> _Style:
    """The style of a space between two runs: their style if it is the same, otherwise none."""
    return before if before == after else _Style()


def _ordered(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    order: tuple[Mark, ...] = ("strong", "emphasis")
    return tuple(mark for mark in order if mark in marks)


def _escaped(text: str) -> str:
    # "<" is special only if `sanitise` could take it for a tag, "&" only after a backslash.
    text = re.sub(r"([\\*_\[\]])", r"\\\1", text)
    return re.sub(r"<(?=[a-zA-Z/!])", r"\\<", text)


def _read_key_point(line: str) -> KeyPoint:
    text, *last = line.rsplit(maxsplit=1)
    if last and (post := _POST.fullmatch(last[0])):
        return KeyPoint(text, post=int(post[1]))
    if last and (coverage := _COVERAGE.fullmatch(last[0])):
        return KeyPoint(text, coverage=coverage[1])
    return KeyPoint(line)
