"""Fields and the base classes of the desk's forms.

Every text is sanitised before it is used, and the writer is shown what was removed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.datastructures import MultiValueDict

from dateline.content import sanitise

TEXT_LIMIT: Final = 20_000
LINE_LIMIT: Final = 300


class LimitedField(forms.CharField):
    """A text of at most `limit` characters.

    It has no attribute `maxlength`, by which a browser cuts what is pasted without a word. The
    script of the desk reads `data-limit` and counts.
    """

    def __init__(self, limit: int, **options: Any) -> None:
        self.limit = limit
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"data-limit": self.limit}

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise forms.ValidationError(
                f"This text has {len(value):,} characters, and at most {self.limit:,} fit here."
                f" Shorten it by {len(value) - self.limit:,}."
            )


def line(label: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    """Returns a field for one line of text."""
    return LimitedField(LINE_LIMIT, label=label, required=required, help_text=help_text)


def text(label: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    """Returns a field for several lines of text."""
    area = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    return LimitedField(
        TEXT_LIMIT, label=label, required=required, help_text=help_text, widget=area
    )


def local_moment(label: str, help_text: str) -> forms.DateTimeField:
    """Returns a field for a day and a time without a zone."""
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


def kind_of_change(revised: str, updated: str, clarified: str, corrected: str) -> forms.ChoiceField:
    """Returns a field with the four kinds of change to a text; the arguments are their values."""
    return forms.ChoiceField(
        label="What kind of change is this?",
        choices=[
            (revised, "Revision: spelling or layout only; the meaning is the same"),
            (updated, "Update: there are new facts; the old text was right when written"),
            (clarified, "Clarification: the old text was right, but could mislead"),
            (corrected, "Correction: the old text was wrong"),
        ],
        widget=forms.RadioSelect,
    )


class _SharedFields(dict[str, forms.Field]):
    """The fields of a form class, which all its instances share.

    Django makes a deep copy of them for each instance, which is slow: the board has at least six
    forms. Sharing is safe because no form changes its fields.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class DeskForm(forms.Form):
    """A form whose texts are sanitised before they are validated.

    If something was removed, the form is invalid. It shows the remaining text and says what was
    removed, and the writer sends it again. So nobody publishes a text that they have not seen.
    """

    use_required_attribute = False
    # The names of the fields that contain markup.
    with_markup: ClassVar[tuple[str, ...]] = ()
    # What the writer is told about a form that is shown again without being validated.
    notices: Sequence[str] = ()

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        self.base_fields = _SharedFields(self.base_fields)  # type: ignore[misc]
        super().__init__(data, *args, **kwargs)
        self._removed: dict[str, list[str]] = {}
        if data is not None:
            self.data = self._cleaned(data)

    def clean(self) -> dict[str, Any]:
        for name, message in self._removals().items():
            self.add_error(name, message)
        return self.cleaned_data

    def notices_when_shown_again(self) -> list[str]:
        """Returns what was removed from the texts, which the writer sees only in the next form."""
        return [f"{self.fields[name].label}: {said}" for name, said in self._removals().items()]

    def _removals(self) -> dict[str, str]:
        return {
            name: f"We removed: {', '.join(what)}. Check what is left, then send it again."
            for name, what in self._removed.items()
        }

    def _cleaned(self, data: Mapping[str, Any]) -> Any:
        plain = {
            name: _sent(data, self.add_prefix(name), field) for name, field in self.fields.items()
        }
        for name, field in self.fields.items():
            if plain[name] and isinstance(field, forms.CharField) and isinstance(plain[name], str):
                found = self._cleaner(name, field)(plain[name])
                plain[name] = found.text
                if found.removed:
                    self._removed[name] = found.removed
        return {self.add_prefix(name): value for name, value in plain.items()}

    def _cleaner(self, name: str, field: forms.Field) -> Callable[[str], sanitise.Cleaned]:
        if not isinstance(field.widget, forms.Textarea):
            return sanitise.clean_line
        return sanitise.clean if name in self.with_markup else sanitise.clean_unmarked


def _sent(data: Mapping[str, Any], name: str, field: forms.Field) -> Any:
    """The value of a field as it was sent: a list if several can be chosen."""
    if isinstance(field, forms.MultipleChoiceField) and isinstance(data, MultiValueDict):
        return data.getlist(name)
    return data.get(name, "")


class CommandForm(DeskForm):
    """A form for a command, with an idempotency key and the seq of the version that is shown.

    The key is created when the form is first shown, so a form that is sent twice runs one command.
    """

    earlier = ""  # the text sent before with the same idempotency key, if it was different
    doubtful = False  # whether its writer is asked if it is to be published nevertheless
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    expected_seq = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @staticmethod
    def fresh(expected_seq: int = 0) -> dict[str, object]:
        """Returns the initial values for a new command."""
        return {"idempotency_key": uuid.uuid4().hex, "expected_seq": expected_seq}


class HeadlineForm(CommandForm):
    headline = line("Headline")
