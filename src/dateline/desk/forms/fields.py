"""Fields and the base classes of the desk's forms.

Every text is sanitised before anything else looks at it, and the writer is shown what was removed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from django import forms

from dateline.content import sanitise

TEXT_LIMIT: Final = 20_000
LINE_LIMIT: Final = 300


def line(label: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    """A field of one line."""
    return forms.CharField(
        label=label, required=required, max_length=LINE_LIMIT, help_text=help_text
    )


def text(label: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    """A field of many lines."""
    area = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    return forms.CharField(
        label=label, required=required, max_length=TEXT_LIMIT, help_text=help_text, widget=area
    )


class _SharedFields(dict[str, forms.Field]):
    """The fields of a form class, shared by all its forms, since no form changes its fields.

    Django copies them deeply for each form, and the board has at least six.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class DeskForm(forms.Form):
    """A form whose texts are sanitised before anything else looks at them.

    Where something had to be removed the form is not valid: the field then holds the text that is
    left and says what was removed, and the writer sends it again. Nothing is published unseen.
    """

    use_required_attribute = False
    # The fields of many lines in which markup is read.
    with_markup: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        self.base_fields = _SharedFields(self.base_fields)  # type: ignore[misc]
        super().__init__(data, *args, **kwargs)
        self._removed: dict[str, list[str]] = {}
        if data is not None:
            self.data = self._cleaned(data)

    def clean(self) -> dict[str, Any]:
        for name, what in self._removed.items():
            self.add_error(
                name,
                f"We removed: {', '.join(what)}. Check what is left, then send it again.",
            )
        return self.cleaned_data

    def _cleaned(self, data: Mapping[str, Any]) -> Any:
        plain = {name: data.get(self.add_prefix(name), "") for name in self.fields}
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


class CommandForm(DeskForm):
    """A form that gives a command, with its idempotency key and the seq that its writer saw.

    The key is made once, when the form is first shown, so a form that is sent twice is one act.
    """

    earlier = ""  # what a command with the same key sent before, where the two differ
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    expected_seq = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @staticmethod
    def fresh(expected_seq: int = 0) -> dict[str, object]:
        """The initial values of a form for a new act."""
        return {"idempotency_key": uuid.uuid4().hex, "expected_seq": expected_seq}


class HeadlineForm(CommandForm):
    headline = line("Headline")
