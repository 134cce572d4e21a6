"""The forms about posts."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms

from dateline.desk.commands.proposed import ProposedPosition

from .fields import CommandForm, HeadlineForm, kind_of_change, line, local_moment, text
from .proposed import read_proposed
from .relations import RelationFields
from .tags import TagsField


class NewerDraft(NamedTuple):
    """What a draft says now that was saved elsewhere; `text` is all that was typed in it."""

    uid: str
    label: str
    saved_by: str
    text: str
    may_write: bool


class DraftFields(HeadlineForm):
    """The text of a post, and the draft in which it is kept.

    `draft` is the uid of the draft, '' before the first save, and `draft_version` the version that
    the writer saw. `due` is when it is to be published, or until when it is held.
    """

    newer: NewerDraft | None = None
    draft = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)
    draft_version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)
    due = local_moment(
        "Publish at, or hold until",
        "In the coverage’s time zone. Leave it empty to hold it until an editor publishes it.",
    )


class NewPostForm(RelationFields, TagsField, DraftFields):
    # Who says what in the post, as the script of the composer proposes it and its writer decides.
    proposed = forms.CharField(required=False, widget=forms.HiddenInput)
    dated = local_moment(
        "Time of the post",
        "In the coverage’s time zone. Leave it empty for the time of publishing.",
    )

    def clean_proposed(self) -> tuple[ProposedPosition, ...]:
        return read_proposed(self.cleaned_data["proposed"])


class ChangeForm(DraftFields):
    # Whether it was refused as a revision, so that the other kinds of change are offered.
    meaning_changed = False
    post = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)
    kind = kind_of_change("revise", "update", "clarify", "correct")
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


class KeyTitleForm(CommandForm):
    title = line(
        "Title in the list of key events",
        help_text="Leave it empty for the headline or the first words of the post.",
    )


class KeyEventForm(CommandForm):
    key_event = forms.BooleanField(required=False, widget=forms.HiddenInput)


class PinRowForm(CommandForm):
    pinned = forms.BooleanField(required=False, widget=forms.HiddenInput)
