"""Drafts at the desk: saved, found again, handed on, and brought back."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from dateline.drafts.models import Draft
from dateline.journal.models import Leaf

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
