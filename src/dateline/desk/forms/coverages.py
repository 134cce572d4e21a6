"""The forms that prepare, open and discard a coverage."""

from __future__ import annotations

from django import forms

from .fields import CommandForm, line
from .front_matter import StandfirstForm


class OpeningForm(StandfirstForm):
    slug = line("Address", required=True, help_text="lower-case-letters-and-hyphens")
    zone = line("Time zone", required=True, help_text="For example Europe/London")
    language = forms.RegexField(
        r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", label="Language", help_text="en, ar, uk …"
    )
    previous = line(
        "Previous coverage", help_text="Its address, if this coverage is part of a series"
    )
    carry_over = forms.BooleanField(label="Copy its pin and key points", required=False)


class DiscardForm(CommandForm):
    """Asks if a coverage is to be discarded, with the number of drafts that its reader was told."""

    drafts = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
