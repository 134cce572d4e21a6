"""Sanitises text that people type or paste, and reports what it removed.

Characters that could break a page or mislead its readers are removed, and line ends become LF.
Pasted HTML becomes markup, or plain text in fields without markup. The result is always text and
never HTML, so HTML that this module misreads is shown as text and does no harm.

The HTML is tokenized as in HTML5, in one pass, and no input raises an exception. Python's
`html.parser` raises AssertionError for some input and takes quadratic time for other input. A tree
builder such as html5ever scans its stack for each tag, so 250,000 unclosed tags take minutes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from dateline.content.tree import Mark, Paragraph, Run

from . import markup

# Matches text that looks like HTML. A tag after a backslash is plain text.
_HTML: Final = re.compile(r"(?<!\\)<(?:/?[a-zA-Z][a-zA-Z0-9:\-]*+(?:[\s/][^<>]*+)?>|!--|![a-zA-Z])")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# Direction overrides and isolates, and invisible characters. The marks U+200E, U+200F and U+061C
# and the joiners U+200C and U+200D are allowed, because Arabic, Hebrew, Persian and many emoji need
# them. Tag characters are allowed in the flags of England, Scotland and Wales.
_HIDDEN: Final = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    "|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)

_MARKS: Final[dict[str, Mark]] = {
    "b": "strong",
    "strong": "strong",
    "i": "emphasis",
    "em": "emphasis",
}
_BLOCKS: Final = frozenset("p div li ul ol h1 h2 h3 h4 h5 h6 blockquote section article".split())
# Where one of them is, line breaks mean nothing. Elsewhere they are the writer's own.
_BLOCK_TAG: Final = re.compile(rf"<(?:{'|'.join(_BLOCKS)})[\s/>]", re.IGNORECASE)
# Tags that only affect the layout. Their removal is not reported.
_LAYOUT: Final = frozenset("span font o:p html body head meta title u s small tbody".split())
# Elements whose content is not text of the writer. It is removed.
_OPAQUE: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in "script style svg template iframe".split()
}
_UNREPORTED_COMMENTS: Final = ("StartFragment", "EndFragment", "[if", "[endif", "?xml")
_SCHEMES: Final = ("http:", "https:", "mailto:")
_SHOWN_LENGTH: Final = 60

_TAG_NAME: Final = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_GAP: Final = re.compile(r"[\s/]*+")
_ATTRIBUTE_NAME: Final = re.compile(r"=?[^\s/>=]*+")
_EQUALS: Final = re.compile(r"\s*+=\s*+")
_UNQUOTED_VALUE: Final = re.compile(r"[^\s>]*+")
_COMMENT_END: Final = re.compile(r"--!?>")
_LEADING_ZEROS: Final = re.compile(r"&#0++(?=[0-9])")
_LONG_NUMBER: Final = re.compile(r"&#[0-9]{8,}+;?")


@dataclass
class Cleaned:
    """A sanitised text, and descriptions of what was removed from it, each once."""

    text: str
    removed: list[str] = field(default_factory=list)


def clean(text: str) -> Cleaned:
    """Sanitises a field with markup. HTML becomes markup, and marks that were typed stay marks."""
    cleaned = plain(text)
    if _HTML.search(cleaned.text):
        found = _read(cleaned.text, keep_lines=not _BLOCK_TAG.search(cleaned.text))
        if not found.all_markup:
            # It only looked like HTML, so it stays as it was typed.
            return cleaned
        cleaned.text = markup.write(found.paragraphs())
        cleaned.removed = _once([*cleaned.removed, *found.removed])
    return cleaned


def clean_unmarked(text: str) -> Cleaned:
    """Sanitises a field of several lines without markup. HTML becomes plain text.

    Every tag is reported, because its formatting is lost.
    """
    cleaned = plain(text)
    if _HTML.search(cleaned.text):
        found = _read(cleaned.text, keep_lines=True)
        if not found.all_markup:
            return cleaned
        lines = (" ".join(line.split()) for line in found.words().split("\n"))
        cleaned.text = "\n".join(line for line in lines if line.strip(" •"))
        cleaned.removed = _once([*cleaned.removed, *found.all_markup, *found.removed])
    return cleaned


def clean_line(text: str) -> Cleaned:
    """Sanitises a field of one line without markup, such as a headline or a name."""
    cleaned = clean_unmarked(text)
    cleaned.text = " ".join(cleaned.text.split())
    return cleaned


def plain(text: str) -> Cleaned:
    """Removes control characters and hidden characters. Line ends become LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\u2028\u2029\x85]", "\n", text)
    text, controls = _CONTROL.subn("", text)
    visible = _HIDDEN.sub(lambda found: found["flag"] or "", text)
    removed = []
    if controls:
        removed.append("control characters")
    if visible != text:
        removed.append("invisible characters that change the direction or the spelling of text")
    return Cleaned(visible, removed)


def _read(source: str, *, keep_lines: bool) -> _HtmlReader:
    reader = _HtmlReader(source, keep_lines=keep_lines)
    reader.read()
    return reader


class _HtmlReader:
    """Reads HTML into lines of runs. An unclosed tag or comment is text, so no words are lost.

    `removed` describes the removals that are reported for every field. `all_markup` lists every tag
    and comment.
    """

    def __init__(self, source: str, *, keep_lines: bool) -> None:
        self.all_markup: list[str] = []
        self.removed: list[str] = []
        self._source = source
        self._lines: list[list[Run]] = [[]]
        # Counters and not a stack: <b><i>x</b>y</i> is common, and a stack could grow very deep.
        self._depths: dict[Mark, int] = {"strong": 0, "emphasis": 0}
        self._link = ""
        self._keep_lines = keep_lines
        self._unclosed: set[str] = set()

    def words(self) -> str:
        return "\n".join("".join(run.text for run in line) for line in self._lines)

    def paragraphs(self) -> tuple[Paragraph, ...]:
        read = (paragraph for runs in self._lines for paragraph in markup.read_runs(runs))
        return tuple(each for each in read if "".join(run.text for run in each).strip(" •"))

    def read(self) -> None:
        at: int | None = 0
        while at is not None:
            start = self._source.find("<", at)
            if start < 0:
                self._add_text(self._source[at:])
                return
            self._add_text(self._source[at:start])
            at = self._read_markup(start)
        self._add_text(self._source[start:])

    def _read_markup(self, start: int) -> int | None:
        """The position after the markup at `start`; None if all of the rest is text."""
        following = self._source[start + 1 : start + 2]
        if self._source.startswith("<!--", start):
            return self._read_comment(start)
        if following in ("!", "?") or re.match(r"</[^a-zA-Z]", self._source[start : start + 3]):
            end = self._source.find(">", start)
            return None if end < 0 else self._end_comment(self._source[start + 1 : end], end + 1)
        name = _TAG_NAME.match(self._source, start)
        if name is None:
            self._add_text("<")
            return start + 1
        tag = name[1].lower()
        attributes, after = self._read_attributes(name.end())
        if after is None:
            return None
        if following == "/":
            self._end_tag(tag)
            return after
        self._start_tag(tag, attributes)
        return self._skip_opaque(tag, after)

    def _read_comment(self, start: int) -> int | None:
        if re.match(r"<!---?>", self._source[start : start + 6]):
            return self._end_comment("", self._source.index(">", start) + 1)
        end = _COMMENT_END.search(self._source, start + 4)
        if end is None:
            return None
        return self._end_comment(self._source[start + 4 : end.start()], end.end())

    def _end_comment(self, text: str, end: int) -> int:
        self.all_markup.append("a comment")
        words = text.removeprefix("!")
        if not words.startswith(_UNREPORTED_COMMENTS) and words[:7].lower() != "doctype":
            self.removed.append("a comment")
        return end

    def _read_attributes(self, at: int) -> tuple[list[tuple[str, str]], int | None]:
        """The attributes of a tag, and the position after it; None if the tag is never closed."""
        source = self._source
        found: list[tuple[str, str]] = []
        while True:
            at = _end(_GAP, source, at)
            if source.startswith(">", at):
                return found, at + 1
            if at == len(source):
                return found, None
            name_end = _end(_ATTRIBUTE_NAME, source, at)
            name, value, at = source[at:name_end].lower(), "", name_end
            if equals := _EQUALS.match(source, at):
                value, after = self._read_value(equals.end())
                if after is None:
                    return found, None
                at = after
            found.append((name, value))

    def _read_value(self, start: int) -> tuple[str, int | None]:
        """The value of an attribute, and the position after it; None if a quote is never closed."""
        quote = self._source[start : start + 1]
        if quote not in ("'", '"'):
            end = _end(_UNQUOTED_VALUE, self._source, start)
            return self._cleaned(self._source[start:end]), end
        end = self._source.find(quote, start + 1)
        if end < 0:
            return "", None
        return self._cleaned(self._source[start + 1 : end]), end + 1

    def _start_tag(self, tag: str, attributes: list[tuple[str, str]]) -> None:
        self._report(tag, attributes)
        if tag in _MARKS:
            self._depths[_MARKS[tag]] += 1
        elif tag == "a":
            self._link = markup.address_of(dict(reversed(attributes)).get("href", ""))
        elif tag == "br":
            self._lines[-1].append(Run("\n"))
        elif tag in _BLOCKS:
            self._lines.append([Run("• ")] if tag == "li" else [])

    def _end_tag(self, tag: str) -> None:
        self.all_markup.append(_shown(tag))
        if tag in _MARKS:
            self._depths[_MARKS[tag]] = max(0, self._depths[_MARKS[tag]] - 1)
        elif tag == "a":
            self._link = ""
        elif tag in _BLOCKS:
            self._lines.append([])

    def _report(self, tag: str, attributes: list[tuple[str, str]]) -> None:
        self.all_markup.append(_shown(tag))
        if tag not in (*_MARKS, "a", "br") and tag not in _BLOCKS and tag not in _LAYOUT:
            self.removed.append(_shown(tag))
        for name, value in attributes:
            if name.startswith("on"):
                self.removed.append(name[:_SHOWN_LENGTH])
            elif name in ("href", "src") and not value.strip().lower().startswith(_SCHEMES):
                self.removed.append(f"the address “{value[:_SHOWN_LENGTH]}”")

    def _skip_opaque(self, tag: str, end: int) -> int:
        """The end of the content of an opaque element; `end` if the element is never closed."""
        if tag not in _OPAQUE or tag in self._unclosed:
            return end
        closing = _OPAQUE[tag].search(self._source, end)
        if closing is None:
            # Remembered, because searching again for each of many unclosed tags is quadratic.
            self._unclosed.add(tag)
            return end
        return closing.start()

    def _add_text(self, text: str) -> None:
        if not text:
            return
        marks = tuple(mark for mark, depth in self._depths.items() if depth)
        if not self._keep_lines:
            text = re.sub(r"\s+", " ", text)
        self._lines[-1].append(Run(self._cleaned(text), marks, self._link))

    def _cleaned(self, text: str) -> str:
        # Sanitised again after decoding, since "&#x202E;" is a direction override too.
        cleaned = plain(_unescaped(text))
        self.removed += cleaned.removed
        return cleaned.text


def _end(pattern: re.Pattern[str], source: str, at: int) -> int:
    """The end of a match at `at`, or `at` itself."""
    found = pattern.match(source, at)
    return found.end() if found else at


def _shown(tag: str) -> str:
    return f"<{tag[:_SHOWN_LENGTH]}>"


def _unescaped(text: str) -> str:
    # html.unescape raises ValueError for a number that is too long for int().
    text = _LEADING_ZEROS.sub("&#", text)
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text))


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
