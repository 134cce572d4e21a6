"""The forms of what the people of a desk say to each other."""

from __future__ import annotations

from typing import Final

from django import forms

from dateline.desk.commands.notes import NOTE_LIMIT
from dateline.desk.commands.questions import ANSWER_LIMIT, QUESTION_LIMIT
from dateline.newsroom.about import PATTERN

from .fields import DeskForm, LimitedField

_AREA: Final = {"rows": 3, "dir": "auto"}


def _words(label: str, limit: int, missing: str) -> LimitedField:
    area = forms.Textarea(attrs=_AREA)
    return LimitedField(limit, label=label, widget=area, error_messages={"required": missing})


class AboutField(forms.RegexField):
    """What a note or a tab is about, '' for the coverage."""

    def __init__(self) -> None:
        super().__init__(PATTERN.pattern.join(("^(?:", ")$")), required=False, max_length=50)
        self.widget = forms.HiddenInput()


class NoteForm(DeskForm):
    about = AboutField()
    text = _words("Note", NOTE_LIMIT, "A note needs words.")


class QuestionForm(DeskForm):
    text = _words("Question", QUESTION_LIMIT, "A question needs words.")


class TakeForm(DeskForm):
    """`seen` is what the form saw of the question: `commands.questions.state_of`."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=200)


class AnswerForm(TakeForm):
    text = _words("Answer", ANSWER_LIMIT, "An answer needs words.")


class PresenceForm(DeskForm):
    """What a tab says of itself every ten seconds."""

    tab = forms.RegexField(r"^[0-9a-zA-Z]{1,32}$", max_length=32)
    about = AboutField()
    gone = forms.BooleanField(required=False)


class TakeOverForm(DeskForm):
    about = forms.RegexField(r"^(?:post:[1-9][0-9]{0,8}|draft:[0-9a-zA-Z_-]{1,32})$", max_length=50)


class SinceForm(DeskForm):
    """From when a hand-over tells what was corrected."""

    hours = forms.IntegerField(
        label="Hours to look back",
        min_value=1,
        max_value=72,
        error_messages={"invalid": "Enter a number of hours, from 1 to 72."},
    )
