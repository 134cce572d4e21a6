"""Appends an entry of each kind, and publishes each kind of part, with a small photograph."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from dateline.content import markup
from dateline.content.tree import (
    Bullet,
    Bullets,
    Byline,
    Copy,
    Embed,
    Lost,
    MapMarks,
    Part,
    Photograph,
    Place,
    Question,
    Quotation,
    Rendition,
    Text,
)
from dateline.desk.commands import posts
from dateline.journal.models import Coverage
from dateline.media import pictures
from tests.coverage import histories
from tests.people import act, publish


def main() -> None:
    histories.begin()
    north = Coverage.objects.get(slug="north")
    publish(north, "Water.")
    histories.one_of_each(north)
    flood = Coverage.objects.get(slug="flood")
    for part in parts(pictures.renditions(_picture())):
        name = type(part).__name__
        copy = Copy(f"A post with a {name}", (Byline("Ada Lind", "editor", "Varn"),), (part,))
        posts.publish(**act(), coverage=flood, copy=copy)


def parts(renditions: tuple[Rendition, ...]) -> list[Part]:
    """One part of each kind."""
    words = markup.read("The water stands at **4.2 m**.")
    line = markup.read_line("The dam holds.")
    return [
        Text(words),
        Quotation(words, "The mayor"),
        Question("Is it safe?", words),
        Bullets((Bullet(line),)),
        Photograph(renditions, "A door", "The door", "Ada Lind"),
        Embed("https://a.example/1", "A film", "A. Example", words),
        MapMarks("Floods", ("the east",), (Place("Varn", "1.5", "-2"),)),
        Lost("photograph", "The dam", "A. Example"),
    ]


def _picture() -> str:
    buffer = BytesIO()
    Image.effect_mandelbrot((60, 40), (-2, -1.5, 1, 1.5), 20).save(buffer, "PNG")
    return pictures.store(ContentFile(buffer.getvalue())).key


if __name__ == "__main__":
    main()
