"""The forms about a coverage's front matter: headline, state, pin, key points."""

from __future__ import annotations

from django import forms

from dateline.content import markup
from dateline.content.tree import KeyPoint

from .fields import CommandForm, HeadlineForm, text


class PinForm(CommandForm):
    post = forms.IntegerField(label="Post number (0: none)", min_value=0)


class StateForm(CommandForm):
    state = forms.ChoiceField(
        label="State",
        choices=[("live", "Live"), ("paused", "Paused"), ("closed", "Closed: as it happened")],
    )


class TitleForm(HeadlineForm):
    standfirst = text("Standfirst")


class KeyPointsForm(CommandForm):
    text = text(
        "Key points",
        help_text="One line each. A line that leads to a post ends with #12,"
        " one that leads to other coverage with its address: /river-rises",
    )

    def points(self) -> tuple[KeyPoint, ...]:
        return markup.read_key_points(self.cleaned_data["text"])
