"""The files of erased pictures are deleted, and never those that a post shows."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from PIL import Image

from dateline.content.tree import Copy, Photograph
from dateline.coverage import objects
from dateline.desk.commands import erasure, front_matter, posts
from dateline.desk.errors import CommandRefused
from dateline.desk.forms.composer import Composer
from dateline.journal.models import Leaf
from dateline.media import pictures, removal
from dateline.media.models import Picture, PictureRemoval
from tests.newsroom import Newsroom
from tests.people import act, seq_of

from .test_public import change, photograph


def upload(colour: str = "navy") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(buffer, "JPEG")
    return SimpleUploadedFile("photo.jpg", buffer.getvalue())


def publish(coverage, *parts: Photograph) -> None:
    posts.publish(**act(), coverage=coverage, copy=Copy("The river", (), parts))


def erase(coverage, number: int = 1) -> None:
    erasure.erase_entry(
        **act(),
        coverage=coverage,
        about=objects.post(number),
        seq=seq_of(coverage, f"post-{number}"),
        reason="data_protection",
    )


def files(shown: Photograph) -> list[bool]:
    return [pictures.is_stored(each) for each in shown.renditions]


def test_an_erased_pictures_files_are_deleted(coverage):
    shown = photograph("a")
    publish(coverage, shown)
    erase(coverage)
    removal.remove_requested()
    assert files(shown) == [False, False]
    # Their addresses still answer that they are gone.
    assert PictureRemoval.objects.count() == len(shown.renditions)
    assert not PictureRemoval.objects.filter(done=False).exists()


def test_more_files_are_deleted_than_one_step_has(coverage, monkeypatch):
    monkeypatch.setattr(removal, "STEP", 3)
    shown = [photograph(letter) for letter in "abcd"]
    publish(coverage, *shown)
    erase(coverage)
    removal.remove_requested()
    assert [files(each) for each in shown] == [[False, False]] * 4
    assert not PictureRemoval.objects.filter(done=False).exists()


# Another writer publishes the erased picture, and commits once the removal waits for it.
RACE = """
import json, threading
from dateline.journal.models import Coverage
from dateline.journal.write_lock import write_lock
from dateline.media import pictures, removal
from tests.media.test_removal import erase, publish
from tests.media.test_public import photograph
coverage, shown = Coverage.objects.get(slug="flood"), photograph("a")
publish(coverage, shown)
erase(coverage)
published, removed = threading.Event(), threading.Event()
def write():
    with write_lock():
        publish(coverage, shown)
        published.set()
        removed.wait(0.5)
writer = threading.Thread(target=write)
writer.start()
published.wait()
removal.remove_requested()
removed.set()
writer.join()
print(json.dumps([pictures.is_stored(each) for each in shown.renditions]))
"""


def test_a_post_that_is_committed_during_a_removal_keeps_its_files(closed_newsroom: Newsroom):
    assert json.loads(closed_newsroom.python(RACE)) == [True, True]


def commands(coverage, shown: Photograph) -> list:
    copy = Copy("The river", (), (shown,))
    summary = {"coverage": coverage, "expected_seq": 0, "copy": Copy("", (), (shown,))}
    return [
        lambda: posts.publish(**act(), coverage=coverage, copy=copy),
        lambda: posts.correct(**act(), **change(coverage), copy=copy, note="Another."),
        lambda: posts.update(**act(), **change(coverage), copy=copy, note="Another."),
        lambda: front_matter.set_summary(**act(), **summary),
    ]


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("empty", [False, True])
def test_a_picture_without_files_is_not_published(coverage, number, empty):
    publish(coverage, photograph("b"))
    shown = photograph("a")
    if empty:
        shown = Photograph((), "In words", "Caption", "Credit")
    else:
        pictures.path_of(shown.renditions[0].sha256, "avif").unlink()
    before = Leaf.objects.count()
    with pytest.raises(CommandRefused, match="Choose the picture again"):
        commands(coverage, shown)[number]()
    assert Leaf.objects.count() == before


def test_the_text_beside_a_lost_picture_can_still_be_corrected(coverage):
    shown = photograph("a")
    publish(coverage, shown)
    for each, suffix in zip(shown.renditions, ("avif", "jpg"), strict=True):
        pictures.path_of(each.sha256, suffix).unlink()
    copy = Copy("The lake", (), (shown,))
    posts.correct(**act(), **change(coverage), copy=copy, note="It is a lake.")


def sent(key: str) -> Composer:
    words = {f"part-0-{name}": "Words" for name in ("alt_text", "caption", "credit")}
    return Composer.posted({"part-0-kind": "photograph", "part-0-picture": key} | words, {})


def test_a_picture_that_is_deleted_after_its_form_was_checked_is_not_published(coverage):
    picture = pictures.store(upload())
    shown = Photograph(pictures.renditions(picture.key), "In words", "Caption", "Credit")
    publish(coverage, shown)
    composer = sent(picture.key)
    assert composer.is_valid()
    erase(coverage)
    removal.remove_requested()
    assert not Picture.objects.exists()
    copy = composer.read("The river")
    assert copy.parts[0].renditions == shown.renditions
    with pytest.raises(CommandRefused, match="Choose the picture again"):
        posts.publish(**act(), coverage=coverage, copy=copy)
    # The writer's next try.
    composer = sent(picture.key)
    assert not composer.is_valid()
    assert composer.parts[0].errors["file"] == ["Choose a picture."]


def test_a_page_shows_a_photograph_without_files_as_its_words():
    template = Template('{% include "page/parts/photograph.html" %}')
    shown = template.render(Context({"part": Photograph((), "In words", "Caption", "Credit")}))
    assert "Caption" in shown
    assert "<img" not in shown
