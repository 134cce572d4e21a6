"""Forms of the desk that no walk uses: key events, and front matter that two people change."""

from __future__ import annotations

import re

import pytest

from tests.newsroom import Desk, Newsroom, fields_of, get


@pytest.fixture
def newsroom(new_coverage: Newsroom) -> Newsroom:
    """The tests of this module share a server. Each has a coverage of its own."""
    return new_coverage


def mark(desk: Desk, fields: dict[str, str]) -> str:
    """Sends a form that marks post 1; returns the page that the writer then sees."""
    answer = desk.post(f"/desk/{desk.slug}/post/1/mark/", fields)
    assert answer.status == 302
    return desk.get(answer.headers["location"].partition("#")[0]).text


def test_an_editor_marks_a_key_event_and_takes_it_back(newsroom: Newsroom):
    ben = newsroom.desk()
    ben.publish("The dam holds.", headline="The dam")
    page, where = f"/desk/{newsroom.slug}/post/1/", "mark-key_event"
    before = get(newsroom.address, f"/{newsroom.slug}/").text
    form = ben.form(page, where)
    assert form["mark-key_event"] == "True"
    assert "Post 1 is now a key event." in mark(ben, form)
    marked = get(newsroom.address, f"/{newsroom.slug}/").text
    assert marked != before
    assert "Key events</h2>" in marked
    # The same form sent again is done once. Another form that saw the older post is overtaken.
    assert "Post 1 is now a key event." in mark(ben, form)
    assert "Somebody else changed this" in mark(ben, form | {"mark-idempotency_key": "another"})
    back = ben.form(page, where)
    assert back["mark-key_event"] == "False"
    assert "Post 1 is no longer a key event." in mark(ben, back)
    assert "Key events</h2>" not in get(newsroom.address, f"/{newsroom.slug}/").text


@pytest.mark.any_database
def test_a_reporter_cannot_mark_a_key_event(newsroom: Newsroom):
    ben, ada = newsroom.desk(), newsroom.desk("ada")
    ben.publish("The dam holds.", headline="The dam")
    assert "mark-key_event" not in ada.get(f"/desk/{newsroom.slug}/post/1/").text
    # Ada sends the fields of the editor's form.
    theirs = ben.form(f"/desk/{newsroom.slug}/post/1/", "mark-key_event")
    own = ada.token()
    page = mark(ada, theirs | {"csrfmiddlewaretoken": own})
    assert "Your role does not allow this." in page
    assert "Key events</h2>" not in get(newsroom.address, f"/{newsroom.slug}/").text


SECTIONS = {
    "summary": ({"part-0-text": "The first."}, {"part-0-text": "The second."}),
    "pin": ({"post": "1"}, {"post": "2"}),
    "key-points": ({"text": "The first."}, {"text": "The second."}),
    "title": ({"headline": "The first."}, {"headline": "The second."}),
    "state": ({"state": "paused"}, {"state": "closed"}),
}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_second_of_two_editors_of_the_front_matter_sees_both_texts(newsroom: Newsroom, section):
    ben, other = newsroom.desk(), newsroom.desk()
    for words in ("Water at the door.", "Water in the hall."):
        ben.publish(words)
    path = f"/desk/{newsroom.slug}/front/{section}/"
    first, second = SECTIONS[section]
    where = 'name="expected_seq"'
    seen = other.form(path, where) | {"do": "set"}
    assert ben.front(section, **first).status == 302
    before = get(newsroom.address, f"/{newsroom.slug}/").text

    overtaken = other.post(path, seen | second)
    assert overtaken.status == 409
    assert "Somebody else changed this while you were writing." in overtaken.text
    assert get(newsroom.address, f"/{newsroom.slug}/").text == before
    ((name, typed),) = second.items()
    if section == "state":
        assert re.search(r'<option value="closed"[^>]* selected', overtaken.text)
    else:
        assert fields_of(overtaken.text, where)[name] == typed
        theirs = overtaken.text[overtaken.text.index("Current version") :]
        stands = "Water at the door." if section == "pin" else "The first."
        assert stands in theirs[: theirs.index("</section>")]

    # The form is sent again: its writer has seen what was there.
    again = fields_of(overtaken.text, where) | {"do": "set"} | second
    assert other.post(path, again).status == 302
    assert get(newsroom.address, f"/{newsroom.slug}/").text != before


@pytest.mark.any_database
def test_a_reporter_cannot_change_the_front_matter(newsroom: Newsroom):
    ben, ada = newsroom.desk(), newsroom.desk("ada")
    theirs = ben.form(f"/desk/{newsroom.slug}/front/title/", 'name="expected_seq"')
    own = ada.token()
    sent = theirs | {"csrfmiddlewaretoken": own, "headline": "Mine.", "do": "set"}
    assert ada.post(f"/desk/{newsroom.slug}/front/title/", sent).status == 403
    assert "Mine." not in get(newsroom.address, f"/{newsroom.slug}/").text


@pytest.mark.any_database
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/flood/",
        "/flood/feed.atom",
        "/flood/feed.json",
        "/flood/nothing/",
        "/desk/",
        "/desk/sign-in/",
        "/desk/flood/",
        "/static/page/live.js",
        "/media/" + "0" * 64 + ".jpg",
    ],
)
def test_every_kind_of_response_has_nosniff_and_the_desk_no_store(shared_newsroom: Newsroom, path):
    for _ in range(2):  # the second comes from memory
        answer = (
            shared_newsroom.desk().get(path)
            if "desk" in path
            else get(shared_newsroom.address, path)
        )
        assert answer.headers.get("x-content-type-options") == "nosniff", answer
        if "desk" in path:
            assert answer.headers["cache-control"] == "no-store"
