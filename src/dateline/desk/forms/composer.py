"""The part of a form that edits bylines and parts, with a form for each row and each part.

It has no state on the server. Adding, moving and removing a part submits the form and shows it
again, so it works without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from dateline.content.tree import Byline, Copy, Part

from .parts import PART_FORMS, BylineForm, PartForm, TextForm, fields_of

BYLINE_ROWS: Final = 4
PARTS_LIMIT: Final = 60
_PART: Final = re.compile(r"part-(0|[1-9][0-9]{0,3})-kind")


class Composer:
    """The bylines and parts of a form, from a stored copy or from a sent form.

    `errors` are those that belong to no field.
    """

    def __init__(self, bylines: list[BylineForm], parts: list[PartForm]) -> None:
        self.bylines = bylines
        self.parts = parts
        self.errors: list[str] = []

    @classmethod
    def showing(cls, copy: Copy) -> Composer:
        """Returns the forms for a copy, with one empty text part if it has no parts."""
        shown = [fields_of(part) for part in copy.parts] or [("text", {})]
        return cls(
            [
                BylineForm(prefix=f"byline-{row}", initial=_byline(copy.bylines, row))
                for row in range(max(BYLINE_ROWS, len(copy.bylines) + 1))
            ],
            [
                PART_FORMS[kind](prefix=f"part-{index}", initial=fields)
                for index, (kind, fields) in enumerate(shown)
            ],
        )

    @classmethod
    def posted(cls, data: Mapping[str, Any], files: Mapping[str, Any]) -> Composer:
        """Returns the forms as they were sent."""
        rows = max(BYLINE_ROWS, sum(f"byline-{row}-name" in data for row in range(PARTS_LIMIT)))
        numbers = filter(None, map(_PART.fullmatch, data))
        indexes = sorted(int(number[1]) for number in numbers)
        return cls(
            [_row(data, f"byline-{row}") for row in range(rows)],
            [
                _form(str(data[f"part-{index}-kind"]))(data, files, prefix=f"part-{index}")
                for index in indexes
            ],
        )

    @property
    def blank_parts(self) -> list[PartForm]:
        """Returns an empty form of each kind that can be added, which the desk's script copies."""
        return [form(prefix="part-new") for kind, form in PART_FORMS.items() if kind != "lost"]

    def without_blank_texts(self) -> Composer:
        """Returns the forms without texts that were left blank, unless there is nothing else.

        Every form begins with an empty text. It must not be in the way of a post that is only a
        quotation or a picture.
        """
        written = [form for form in self.parts if not _is_blank_text(form)]
        return Composer(self.bylines, written or self.parts[:1])

    def is_valid(self) -> bool:
        # Every form is validated, so that all errors are shown at once.
        results = [form.is_valid() for form in [*self.bylines, *self.parts] if form.is_bound]
        if len(self.parts) > PARTS_LIMIT:
            self.errors = [
                f"A post has at most {PARTS_LIMIT} parts, and this one {len(self.parts)}."
            ]
        return all(results) and not self.errors

    def read_bylines(self) -> tuple[Byline, ...]:
        return tuple(byline for form in self.bylines if form.is_bound and (byline := form.read()))

    def read_parts(self) -> tuple[Part, ...]:
        return tuple(part for form in self.parts for part in form.read())

    def form_of(self, index: int) -> PartForm:
        """Returns the form from which `read_parts` made the part with this index."""
        return [form for form in self.parts for _ in form.read()][index]

    def read(self, headline: str) -> Copy:
        return Copy(headline, self.read_bylines(), self.read_parts())

    def rearranged(self, action: str) -> Composer:
        """Returns the forms after the action `add:quotation`, `up:1`, `down:0` or `remove:1`.

        Any other action, such as `show`, only shows them again.
        """
        verb, _, argument = action.partition(":")
        parts = [(form.part, _shown(form)) for form in self.parts]
        full = verb == "add" and len(parts) >= PARTS_LIMIT
        if verb == "add" and not full:
            parts.append((_form(argument).part, {}))
        # Not isdigit(): it accepts "²", and more digits than int() does.
        elif re.fullmatch("[0-9]{1,2}", argument) and int(argument) < len(parts):
            index = int(argument)
            moved = parts.pop(index)
            if verb == "up":
                parts.insert(max(0, index - 1), moved)
            elif verb == "down":
                parts.insert(index + 1, moved)
        rearranged = Composer(
            [BylineForm(prefix=form.prefix, initial=_shown(form)) for form in self.bylines],
            [
                PART_FORMS[kind](prefix=f"part-{index}", initial=fields)
                for index, (kind, fields) in enumerate(parts)
            ],
        )
        for form in [*self.bylines, *self.parts]:
            rearranged.errors += form.notices_when_shown_again()
        if full:
            rearranged.errors.append(f"A post has at most {PARTS_LIMIT} parts. No part was added.")
        return rearranged


def _is_blank_text(form: PartForm) -> bool:
    return isinstance(form, TextForm) and not str(form["text"].value() or "").strip()


def _row(data: Mapping[str, Any], prefix: str) -> BylineForm:
    """A row as it was sent. A blank row is left unbound, so that it is not validated."""
    sent = any(data.get(f"{prefix}-{name}") for name in BylineForm.base_fields)
    return BylineForm(data if sent else None, prefix=prefix)


def _form(kind: str) -> type[PartForm]:
    return PART_FORMS.get(kind, PART_FORMS["text"])


def _shown(form: BylineForm | PartForm) -> dict[str, Any]:
    """The values of a form. It is validated first, which stores an uploaded picture.

    Otherwise the picture would be lost: a file cannot be put into a form that is shown again.
    """
    form.is_valid()
    return {name: form[name].value() for name in form.fields if name != "file"}


def _byline(bylines: tuple[Byline, ...], row: int) -> dict[str, str]:
    if row >= len(bylines):
        return {}
    return {"name": bylines[row].name, "role": bylines[row].role, "place": bylines[row].place}
