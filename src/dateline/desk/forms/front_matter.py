"""The forms about a coverage's front matter: headline, state, pin, key points."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any, ClassVar

from django import forms

from dateline.content import markup
from dateline.content.tree import KeyPoint
from dateline.coverage.kinds import Pin
from dateline.desk import local_time
from dateline.desk.errors import CommandRefused

from .fields import CommandForm, HeadlineForm, kind_of_change, line, text


def _post(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=f"{label}: number of the post", required=False, min_value=0)


def _until() -> forms.DateTimeField:
    return forms.DateTimeField(
        label="Pinned until",
        required=False,
        help_text="In the coverage’s time zone. Readers see it. Empty: the pin has no end.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


class PinForm(CommandForm):
    """Up to three pinned posts, in their order. A row without a number is left out."""

    post = _post("First")
    until = _until()
    post_2 = _post("Second")
    until_2 = _until()
    post_3 = _post("Third")
    until_3 = _until()

    SUFFIXES: ClassVar = ("", "_2", "_3")

    @classmethod
    def initial_of(cls, pins: tuple[Pin, ...], zone: tzinfo) -> dict[str, object]:
        """Returns the values of the fields for these pins."""
        values: dict[str, object] = {}
        for suffix, pin in zip(cls.SUFFIXES, pins, strict=False):
            values[f"post{suffix}"] = pin.post
            if pin.until is not None:
                values[f"until{suffix}"] = f"{pin.until.astimezone(zone):%Y-%m-%dT%H:%M}"
        return values

    def clean(self) -> dict[str, Any]:
        super().clean()
        for suffix in self.SUFFIXES:
            if self.cleaned_data.get(f"until{suffix}") and not self.cleaned_data.get(
                f"post{suffix}"
            ):
                self.add_error(f"post{suffix}", "Enter the number of the post.")
        return self.cleaned_data

    def pins(self, zone: tzinfo) -> tuple[Pin, ...]:
        """Returns the pins of a valid form, with times in `zone`. Raises CommandRefused."""
        return tuple(
            Pin(post, self._end(f"until{suffix}", zone))
            for suffix in self.SUFFIXES
            if (post := self.cleaned_data[f"post{suffix}"])
        )

    def _end(self, name: str, zone: tzinfo) -> datetime | None:
        at = self.cleaned_data[name]
        if at is None:
            return None
        try:
            # Django parsed the field as a time in UTC.
            return local_time.in_zone(at.replace(tzinfo=None), zone).astimezone(UTC)
        except local_time.NoSuchTime as error:
            raise CommandRefused(str(error), field=name) from error


class LeadPictureForm(CommandForm):
    post = forms.IntegerField(
        label="Number of the post whose first photograph leads the page (0 for none)", min_value=0
    )


class StateForm(CommandForm):
    state = forms.ChoiceField(
        label="State",
        choices=[("live", "Live"), ("paused", "Paused"), ("closed", "Closed: as it happened")],
    )


class TextForm(CommandForm):
    """Base class of forms that change a text. An update is one key; a correction says more."""

    change = kind_of_change("revised", "updated", "clarified", "corrected")
    note = line(
        "What was wrong and what is right, or what is made clear",
        help_text="Readers see this note under the text. An update or a revision needs none.",
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        change, note = self.cleaned_data.get("change"), self.cleaned_data.get("note")
        if change in ("clarified", "corrected") and not note:
            self.add_error("note", "Say what was wrong and what is right, or what is made clear.")
        return self.cleaned_data


class SummaryForm(HeadlineForm, TextForm):
    field_order = ("headline",)


class StandfirstForm(HeadlineForm):
    standfirst = text("Standfirst")


class TitleForm(StandfirstForm, TextForm):
    field_order = ("headline", "standfirst")


class KeyPointsForm(TextForm):
    field_order = ("text",)
    text = text(
        "Key points",
        help_text="One on each line. To link a line to a post, end it with the post’s number: #12."
        " To link it to another coverage, end it with the address: /river-rises, or to a post of"
        " that coverage: /river-rises#12",
    )

    def points(self) -> tuple[KeyPoint, ...]:
        return markup.read_key_points(self.cleaned_data["text"])
