"""Cleans what comes in, once, and tells the writer what it took out.

Characters that would break a page, a frame or a feed go; line ends become LF; pasted HTML is read
by a real HTML parser (html5ever, through nh3) and becomes our own marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

import nh3

from dateline.content.tree import Mark, Paragraph, Run

from . import markup

_TAG: Final = re.compile(r"(?<!\\)<(?:/?[a-zA-Z][a-zA-Z0-9:\-]*(?:[\s/][^<>]*)?>|!--|![a-zA-Z])")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_HIDDEN: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")

_MARKS: Final[dict[str, Mark]] = {
    "b": "strong",
    "strong": "strong",
    "i": "emphasis",
    "em": "emphasis",
}
_BLOCKS: Final = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote section article".split())
_KEPT: Final = _BLOCKS | set(_MARKS) | {"a"}
# Layout only: nobody misses it, so nobody is told.
_UNTOLD: Final = frozenset("span font o:p html body head meta title u s small tbody".split())
_SCHEMES: Final = ("http:", "https:", "mailto:")


@dataclass
class Cleaned:
    """A text as it may be stored, in our marks, and what was taken out of it, in words."""

    text: str
    taken_out: list[str] = field(default_factory=list)


def clean(text: str, *, one_line: bool = False) -> Cleaned:
    """The text without what must not come in; HTML in it becomes our marks."""
    cleaned = plain(text)
    if _TAG.search(cleaned.text):
        cleaned.taken_out += _strange(cleaned.text)
        cleaned.text = markup.write(read_html(cleaned.text))
    if one_line:
        cleaned.text = " ".join(cleaned.text.split())
    return cleaned


def plain(text: str) -> Cleaned:
    """The text without characters that must not come in; its line ends are LF."""
    taken_out = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\u2028\u2029\x85]", "\n", text)
    text, controls = _CONTROL.subn("", text)
    text, hidden = _HIDDEN.subn("", text)
    if controls:
        taken_out.append("control characters")
    if hidden:
        taken_out.append("invisible characters that change the direction or the spelling of text")
    return Cleaned(text, taken_out)


def read_html(html: str) -> tuple[Paragraph, ...]:
    """The paragraphs of some HTML: marks and links stay, everything else is text or nothing."""
    safe = nh3.clean(
        html,
        tags=set(_KEPT),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(safe)
    reader.close()
    return reader.paragraphs()


def _strange(html: str) -> list[str]:
    """What an HTML text has that cannot stay, each named once."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return list(dict.fromkeys(finder.found))


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _KEPT and tag not in _UNTOLD:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(name)
            elif name in ("href", "src") and not (value or "").strip().lower().startswith(_SCHEMES):
                self.found.append(f"the address “{(value or '')[:60]}”")

    def handle_comment(self, data: str) -> None:
        if not data.startswith(("StartFragment", "EndFragment", "[if")):
            self.found.append("a comment")


class _Reader(HTMLParser):
    """Reads what nh3 left, which is well-formed and holds only what we keep."""

    def __init__(self) -> None:
        super().__init__()
        self._paragraphs: list[list[Run]] = [[]]
        self._marks: list[Mark] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MARKS:
            self._marks.append(_MARKS[tag])
        elif tag == "a":
            link = dict(attrs).get("href") or ""
            self._link = link if _writable(link) else ""
        else:
            self._paragraphs.append([])
            if tag == "li":
                self._paragraphs[-1].append(Run("• "))

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self._marks.remove(_MARKS[tag])
        elif tag == "a":
            self._link = ""
        else:
            self._paragraphs.append([])

    def handle_data(self, data: str) -> None:
        self._paragraphs[-1].append(Run(data, tuple(self._marks), self._link))

    def paragraphs(self) -> tuple[Paragraph, ...]:
        # Through our own marks once, so that what is shown to the writer is what will be read.
        written = [markup.write_line(markup.settled(runs)) for runs in self._paragraphs]
        return markup.read("\n\n".join(line for line in written if line.strip(" •")))


def _writable(link: str) -> bool:
    return link.startswith(markup.LINK_SCHEMES) and not re.search(r"[()\s]", link)
