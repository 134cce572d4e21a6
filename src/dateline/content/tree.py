"""The content of posts as a tree of typed parts, the only form in which it is stored. Pure.

Text is stored as paragraphs of runs with marks and never as HTML. Rendering it is therefore safe by
construction, and an archive can be read without a browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Mark = Literal["strong", "emphasis"]
# Each of them begins a quotation in some language.
_QUOTATION_MARKS: Final = ("“", "”", "„", "«", "»", "‘", "‚", "「", '"', "'")


@dataclass(frozen=True)
class Run:
    """A piece of text with the same marks. `link` is an http, https or mailto URL, or ''."""

    text: str
    marks: tuple[Mark, ...] = ()
    link: str = ""


Paragraph: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True)
class Byline:
    """An author, with their role and the place they report from. Role and place may be ''."""

    name: str
    role: str = ""
    place: str = ""


@dataclass(frozen=True)
class Text:
    """Paragraphs in the newsroom's own words."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Bullet:
    """One line of a list, and the numbers of the posts that it cites."""

    line: Paragraph
    posts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bullets:
    """A bulleted list."""

    bullets: tuple[Bullet, ...]


@dataclass(frozen=True)
class Quotation:
    """A block quotation. `speaker` is '' if the text around it names the speaker."""

    paragraphs: tuple[Paragraph, ...]
    speaker: str = ""


@dataclass(frozen=True)
class Question:
    """A question and its answer."""

    question: str
    answer: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Rendition:
    """A picture in one size and format. Its file is named by the SHA-256 of its bytes.

    Width and height are in pixels, `size` is in bytes.
    """

    sha256: str
    media_type: Literal["image/avif", "image/jpeg"]
    width: int
    height: int
    size: int


@dataclass(frozen=True)
class Photograph:
    """A picture with its caption, its credit, and a text alternative for readers who need one."""

    renditions: tuple[Rendition, ...]
    alt_text: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Embed:
    """A post from another site, stored as a copy, because the original may be deleted.

    `posted_at` is free text, because many sites show no exact time.
    """

    address: str
    author: str
    posted_at: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Place:
    """A mark on a map. Latitude and longitude are decimal degrees, stored as they were typed."""

    name: str
    latitude: str
    longitude: str


@dataclass(frozen=True)
class MapMarks:
    """A map: its title, the layers of its legend, and the places marked on it."""

    title: str
    legend: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Lost:
    """A part of an imported page that could not be imported, with its caption and credit."""

    what: Literal["photograph", "embed", "map"]
    caption: str = ""
    credit: str = ""


Part: TypeAlias = Text | Bullets | Quotation | Question | Photograph | Embed | MapMarks | Lost


@dataclass(frozen=True)
class KeyPoint:
    """A line below the byline. It may link to a post or to another coverage.

    `post` is 0 and `coverage` (a slug) is '' if it does not. With both it links to a post of that
    coverage, from which it was carried over.
    """

    line: str
    post: int = 0
    coverage: str = ""


@dataclass(frozen=True)
class Copy:
    """The text of a post. The headline may be '', and the bylines may be empty."""

    headline: str
    bylines: tuple[Byline, ...]
    parts: tuple[Part, ...]


def plain_text(paragraphs: tuple[Paragraph, ...]) -> str:
    """Returns the text of paragraphs without marks, one paragraph on each line."""
    return "\n".join("".join(run.text for run in paragraph) for paragraph in paragraphs)


def quoted(text: str) -> str:
    """Returns a quotation in quotation marks. If it has marks of its own, it gets no others."""
    return text if text.startswith(_QUOTATION_MARKS) else f"“{text}”"


def text_of(part: Part) -> str:
    """Returns all text of a part, one field on each line, for search and comparisons."""
    match part:
        case Text(paragraphs):
            return plain_text(paragraphs)
        case Bullets(bullets):
            return plain_text(tuple(bullet.line for bullet in bullets))
        case Quotation(paragraphs, speaker):
            return f"{quoted(plain_text(paragraphs))}\n{speaker}".strip()
        case Question(question, answer):
            return f"{question}\n{plain_text(answer)}"
        case Photograph(_, alt_text, caption, credit):
            return f"{alt_text}\n{caption}\n{credit}"
        case Embed(address, author, posted_at, paragraphs):
            return f"{author}\n{posted_at}\n{plain_text(paragraphs)}\n{address}"
        case MapMarks(title, legend, places):
            marks = [f"{place.name} {place.latitude} {place.longitude}" for place in places]
            return "\n".join([title, *legend, *marks])
        case Lost(what, caption, credit):
            return f"{what} lost\n{caption}\n{credit}".strip()
