"""The three walks of docs/architecture.md, through a running server."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom, get


@pytest.fixture
def newsroom(new_coverage: Newsroom) -> Newsroom:
    """The tests of this module share a server. Each has a coverage of its own."""
    return new_coverage


def test_a_post_goes_from_the_desk_to_an_open_stream_and_to_the_page(newsroom: Newsroom):
    rex = newsroom.reader(after=newsroom.cursor())
    newsroom.desk("eve").publish("Water at **4.2 m** at the bridge.", "Over the mark")

    (block,) = rex.blocks()
    assert block["name"] == "post-1"
    assert "<strong>4.2 m</strong>" in block["html"]
    assert block["html"] in get(newsroom.address, f"/{newsroom.slug}/").text


def test_a_reader_who_missed_a_correction_gets_only_the_corrected_post(newsroom: Newsroom):
    desk = newsroom.desk()
    cursor = newsroom.cursor()
    desk.publish("Water at 4.2 m.")
    assert desk.change(1, "Water at 2.4 m.", "correct", "It was 2.4 m.").status == 302

    rex = newsroom.reader(after=cursor)
    (block,) = rex.blocks()
    assert "2.4 m" in block["html"]
    assert "4.2 m" not in block["html"]
    assert "It was 2.4 m." in block["html"]


def test_last_event_id_wins_over_the_address(newsroom: Newsroom):
    first = newsroom.cursor()
    desk = newsroom.desk()
    desk.publish("One.")
    second = newsroom.cursor()
    desk.publish("Two.")

    rex = newsroom.reader(after=first, last=second)
    (block,) = rex.blocks()
    assert block["name"] == "post-2"


def test_what_was_published_is_there_after_kill_9(newsroom: Newsroom):
    newsroom.desk().publish("Water at the door.")
    cursor = newsroom.cursor()
    newsroom.kill()
    newsroom.start()

    assert get(newsroom.address, f"/{newsroom.slug}/").text.count(">Water at the door.<") == 1
    assert newsroom.cursor() == cursor


def test_a_withdrawn_text_is_nowhere(newsroom: Newsroom):
    desk = newsroom.desk()
    cursor = newsroom.cursor()
    desk.publish("The mayor was seen leaving.", "Mayor leaves")
    desk.front("pin", post="1")
    assert desk.withdraw(1, "It was somebody else.").status == 302

    rex = newsroom.reader(after=cursor)
    event = rex.read()
    assert event is not None
    assert {block["name"] for block in event.data["blocks"]} == {"post-1", "pin"}
    for surface in (str(event.data), get(newsroom.address, f"/{newsroom.slug}/").text):
        assert "mayor" not in surface.lower()
    assert "It was somebody else." in str(event.data)


def test_headline_summary_pin_key_points_and_state_reach_an_open_stream(newsroom: Newsroom):
    desk = newsroom.desk()
    desk.publish("Water at the door.", "At the door")
    rex = newsroom.reader(after=newsroom.cursor())
    desk.front("title", headline="The Orrin falls")
    desk.front("summary", headline="What we know", **{"part-0-text": "It rains. #1"})
    desk.front("pin", post="1")
    desk.front("key-points", text="At the door #1")
    desk.front("state", state="closed")

    seen = {block["name"]: block["html"] for _ in range(5) for block in rex.blocks()}
    assert "– as it happened" in seen["headline"]
    assert "The Orrin falls" in seen["headline"]
    assert "It rains." in seen["summary"]
    assert "At the door" in seen["pin"]
    assert f'href="/{newsroom.slug}/post/1/"' in seen["key-points"]


def test_two_editors_on_one_post_the_second_is_shown_both_texts(newsroom: Newsroom):
    eve, ben = newsroom.desk("eve"), newsroom.desk("ben")
    eve.publish("Water at 4.2 m.")
    page = f"/desk/{newsroom.slug}/post/1/"
    eves, bens = eve.form(page, "part-0-text"), ben.form(page, "part-0-text")
    changed = {"kind": "correct", "do": "change"}
    first = bens | changed | {"part-0-text": "Water at 2.4 m.", "note": "It was 2.4."}
    assert ben.post(page, first).status == 302

    answer = eve.post(page, eves | changed | {"part-0-text": "Water at 3 m.", "note": "Three."})
    assert answer.status == 409
    assert "Water at 2.4 m." in answer.text
    assert "Water at 3 m." in answer.text
    assert "2.4 m" in get(newsroom.address, f"/{newsroom.slug}/").text

    fresh = {
        name: value
        for name, value in eves.items()
        if name not in ("idempotency_key", "expected_seq")
    }
    for name in ("idempotency_key", "expected_seq"):
        fresh[name] = answer.text.split(f'name="{name}" value="')[1].split('"')[0]
    again = fresh | changed | {"part-0-text": "Water at 3 m.", "note": "Three."}
    assert eve.post(page, again).status == 302
    assert "Water at 3 m." in get(newsroom.address, f"/{newsroom.slug}/").text


def test_the_same_form_sent_twice_is_one_post(newsroom: Newsroom):
    desk = newsroom.desk("eve")
    form = desk.form(f"/desk/{newsroom.slug}/", "part-0-text") | {
        "part-0-text": "Once.",
        "do": "publish",
    }
    assert desk.post(f"/desk/{newsroom.slug}/", form).status == 302
    assert desk.post(f"/desk/{newsroom.slug}/", form).status == 302
    assert get(newsroom.address, f"/{newsroom.slug}/").text.count(">Once.<") == 1

    other = desk.post(f"/desk/{newsroom.slug}/", form | {"part-0-text": "Twice."})
    assert other.status == 409
    assert "Twice." in other.text
    assert "Once." in other.text.split("What was sent before")[1].split("</section>")[0]


@pytest.mark.any_database
def test_a_body_over_its_limit_is_refused_with_a_reason(newsroom: Newsroom):
    desk = newsroom.desk()
    form = desk.form(f"/desk/{newsroom.slug}/", "part-0-text")
    for size in (22 * 1024**2 + 1, 3 * 1024**2):
        answer = desk.post(f"/desk/{newsroom.slug}/", form | {"part-0-text": "x" * size})
        assert answer.status == 413
        assert "is too large" in answer.text
        assert "Nothing was" in answer.text
