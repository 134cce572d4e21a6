"""The rules for changes to a text.

A revision that may change the meaning is refused. There is no way to skip this check: with an
override, edits could be silent again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from dateline.content.tree import (
    Bullets,
    Copy,
    Embed,
    Lost,
    MapMarks,
    Paragraph,
    Part,
    Photograph,
    Question,
    Quotation,
    Text,
    plain_text,
)
from dateline.coverage.kinds import TextChange
from dateline.desk import meaning
from dateline.desk.errors import Incomplete, MeaningChanged


class ChangeNote(NamedTuple):
    """How a text changes, and what readers are told about it. A revision has no note."""

    kind: TextChange
    note: str


UPDATE: Final = ChangeNote("updated", "")


def require_note(change: ChangeNote, *, is_empty: bool) -> None:
    """Raises Incomplete if readers would not be told what was wrong or is made clear.

    Raises MeaningChanged for a revision of a text that `is_empty`: there is nothing to spell
    otherwise, and readers would not be told of the new text.
    """
    if change.kind == "revised" and is_empty:
        raise _changed("an empty text")
    if change.kind in ("clarified", "corrected") and not change.note:
        raise Incomplete(
            "Say what was wrong and what is right, or what is made clear.", field="note"
        )


def require_spelling_only(before: Copy, after: Copy, language: str) -> None:
    """Raises MeaningChanged unless only spelling and layout differ."""
    if before.bylines != after.bylines:
        raise _changed("a byline")
    old, new = _Content.of(before), _Content.of(after)
    if len(old.texts) != len(new.texts):
        raise _changed("the parts of the text")
    require_same_meaning(zip(old.texts, new.texts, strict=True), language)
    if old.fixed != new.fixed:
        raise _changed("a link, a picture, a source or a place")


def require_same_meaning(texts: Iterable[tuple[str, str]], language: str) -> None:
    """Raises MeaningChanged if the meaning of a text, given before and after, may have changed."""
    for before, after in texts:
        if changed := meaning.change_of_meaning(before, after, language):
            raise _changed(changed)


def _changed(what: str) -> MeaningChanged:
    return MeaningChanged(f"This changes {what}. {MeaningChanged.__doc__}")


class _Content(NamedTuple):
    """The texts of a copy, each of which may be spelt otherwise, and what may not change.

    The texts are compared one by one. When the fields of a part were compared as one text, words
    could move from a caption into the credit.
    """

    texts: list[str]
    fixed: list[object]

    @classmethod
    def of(cls, copy: Copy) -> _Content:
        found = cls([copy.headline], [])
        for part in copy.parts:
            texts, fixed = _content_of(part)
            found.texts.extend(texts)
            found.fixed.append((type(part).__name__, fixed))
        return found


def _content_of(part: Part) -> tuple[list[str], object]:
    match part:
        case Text(paragraphs):
            return [plain_text(paragraphs), *_anchors(paragraphs)], _links(paragraphs)
        case Bullets(bullets):
            lines = tuple(bullet.line for bullet in bullets)
            texts = [plain_text((line,)) for line in lines]
            cited = [bullet.posts for bullet in bullets]
            return [*texts, *_anchors(lines)], (_links(lines), cited)
        case Quotation(paragraphs, speaker):
            # Between quotation marks, where no word may change.
            return [f"“{plain_text(paragraphs)}”"], (_links(paragraphs), speaker)
        case Question(question, answer):
            return [question, plain_text(answer), *_anchors(answer)], _links(answer)
        case Photograph(renditions, alt_text, caption, credit):
            return [alt_text, caption], (renditions, credit)
        case MapMarks(title, legend, places):
            names = [place.name for place in places]
            return [title, *legend, *names], [(each.latitude, each.longitude) for each in places]
        case Lost(what, caption, credit):
            return [caption], (what, credit)
        case Embed():
            # The words of others.
            return [], part


def _links(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [run.link for paragraph in paragraphs for run in paragraph if run.link]


def _anchors(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """The linked words, so that a link cannot move to other words."""
    return [run.text for paragraph in paragraphs for run in paragraph if run.link]
