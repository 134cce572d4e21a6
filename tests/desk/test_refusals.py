"""What the desk does not accept is said beside its field, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest

from dateline.content.tree import Bullet, Bullets, Copy, Run
from dateline.coverage.read import post_state
from dateline.desk.commands import posts
from dateline.desk.errors import CommandRefused
from dateline.desk.forms.composer import PARTS_LIMIT
from dateline.desk.forms.fields import TEXT_LIMIT
from dateline.journal.models import Leaf
from tests.people import act, publish, seq_of

from .forms import command_fields, post_form

pytestmark = pytest.mark.any_database


def beside(page: str, control: str) -> str:
    """The error that stands beside the field with this id."""
    found = re.search(rf'id="{control}_error">(.*?)</div>', page, re.DOTALL)
    return found[1] if found else ""


def test_a_text_over_the_limit_is_kept_and_never_cut(desk, coverage):
    page = desk.get("/desk/flood/").content.decode()
    # With it a browser would cut what is pasted without a word.
    assert "maxlength" not in page
    assert f'data-limit="{TEXT_LIMIT}"' in page
    text = "Water. " * 30_000
    answer = desk.post("/desk/flood/", post_form(part__0__text=text))
    assert answer.status_code == 422
    page = answer.content.decode()
    # Django's field strips the space at the end.
    assert "has 209,999 characters" in beside(page, "id_part-0-text")
    assert "Shorten it by 189,999." in page
    assert text.strip() in page
    assert Leaf.objects.count() == 1
    whole = post_form(part__0__text="x" * TEXT_LIMIT, headline="y" * 301)
    page = desk.post("/desk/flood/", whole).content.decode()
    assert "Shorten it by 1." in beside(page, "id_headline")
    assert beside(page, "id_part-0-text") == ""


def test_no_part_is_left_out_without_a_word(desk, coverage):
    many = {}
    for number in range(PARTS_LIMIT):
        many |= {f"part-{number}-kind": "text", f"part-{number}-text": f"Part {number}."}
    page = desk.post("/desk/flood/", post_form(**many, do="add:text")).content.decode()
    assert "No part was added." in page
    many |= {f"part-{PARTS_LIMIT}-kind": "text", f"part-{PARTS_LIMIT}-text": "One more."}
    answer = desk.post("/desk/flood/", post_form(**many))
    assert answer.status_code == 422
    assert "One more." in answer.content.decode()
    assert "at most 60 parts" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "control", "why"),
    [
        ({"slug": "Fire"}, "id_slug", "lower-case letters"),
        ({"slug": "f" * 81}, "id_slug", "at most 80"),
        ({"slug": "flood"}, "id_slug", "is taken"),
        ({"headline": ""}, "id_headline", "needs a headline"),
        ({"zone": "Mars"}, "id_zone", "not a time zone"),
        ({"language": "xx"}, "id_language", "not a known language"),
        ({"previous": "nowhere"}, "id_previous", "There is no coverage"),
        ({"byline-0-name": " ", "byline-0-role": "editor"}, "id_byline-0-name", "needs a name"),
    ],
)
def test_a_coverage_is_refused_beside_the_field_that_is_wrong(desk, fields, control, why):
    start = {"slug": "fire", "headline": "Fire", "zone": "UTC", "language": "en", "do": "open"}
    answer = desk.post("/desk/new/", command_fields() | start | fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert why in beside(page, control)
    assert f'href="#{control}"' in page
    assert Leaf.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "control", "why"),
    [
        ({"dated": "1815-06-18T11:00"}, "id_dated", "Enter a year from 1990"),
        ({"dated": "2026-03-29T01:30"}, "id_dated", "There is no 01:30"),
        ({"dated": "2998-01-01T10:00"}, "id_dated", "cannot be in the future"),
        (
            {"part-1-kind": "bullets", "part-1-text": "The dam holds. #99"},
            "id_part-1-text",
            "There is no post 99",
        ),
        (
            {"part-0-text": "", "part-1-kind": "bullets", "part-1-text": "It holds. #1"},
            "id_part-1-text",
            "Post 1 was withdrawn",
        ),
        ({"byline-0-name": " ", "byline-0-place": "Varn"}, "id_byline-0-name", "needs a name"),
    ],
)
def test_a_post_is_refused_beside_the_field_that_is_wrong(desk, coverage, fields, control, why):
    publish(coverage, "The dam burst.")
    posts.withdraw(**act(), coverage=coverage, number=1, expected_seq=2, reason="It did not.")
    answer = desk.post("/desk/flood/", post_form(part__0__text="Water.") | fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert why in beside(page, control)
    assert f'href="#{control}"' in page
    assert Leaf.objects.count() == 3


@pytest.mark.parametrize(
    ("section", "fields", "control", "why"),
    [
        ("pin", {"post": "1"}, "id_post", "Post 1 was withdrawn"),
        ("pin", {"post": "2"}, "id_post", "Post 2 is retracted"),
        ("pin", {"post": "9"}, "id_post", "There is no post 9"),
        ("lead-picture", {"post": "2"}, "id_post", "Post 2 is retracted"),
        ("key-points", {"text": "It holds #1"}, "id_text", "Post 1 was withdrawn"),
        ("key-points", {"text": "See /nowhere"}, "id_text", "There is no coverage"),
        (
            "summary",
            {"part-0-kind": "bullets", "part-0-text": "It holds #1"},
            "id_part-0-text",
            "Post 1 was withdrawn",
        ),
        ("title", {"headline": ""}, "id_headline", "needs a headline"),
        ("state", {"state": "live"}, "id_state", "already live"),
    ],
)
def test_the_top_of_the_page_is_refused_beside_the_field_that_is_wrong(
    desk, coverage, section, fields, control, why
):
    publish(coverage, "The dam burst.")
    publish(coverage, "It rains.")
    one, two = ({"coverage": coverage, "number": n, "expected_seq": n + 1} for n in (1, 2))
    posts.withdraw(**act(), **one, reason="It did not.")
    posts.retract(**act(), **two, reason="It does not.")
    seen = seq_of(coverage, "coverage") if section in ("title", "state") else 0
    start = command_fields(expected_seq=seen) | {"do": "set", "change": "updated"}
    answer = desk.post(f"/desk/flood/front/{section}/", start | fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert why in beside(page, control)
    assert f'href="#{control}"' in page


def test_a_post_that_cites_a_withdrawn_one_can_still_be_corrected(coverage):
    publish(coverage, "The dam burst.")
    bullets = Bullets((Bullet((Run("The dam burst."),), (1,)),))
    posts.publish(**act(), coverage=coverage, copy=Copy("", (), (bullets,)))
    posts.withdraw(**act(), coverage=coverage, number=1, expected_seq=2, reason="It did not.")
    changed = Bullets((Bullet((Run("The dam holds."),), (1,)),))
    about = {"coverage": coverage, "number": 2, "note": "It holds."}
    posts.correct(**act(), **about, expected_seq=3, copy=Copy("", (), (changed,)))
    other = Bullets((Bullet((Run("The dam holds."),), (1, 99)),))
    with pytest.raises(CommandRefused, match="no post 99"):
        posts.correct(**act(), **about, expected_seq=5, copy=Copy("", (), (other,)))


def test_an_empty_text_is_left_out_if_there_is_another_part(desk, coverage):
    parts = {
        "part-0-text": " \n ",
        "part-1-kind": "quotation",
        "part-1-text": "It rises.",
        "part-2-kind": "text",
        "part-2-text": "",
    }
    assert desk.post("/desk/flood/", post_form(**parts)).status_code == 302
    (part,) = post_state(coverage, 1).copy.parts
    assert type(part).__name__ == "Quotation"
    more = {"part-1-kind": "text", "part-1-text": "\n"}
    alone = desk.post("/desk/flood/", post_form(idempotency_key="k2", part__0__text=" ", **more))
    assert alone.status_code == 422
    assert "required" in beside(alone.content.decode(), "id_part-0-text")


@pytest.mark.parametrize(
    ("end", "wrong"), [("withdraw", False), ("withdraw", True), ("retract", False)]
)
def test_who_edits_what_another_takes_back_gets_their_text_and_none_of_the_old(
    desk, coverage, end, wrong
):
    publish(coverage, "The mayor fled.")
    command = getattr(posts, end)
    command(**act(), coverage=coverage, number=1, expected_seq=2, reason="It was a rumour.")
    fields = post_form(
        expected_seq="2",
        headline="My headline",
        part__0__text="My better text.",
        kind="correct",
        note="" if wrong else "My note.",
        byline__0__name="Ada Lind",
        do="change",
    )
    answer = desk.post("/desk/flood/post/1/", fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    for mine in ("My headline", "My better text.", "Ada Lind", "It was a rumour.", "Error: "):
        assert mine in page, mine
    assert wrong or "My note." in page
    assert "mayor" not in page
    # There is no form any more that could be sent again.
    assert 'name="part-0-text"' not in page


def test_who_withdraws_what_is_withdrawn_already_gets_their_reason_back(desk, coverage):
    publish(coverage, "The mayor fled.")
    posts.withdraw(**act(), coverage=coverage, number=1, expected_seq=2, reason="A rumour.")
    fields = command_fields("withdraw-", expected_seq=2) | {"withdraw-reason": "My reason."}
    page = desk.post("/desk/flood/post/1/withdraw/", fields).content.decode()
    assert "My reason." in page
    assert "mayor" not in page


def test_a_role_that_was_taken_away_leaves_the_text(desk, coverage, ada):
    start = command_fields() | {"do": "set", "change": "updated", "text": "My key point"}
    answer = ada.post("/desk/flood/front/key-points/", start)
    assert answer.status_code == 403
    assert "My key point" in answer.content.decode()
    assert "Your role does not allow this." in answer.content.decode()


def test_what_is_removed_is_said_also_while_parts_are_added(desk, coverage, not_a_picture):
    fields = {
        "headline": "<i>Flood</i>",
        "part-0-text": "Water <script>x</script>",
        "part-1-kind": "photograph",
        "part-1-file": not_a_picture,
        "do": "add:text",
    }
    page = desk.post("/desk/flood/", post_form(**fields)).content.decode()
    summary = page[page.index('id="problems"') : page.index("</section>")]
    assert "Headline: We removed: &lt;i&gt;" in summary
    assert "Text: We removed: &lt;script&gt;" in summary
    assert "not a JPEG" in summary


def test_a_refused_form_begins_with_a_summary_that_has_the_focus(desk, coverage):
    clean = desk.get("/desk/flood/").content.decode()
    assert "<title>The Orrin rises" in clean
    assert "autofocus" not in clean
    answer = desk.post("/desk/flood/", post_form(headline="y" * 301, dated="never"))
    page = answer.content.decode()
    assert "<title>Error: The Orrin rises" in page
    summary = page[page.index('<section class="problems"') : page.index("</section>")]
    assert 'tabindex="-1" autofocus' in summary
    assert "There are 3 problems" in summary
    links = re.findall(r'href="#([^"]+)">([^<]+)', summary)
    assert links == [
        ("id_headline", "Headline"),
        ("id_dated", "Time of the post"),
        ("id_part-0-text", "Text: Text"),
    ]
    for control, _ in links:
        assert page.count(f'id="{control}"') == 1
    radios = desk.post("/desk/flood/front/title/", command_fields() | {"do": "set"})
    assert 'href="#id_change_0"' in radios.content.decode()
    assert 'id="id_change_0"' in radios.content.decode()
