"""Composes a post from a form: bylines in rows, parts in order, each part a form of its own.

It keeps no state. Adding, moving and removing a part submits the form and shows it again, so it
works without JavaScript and loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from dateline.content.tree import Byline, Copy, Part

from .parts import PART_FORMS, BylineForm, PartForm, fields_of

BYLINE_ROWS: Final = 4
PARTS_LIMIT: Final = 60


class Composer:
    """The bylines and parts of a form, from a copy that stands or from what was posted."""

    def __init__(self, bylines: list[BylineForm], parts: list[PartForm]) -> None:
        self.bylines = bylines
        self.parts = parts

    @classmethod
    def showing(cls, copy: Copy) -> Composer:
        """The form of a copy, with a text part to begin with where it has none."""
        shown = [fields_of(part) for part in copy.parts] or [("text", {})]
        return cls(
            [
                BylineForm(prefix=f"byline-{row}", initial=_byline(copy.bylines, row))
                for row in range(max(BYLINE_ROWS, len(copy.bylines) + 1))
            ],
            [
                PART_FORMS[kind](prefix=f"part-{place}", initial=fields)
                for place, (kind, fields) in enumerate(shown)
            ],
        )

    @classmethod
    def posted(cls, data: Mapping[str, Any], files: Mapping[str, Any]) -> Composer:
        """The form as it was sent."""
        rows = max(BYLINE_ROWS, sum(f"byline-{row}-name" in data for row in range(PARTS_LIMIT)))
        places = [place for place in range(PARTS_LIMIT) if f"part-{place}-kind" in data]
        return cls(
            [_row(data, f"byline-{row}") for row in range(rows)],
            [
                _form(str(data[f"part-{place}-kind"]))(data, files, prefix=f"part-{place}")
                for place in places
            ],
        )

    def is_valid(self) -> bool:
        # Every form is validated, so that all errors are shown at once.
        results = [form.is_valid() for form in [*self.bylines, *self.parts] if form.is_bound]
        return all(results)

    def read_bylines(self) -> tuple[Byline, ...]:
        return tuple(byline for form in self.bylines if form.is_bound and (byline := form.read()))

    def read_parts(self) -> tuple[Part, ...]:
        return tuple(form.read() for form in self.parts)

    def read(self, headline: str) -> Copy:
        return Copy(headline, self.read_bylines(), self.read_parts())

    def rearranged(self, action: str) -> Composer:
        """The same form after `add:quotation`, `up:1`, `down:0` or `remove:1`."""
        verb, _, argument = action.partition(":")
        parts = [(form.part, _shown(form)) for form in self.parts]
        if verb == "add" and len(parts) < PARTS_LIMIT:
            parts.append((_form(argument).part, {}))
        # isdigit() is true of "²", and of more digits than int() takes.
        elif re.fullmatch("[0-9]{1,2}", argument) and int(argument) < len(parts):
            place = int(argument)
            moved = parts.pop(place)
            if verb == "up":
                parts.insert(max(0, place - 1), moved)
            elif verb == "down":
                parts.insert(place + 1, moved)
        return Composer(
            [BylineForm(prefix=form.prefix, initial=_shown(form)) for form in self.bylines],
            [
                PART_FORMS[kind](prefix=f"part-{place}", initial=fields)
                for place, (kind, fields) in enumerate(parts)
            ],
        )


def _row(data: Mapping[str, Any], prefix: str) -> BylineForm:
    """A row as it was sent. Nearly all are blank, and a blank one is not validated."""
    sent = any(data.get(f"{prefix}-{name}") for name in BylineForm.base_fields)
    return BylineForm(data if sent else None, prefix=prefix)


def _form(kind: str) -> type[PartForm]:
    return PART_FORMS.get(kind, PART_FORMS["text"])


def _shown(form: BylineForm | PartForm) -> dict[str, Any]:
    """What the fields hold now. Validation stores an upload among them, which would be lost."""
    form.is_valid()
    return {name: form[name].value() for name in form.fields if name != "file"}


def _byline(bylines: tuple[Byline, ...], row: int) -> dict[str, str]:
    if row >= len(bylines):
        return {}
    return {"name": bylines[row].name, "role": bylines[row].role, "place": bylines[row].place}
