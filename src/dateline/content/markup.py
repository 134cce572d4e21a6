r"""Parses and writes the markup of writers: **strong**, _emphasis_, [text](address). Pure.

A blank line ends a paragraph, and a single line break is kept in it. An address that begins with
https:// or http:// is a link without any mark. A backslash escapes the next special character. `\&`
stands for no character; it separates a mark from a letter next to it. `write(read(text))` may
differ from the text, but `read(write(paragraphs))` returns equal paragraphs. The editor of the desk
parses and writes the same markup in `desk/static/desk/desk/markup.js`.

Reading and writing take time proportional to the length of the text. An earlier version searched
for the end of each mark separately, and took twelve seconds for 20,000 opening brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dateline.content.tree import Bullet, Bullets, KeyPoint, Mark, Paragraph, Run, Text

LINK_SCHEMES: Final = ("https://", "http://", "mailto:")

# Linear: the alternatives match different texts, and no quantifier is nested in another.
_TOKEN: Final = re.compile(r"[^\\*_\[\]]+|\\[\\*_\[\]<&]|[\\*_\[\]]")
# An address may have brackets, one pair within another not.
_ADDRESS: Final = re.compile(
    r"\]\(((?:https?://|mailto:)(?:[^()\s]++|\([^()\s]*+\))++)\)", re.IGNORECASE
)
_BARE_ADDRESS: Final = re.compile(
    r"""(?<![\w\\])https?://(?:[^()\s\\*<>"“”„«»\[\]]++|\([^()\s\\*<>"“”„«»\[\]]*+\))++""",
    re.IGNORECASE,
)
# What ends a sentence or closes a mark behind an address.
_BEHIND_ADDRESS: Final = ".,;:!?'’_…"
_BLANK_LINES: Final = re.compile(r"\n(?:[ \t]*+\n)++")
_SPACES: Final = re.compile(r"\s+")
_BULLET: Final = re.compile(r"[ \t]*+[-*•][ \t]++(?=\S)")
# At most nine digits, because int() raises ValueError for more than 4,300.
_POST: Final = re.compile(r"#(\d{1,9})")
_COVERAGE: Final = re.compile(r"/([a-z0-9-]++)/?(?:#(\d{1,9}))?")


def read(text: str) -> tuple[Paragraph, ...]:
    """Parses a text with markup."""
    return read_runs([Run(text)])


def read_runs(runs: Iterable[Run]) -> tuple[Paragraph, ...]:
    """Parses a text with markup, some of which has marks and links already."""
    given: list[tuple[int, _Style]] = []
    texts: list[str] = []
    length = 0
    for run in runs:
        given.append((length, _Style(run.marks, run.link)))
        texts.append(run.text.replace("\r\n", "\n").replace("\r", "\n"))
        length += len(texts[-1])
    whole = "".join(texts)
    paragraphs = []
    start = 0
    for end, resume in [*(each.span() for each in _BLANK_LINES.finditer(whole)), (length, length)]:
        inside = [(max(at - start, 0), style) for at, style in _within(given, start, end)]
        if paragraph := settled(_Parser(whole[start:end], inside).runs()):
            paragraphs.append(paragraph)
        start = resume
    return tuple(paragraphs)


def read_line(line: str) -> Paragraph:
    """Parses one paragraph. Returns () for an empty one."""
    return settled(_Parser(line).runs())


def write(paragraphs: tuple[Paragraph, ...]) -> str:
    """Writes paragraphs as a text that `read` parses to equal paragraphs."""
    return "\n\n".join(write_line(paragraph) for paragraph in paragraphs)


def write_line(paragraph: Paragraph) -> str:
    """Writes one paragraph as a text that `read_line` parses to an equal paragraph."""
    written = []
    for index, run in enumerate(paragraph):
        if run.link and _is_bare(paragraph, index):
            written.append(run.text)
            continue
        text = _escaped(run.text, linked=bool(run.link))
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


def read_text(source: str) -> tuple[Text | Bullets, ...]:
    """Parses a text with markup and with lists, whose lines begin with "- ", "* " or "• "."""
    parts: list[Text | Bullets] = []
    lines: list[str] = []
    in_list = False

    def finish() -> None:
        text = "\n".join(lines)
        lines.clear()
        if in_list:
            bullets = tuple(bullet for bullet in read_bullets(text) if bullet.line)
            parts.extend([Bullets(bullets)] if bullets else [])
        elif paragraphs := read(text):
            # Between them there was a list without words.
            if parts and isinstance(parts[-1], Text):
                parts[-1] = Text(parts[-1].paragraphs + paragraphs)
            else:
                parts.append(Text(paragraphs))

    for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        bullet = _BULLET.match(line)
        if bool(bullet) != in_list and (bullet or line.strip()):
            finish()
            in_list = bool(bullet)
        lines.append(line[bullet.end() :] if bullet else line)
    finish()
    return tuple(parts) or (Text(()),)


def write_text(paragraphs: tuple[Paragraph, ...]) -> str:
    """Writes paragraphs as a text that `read_text` parses to one Text with equal paragraphs."""
    return re.sub(r"^(?=[-•][ \t])", r"\\&", write(paragraphs), flags=re.MULTILINE)


def address_of(link: str) -> str:
    """Returns a link as an address that markup can have; '' for other schemes."""
    scheme, colon, rest = link.strip().partition(":")
    address = f"{scheme.lower()}{colon}{rest}"
    if not address.startswith(LINK_SCHEMES) or re.search(r"\s", address):
        return ""
    if _ADDRESS.fullmatch(f"]({address})"):
        return address
    return address.replace("(", "%28").replace(")", "%29")


def settled(runs: list[Run]) -> Paragraph:
    """Normalises runs, so that paragraphs that look the same are equal.

    Neighbouring runs with the same marks are joined. Spaces and line breaks are single, there are
    none at the ends of the paragraph, and marks and links do not include them at their edges.
    `write` could not express other forms.
    """
    spans: list[tuple[_Style, list[str]]] = []
    space = ""
    for run in runs:
        text = _SPACES.sub(_single, run.text)
        bare = text.strip()
        space = _wider(space, text[: text.find(bare)] if bare else text)
        if not bare:
            continue
        style = _Style(_ordered(run.marks), run.link)
        if space and spans:
            _add(spans, _style_of_space(spans[-1][0], style), space)
        _add(spans, style, bare)
        space = text[text.find(bare) + len(bare) :]
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
        " ".join([_guarded(write_line(bullet.line)), *(f"#{number}" for number in bullet.posts)])
        for bullet in bullets
    )


def read_key_points(source: str) -> tuple[KeyPoint, ...]:
    """Parses key points, one on each line, without markup.

    A line may end with a link to a post, `#12`, to another coverage, `/river-rises`, or to a post
    of another coverage, `/river-rises#12`.
    """
    lines = filter(None, (line.strip() for line in source.splitlines()))
    return tuple(_read_key_point(line) for line in lines)


def write_key_points(points: tuple[KeyPoint, ...]) -> str:
    """Writes key points as a text that `read_key_points` parses to equal key points."""
    lines = []
    for point in points:
        coverage = f"/{point.coverage}" if point.coverage else ""
        post = f"#{point.post}" if point.post else ""
        lines.append(f"{point.line} {coverage}{post}".rstrip())
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

    `given` has the marks that the text has already: each from its position to the next one.
    """

    def __init__(self, line: str, given: Sequence[tuple[int, _Style]] = ()) -> None:
        self._line = line
        self._given = [*given, (len(line) + 1, _Style())] if given else [(len(line) + 1, _Style())]
        self._next_given = 0
        self._given_style = _Style()
        self._bare = dict(_bare_addresses(line))
        self._stops = sorted(self._bare, reverse=True)
        self._strong, self._emphasis, self._brackets = _closing_positions(line)
        self._open = [_Span(len(line), len(line), _Style())]
        self._runs: list[Run] = []
        self._plain: list[str] = []

    def runs(self) -> list[Run]:
        at = 0
        while True:
            span = self._open[-1]
            self._enter_given(at, span.style)
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
            elif (end := self._bare.get(at, len(self._line) + 1)) <= span.end and not (
                span.style.link or self._given_style.link
            ):
                self._finish_run(span.style)
                self._plain.append(self._line[at:end])
                self._finish_run(_Style(span.style.marks, address_of(self._line[at:end])))
                at = end
            else:
                at = self._read_plain(at, span.end)

    def _enter_given(self, at: int, style: _Style) -> None:
        while self._given[self._next_given][0] <= at:
            self._finish_run(style)
            self._given_style = self._given[self._next_given][1]
            self._next_given += 1

    def _finish_run(self, style: _Style) -> None:
        if self._plain:
            marks = (*style.marks, *self._given_style.marks)
            link = style.link or self._given_style.link
            self._runs.append(Run("".join(self._plain), marks, link))
            self._plain.clear()

    def _read_plain(self, at: int, end: int) -> int:
        end = min(end, self._next_stop(at))
        token = _TOKEN.match(self._line, at, end)
        if token is None:  # A backslash before a change of the given marks.
            self._plain.append(self._line[at])
            return at + 1
        text = token[0]
        if text[0] == "\\" and len(text) == 2:
            text = "" if text == "\\&" else text[1]
        self._plain.append(text)
        return token.end()

    def _next_stop(self, at: int) -> int:
        """Where the plain text from `at` must stop: at given marks, or at a bare address."""
        given = self._given[self._next_given][0]
        while self._stops and self._stops[-1] <= at:
            self._stops.pop()
        return min(given, self._stops[-1]) if self._stops else given

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
        link = address_of(address[1])
        return start, _Span(end, address.end(), _Style(span.style.marks, link))


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

    A closing mark is not escaped. `**` and `_` do not close after a space, nor in an address.
    """
    strong, emphasis, brackets = [], [], []
    addresses = iter([*_bare_addresses(line), (len(line), len(line))])
    start, end = next(addresses)
    for token in _TOKEN.finditer(line):
        at = token.start()
        while at >= end and end < len(line):
            start, end = next(addresses)
        if start <= at < end:
            continue
        if token[0] == "]":
            brackets.append(at)
        elif line[max(at - 1, 0) : at].isspace():
            continue
        elif token[0] == "*" and line.startswith("**", at):
            strong.append(at)
        elif token[0] == "_" and not line[at + 1 : at + 2].isalnum():
            emphasis.append(at)
    return _Positions(strong), _Positions(emphasis), _Positions(brackets)


def _bare_addresses(line: str) -> list[tuple[int, int]]:
    """Where the bare addresses of a line begin and end."""
    found = []
    for each in _BARE_ADDRESS.finditer(line):
        text = each[0].rstrip(_BEHIND_ADDRESS)
        if not text.endswith(("/", ":")) or len(text) > len("https://"):
            found.append((each.start(), each.start() + len(text)))
    return found


def _is_bare(paragraph: Paragraph, index: int) -> bool:
    """Whether a link can be written as its address alone."""
    run = paragraph[index]
    if run.marks or run.text != run.link or _bare_addresses(run.text) != [(0, len(run.text))]:
        return False
    before = paragraph[index - 1].text if index else ""
    after = paragraph[index + 1].text if index + 1 < len(paragraph) else ""
    return (not before or before[-1].isspace()) and bool(re.match(r"[.,;:!?]?(?:\s|$)", after))


def _within(
    given: Sequence[tuple[int, _Style]], start: int, end: int
) -> Iterable[tuple[int, _Style]]:
    """The given marks of a piece of text, with those that hold where it begins."""
    following = bisect_right(given, start, key=lambda each: each[0])
    for index in range(max(following - 1, 0), len(given)):
        if given[index][0] >= end:
            return
        yield given[index]


def _single(spaces: re.Match[str]) -> str:
    return "\n" if "\n" in spaces[0] else " "


def _wider(first: str, second: str) -> str:
    return "\n" if "\n" in (first, second) else first or second


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


def _escaped(text: str, *, linked: bool) -> str:
    # "<" is special only if `sanitise` could take it for a tag, "&" only after a backslash.
    text = re.sub(r"([\\*_\[\]])", r"\\\1", text)
    if not linked:
        text = re.sub(r"(https?:)(?=//)", r"\1\\&", text, flags=re.IGNORECASE)
    return re.sub(r"<(?=[a-zA-Z/!])", r"\\<", text)


def _guarded(bullet: str) -> str:
    """The line of a bullet, whose own first character is not taken for the mark of a bullet."""
    return f"\\&{bullet}" if bullet.startswith(("•", "-", " ")) else bullet


def _read_key_point(line: str) -> KeyPoint:
    text, *last = line.rsplit(maxsplit=1)
    if last and (post := _POST.fullmatch(last[0])):
        return KeyPoint(text, post=int(post[1]))
    if last and (coverage := _COVERAGE.fullmatch(last[0])):
        return KeyPoint(text, int(coverage[2] or 0), coverage[1])
    return KeyPoint(line)
