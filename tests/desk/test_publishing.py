"""What publishes a post, what its writer is asked first, and who is offered what."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from dateline.content.tree import Byline, Copy
from dateline.coverage import objects
from dateline.coverage.read import post_state
from dateline.desk.commands import doubts, erasure, front_matter, posts
from dateline.desk.errors import Doubtful
from dateline.journal.models import Leaf
from tests.people import BEN, act, copy, publish, seq_of

from .forms import command_fields, post_form

pytestmark = pytest.mark.any_database

PAGES = (
    "/desk/new/",
    "/desk/flood/",
    "/desk/flood/post/1/",
    *(
        f"/desk/flood/front/{section}/"
        for section in ("summary", "pin", "lead-picture", "key-points", "title", "state")
    ),
)


def forms_of(page: str) -> list[str]:
    found = re.findall(r"<form.*?</form>", page, re.DOTALL)
    return [form for form in found if "sign-out" not in form]


def test_in_every_form_enter_presses_a_button_that_changes_nothing(desk, coverage):
    publish(coverage, "Water.")
    seen = 0
    for path in PAGES:
        for form in forms_of(desk.get(path).content.decode()):
            if not re.search(r"<textarea|<input(?![^>]*hidden)", form):
                continue
            # HTML: Enter in a field presses the first button of the form.
            button = re.search(r"<button[^>]*>", form)
            assert button
            assert 'name="do" value="show"' in button[0], (path, button[0])
            seen += 1
    # The state is chosen from a list, in which Enter sends nothing. A post has three such forms,
    # and the desk one for a note and one for a question beside that for a post.
    assert seen == len(PAGES) - 1 + 2 + 2
    before = Leaf.objects.count()
    for path in (*PAGES, "/desk/flood/post/1/withdraw/", "/desk/flood/post/1/retract/"):
        fields = {"do": "show", "slug": "fire", "headline": "Typed words", "post": "1"}
        fields |= {"part-0-kind": "text", "part-0-text": "Typed text", "text": "Typed point"}
        fields |= {"withdraw-reason": "Typed words", "retract-reason": "Typed words"}
        answer = desk.post(path, command_fields() | fields)
        assert answer.status_code == 200, path
        assert "Typed" in answer.content.decode() or path.endswith(("pin/", "picture/", "state/"))
    assert Leaf.objects.count() == before


def test_the_same_text_within_a_minute_is_asked_about(desk, coverage):
    fields = post_form(headline="Water", part__0__text="Water at the door.")
    assert desk.post("/desk/flood/", fields).status_code == 302
    # The same form again is a retry, and is answered as before.
    assert desk.post("/desk/flood/", fields).status_code == 302
    again = fields | {"idempotency_key": "k2"}
    answer = desk.post("/desk/flood/", again)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The same text was published a moment ago, as post 1." in page
    assert 'value="publish-anyway"' in page
    assert 'value="publish"' not in page
    assert Leaf.objects.count() == 2
    assert desk.post("/desk/flood/", again | {"headline": "Wine"}).status_code == 302
    known = again | {"idempotency_key": "k3", "do": "publish-anyway"}
    assert desk.post("/desk/flood/", known).status_code == 302
    assert post_state(coverage, 3).copy.headline == "Water"


def test_the_same_text_a_minute_later_is_no_question(coverage):
    publish(coverage, "Water.")
    at = post_state(coverage, 1).published_at
    with pytest.raises(Doubtful):
        doubts.require_undoubted(coverage, copy("Water."), at + timedelta(seconds=60))
    doubts.require_undoubted(coverage, copy("Water."), at + timedelta(seconds=61))
    doubts.require_undoubted(coverage, copy("Wine."), at)


def test_a_post_that_nobody_signs_is_asked_about(desk, open_coverage_named):
    unsigned = open_coverage_named("fire", bylines=())
    answer = desk.post("/desk/fire/", post_form(part__0__text="Smoke."))
    assert answer.status_code == 422
    assert "This post has no byline" in answer.content.decode()
    signed = post_form(part__0__text="Smoke.", byline__0__name="Ada")
    assert desk.post("/desk/fire/", signed).status_code == 302
    anyway = post_form(part__0__text="Fire.", idempotency_key="k2", do="publish-anyway")
    assert desk.post("/desk/fire/", anyway).status_code == 302
    assert Leaf.objects.filter(coverage=unsigned).count() == 3


def test_bylines_are_those_of_this_persons_last_post_in_this_coverage(
    desk, eve, coverage, open_coverage_named
):
    open_coverage_named("fire")
    names = {"byline-0-name": "Ben Okafor", "byline-0-role": "editor", "byline-0-place": "Varn"}
    desk.post("/desk/flood/", post_form(part__0__text="One.") | names)
    names = {"byline-0-name": "Somebody Else"}
    desk.post("/desk/fire/", post_form(part__0__text="Two.", idempotency_key="k2") | names)
    names = {"byline-0-name": "Eve Lindqvist"}
    eve.post("/desk/flood/", post_form(part__0__text="Three.", idempotency_key="k3") | names)
    page = desk.get("/desk/flood/").content.decode()
    for value in ("Ben Okafor", "editor", "Varn"):
        assert f'value="{value}"' in page
    assert 'value="Eve Lindqvist"' in eve.get("/desk/flood/").content.decode()
    assert "Somebody Else" not in page


def test_a_closed_coverage_has_no_form_and_says_how_to_open_it_again(desk, eve, coverage):
    seen = seq_of(coverage, "coverage")
    front_matter.set_state(**act(), coverage=coverage, expected_seq=seen, state="closed")
    page = desk.get("/desk/flood/").content.decode()
    assert "part-0-text" not in page
    assert "This coverage was closed at <time" in page
    assert '<a href="/desk/flood/front/state/">set its state to live</a>' in page
    assert "ask a lead to set its state to live" in eve.get("/desk/flood/").content.decode()
    # Whoever wrote while it was closed has their text.
    late = desk.post("/desk/flood/", post_form(part__0__text="Too late."))
    assert late.status_code == 422
    assert "Too late.</textarea>" in late.content.decode()


def test_a_reporter_is_offered_only_what_a_reporter_may_do(ada, desk, coverage):
    publish(coverage, "Water.")
    offered = {
        path: (ada.get(path).content.decode(), desk.get(path).content.decode()) for path in PAGES
    }
    board, editors_board = offered["/desk/flood/"]
    for section in ("summary", "pin", "lead-picture", "key-points", "title", "state"):
        link = f'href="/desk/flood/front/{section}/"'
        assert link not in board
        assert link in editors_board
        adas, bens = offered[f"/desk/flood/front/{section}/"]
        assert forms_of(adas) == []
        assert "and administrators can change this." in adas
        assert len(forms_of(bens)) == 1
    # A reporter writes and submits.
    assert 'value="submit"' in board
    assert [page.count('value="publish"') for page in (board, editors_board)] == [0, 1]
    adas, bens = offered["/desk/flood/post/1/"]
    for button in ("change", "withdraw", "retract"):
        assert [page.count(f'name="do" value="{button}"') for page in (adas, bens)] == [0, 1]
    assert adas.count('value="submit"') == 3
    assert [page.count("/post/1/mark/") for page in (adas, bens)] == [0, 1]
    assert ada.get("/desk/new/").status_code == 403
    assert "Only leads and administrators prepare coverage" in offered["/desk/new/"][0]
    assert "/desk/new/" not in ada.get("/desk/").content.decode()
    assert "/desk/new/" in desk.get("/desk/").content.decode()


def test_the_desk_says_what_was_erased(desk, coverage):
    publish(coverage, "Somebody’s address.")
    publish(coverage, "Water.")
    erasure.erase_object(by=BEN, coverage=coverage, about=objects.post(1), reason="safety")
    board = desk.get("/desk/flood/").content.decode()
    assert "content erased" in board
    assert "content erased" in board
    page = desk.get("/desk/flood/post/1/").content.decode()
    assert "Content of this post was erased." in page
    assert "safety" in page
    assert "erased" not in desk.get("/desk/flood/post/2/").content.decode()


def test_times_at_the_desk_are_those_of_the_coverage(desk, open_coverage_named):
    dated = datetime(2026, 7, 4, 16, 5, tzinfo=UTC)
    for slug, zone, shown in (
        ("harbor", "America/New_York", "12:05"),
        ("river", "Asia/Kolkata", "21:35"),
    ):
        found = open_coverage_named(slug, zone=zone)
        publish(found, "Water.", dated=dated)
        board = desk.get(f"/desk/{slug}/").content.decode()
        assert re.search(rf"<time[^>]*>{shown}</time>", board)
        assert '<span class="moment">4 July 2026</span>' in board
        assert "UTC" not in board
        version = desk.get(f"/desk/{slug}/post/1/").content.decode()
        assert re.search(r"published, <time[^>]*>\d\d:\d\d (EST|EDT|IST), ", version)
        assert "UTC" not in version


def test_a_row_says_what_an_editor_looks_for(desk, coverage):
    words = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen more."
    signed = (Byline("Ada Lind"), Byline("Mo Reyes"))
    posts.publish(**act(), coverage=coverage, copy=Copy("", signed, copy(words).parts))
    about = {"coverage": coverage, "number": 1}
    posts.correct(
        **act(), **about, expected_seq=2, copy=Copy("", signed, copy(f"{words}.").parts), note="."
    )
    posts.set_key_event(**act(), **about, expected_seq=3, key_event=True)
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    publish(coverage, "Gone.")
    posts.withdraw(**act(), coverage=coverage, number=2, expected_seq=6, reason="A rumour.")
    fields = {"part-0-kind": "mapmarks", "part-0-name": "Floods", "part-0-places": "Varn, 1, 2"}
    desk.post("/desk/flood/", post_form(**fields))
    found = desk.get("/desk/flood/find/?state=post").content.decode()
    newest, gone, first = re.findall(r"<li>(.*?)</li>", found[found.index("<ol") :], re.DOTALL)
    assert "Ada Lind, Mo Reyes" in first
    for mark in ("pinned", "key event", "corrected"):
        assert f"<b>{mark}</b>" in first
        assert mark not in newest + gone
    assert "fourteen …" in first
    assert "more." not in first
    assert "<b>withdrawn</b>" in gone
    assert "Withdrawn: A rumour." in gone
    assert ">Floods Varn 1 2<" in newest
    screen = desk.get("/desk/flood/").content.decode()
    first = screen[screen.index('id="row-1"') :]
    for mark in ("pinned", "corrected"):
        assert f'<b class="mark-of-row">{mark}</b>' in first


def test_the_list_of_coverages_shows_their_addresses(desk, coverage):
    assert '<a href="/flood/">/flood/</a>' in desk.get("/desk/").content.decode()
