"""The stream of a running desk: who gets it, from which process, and that no reader does."""

from __future__ import annotations

import time

import pytest

from dateline.journal import local_notifier
from dateline.newsroom.changes import PANELS, mark
from tests.newsroom import Newsroom, get, request

from .desk_reader import DeskReader
from .test_growth import SERVE_WITH

# Another process of a newsroom that is only woken by notifications.
NEVER_POLLS = [*SERVE_WITH, "dateline.stream.desk_hub.POLL_EVERY=3600.0"]


@pytest.fixture
def newsroom(new_coverage: Newsroom) -> Newsroom:
    """The tests of this module share a server. Each has a coverage of its own."""
    return new_coverage


@pytest.fixture
def beside(newsroom: Newsroom):
    """Another process of the newsroom, which ends with the test."""
    started = []

    def start(**how):
        other = newsroom.beside()
        other.start(**how)
        started.append(other)
        return other

    yield start
    for other in started:
        other.stop()


def opened(newsroom: Newsroom, name: str = "ben") -> DeskReader:
    """The stream of a desk, which was told everything."""
    reader = DeskReader(newsroom, newsroom.session(name))
    assert reader.status == 200
    assert reader.panels() == sorted(PANELS)
    return reader


def test_an_open_desk_learns_what_changed_and_never_what_it_says(newsroom: Newsroom):
    ben, ada = opened(newsroom), newsroom.desk("ada")
    assert ben.response.headers["content-type"].startswith("text/event-stream")
    assert "no-cache" in ben.response.headers["cache-control"]
    # No other site may read it, with or without a session.
    assert "access-control-allow-origin" not in ben.response.headers
    slug = newsroom.slug
    ada.send(f"/desk/{slug}/notes/", {"text": "The mayor lies."}, where="about")
    assert ben.panels() == ["notes"]
    ada.send(f"/desk/{slug}/questions/", {"text": "Who says so?"}, where="Ask")
    assert ben.panels() == ["questions"]
    token = ada.form(f"/desk/{slug}/notes/", "about")["csrfmiddlewaretoken"]
    fields = {"csrfmiddlewaretoken": token, "tab": "t", "about": ""}
    assert ada.post(f"/desk/{slug}/presence/", fields).status == 200
    assert ben.panels() == ["people"]
    newsroom.desk().publish("Water at the door.")
    assert ben.panels() == ["head", "posts"]


def test_nothing_of_the_desk_reaches_a_reader(newsroom: Newsroom):
    rex, ben = newsroom.reader(after=newsroom.cursor()), opened(newsroom)
    before = newsroom.cursor()
    newsroom.program("mark", newsroom.slug, "3", *PANELS)
    ben.until_told(*PANELS)
    assert newsroom.cursor() == before
    newsroom.desk().publish("Water at the door.")
    event = rex.read()
    assert event is not None
    assert event.name == "blocks"
    assert [each["name"] for each in event.data["blocks"]] == ["post-1"]


def test_changes_of_the_desk_do_not_wake_the_hub_of_the_readers(
    coverage, django_capture_on_commit_callbacks
):
    told: list[str] = []
    local_notifier.subscribe(lambda: told.append("journal"))
    local_notifier.subscribe(lambda: told.append("desk"), "desk")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            mark(coverage, "drafts")
    finally:
        for each in local_notifier._listeners.values():
            each.pop()
    assert told == ["desk"]


def test_nobody_but_the_people_of_the_desk_gets_its_stream(newsroom: Newsroom):
    for session in ("", "forged", newsroom.session("ben")[:-1], "../x", "a b"):
        assert DeskReader(newsroom, session).status in (401, 403), session
    reader = newsroom.reader()
    assert reader.status == 200
    # Nor is there another way to it.
    for path in (f"/live/../desk/live/{newsroom.slug}", f"/live/desk/live/{newsroom.slug}"):
        assert get(newsroom.address, path).status == 404
    assert request(newsroom.address, "POST", f"/desk/live/{newsroom.slug}", {}, b"").status == 405
    assert DeskReader(newsroom, newsroom.session("ben"), slug="nowhere").status == 404


def test_a_desk_hears_nothing_of_another_coverage(newsroom: Newsroom):
    ben = opened(newsroom)
    first = newsroom.slug
    newsroom.program("open_coverage", f"{first}-other")
    newsroom.program("mark", f"{first}-other", "2", "drafts")
    newsroom.program("mark", first, "1", "notes")
    assert ben.panels() == ["notes"]


def test_a_desk_that_comes_back_misses_nothing(newsroom: Newsroom):
    ben = opened(newsroom)
    newsroom.program("mark", newsroom.slug, "1", "notes")
    ben.until_told("notes")
    seen = ben.last_id
    ben.close()
    newsroom.program("mark", newsroom.slug, "2", "drafts", "people")
    for how in ({"after": seen}, {"last": seen}):
        assert DeskReader(newsroom, newsroom.session("ben"), **how).panels() == [
            "drafts",
            "people",
        ]
    for after in ("nonsense", seen.replace("-", "-9"), "0000-1-1"):
        again = DeskReader(newsroom, newsroom.session("ben"), after)
        assert again.panels() == sorted(PANELS)
    # More changes than are stored, for a server that does not remember them either.
    newsroom.program("mark", newsroom.slug, "600", "notes")
    newsroom.kill()
    newsroom.start()
    late = DeskReader(newsroom, newsroom.session("ben"), seen)
    assert late.panels() == sorted(PANELS)


def test_a_change_in_another_process_arrives_within_a_second(newsroom: Newsroom, beside):
    other = beside()
    ben = opened(other)
    ada = newsroom.desk("ada")
    for number in range(3):
        began = time.monotonic()
        text = {"text": f"Look at door {number}."}
        ada.send(f"/desk/{newsroom.slug}/notes/", text, where="about")
        assert ben.panels() == ["notes"]
        # A poll takes half a second; a form on a busy machine a little more.
        assert time.monotonic() - began < 5
        newsroom.desk().publish(f"Water at door {number}.")
        ben.until_told("posts")


@pytest.mark.postgres
def test_a_change_in_another_process_wakes_the_desk(newsroom: Newsroom, beside):
    ben = opened(beside(command=NEVER_POLLS))
    for _ in range(3):
        newsroom.program("mark", newsroom.slug, "1", "drafts")
        assert ben.panels() == ["drafts"]


@pytest.mark.any_database
@pytest.mark.parametrize(
    "act",
    [
        "Member.objects.filter(user__username='ada').delete()",
        "User.objects.filter(username='ada').update(is_active=False)",
        "Session.objects.filter(session_key=sys.argv[-1]).delete()",
    ],
    ids=["role", "account", "session"],
)
def test_whoever_may_not_be_there_any_more_learns_it_within_five_seconds(own_newsroom, act):
    newsroom = own_newsroom
    ada = opened(newsroom, "ada")
    act = act.replace("sys.argv[-1]", repr(newsroom.session("ada")))
    newsroom.python(
        "from dateline.accounts.models import Member\n"
        "from django.contrib.auth.models import User\n"
        f"from django.contrib.sessions.models import Session\n{act}"
    )
    began = time.monotonic()
    event = ada.read()
    assert event is not None
    assert event.name == "refused"
    assert time.monotonic() - began < 5
    assert ada.read() is None
    assert DeskReader(newsroom, newsroom.session("ada")).status in (401, 403)


@pytest.mark.any_database
def test_another_role_is_told_to_the_desk(own_newsroom: Newsroom):
    ada = opened(own_newsroom, "ada")
    own_newsroom.python(
        "from dateline.accounts.models import Member\n"
        "Member.objects.filter(user__username='ada').update(role='editor')"
    )
    ada.until_told("rules")


@pytest.mark.any_database
def test_a_coverage_that_is_closed_is_told_to_the_desk(newsroom: Newsroom):
    ada = opened(newsroom, "ada")
    newsroom.desk().front("state", state="closed")
    assert ada.panels() == ["head", "posts"]
    # Its desk goes on: posts of a closed coverage are corrected.
    newsroom.program("mark", newsroom.slug, "1", "notes")
    assert ada.panels() == ["notes"]


@pytest.mark.any_database
def test_a_desk_goes_on_after_the_server_was_killed(newsroom: Newsroom):
    ben = opened(newsroom)
    newsroom.program("mark", newsroom.slug, "1", "notes")
    ben.until_told("notes")
    newsroom.kill()
    newsroom.program("mark", newsroom.slug, "1", "drafts")
    newsroom.start()
    again = DeskReader(newsroom, newsroom.session("ben"), last=ben.last_id)
    assert again.panels() == ["drafts"]


@pytest.mark.any_database
@pytest.mark.thorough
def test_two_hundred_desks_follow_a_thousand_changes(newsroom: Newsroom):
    desks = [DeskReader(newsroom, newsroom.session("ben")) for _ in range(200)]
    for each in desks:
        assert each.panels() == sorted(PANELS)
    newsroom.program("mark", newsroom.slug, "1000", "notes")
    newsroom.program("mark", newsroom.slug, "1", "rules")
    lasts = {each.until_told("rules").id for each in desks}
    assert len({each.rsplit("-", 1)[1] for each in lasts}) == 1
