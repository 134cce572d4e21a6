r"""The markup that writers type, and back: **strong**, _emphasis_, [text](address). Pure.

A blank line ends a paragraph. A backslash makes the next special character plain, and `\&` is
nothing at all: it separates two neighbours. `write(read(text))` may differ from the text, but
`read(write(paragraphs))` gives the same paragraphs.

Reading and writing take time proportional to the length of the text. Earlier versions searched
for the end of every mark anew, and 20,000 opening brackets took twelve seconds.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from dateline.content.tree import Bullet, KeyPoint, Mark, Paragraph, Run

LINK_SCHEMES: Final = ("https://", "http://", "mailto:")

# No text is matched by two alternatives, and no quantifier contains another.
_TOKEN: Final = re.compile(r"[^\\*_\[\]]+|\\[\\*_\[\]<&]|[\\*_\[\]]")
_ADDRESS: Final = re.compile(r"\]\(((?:https?://|mailto:)[^()\s]++)\)")
# More digits are no post's number, and int() raises ValueError on more than 4,300.
_POST: Final = re.compile(r"#(\d{1,9})")
_COVERAGE: Final = re.compile(r"/([a-z0-9-]++)/?")


def read(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text with markup; lines of one paragraph are joined by a space."""
    blocks = re.split(r"\n[ \t]*+\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(block.split()) for block in blocks)
    return tuple(paragraph for line in lines if (paragraph := read_line(line)))


def read_line(line: str) -> Paragraph:
    """The runs of one paragraph; () for an empty one."""
    return settled(_Parser(line).runs())


def write(paragraphs: tuple[Paragraph, ...]) -> str:
    """The text that `read` makes these paragraphs of."""
    return "\n\n".join(write_line(paragraph) for paragraph in paragraphs)


def write_line(paragraph: Paragraph) -> str:
    """The text that `read_line` makes this paragraph of."""
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
    # A separator is only needed next to a letter.
    line = re.sub(r"(^|[^\w\\])\\&_", r"\1_", "".join(written))
    return re.sub(r"_\\&($|[^\w\\])", r"_\1", line)


def settled(runs: list[Run]) -> Paragraph:
    """The one form of all runs that look the same: neighbours with the same marks are one run.

    Marks and links never cover the space at their edges, spaces are single, and there is none at
    either end. Other forms could not be written so that they are read again.
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
    """Lines that may end with the posts that they rest on: `The dam holds. #12 #14`."""
    bullets = []
    for line in filter(None, (line.strip() for line in source.splitlines())):
        words = line.lstrip("•- ").split()
        end = len(words)
        # The first word is always text, so that no bullet is empty.
        while end > 1 and _POST.fullmatch(words[end - 1]):
            end -= 1
        posts = tuple(int(word[1:]) for word in words[end:])
        bullets.append(Bullet(read_line(" ".join(words[:end])), posts))
    return tuple(bullets)


def write_bullets(bullets: tuple[Bullet, ...]) -> str:
    """The text that `read_bullets` makes these bullets of."""
    return "\n".join(
        " ".join([write_line(bullet.line), *(f"#{number}" for number in bullet.posts)])
        for bullet in bullets
    )


def read_key_points(source: str) -> tuple[KeyPoint, ...]:
    """Lines without markup that may end with a post, `#12`, or another coverage, `/river-rises`."""
    lines = filter(None, (line.strip() for line in source.splitlines()))
    return tuple(_read_key_point(line) for line in lines)


def write_key_points(points: tuple[KeyPoint, ...]) -> str:
    """The text that `read_key_points` makes these key points of."""
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
    """Marked text that the parser is inside of: where it ends, and where reading goes on then."""

    end: int
    resume: int
    style: _Style


class _Parser:
    """Reads one line from left to right, with a stack of the marks that are open.

    The places where a mark may close depend on their neighbours alone, so they are found first.
    The parser only moves forward; so does its index into each list of closing places.
    """

    def __init__(self, line: str) -> None:
        self._line = line
        self._strong, self._emphasis, self._brackets = _closing_places(line)
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
        assert token is not None  # every character is in one alternative
        text = token[0]
        if text[0] == "\\" and len(text) == 2:
            text = "" if text == "\\&" else text[1]
        self._plain.append(text)
        return token.end()

    def _marked(self, at: int, span: _Span) -> tuple[int, _Span] | None:
        """Where the text begins that is marked at this place, and its span; None without a mark."""
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
        self, start: int, width: int, closing: _Places, span: _Span, style: _Style
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


class _Places:
    """Places in a line, in order; each question must be about a later place than the one before."""

    def __init__(self, places: list[int]) -> None:
        self._places = places
        self._next = 0
        self._address: tuple[int, re.Match[str] | None] = (-1, None)

    def first_after(self, place: int) -> int | None:
        while self._next < len(self._places) and self._places[self._next] <= place:
            self._next += 1
        return self._places[self._next] if self._next < len(self._places) else None

    def address(self, line: str, end: int) -> re.Match[str] | None:
        """The address behind the bracket at `end`; read once, though many `[` may ask for it."""
        if self._address[0] != end:
            self._address = (end, _ADDRESS.match(line, end))
        return self._address[1]


def _closing_places(line: str) -> tuple[_Places, _Places, _Places]:
    """Where strong, emphasised and linked text may end: a mark, not escaped, not after a space."""
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
    return _Places(strong), _Places(emphasis), _Places(brackets)


def _add(spans: list[tuple[_Style, list[str]]], style: _Style, text: str) -> None:
    if spans and spans[-1][0] == style:
        spans[-1][1].append(text)
    else:
        spans.append((style, [text]))


def _style_of_space(before: _Style, after: _Style) -> _Style:
    """A space between two runs of the same style belongs to them, and to neither otherwise."""
    return before if before == after else _Style()


def _ordered(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    order: tuple[Mark, ...] = ("strong", "emphasis")
    return tuple(mark for mark in order if mark in marks)


def _escaped(text: str) -> str:
    # "<" is only special where it would open a tag, "&" only behind a backslash.
    text = re.sub(r"([\\*_\[\]])", r"\\\1", text)
    return re.sub(r"<(?=[a-zA-Z/!])", r"\\<", text)


def _read_key_point(line: str) -> KeyPoint:
    text, *last = line.rsplit(maxsplit=1)
    if last and (post := _POST.fullmatch(last[0])):
        return KeyPoint(text, post=int(post[1]))
    if last and (coverage := _COVERAGE.fullmatch(last[0])):
        return KeyPoint(text, coverage=coverage[1])
    return KeyPoint(line)
