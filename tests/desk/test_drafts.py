"""Drafts at the desk: saved, found again, handed on, and brought back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from dateline.coverage import objects
from dateline.desk.commands import posts
from dateline.desk.commands.erasure import erase_object
from dateline.desk.draft_rows import LIMIT
from dateline.drafts import store
from dateline.drafts.models import Draft, DraftVersion
from dateline.journal.models import Leaf
from dateline.newsroom.models import Note
from tests.people import BEN, act, copy, publish, seq_of

from .conftest import signed_in
from .forms import post_form

pytestmark = pytest.mark.any_database

UID = "0" * 31 + "1"
JSON = {"accept": "application/json"}


def text(words: str, **more: object) -> dict[str, object]:
    return {"headline": "", "part-0-kind": "text", "part-0-text": words} | more


def autosave(client: Client, words: str, version: int = 0, uid: str = UID, **more: object):
    fields = text(words, draft=uid, draft_version=version) | more
    return client.post("/desk/flood/drafts/", fields, headers=JSON)


def do(client: Client, act: str, uid: str = UID, **fields: object):
    return client.post(f"/desk/flood/drafts/{uid}/{act}/", fields, headers=JSON)


def test_an_autosave_is_stored_once_and_found_again(ada, coverage):
    first = autosave(ada, "Water at the *door*")
    assert first.status_code == 200
    assert first.json()["version"] == 1
    # The response was lost, and the browser sends the same again.
    assert autosave(ada, "Water at the *door*").json() == first.json()
    assert autosave(ada, "Water in the hall", 1).json()["version"] == 2
    page = ada.get("/desk/flood/", {"draft": UID}).content.decode()
    assert "Water in the hall</textarea>" in page
    assert f'name="draft" value="{UID}"' in page
    assert 'name="draft_version" value="2"' in page
    assert Draft.objects.count() == 1
    assert Leaf.objects.count() == 1  # the coverage


def test_two_tabs_on_one_draft_lose_neither_text(ada, coverage):
    autosave(ada, "Water")
    autosave(ada, "Water from the first tab", 1)
    refused = autosave(ada, "Water from the second tab", 1)
    assert refused.status_code == 409
    newer = refused.json()
    assert newer["version"] == 2
    assert newer["fields"]["part-0-text"] == "Water from the first tab"
    assert autosave(ada, "Water from both", 2).json()["version"] == 3


def test_without_a_script_the_newer_text_is_shown_and_replaced_knowingly(ada, coverage):
    autosave(ada, "Water")
    autosave(ada, "Water from the first tab", 1)
    fields = post_form(part__0__text="Water from the second tab", do="save")
    answer = ada.post("/desk/flood/", fields | {"draft": UID, "draft_version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Water from the first tab</pre>" in page
    assert "Water from the second tab</textarea>" in page
    version = re.search(r'name="draft_version" value="(\d+)"', page)
    assert version
    answer = ada.post("/desk/flood/", fields | {"draft": UID, "draft_version": version[1]})
    assert answer.status_code == 302
    kept = ada.get(f"/desk/flood/drafts/{UID}/").content.decode()
    assert "Water from the second tab" in kept


def test_what_no_table_holds_is_refused(ada, coverage):
    refused = autosave(ada, "Water\0")
    assert refused.status_code == 422
    assert "U+0000" in refused.json()["error"]
    assert autosave(ada, "Water", post="99999999999").status_code == 422
    assert not Draft.objects.exists()


def test_a_draft_is_its_writers_until_it_is_shared(ada, desk, coverage):
    autosave(ada, "Secret water")
    assert desk.get(f"/desk/flood/drafts/{UID}/").status_code == 404
    assert "Secret water" not in desk.get("/desk/flood/").content.decode()
    assert do(desk, "take-over").status_code == 404
    assert autosave(desk, "Mine", 1).status_code == 404
    assert do(ada, "share", shared="1").status_code == 200
    assert "Secret water" in desk.get("/desk/flood/").content.decode()
    assert do(desk, "take-over").status_code == 200
    # What Ada types now is hers, and does not replace Ben's text.
    refused = autosave(ada, "Secret water, more of it", 1)
    assert refused.status_code == 409
    assert refused.json()["owner"] == "ben"
    assert "ben has this draft now" in refused.json()["error"]


def test_who_wrote_in_a_draft_is_not_told_what_its_new_owner_writes(ada, desk, coverage):
    autosave(ada, "Water")
    do(ada, "share", shared="1")
    do(desk, "take-over")
    do(desk, "share", shared="")
    version = Draft.objects.get().version
    assert autosave(desk, "The informant is X", version).status_code == 200
    refused = autosave(ada, "More water", 1)
    assert refused.status_code == 409
    assert refused.json() == {
        "error": "ben has this draft now. Your text is still here.",
        "owner": "ben",
        "writable": False,
    }
    fields = post_form(part__0__text="More water", draft=UID, draft_version=1, do="save")
    answer = ada.post("/desk/flood/", fields)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "informant" not in page
    assert "More water</textarea>" in page
    # Sent again, it becomes a draft of its own.
    sent_again = re.search(r'name="idempotency_key" value="(\w+)"', page)
    assert sent_again
    fields |= {"draft": "", "draft_version": "", "idempotency_key": sent_again[1]}
    assert ada.post("/desk/flood/", fields).status_code == 302
    assert Draft.objects.count() == 2


def test_a_change_that_was_overtaken_is_published_when_it_is_sent_again(eve, coverage):
    publish(coverage, "The water is at 4.2 m.")
    seen = seq_of(coverage, "post-1")
    change = {"kind": "correct", "note": "It was 2.4 m.", "post": 1, "expected_seq": seen}
    assert autosave(eve, "The water is at 2.4 m.", **change).status_code == 200
    posts.update(
        **act(),
        coverage=coverage,
        number=1,
        expected_seq=seen,
        copy=copy("The water is at 4.3 m."),
        note="It rises.",
    )
    fields = post_form(part__0__text="The water is at 2.4 m.", draft=UID, draft_version=1, **change)
    refused = eve.post("/desk/flood/post/1/", fields)
    assert refused.status_code == 409
    form = dict(re.findall(r'name="(\w+)"[^>]* value="(\w+)"', refused.content.decode()))
    names = ("expected_seq", "draft_version", "idempotency_key")
    answer = eve.post("/desk/flood/post/1/", fields | {name: form[name] for name in names})
    assert answer.status_code == 302
    assert Draft.objects.get().state == "published"


def test_a_draft_is_handed_over_to_a_member(ada, desk, coverage):
    autosave(desk, "Water")
    refused = do(desk, "hand-over", to="nobody")
    assert refused.status_code == 422
    assert do(desk, "hand-over", to="ada").status_code == 200
    assert Draft.objects.get().owner == "ada"
    assert autosave(ada, "Water, by Ada", 2).status_code == 200
    signed_in(Client(), "cleo", "reporter")
    assert do(ada, "hand-over", to="cleo").status_code == 200
    assert autosave(ada, "Again by Ada", 4).status_code == 409


def test_what_was_discarded_is_brought_back(ada, coverage):
    autosave(ada, "Water")
    assert do(ada, "discard").status_code == 200
    assert autosave(ada, "More water", 1).status_code == 409
    page = ada.get("/desk/flood/").content.decode()
    assert "Discarded in the last hour" in page
    assert do(ada, "restore", number=1).status_code == 200
    assert Draft.objects.get().state == "draft"


def test_versions_are_kept_for_each_person_and_state_and_brought_back(ada, desk, coverage):
    autosave(ada, "First water")
    autosave(ada, "Second water", 1)
    do(ada, "submit")
    autosave(desk, "Water as Ben has it", 2)
    do(desk, "return", remark="Say how high")
    page = ada.get(f"/desk/flood/drafts/{UID}/").content.decode()
    assert "Say how high" in page
    # The first was replaced within its minute; the second was submitted.
    assert "First water" not in page
    assert "Second water" in page
    assert "Water as Ben has it" in page
    assert do(ada, "restore", number=2, version=3).status_code == 200
    assert Draft.objects.get().fields["part-0-text"] == "Second water"
    assert Draft.objects.get().version == 4
    assert "Water as Ben has it" in ada.get(f"/desk/flood/drafts/{UID}/").content.decode()


def test_a_draft_is_shown_as_readers_will_see_it(ada, coverage):
    autosave(ada, "Water at the **door**", headline="The Orrin")
    page = ada.get(f"/desk/flood/drafts/{UID}/").content.decode()
    assert "<h3" in page
    assert "<strong>door</strong>" in page


def test_what_is_erased_from_a_post_is_erased_from_its_drafts(ada, eve, coverage):
    autosave(ada, "Jane Roe lives at 5 Mill Lane")
    do(ada, "submit")
    do(eve, "approve")
    change = {"kind": "update", "note": "The door is red.", "post": 1, "expected_seq": 2}
    other = "0" * 31 + "2"
    autosave(eve, "Jane Roe lives at 5 Mill Lane, a red door", uid=other, **change)
    autosave(ada, "Water", uid="0" * 31 + "3")
    note = {"about": "post:1", "text": "Jane Roe of Mill Lane called."}
    assert ada.post("/desk/flood/notes/", note).status_code == 302
    about = objects.post(1)
    assert erase_object(by=BEN, coverage=coverage, about=about, reason="safety") == 1
    stored = str([each.fields for each in (*Draft.objects.all(), *DraftVersion.objects.all())])
    assert "Mill Lane" not in stored
    assert not Note.objects.exists()
    assert "Water" in stored
    for address in (f"/desk/flood/drafts/{UID}/", f"/desk/flood/?draft={other}", "/desk/flood/"):
        assert "Mill Lane" not in eve.get(address).content.decode()
    assert Draft.objects.get(uid=other).state == "discarded"
    # Whoever had that open is told so, and does not save it again.
    assert autosave(eve, "Jane Roe lives at 5 Mill Lane", 1, uid=other, **change).status_code == 409


def test_what_could_not_be_published_is_not_scheduled(ada, eve, coverage):
    autosave(eve, "")
    due = "2099-01-01T12:00"
    empty = do(eve, "schedule", due=due)
    assert empty.status_code == 422
    assert "required" in empty.json()["error"]
    autosave(eve, "Water", 1, dated="2100-01-01T12:00")
    late = do(eve, "hold", due=due)
    assert late.status_code == 422
    assert Draft.objects.get().state == "draft"
    autosave(eve, "Water", 2)
    assert do(eve, "schedule", due=due).json()["done"] == "Scheduled."


def test_the_scheduled_drafts_of_others_take_no_place_of_ones_own(ada, eve, coverage):
    autosave(ada, "Mine of next year")
    do(ada, "submit")
    do(eve, "schedule", due="2099-01-01T12:00")
    at = datetime.now(UTC)
    for number in range(LIMIT):
        store.add(coverage, f"{number + 2:032x}", person="eve", fields={"headline": "Hers"}, at=at)
    Draft.objects.filter(owner="eve").update(state="scheduled", due=at + timedelta(days=1))
    assert "Mine of next year" in ada.get("/desk/flood/").content.decode()
