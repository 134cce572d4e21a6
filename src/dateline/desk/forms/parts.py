"""The forms of a post's parts and bylines: one form class for each kind of part.

`PartForm.read` returns the parts of a valid form, and `fields_of` the fields of a part.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

from django import forms
from django.core.validators import URLValidator
from django.urls import reverse

from dateline.content import markup
from dateline.content.tree import (
    Bullets,
    Byline,
    Embed,
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

from .fields import DeskForm, line, text

_DEGREES: Final = re.compile(r"-?\d++(?:\.\d++)?")


class PartForm(DeskForm):
    """Base class of the forms for a part. `part` is its name in field names and actions."""

    part: ClassVar[str]
    title: ClassVar[str]
    with_markup = ("text",)

    def read(self) -> tuple[Part, ...]:
        """Returns the parts of a valid form: several if a text has lists."""
        raise NotImplementedError


class TextForm(PartForm):
    part, title = "text", "Text"
    text = text(
        "Text",
        required=True,
        help_text="A blank line begins a paragraph, and “- ” a line of a list."
        " **strong**, _emphasis_, [text](https://…)",
    )

    def read(self) -> tuple[Part, ...]:
        return markup.read_text(self.cleaned_data["text"])


class QuotationForm(PartForm):
    part, title = "quotation", "Quotation"
    text = text("What was said", required=True)
    speaker = line("Who said it")

    def read(self) -> tuple[Part, ...]:
        paragraphs = markup.read(self.cleaned_data["text"])
        return (Quotation(paragraphs, self.cleaned_data["speaker"]),)


class QuestionForm(PartForm):
    part, title = "question", "Question and answer"
    question = line("Question", required=True)
    text = text("Answer", required=True)

    def read(self) -> tuple[Part, ...]:
        answer = markup.read(self.cleaned_data["text"])
        return (Question(self.cleaned_data["question"], answer),)


class BulletsForm(PartForm):
    part, title = "bullets", "Bulleted list"
    text = text(
        "Lines",
        required=True,
        help_text="One on each line. To cite posts, end the line with their numbers: #12 #14",
    )

    def read(self) -> tuple[Part, ...]:
        return (Bullets(markup.read_bullets(self.cleaned_data["text"])),)


class PhotographForm(PartForm):
    part, title = "photograph", "Photograph"
    file = forms.FileField(
        label="Picture",
        required=False,
        help_text="JPEG, PNG, WebP or AVIF, at most 20 MB. Location and camera data are removed.",
    )
    picture = forms.CharField(required=False, widget=forms.HiddenInput)
    alt_text = line("Description, for readers who cannot see the picture", required=True)
    caption = line("Caption", required=True)
    credit = line("Credit", required=True, help_text="The photographer and the agency")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        upload = self.files.get(self.add_prefix("file"))
        if upload is not None:
            self._store(upload)
        # Read once, for `read`: an erasure may delete the picture's row at any time.
        self._renditions = pictures.renditions(cleaned.get("picture", ""))
        if not self._renditions and not self.has_error("file"):
            self.add_error("file", "Choose a picture.")
        return self.cleaned_data

    def read(self) -> tuple[Part, ...]:
        cleaned = self.cleaned_data
        words = (cleaned["alt_text"], cleaned["caption"], cleaned["credit"])
        return (Photograph(self._renditions, *words),)

    def notices_when_shown_again(self) -> list[str]:
        notices = super().notices_when_shown_again()
        if self.files.get(self.add_prefix("file")):
            notices += map(str, self.errors.get("file", ()))
        return notices

    @property
    def thumbnail(self) -> str:
        """The URL of the picture that was uploaded before, or ''."""
        shown = pictures.renditions(self["picture"].value() or "")
        jpegs = [each for each in shown if each.media_type == "image/jpeg"]
        return reverse("desk:picture", args=[f"{jpegs[0].sha256}.jpg"]) if jpegs else ""

    def _store(self, upload: Any) -> None:
        # Stored even if another field is invalid, because a browser cannot fill a file field again.
        try:
            key = pictures.store(upload).key
        except pictures.PictureRefused as refusal:
            self.add_error("file", str(refusal))
            return
        self.cleaned_data["picture"] = key
        self.data[self.add_prefix("picture")] = key  # type: ignore[index]


class EmbedForm(PartForm):
    part, title = "embed", "Post from elsewhere"
    address = line("Address of the original", help_text="https://…")
    author = line("Who posted it", required=True)
    posted_at = line("When it was posted, as shown there")
    text = text(
        "Text",
        required=True,
        help_text="A copy, which stays on the page if the original is deleted",
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address:
            URLValidator(schemes=["http", "https"])(address)
        return address

    def read(self) -> tuple[Part, ...]:
        cleaned = self.cleaned_data
        copied = markup.read(cleaned["text"])
        return (Embed(cleaned["address"], cleaned["author"], cleaned["posted_at"], copied),)


class MapMarksForm(PartForm):
    part, title = "mapmarks", "Marks on a map"
    name = line("Title", required=True)
    places = text(
        "Places", help_text="One on each line: name, latitude, longitude (decimal degrees)"
    )
    legend = text("Legend", help_text="One layer on each line")

    def clean_places(self) -> tuple[Place, ...]:
        return tuple(_place(each) for each in self.cleaned_data["places"].splitlines() if each)

    def read(self) -> tuple[Part, ...]:
        cleaned = self.cleaned_data
        legend = tuple(each.strip() for each in cleaned["legend"].splitlines() if each.strip())
        return (MapMarks(cleaned["name"], legend, cleaned["places"]),)


class LostForm(PartForm):
    part, title = "lost", "Lost from an old page"
    what = forms.ChoiceField(
        label="What is lost", choices=[(each, each) for each in ("photograph", "embed", "map")]
    )
    caption = line("Its caption")
    credit = line("Its credit")

    def read(self) -> tuple[Part, ...]:
        cleaned = self.cleaned_data
        return (Lost(cleaned["what"], cleaned["caption"], cleaned["credit"]),)


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
    """One row of bylines. A blank row is ignored."""

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


def fields_of(part: Part) -> tuple[str, dict[str, str]]:
    """Returns the name of a part's form, and the field values from which `read` makes the part."""
    match part:
        case Text(paragraphs):
            return "text", {"text": markup.write_text(paragraphs)}
        case Quotation(paragraphs, speaker):
            return "quotation", {"text": markup.write(paragraphs), "speaker": speaker}
        case Question(question, answer):
            return "question", {"question": question, "text": markup.write(answer)}
        case Bullets(bullets):
            return "bullets", {"text": markup.write_bullets(bullets)}
        case Photograph(shown, alt_text, caption, credit):
            fields = {"alt_text": alt_text, "caption": caption, "credit": credit}
            return "photograph", {"picture": pictures.key_of(shown), **fields}
        case Embed(address, author, posted_at, paragraphs):
            fields = {"address": address, "author": author, "posted_at": posted_at}
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
    # Not one regular expression for all three values: it took cubic time on a line of spaces.
    name, *numbers = (piece.strip() for piece in written.rsplit(",", 2))
    if not name or len(numbers) != 2 or not all(map(_DEGREES.fullmatch, numbers)):
        raise _no_place(written)
    if abs(float(numbers[0])) > 90 or abs(float(numbers[1])) > 180:
        raise _no_place(written)
    return Place(name, numbers[0], numbers[1])


def _no_place(written: str) -> forms.ValidationError:
    return forms.ValidationError(
        f"“{written.strip()}” must be a name, a latitude and a longitude, separated by commas."
    )
