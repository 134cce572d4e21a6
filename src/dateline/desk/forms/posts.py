"""The forms about posts."""

from __future__ import annotations

from typing import Any

from django import forms

from .fields import CommandForm, HeadlineForm, line, text


class NewPostForm(HeadlineForm):
    dated = forms.DateTimeField(
        label="Time it shows",
        required=False,
        help_text="Empty: now. In the coverage’s zone.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


class ChangeForm(HeadlineForm):
    kind = forms.ChoiceField(
        label="What kind of change is this?",
        choices=[
            ("revise", "Spelling or layout only; it says the same"),
            ("update", "Update: there are new facts; the old text was right when written"),
            ("clarify", "Clarification: it was right, but could mislead"),
            ("correct", "Correction: it was wrong"),
        ],
        widget=forms.RadioSelect,
    )
    note = text(
        "What was wrong and what is right, or what is new",
        help_text="Readers see this under the post. Only spelling and layout need no note.",
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("kind") not in (None, "revise") and not self.cleaned_data.get(
            "note"
        ):
            self.add_error("note", "Say what was wrong and what is right, or what is new.")
        return self.cleaned_data


class ReasonForm(CommandForm):
    reason = line("Reason", required=True, help_text="Readers see this in the post’s place.")


class KeyEventForm(CommandForm):
    key_event = forms.BooleanField(required=False, widget=forms.HiddenInput)
