"""The forms about posts."""

from __future__ import annotations

from typing import Any

from django import forms

from .fields import CommandForm, HeadlineForm, line, text


class NewPostForm(HeadlineForm):
    dated = forms.DateTimeField(
        label="Time of the post",
        required=False,
        help_text="In the coverage’s time zone. Leave it empty for the time of publishing.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


class ChangeForm(HeadlineForm):
    kind = forms.ChoiceField(
        label="What kind of change is this?",
        choices=[
            ("revise", "Revision: spelling or layout only; the meaning is the same"),
            ("update", "Update: there are new facts; the old text was right when written"),
            ("clarify", "Clarification: the old text was right, but could mislead"),
            ("correct", "Correction: the old text was wrong"),
        ],
        widget=forms.RadioSelect,
    )
    note = text(
        "What was wrong and what is right, or what is new",
        help_text="Readers see this note under the post. A revision needs no note.",
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("kind") not in (None, "revise") and not self.cleaned_data.get(
            "note"
        ):
            self.add_error("note", "Say what was wrong and what is right, or what is new.")
        return self.cleaned_data


class ReasonForm(CommandForm):
    reason = line("Reason", required=True, help_text="Readers see this reason.")


class KeyEventForm(CommandForm):
    key_event = forms.BooleanField(required=False, widget=forms.HiddenInput)
