"""Pictures that the composer sends alone, while their post is being written."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dateline.journal.models import Leaf
from dateline.media import pictures

from .forms import post_form

pytestmark = pytest.mark.any_database
ADDRESS = "/desk/flood/pictures/"


def picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 800), "navy").save(buffer, "JPEG")
    return SimpleUploadedFile("photo.jpg", buffer.getvalue())


def test_a_picture_is_stored_for_a_part_and_has_the_credit_of_the_last_one(desk):
    answer = desk.post(ADDRESS, {"file": picture()})
    assert answer.status_code == 201
    stored = answer.json()
    assert stored["credit"] == ""
    assert desk.get(stored["thumbnail"])["Content-Type"] == "image/jpeg"
    assert desk.get(stored["thumbnail"].replace("/desk/picture/", "/media/")).status_code == 404
    fields = {
        "part-0-kind": "photograph",
        "part-0-picture": stored["picture"],
        "part-0-alt_text": "The bridge",
        "part-0-caption": "At noon",
        "part-0-credit": "Ben / Dateline",
    }
    assert desk.post("/desk/flood/", post_form(**fields)).status_code == 302
    assert desk.post(ADDRESS, {"file": picture()}).json()["credit"] == "Ben / Dateline"


@pytest.mark.parametrize("sent", [{}, {"file": SimpleUploadedFile("a.jpg", b"no picture")}])
def test_what_is_no_picture_is_refused_with_the_reason(desk, sent):
    answer = desk.post(ADDRESS, sent)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert Leaf.objects.count() == 1


def test_a_picture_over_the_limit_is_refused(desk, monkeypatch):
    monkeypatch.setattr(pictures, "SIZE_LIMIT", 100)
    answer = desk.post(ADDRESS, {"file": picture()})
    assert (answer.status_code, answer.json()["error"]) == (
        422,
        "The picture is larger than 20 MB.",
    )


def test_nobody_else_sends_pictures(coverage):
    assert Client().post(ADDRESS, {"file": picture()}).status_code == 401
