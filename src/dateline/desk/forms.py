"""The desk's forms. Every text goes through the door; what it takes out, the writer is shown.

A part of a post is a form of its own, named after the part; `read` makes the part of a valid form,
and `fields_of` the fields of a part.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.core.validators import URLValidator

from dateline.journal.content import (
    Bullets,
    Byline,
    Embed,
    KeyPoint,
    Lost,
    MapMarks,
    Part,
    Photograph,
    Place,
    Question,
    Quotation,
    Text,
)
from dateline.media import pictures

from . import door, markup

TEXT_LIMIT: Final = 20_000
LINE_LIMIT: Final = 300
_DEGREES: Final = re.compile(r"-?\d++(?:\.\d++)?")


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


class _Shared(dict[str, forms.Field]):
    """The fields of a form, the same for all forms of a class: none changes a field of its own.

    Django copies them deeply for each form, and the board has six at least.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class DeskForm(forms.Form):
    """A form whose texts are cleaned before anything else looks at them.

    Where something had to be taken out the form is not valid: the field then holds the cleaned
    text and says what went, and the writer sends it again. Nothing goes public unseen.
    """

    use_required_attribute = False
    # The fields of many lines in which markup is read.
    with_markup: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        self.base_fields = _Shared(self.base_fields)  # type: ignore[misc]
        super().__init__(data, *args, **kwargs)
        self._taken_out: dict[str, list[str]] = {}
        if data is not None:
            self.data = self._cleaned(data)

    def clean(self) -> dict[str, Any]:
        for name, what in self._taken_out.items():
            self.add_error(
                name,
                f"We took out: {', '.join(what)}. Look at what is left, then send it again.",
            )
        return self.cleaned_data

    def _cleaned(self, data: Mapping[str, Any]) -> Any:
        plain = {name: data.get(self.add_prefix(name), "") for name in self.fields}
        for name, field in self.fields.items():
            if plain[name] and isinstance(field, forms.CharField) and isinstance(plain[name], str):
                found = self._cleaner(name, field)(plain[name])
                plain[name] = found.text
                if found.taken_out:
                    self._taken_out[name] = found.taken_out
        return {self.add_prefix(name): value for name, value in plain.items()}

    def _cleaner(self, name: str, field: forms.Field) -> Callable[[str], door.Cleaned]:
        if not isinstance(field.widget, forms.Textarea):
            return door.clean_line
        return door.clean if name in self.with_markup else door.clean_unmarked


class PartForm(DeskForm):
    """One part of a post."""

    part: ClassVar[str]
    title: ClassVar[str]
    with_markup = ("text",)

    def read(self) -> Part:
        raise NotImplementedError


class TextForm(PartForm):
    part, title = "text", "Text"
    text = text(
        "Text",
        required=True,
        help_text="A blank line begins a paragraph. **strong**, _emphasis_, [text](https://…)",
    )

    def read(self) -> Part:
        return Text(markup.read(self.cleaned_data["text"]))


class QuotationForm(PartForm):
    part, title = "quotation", "Quotation"
    text = text("What was said", required=True)
    who = line("Who said it")

    def read(self) -> Part:
        return Quotation(markup.read(self.cleaned_data["text"]), self.cleaned_data["who"])


class QuestionForm(PartForm):
    part, title = "question", "Question and answer"
    question = line("Question", required=True)
    text = text("Answer", required=True)

    def read(self) -> Part:
        return Question(self.cleaned_data["question"], markup.read(self.cleaned_data["text"]))


class BulletsForm(PartForm):
    part, title = "bullets", "Bulleted list"
    text = text(
        "Lines",
        required=True,
        help_text="One line each. A line that rests on posts ends with their numbers: #12 #14",
    )

    def read(self) -> Part:
        return Bullets(markup.read_bullets(self.cleaned_data["text"]))


class PhotographForm(PartForm):
    part, title = "photograph", "Photograph"
    file = forms.FileField(
        label="Picture",
        required=False,
        help_text="JPEG, PNG, WebP or AVIF, 20 MB at most. Place and camera data are taken out.",
    )
    picture = forms.CharField(required=False, widget=forms.HiddenInput)
    alternative = line("In words, for those who do not see it", required=True)
    caption = line("Caption", required=True)
    credit = line("Credit", required=True, help_text="Who took it, and for whom")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        upload = self.files.get(self.add_prefix("file"))
        if upload is not None:
            self._take_in(upload)
        elif not pictures.renditions(cleaned.get("picture", "")):
            self.add_error("file", "Choose a picture.")
        return self.cleaned_data

    def read(self) -> Part:
        cleaned = self.cleaned_data
        shown = pictures.renditions(cleaned["picture"])
        return Photograph(shown, cleaned["alternative"], cleaned["caption"], cleaned["credit"])

    @property
    def thumbnail(self) -> str:
        """The address of the picture that was taken in already, or ''."""
        shown = pictures.renditions(self["picture"].value() or "")
        jpegs = [each for each in shown if each.media_type == "image/jpeg"]
        return f"/media/{jpegs[0].sha256}.jpg" if jpegs else ""

    def _take_in(self, upload: Any) -> None:
        # Kept even if another field is wrong: a browser would not send the file a second time.
        try:
            key = pictures.take_in(upload).key
        except pictures.Refused as refusal:
            self.add_error("file", str(refusal))
            return
        self.cleaned_data["picture"] = key
        self.data[self.add_prefix("picture")] = key  # type: ignore[index]


class EmbedForm(PartForm):
    part, title = "embed", "Post from elsewhere"
    address = line("Address of the original", help_text="https://…")
    author = line("Who posted it", required=True)
    said_at = line("When, as it says there")
    text = text("Its words: our own copy, which stays when the original goes", required=True)

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address:
            URLValidator(schemes=["http", "https"])(address)
        return address

    def read(self) -> Part:
        cleaned = self.cleaned_data
        return Embed(
            cleaned["address"], cleaned["author"], cleaned["said_at"], markup.read(cleaned["text"])
        )


class MapMarksForm(PartForm):
    part, title = "mapmarks", "Marks on a map"
    name = line("Title", required=True)
    places = text("Places", help_text="One a line: name, latitude, longitude (decimal degrees)")
    legend = text("Legend", help_text="One layer a line")

    def clean_places(self) -> tuple[Place, ...]:
        return tuple(_place(each) for each in self.cleaned_data["places"].splitlines() if each)

    def read(self) -> Part:
        cleaned = self.cleaned_data
        legend = tuple(each.strip() for each in cleaned["legend"].splitlines() if each.strip())
        return MapMarks(cleaned["name"], legend, cleaned["places"])


class LostForm(PartForm):
    part, title = "lost", "Lost from an old page"
    what = forms.ChoiceField(
        label="What is lost", choices=[(each, each) for each in ("photograph", "embed", "map")]
    )
    caption = line("Its caption")
    credit = line("Its credit")

    def read(self) -> Part:
        cleaned = self.cleaned_data
        return Lost(cleaned["what"], cleaned["caption"], cleaned["credit"])


PART_FORMS: Final[dict[str, type[PartForm]]] = {
    each.part: each
    for each in (
        TextForm,
        QuotationForm,
        QuestionForm,
        BulletsForm,
        PhotographForm,
        EmbedForm,
        MapMarksForm,
        LostForm,
    )
}


class BylineForm(DeskForm):
    """One row of bylines; a row without a name is none."""

    name = line("Name")
    role = line("Role")
    place = line("Place")

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("name") and (cleaned.get("role") or cleaned.get("place")):
            self.add_error("name", "A byline needs a name.")
        return cleaned

    def read(self) -> Byline | None:
        cleaned = self.cleaned_data
        if not cleaned["name"]:
            return None
        return Byline(cleaned["name"], cleaned["role"], cleaned["place"])


class KeyForm(DeskForm):
    """A form with the key of its act, made once when the form is first shown, and what it saw."""

    earlier = ""  # what an act of the same key sent before, where the two differ
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    was = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @staticmethod
    def fresh(was: int = 0) -> dict[str, object]:
        return {"key": uuid.uuid4().hex, "was": was}


class HeadlineForm(KeyForm):
    headline = line("Headline")


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


class ReasonForm(KeyForm):
    reason = line("Reason", required=True, help_text="Readers see this in the post’s place.")


class MarkForm(KeyForm):
    key_event = forms.BooleanField(required=False, widget=forms.HiddenInput)


class PinForm(KeyForm):
    post = forms.IntegerField(label="Post number (0: none)", min_value=0)


class StateForm(KeyForm):
    state = forms.ChoiceField(
        label="State",
        choices=[("live", "Live"), ("paused", "Paused"), ("closed", "Closed: as it happened")],
    )


class TitleForm(HeadlineForm):
    standfirst = text("Standfirst")


class OpeningForm(TitleForm):
    slug = line("Address", required=True, help_text="small-letters-and-hyphens")
    zone = line("Time zone", required=True, help_text="Europe/London, say")
    language = forms.RegexField(
        r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", label="Language", help_text="en, ar, uk …"
    )
    before = line("Follows this coverage", help_text="Its address, if this is part of a series")
    carry = forms.BooleanField(label="Take over its pin and key points", required=False)


class KeyPointsForm(KeyForm):
    text = text(
        "Key points",
        help_text="One line each. A line that leads to a post ends with #12,"
        " one that leads to other coverage with its address: /river-rises",
    )

    def points(self) -> tuple[KeyPoint, ...]:
        return markup.read_key_points(self.cleaned_data["text"])


_CHOSEN: Final = (forms.ChoiceField, forms.BooleanField)
_ALONE: Final = (
    NewPostForm,
    ChangeForm,
    ReasonForm,
    MarkForm,
    PinForm,
    StateForm,
    OpeningForm,
    KeyPointsForm,
)


def written(sent: Mapping[str, str]) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """What somebody typed into any form of the desk: name, label, value; and the rest of it.

    A field that no form has counts as typed, so that nothing is lost.
    """
    typed, rest = [], {}
    for name, value in sent.items():
        field = _field(name, sent)
        if name == "do" or not value or isinstance(field, _CHOSEN) or _is_hidden(field):
            rest[name] = value
        else:
            label = str(field.label) if field and field.label else name
            typed.append((name, label, value))
    return typed, rest


def _field(name: str, sent: Mapping[str, str]) -> forms.Field | None:
    prefix, _, last = name.rpartition("-")
    if prefix.startswith("part-"):
        kind = sent.get(f"{prefix}-kind", "")
        fields = PART_FORMS[kind].base_fields if kind in PART_FORMS else {}
        return forms.ChoiceField() if last == "kind" else fields.get(last)
    if prefix.startswith("byline-"):
        return BylineForm.base_fields.get(last)
    return next((form.base_fields[last] for form in _ALONE if last in form.base_fields), None)


def _is_hidden(field: forms.Field | None) -> bool:
    return field is not None and field.widget.is_hidden


def fields_of(part: Part) -> tuple[str, dict[str, str]]:
    """The name of a part's form and the fields that would make the part again."""
    match part:
        case Text(paragraphs):
            return "text", {"text": markup.write(paragraphs)}
        case Quotation(paragraphs, who):
            return "quotation", {"text": markup.write(paragraphs), "who": who}
        case Question(question, answer):
            return "question", {"question": question, "text": markup.write(answer)}
        case Bullets(bullets):
            return "bullets", {"text": markup.write_bullets(bullets)}
        case Photograph(shown, alternative, caption, credit):
            fields = {"alternative": alternative, "caption": caption, "credit": credit}
            return "photograph", {"picture": pictures.key_of(shown), **fields}
        case Embed(address, author, said_at, paragraphs):
            fields = {"address": address, "author": author, "said_at": said_at}
            return "embed", {**fields, "text": markup.write(paragraphs)}
        case MapMarks(name, legend, places):
            marks = [f"{each.name}, {each.latitude}, {each.longitude}" for each in places]
            return "mapmarks", {
                "name": name,
                "legend": "\n".join(legend),
                "places": "\n".join(marks),
            }
        case Lost(what, caption, credit):
            return "lost", {"what": what, "caption": caption, "credit": credit}


def _place(written: str) -> Place:
    # Split from the right: a regex for all three took cubic time on a line of spaces.
    name, *numbers = (piece.strip() for piece in written.rsplit(",", 2))
    if not name or len(numbers) != 2 or not all(map(_DEGREES.fullmatch, numbers)):
        raise _no_place(written)
    if abs(float(numbers[0])) > 90 or abs(float(numbers[1])) > 180:
        raise _no_place(written)
    return Place(name, numbers[0], numbers[1])


def _no_place(written: str) -> forms.ValidationError:
    return forms.ValidationError(f"“{written.strip()}” is not a name, a latitude and a longitude.")
