"""The forms about a coverage's front matter: headline, state, pin, key points."""

from __future__ import annotations

from django import forms

from dateline.content import markup
from dateline.content.tree import KeyPoint

from .fields import CommandForm, HeadlineForm, text


class PinForm(CommandForm):
    post = forms.IntegerField(label="Post number (0 for no pin)", min_value=0)


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
        help_text="One on each line. To link a line to a post, end it with the post’s number: #12."
        " To link it to another coverage, end it with the address: /river-rises",
    )

    def points(self) -> tuple[KeyPoint, ...]:
        return markup.read_key_points(self.cleaned_data["text"])
