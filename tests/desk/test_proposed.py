"""Positions that are proposed while a post is written, and those that wait for an editor."""

from __future__ import annotations

import html
import json
import re

import pytest

from dateline.claims import read
from dateline.coverage.models import PostRow
from dateline.desk.commands.proposed import proposal_of
from dateline.desk.forms.proposed import MAX_PROPOSED
from dateline.newsroom.models import WaitingPosition
from tests.claims.acts import named, record, says, take, unnamed, view
from tests.people import publish

from .forms import command_fields, post_form

pytestmark = pytest.mark.django_db


def proposed(**fields: object) -> dict[str, object]:
    values = {
        "sentence": "The mayor denies it.",
        "claim_text": "The dam holds",
        "label": "The mayor",
        "stance": "denies",
        "standing": True,
        "accepted": True,
    }
    return values | fields


def send(client, *positions: object, text: str = "The mayor denies it.", **fields: object):
    sent = json.dumps(list(positions))
    return client.post("/desk/flood/", post_form(part__0__text=text, proposed=sent, **fields))


def text(answer) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.content.decode())).split())


def test_what_its_writer_accepted_is_recorded_with_the_post(desk, coverage):
    assert send(desk, proposed()).status_code == 302
    (found,) = read.all_claims(coverage)
    (position,) = found.positions
    assert (found.record.text, found.record.post) == ("The dam holds", 1)
    assert (position.stance, position.post) == ("denies", 1)
    assert found.source_of(position).label == "The mayor"
    assert not WaitingPosition.objects.exists()


def test_a_known_claim_and_a_known_source_are_used_again(desk, coverage):
    publish(coverage, "The dam holds, says Varn.")
    claim = record(coverage, "The dam holds", says(named("Varn")))
    again = proposed(label="VARN", stance="retracts")
    assert send(desk, proposed(claim=claim), again).status_code == 302
    found = view(coverage, claim)
    assert [each.stance for each in found.positions] == ["asserts", "denies", "retracts"]
    assert len(read.sources(coverage)) == 2


def test_two_positions_of_one_sentence_are_in_their_order(desk, coverage):
    before = proposed(stance="denies", earlier=True)
    assert send(desk, proposed(stance="admits"), before).status_code == 302
    (found,) = read.all_claims(coverage)
    assert found.state.name == "admitted"
    (turn,) = found.state.flags.reversals
    assert (turn.before.stance, turn.after.stance) == ("denies", "admits")
    assert [each.said.precision for each in found.positions] == ["unknown", "instant"]


def test_through_an_agency_an_unnamed_source_is_unknown_to_us(desk, coverage):
    position = proposed(naming="described", label="Guards", relay="Reuters", relay_how="wire")
    assert send(desk, position | {"stance": "asserts", "low": "200"}).status_code == 302
    (found,) = read.all_claims(coverage)
    assert found.state.name == "reported"
    (source,) = read.sources(coverage)
    assert source.described.anonymity_reason == "unknown_to_us"


def test_what_nobody_decided_waits_and_readers_see_nothing_of_it(desk, coverage):
    assert send(desk, proposed(accepted=False)).status_code == 302
    assert read.all_claims(coverage) == []
    (row,) = WaitingPosition.objects.all()
    assert (row.post, row.why, proposal_of(row).label) == (1, "", "The mayor")
    assert "1 proposed and not decided" in text(desk.get("/desk/flood/claims/"))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"claim": "0" * 32}, "no such claim"),
        ({"claim_text": ""}, "needs a sentence"),
        ({"claim_text": "x" * 201}, "at most 200"),
        ({"naming": "described"}, "why the source is not named"),
        ({"stance": "reports"}, "through whom"),
        ({"low": "many"}, "not a number"),
    ],
    ids=str,
)
def test_publishing_does_not_wait_for_what_cannot_be_recorded(desk, coverage, fields, why):
    good = proposed(claim_text="It rains")
    assert send(desk, proposed(**fields), good).status_code == 302
    assert PostRow.objects.count() == 1
    (row,) = WaitingPosition.objects.all()
    assert why in row.why
    # Nothing of the refused one was recorded.
    assert [each.record.text for each in read.all_claims(coverage)] == ["It rains"]
    assert len(read.sources(coverage)) == 1


@pytest.mark.parametrize(
    "sent",
    [
        "{",
        "{}",
        "[1]",
        "[" * 60_000,
        '[{"stance": "denies"}]',
        '[{"stance": "sings", "sentence": "", "claim_text": "", "label": ""}]',
        '[{"other": "x", "stance": "denies", "sentence": "", "claim_text": "", "label": ""}]',
        json.dumps([proposed(sentence="x" * 3000)]),
        json.dumps([proposed(label=["x"])]),
    ],
    ids=range(9),
)
def test_what_cannot_be_read_is_left_out_and_delays_no_post(desk, ada, coverage, sent):
    form = post_form(part__0__text="It rains.", proposed=sent)
    assert desk.post("/desk/flood/", form).status_code == 302
    assert PostRow.objects.count() == 1
    assert not WaitingPosition.objects.exists()
    # Nor does it hurt a draft, or those who are shown it.
    ada.post("/desk/flood/", form | {"idempotency_key": "k2", "do": "submit"})
    assert desk.get("/desk/flood/").status_code == 200


def test_half_a_character_at_the_end_of_a_sentence_delays_no_post(desk, coverage):
    """The script cuts a long sentence, perhaps in the middle of an emoji."""
    assert send(desk, proposed(sentence="It rains \ud83d", accepted=False)).status_code == 302
    assert WaitingPosition.objects.get().proposal["sentence"] == "It rains"


def test_of_many_proposals_the_first_are_kept(desk, coverage):
    many = [proposed(claim_text=f"Claim {number}") for number in range(40)]
    assert send(desk, *many).status_code == 302
    assert len(read.all_claims(coverage)) == MAX_PROPOSED


def test_what_was_read_in_a_sentence_that_is_gone_waits(desk, coverage):
    """Its writer accepted it, and changed the text before the script could see that."""
    assert send(desk, proposed(), text="It rains.").status_code == 302
    assert read.all_claims(coverage) == []
    assert "is not in the post" in WaitingPosition.objects.get().why


def test_a_form_that_was_sent_twice_records_once(desk, coverage):
    for _ in range(2):
        assert send(desk, proposed(), proposed(accepted=False)).status_code == 302
    assert len(read.all_claims(coverage)[0].positions) == 1
    assert WaitingPosition.objects.count() == 1


def test_what_waits_is_recorded_as_an_editor_changed_it(desk, coverage):
    send(desk, proposed(accepted=False))
    (row,) = WaitingPosition.objects.all()
    page = desk.get("/desk/flood/claims/waiting/")
    assert "The mayor denies it." in text(page)
    sent = json.dumps(proposed(stance="disputes"))
    whole = command_fields() | {"idempotency_key": "k9", "do": "record", "proposed": sent}
    assert desk.post(f"/desk/flood/claims/waiting/{row.pk}/", whole).status_code == 302
    (found,) = read.all_claims(coverage)
    assert [(each.stance, each.post) for each in found.positions] == [("disputes", 1)]
    assert not WaitingPosition.objects.exists()
    again = desk.post(f"/desk/flood/claims/waiting/{row.pk}/", whole | {"idempotency_key": "k10"})
    assert "Somebody else has decided" in text(again)


def test_what_waits_is_dropped(desk, coverage):
    send(desk, proposed(accepted=False))
    (row,) = WaitingPosition.objects.all()
    answer = desk.post(f"/desk/flood/claims/waiting/{row.pk}/", {"do": "drop"})
    assert answer.status_code == 302
    assert not WaitingPosition.objects.exists()


def test_what_waits_is_changed_in_the_form_of_a_claim(desk, coverage):
    send(desk, proposed(accepted=False))
    (row,) = WaitingPosition.objects.all()
    address = f"/desk/flood/claims/new/?post=1&waiting={row.pk}"
    page = desk.get(address).content.decode()
    assert 'value="The dam holds"' in page
    sent = command_fields() | {"idempotency_key": "k9", "do": "record", "text": "The dam stands"}
    sent |= {"label": "The mayor", "stance": "denies", "post": "1"}
    assert desk.post(address, sent).status_code == 302
    assert [each.record.text for each in read.all_claims(coverage)] == ["The dam stands"]
    assert not WaitingPosition.objects.exists()


def test_a_draft_keeps_what_was_accepted_and_records_it_when_it_is_published(desk, ada, coverage):
    sent = json.dumps([proposed()])
    form = post_form(part__0__text="The mayor denies it.", proposed=sent, do="submit")
    assert ada.post("/desk/flood/", form).status_code == 302
    assert read.all_claims(coverage) == []
    from dateline.drafts.models import Draft

    draft = Draft.objects.get()
    # Whoever approves it sees what would be published with it.
    assert "1 claim" in text(desk.get("/desk/flood/"))
    seen = text(desk.get(f"/desk/flood/drafts/{draft.uid}/"))
    assert "The mayor denies it : The dam holds readers will see it" in seen
    assert desk.post(f"/desk/flood/drafts/{draft.uid}/approve/").status_code == 302
    (found,) = read.all_claims(coverage)
    assert found.state.name == "denied"


def test_the_script_is_given_what_the_coverage_knows(desk, coverage):
    publish(coverage, "The dam holds, says Varn.")
    claim = record(coverage, "The dam holds", says(named("Varn", aliases=("the town",))))
    # An unnamed source belongs to its claim, so it is not proposed for others.
    take(coverage, claim, says(unnamed("A guard")))
    found = desk.get("/desk/flood/claims/known/").json()
    assert found["language"] == "en"
    assert found["claims"] == [{"id": claim, "text": "The dam holds"}]
    assert [(each["label"], each["aliases"]) for each in found["sources"]] == [
        ("Varn", ["the town"])
    ]
    assert found["rules"]
