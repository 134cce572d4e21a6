"""Bad input at the desk is refused clearly: fields are marked, and nothing is lost or published."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dateline.accounts.people import add_person
from dateline.desk import forms
from dateline.journal.models import Leaf
from dateline.page.models import BlockRow
from tests.people import PASSWORD, publish, seq_of

from .forms import post_form

pytestmark = pytest.mark.any_database


def picture(**options: object) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 800), "navy").save(buffer, "JPEG")
    return SimpleUploadedFile("photo.jpg", buffer.getvalue())


def test_hostile_html_is_taken_out_and_the_writer_sees_what(desk):
    fields = post_form(**{"part-0-text": "<p>Water <b>rises</b><script>steal()</script></p>"})
    answer = desk.post("/desk/flood/", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We removed: &lt;script&gt;" in page
    assert "Water **rises**" in page
    assert "steal()" not in page
    assert Leaf.objects.count() == 1

    answer = desk.post("/desk/flood/", fields | {"part-0-text": "Water **rises**"})
    assert answer.status_code == 302
    assert "Water <strong>rises</strong>" in BlockRow.objects.get(name="post-1").html


def test_an_empty_post_is_marked_and_keeps_its_other_fields(desk):
    answer = desk.post("/desk/flood/", post_form(headline="The headline", part__0__text=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="The headline"' in page
    assert "This field is required." in page
    assert 'aria-invalid="true"' in page


def test_a_photograph_needs_words_and_is_kept_while_they_are_asked_for(desk):
    fields = post_form(**{"part-0-kind": "photograph", "part-0-file": picture()})
    answer = desk.post("/desk/flood/", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="error">This field is required.') == 3
    key = page.split('name="part-0-picture" value="')[1].split('"')[0]
    assert len(key) == 32
    thumbnail = page.split('class="thumbnail" src="')[1].split('"')[0]
    assert desk.get(thumbnail)["Content-Type"] == "image/jpeg"
    public = thumbnail.replace("/desk/picture/", "/media/")
    assert desk.get(public).status_code == 404

    again = {f"part-0-{name}": f"The {name}" for name in ("alt_text", "caption", "credit")}
    fields = post_form(**{"part-0-kind": "photograph", "part-0-picture": key}) | again
    assert desk.post("/desk/flood/", fields).status_code == 302
    html = BlockRow.objects.get(name="post-1").html
    assert 'alt="The alt_text"' in html
    assert "The credit" in html
    assert 'width="1200" height="800"' in html
    address = html.split('src="')[1].split('"')[0]
    served = desk.get(address)
    assert served.status_code == 200
    # A cache that readers share asks again soon, in case the post is withdrawn.
    assert served["Cache-Control"] == "public, max-age=86400, s-maxage=300"
    assert sha256(served.content).hexdigest() in address
    assert desk.get(public).status_code == 200
    assert Client().get(public).status_code == 200
    assert Client().get(thumbnail).status_code == 302
    withdrawal = {"withdraw-idempotency_key": "k2", "withdraw-expected_seq": "2"}
    desk.post("/desk/flood/post/1/withdraw/", withdrawal | {"withdraw-reason": "Wrong."})
    assert Client().get(public).status_code == 410


@pytest.mark.parametrize("content", [b"not a picture", b"GIF89a" + b"\0" * 50, b""])
def test_a_file_that_is_no_picture_is_refused_with_a_reason(desk, content):
    upload = SimpleUploadedFile("photo.jpg", content)
    answer = desk.post(
        "/desk/flood/", post_form(**{"part-0-kind": "photograph", "part-0-file": upload})
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "not a JPEG" in page or "Choose a picture" in page or "empty" in page


def test_parts_are_added_moved_and_taken_out_without_losing_anything(desk):
    fields = post_form(
        headline="Head", **{"part-0-text": "One.", "byline-0-name": "Ada", "do": "add:quotation"}
    )
    page = desk.post("/desk/flood/", fields).content.decode()
    assert "One." in page
    assert 'name="part-1-speaker"' in page
    assert 'value="Ada"' in page
    assert 'value="Head"' in page

    fields |= {
        "part-1-kind": "quotation",
        "part-1-text": "Two.",
        "part-1-speaker": "Rex",
        "do": "up:1",
    }
    page = desk.post("/desk/flood/", fields).content.decode()
    assert page.index("Two.") < page.index("One.")
    # What stands first cannot go up, and what stands last cannot go down.
    fields |= {"part-2-kind": "text", "part-2-text": "Three."}
    for action in ("up:0", "down:2"):
        page = desk.post("/desk/flood/", fields | {"do": action}).content.decode()
        assert page.index("One.") < page.index("Two.") < page.index("Three.")
    page = desk.post("/desk/flood/", fields | {"do": "remove:0"}).content.decode()
    assert "One." not in page
    assert "Two." in page
    assert Leaf.objects.count() == 1


def test_the_parts_of_a_post_come_back_to_its_form_as_they_were(desk, coverage):
    fields = post_form(
        **{
            "headline": "Head",
            "byline-0-name": "Ada",
            "byline-0-role": "reporter",
            "byline-0-place": "Varn",
            "part-0-text": "One **two** <3 [four](https://a.example/).",
            "part-1-kind": "question",
            "part-1-question": "Why?",
            "part-1-text": "Because.\n\nAnd.",
            "part-2-kind": "embed",
            "part-2-author": "Cleo",
            "part-2-text": "Kept words",
            "part-2-address": "https://a.example/1",
            "part-3-kind": "mapmarks",
            "part-3-name": "Map",
            "part-3-places": "Varn, 52.1, -3",
            "part-3-legend": "one\ntwo",
            "part-4-kind": "bullets",
            "part-4-text": "first\nsecond",
        }
    )
    assert desk.post("/desk/flood/", fields).status_code == 302
    page = desk.get("/desk/flood/post/1/").content.decode()
    for kept in ("Why?", "Because.", "Kept words", "Varn, 52.1, -3", "first\nsecond", "Varn"):
        assert kept in page, kept
    assert "One **two** &lt;3 [four](https://a.example/)." in page


@pytest.mark.parametrize(
    ("places", "why"),
    [("Varn", "latitude"), ("Varn, 91, 0", "latitude"), ("Varn, 1, x", "latitude")],
)
def test_a_mark_on_a_map_needs_a_place_on_earth(desk, places, why):
    fields = post_form(**{"part-0-kind": "mapmarks", "part-0-name": "Map", "part-0-places": places})
    answer = desk.post("/desk/flood/", fields)
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_correction_without_a_note_is_marked(desk, coverage):
    publish(coverage, "Water.")
    seen = seq_of(coverage, "post-1")
    fields = post_form(
        **{"part-0-text": "Fire.", "kind": "correct", "expected_seq": seen, "do": "change"}
    )
    answer = desk.post("/desk/flood/post/1/", fields)
    assert answer.status_code == 422
    assert "Say what was wrong" in answer.content.decode()
    assert "Fire." in answer.content.decode()


def test_a_revision_that_changes_meaning_is_refused_and_keeps_its_text(desk, coverage):
    publish(coverage, "Water at 4.2 m.")
    seen = seq_of(coverage, "post-1")
    fields = post_form(
        **{"part-0-text": "Water at 2.4 m.", "kind": "revise", "expected_seq": seen, "do": "change"}
    )
    answer = desk.post("/desk/flood/post/1/", fields)
    assert answer.status_code == 422
    assert "a number" in answer.content.decode()
    assert "Water at 2.4 m." in answer.content.decode()


def test_a_session_that_ended_shows_what_was_written(desk):
    desk.logout()
    answer = desk.post("/desk/flood/", post_form(part__0__text="Twenty minutes of work."))
    assert answer.status_code == 401
    page = answer.content.decode()
    assert "Twenty minutes of work." in page
    assert ">Text</label>" in page
    # Somebody else may sign in next, so nothing is sent again by itself.
    assert "<form" not in page
    assert Leaf.objects.count() == 1


def test_typed_fields_are_separated_from_the_others():
    sent = {
        "idempotency_key": "k",
        "expected_seq": "3",
        "do": "change",
        "kind": "correct",
        "note": "It was 2.4.",
        "headline": "",
        "part-0-kind": "quotation",
        "part-0-text": "Water.",
        "part-0-speaker": "Ada",
        "part-1-kind": "photograph",
        "part-1-picture": "ab12",
        "part-1-caption": "A bridge",
        "part-2-kind": "unheard-of",
        "part-2-text": "Kept.",
        "byline-0-name": "Ada",
        "withdraw-reason": "Wrong.",
        "mark-key_event": "on",
        "dated": "2026-01-01T10:00",
        "whatever": "this is",
    }
    typed, rest = forms.typed_fields(sent)
    assert {name: label for name, label, _ in typed} == {
        "note": "What was wrong and what is right, or what is new",
        "part-0-text": "What was said",
        "part-0-speaker": "Who said it",
        "part-1-caption": "Caption",
        "part-2-text": "part-2-text",
        "byline-0-name": "Name",
        "withdraw-reason": "Reason",
        "dated": "Time of the post",
        "whatever": "whatever",
    }
    assert {name: value for name, _, value in typed} | rest == sent


def test_cleo_cannot_use_the_desk(client, coverage):
    User.objects.create_user("cleo", password=PASSWORD)
    assert client.get("/desk/flood/").status_code == 302
    client.login(username="cleo", password=PASSWORD)
    for path in ("/desk/", "/desk/flood/", "/desk/new/"):
        assert client.get(path).status_code == 403


def test_a_form_without_its_token_changes_nothing(coverage):
    from django.test import Client

    add_person("ben", PASSWORD, "editor")
    careful = Client(enforce_csrf_checks=True)
    careful.login(username="ben", password=PASSWORD)
    answer = careful.post("/desk/flood/", post_form(part__0__text="Forged."))
    assert answer.status_code == 403
    assert "Forged." in answer.content.decode()
    assert Leaf.objects.count() == 1


def test_a_new_coverage_is_opened_with_all_it_has(desk):
    fields = {
        "idempotency_key": "k9",
        "expected_seq": "0",
        "slug": "fire",
        "headline": "Smoke over Varn",
        "standfirst": "The hills burn.",
        "zone": "Asia/Beirut",
        "language": "en",
        "byline-0-name": "Ada",
        "byline-0-place": "Varn",
        "previous": "flood",
        "do": "open",
    }
    assert desk.post("/desk/new/", fields | {"zone": "Nowhere"}).status_code == 422
    assert desk.post("/desk/new/", fields).status_code == 302
    page = desk.get("/fire/").content.decode()
    for shown in ("Smoke over Varn", "The hills burn.", "Ada", "The Orrin rises"):
        assert shown in page


def test_nothing_at_the_desk_ends_in_a_traceback_for_odd_input(desk, coverage):
    publish(coverage, "Water.")
    odd = [{}, {"do": "add:nonsense"}, {"do": "up:99"}, {"do": "remove:-1"}, {"part-0-kind": "x"}]
    for fields in odd:
        for path in ("/desk/flood/", "/desk/flood/post/1/", "/desk/flood/front/summary/"):
            assert desk.post(path, fields).status_code in (200, 422), (path, fields)
    for path in ("/desk/flood/post/9/", "/desk/nowhere/", "/desk/flood/front/nothing/"):
        assert desk.get(path).status_code == 404
    long = post_form(**{"part-0-text": "x" * 20_001})
    assert desk.post("/desk/flood/", long).status_code == 422
    key = post_form(idempotency_key="k" * 65, **{"part-0-text": "words"})
    assert desk.post("/desk/flood/", key).status_code == 422
