"""What a newsroom publishes, as a tree of typed parts: the only form in which content is stored.

Text is paragraphs of runs with marks, never HTML, so rendering it is safe by construction and an
archive can be read without a browser. Everything here is frozen and knows no framework.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Mark = Literal["strong", "emphasis"]


@dataclass(frozen=True)
class Run:
    """A stretch of text that is marked alike; `link` is an http, https or mailto address or ''."""

    text: str
    marks: tuple[Mark, ...] = ()
    link: str = ""


Paragraph: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True)
class Byline:
    """Who writes, in which role, from where. Role and place may be ''."""

    name: str
    role: str = ""
    place: str = ""


@dataclass(frozen=True)
class Text:
    """Paragraphs in the newsroom's own words."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Bullet:
    """One line of a list, and the numbers of the posts that it rests on."""

    line: Paragraph
    posts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bullets:
    """A bulleted list."""

    bullets: tuple[Bullet, ...]


@dataclass(frozen=True)
class Quotation:
    """Somebody else's words, set off, and who said them ('' where the text around it says so)."""

    paragraphs: tuple[Paragraph, ...]
    speaker: str = ""


@dataclass(frozen=True)
class Question:
    """A question and its answer."""

    question: str
    answer: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Rendition:
    """One size of a picture in one format: the file is named by the SHA-256 of its bytes."""

    sha256: str
    media_type: Literal["image/avif", "image/jpeg"]
    width: int
    height: int
    size: int


@dataclass(frozen=True)
class Photograph:
    """A picture with its caption, its credit, and words for those who do not see it."""

    renditions: tuple[Rendition, ...]
    alt_text: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Embed:
    """A post from elsewhere, with our own copy of it, so that the page outlives the original.

    `posted_at` is free text as the original showed it: many originals show no exact time.
    """

    address: str
    author: str
    posted_at: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Place:
    """A mark on a map. Latitude and longitude are decimal degrees, kept as they were written."""

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
    """Something that an old page showed and that could not be brought over; what is known of it."""

    what: Literal["photograph", "embed", "map"]
    caption: str = ""
    credit: str = ""


Part: TypeAlias = Text | Bullets | Quotation | Question | Photograph | Embed | MapMarks | Lost


@dataclass(frozen=True)
class KeyPoint:
    """A line under the byline; it may lead to a post of this coverage, or to other coverage."""

    line: str
    post: int = 0
    coverage: str = ""


@dataclass(frozen=True)
class Copy:
    """What a reporter files: headline, bylines, parts. Headline may be '' and bylines empty."""

    headline: str
    bylines: tuple[Byline, ...]
    parts: tuple[Part, ...]


def plain_text(paragraphs: tuple[Paragraph, ...]) -> str:
    """The text of paragraphs without marks, one paragraph a line."""
    return "\n".join("".join(run.text for run in paragraph) for paragraph in paragraphs)


def text_of(part: Part) -> str:
    """All text of a part, one field a line: what search and comparisons of versions work on."""
    match part:
        case Text(paragraphs):
            return plain_text(paragraphs)
        case Bullets(bullets):
            return plain_text(tuple(bullet.line for bullet in bullets))
        case Quotation(paragraphs, speaker):
            return f"“{plain_text(paragraphs)}”\n{speaker}".strip()
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
