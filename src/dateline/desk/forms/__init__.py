"""The desk's forms: posts, parts of posts, front matter and coverages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django import forms

from .coverages import DiscardForm, OpeningForm
from .fields import CommandForm, HeadlineForm
from .front_matter import (
    KeyPointsForm,
    LeadPictureForm,
    PinForm,
    StateForm,
    SummaryForm,
    TextForm,
    TitleForm,
)
from .parts import PART_FORMS, BylineForm, PartForm, fields_of
from .posts import ChangeForm, KeyEventForm, KeyTitleForm, NewPostForm, PinRowForm, ReasonForm
from .relations import RelationsForm, fields_of_relations
from .tags import TagsForm

__all__ = [
    "PART_FORMS",
    "BylineForm",
    "ChangeForm",
    "CommandForm",
    "DiscardForm",
    "HeadlineForm",
    "KeyEventForm",
    "KeyPointsForm",
    "KeyTitleForm",
    "LeadPictureForm",
    "NewPostForm",
    "OpeningForm",
    "PartForm",
    "PinForm",
    "PinRowForm",
    "ReasonForm",
    "RelationsForm",
    "StateForm",
    "SummaryForm",
    "TagsForm",
    "TextForm",
    "TitleForm",
    "fields_of",
    "fields_of_relations",
    "typed_fields",
]

_CHOICES: Final = (forms.ChoiceField, forms.BooleanField)
_FORMS: Final = (
    NewPostForm,
    ChangeForm,
    ReasonForm,
    KeyEventForm,
    PinRowForm,
    KeyTitleForm,
    LeadPictureForm,
    PinForm,
    RelationsForm,
    TagsForm,
    StateForm,
    OpeningForm,
    KeyPointsForm,
)


def typed_fields(sent: Mapping[str, str]) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """Divides the fields of a sent form into typed texts (name, label, value) and the others.

    A field that belongs to no form counts as a typed text, so that no text is lost.
    """
    typed, others = [], {}
    for name, value in sent.items():
        field = _field(name, sent)
        if name == "do" or not value or isinstance(field, _CHOICES) or _is_hidden(field):
            others[name] = value
        else:
            label = str(field.label) if field and field.label else name
            typed.append((name, label, value))
    return typed, others


def _field(name: str, sent: Mapping[str, str]) -> forms.Field | None:
    prefix, _, last = name.rpartition("-")
    if prefix.startswith("part-"):
        kind = sent.get(f"{prefix}-kind", "")
        fields = PART_FORMS[kind].base_fields if kind in PART_FORMS else {}
        return forms.ChoiceField() if last == "kind" else fields.get(last)
    if prefix.startswith("byline-"):
        return BylineForm.base_fields.get(last)
    return next((form.base_fields[last] for form in _FORMS if last in form.base_fields), None)


def _is_hidden(field: forms.Field | None) -> bool:
    return field is not None and field.widget.is_hidden
