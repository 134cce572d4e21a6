"""What is wrong with a form that was sent, for the summary at the top of its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from django import forms

from .fields import DeskForm
from .parts import PartForm

_INCOMPLETE: Final = (
    "This form is incomplete. Copy your text, load the page again, and send it from the new form."
)


class Problem(NamedTuple):
    """A message, the label of the field that it is about, and the id of its first control.

    Label and id are '' if it is about no field that its reader sees.
    """

    message: str
    label: str = ""
    id: str = ""


def problems_of(sent: Iterable[forms.BaseForm]) -> list[Problem]:
    """Returns the errors and notices of forms in the order of their fields, each once."""
    return list(dict.fromkeys(problem for form in sent for problem in _of(form)))


def _of(form: forms.BaseForm) -> Iterable[Problem]:
    if isinstance(form, DeskForm):
        yield from map(Problem, form.notices)
    if not form.is_bound:
        return
    for error in form.non_field_errors():
        yield Problem(str(error))
    for field in form:
        if not field.errors:
            continue
        if field.is_hidden:
            yield Problem(_INCOMPLETE)
            continue
        label = f"{form.title}: {field.label}" if isinstance(form, PartForm) else field.label
        # A group of radio buttons has no control of its own.
        control = field.id_for_label or f"{field.auto_id}_0"
        yield from (Problem(str(error), str(label), control) for error in field.errors)
