"""What the row of a draft says: its byline, the notes on it, and what became of it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from dateline.content.tree import Byline
from dateline.desk import draft_rows
from dateline.desk.commands import front_matter
from dateline.desk.commands.front_matter import Title
from dateline.drafts.models import Draft
from dateline.newsroom import changes
from tests.people import act, seq_of

from .forms import post_form


def submit(client: Client, words: str, **more: object) -> Draft:
    fields = post_form(part__0__text=words, do="submit", **more)
    fields["idempotency_key"] = uuid.uuid4().hex
    assert client.post("/desk/flood/", fields).status_code == 302
    return Draft.objects.latest("pk")


def approval(client: Client) -> str:
    return client.get("/desk/flood/panel/approval/").content.decode()


@pytest.fixture
def coverage(open_coverage_named):
    """A coverage that nobody signs as a whole."""
    return open_coverage_named("flood", bylines=())


@pytest.mark.parametrize(("name", "is_said"), [("Ada Lind", False), ("  ", True), ("", True)])
def test_the_row_of_a_submitted_post_says_that_nobody_signs_it(eve, ada, name, is_said):
    draft = submit(ada, "Water at the door.", byline__0__name=name)
    assert ("no byline</b>" in approval(eve)) == is_said
    page = eve.get(f"/desk/flood/drafts/{draft.uid}/").content.decode()
    assert ("the coverage has none either" in page) == is_said


def test_a_coverage_with_bylines_signs_its_posts(eve, ada, coverage):
    submit(ada, "Water at the door.")
    front_matter.retitle(
        **act(),
        coverage=coverage,
        expected_seq=seq_of(coverage, "coverage"),
        title=Title("The river rises", "", (Byline("Ada Lind"),)),
    )
    assert "no byline</b>" not in approval(eve)


def test_a_draft_that_is_being_written_is_not_asked_for_its_byline(ada, coverage):
    fields = post_form(part__0__text="Water at the door.", do="save")
    ada.post("/desk/flood/", fields)
    assert "no byline</b>" not in ada.get("/desk/flood/panel/drafts/").content.decode()


def test_the_notes_on_a_draft_are_in_its_row_whatever_its_state(eve, ada, coverage):
    draft = submit(ada, "Water at the door.")
    before = changes.head_of(coverage)
    ada.post("/desk/flood/notes/", {"about": f"draft:{draft.uid}", "text": "The mayor said so."})
    # The draft may be submitted or approved at the same moment, and its row be in another panel.
    changed = set(changes.changed_panels(coverage.pk, before))
    assert changed == {"drafts", "approval", "scheduled", "notes"}
    assert "The mayor said so." in approval(eve)
    due = {"version": str(draft.version), "due": "2099-07-01T12:00"}
    eve.post(f"/desk/flood/drafts/{draft.uid}/schedule/", due)
    for client in (eve, ada):
        page = client.get("/desk/flood/panel/scheduled/").content.decode()
        assert "The mayor said so." in page


def test_the_notes_on_a_draft_of_ones_own_are_in_its_row(ada, eve, coverage):
    ada.post("/desk/flood/", post_form(part__0__text="Water at the door.", do="save"))
    about = f"draft:{Draft.objects.get().uid}"
    ada.post("/desk/flood/notes/", {"about": about, "text": "Ask the mayor."})
    assert "Ask the mayor." in ada.get("/desk/flood/panel/drafts/").content.decode()
    assert "Ask the mayor." not in eve.get("/desk/flood/panel/drafts/").content.decode()


def test_who_approves_a_post_is_told_which(eve, ada, coverage):
    draft = submit(ada, "Water at the door.")
    submit(ada, "The dam holds.")
    answer = eve.post(f"/desk/flood/drafts/{draft.uid}/approve/", follow=True)
    assert "Approved: “Water at the door.” Published." in answer.content.decode()


def test_a_post_without_words_has_the_same_name_in_its_row_and_when_it_is_approved(
    eve, ada, coverage
):
    draft = submit(ada, "Water at the door.")
    Draft.objects.update(fields={"part-0-kind": "photograph"})
    assert "Without words</a></p>" in approval(eve)
    assert draft_rows.short_words_of(Draft.objects.get(uid=draft.uid)) == "Without words"
    assert "“”" not in approval(eve)


def test_a_note_that_is_in_a_row_and_in_the_panel_has_its_id_once(eve, ada, coverage):
    draft = submit(ada, "Water at the door.")
    ada.post("/desk/flood/notes/", {"about": f"draft:{draft.uid}", "text": "The mayor said so."})
    page = eve.get("/desk/flood/").content.decode()
    assert page.count("The mayor said so.") == 2
    assert page.count('id="note-') == 1
    panel = eve.get("/desk/flood/panel/notes/").content.decode()
    assert panel.count('id="note-') == 1
