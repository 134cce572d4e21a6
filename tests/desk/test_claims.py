"""The ledger at the desk: claims are recorded, changed and assessed by its forms."""

from __future__ import annotations

import html
import re

import pytest

from dateline.claims import read
from dateline.claims.kinds import LEDGER
from dateline.desk.commands import posts
from dateline.journal.entry import value_or
from dateline.journal.read import last_seq
from dateline.newsroom.models import ProposedAssessment
from tests.claims.acts import about, named, record, says, source_id, take, unnamed, view
from tests.people import act, copy, publish, seq_of

from .forms import command_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood(coverage):
    publish(coverage, "The dam holds, says Varn.")
    publish(coverage, "The mayor denies it.")
    return coverage


@pytest.fixture
def claim(flood):
    return record(flood, "The dam holds", says(named("Varn")))


def send(client, path, key="k1", seq=0, **fields):
    whole = command_fields() | {"idempotency_key": key, "expected_seq": seq} | fields
    return client.post(f"/desk/flood/{path}", whole)


def text(answer) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.content.decode())).split())


def test_a_claim_is_recorded_from_a_post(desk, flood):
    page = desk.get("/desk/flood/claims/new/?post=1").content.decode()
    assert "The dam holds, says Varn." in page
    assert '<input type="number" name="post" value="1"' in page
    answer = send(
        desk,
        "claims/new/",
        do="record",
        text="The dam holds",
        category="number",
        unit="metres",
        label="Varn",
        aliases="the council, the town ,",
        speaks_for="Varn",
        standing="on",
        stance="confirms",
        modality="absolute",
        low="1,200",
        high="1300",
        said="2026-03-29T03:30",
        precision="unknown",
        relay="Reuters",
        relay_how="wire",
        quote="It holds.",
        post="1",
    )
    assert answer.status_code == 302
    (found,) = read.all_claims(flood)
    (position,) = found.positions
    source = found.source_of(position).described
    number = value_or(position.recorded.number, None)
    assert (found.record.text, found.record.unit) == ("The dam holds", "metres")
    assert (source.aliases, source.standing) == (("the council", "the town"), True)
    assert (position.stance, position.modality, position.relay) == (
        "confirms",
        "absolute",
        "Reuters",
    )
    assert (number.low, number.high) == ("1200", "1300")
    assert (position.said.precision, position.post) == ("unknown", 1)
    assert "The dam holds" in text(desk.get("/desk/flood/claims/"))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": "", "label": "Varn"}, "needs a sentence"),
        ({"text": "It rains"}, "describe a new source"),
        ({"text": "It rains", "label": "Varn", "low": "many"}, "This is not a number"),
        ({"text": "It rains", "label": "Varn", "post": "9"}, "no post 9"),
        ({"text": "It rains", "label": "Varn", "said": "2026-03-29T01:30"}, "clocks go forward"),
        ({"text": "It rains", "label": "A guard", "naming": "described"}, "not named"),
        ({"text": "It rains", "label": "Varn", "stance": "reports"}, "through whom"),
        ({"text": "It rains", "source": "0" * 32}, "no such source"),
    ],
    ids=str,
)
def test_a_form_that_cannot_be_comes_back_with_its_text_and_the_reason(
    desk, flood, fields, message
):
    answer = send(desk, "claims/new/", **{"do": "record", "post": "1"} | fields)
    assert answer.status_code == 422
    assert message in text(answer)
    if fields.get("label"):
        assert f'value="{fields["label"]}"' in answer.content.decode()
    assert read.all_claims(flood) == []


def test_enter_alone_records_nothing(desk, flood):
    answer = send(desk, "claims/new/", do="show", text="It rains", label="Varn", post="1")
    assert "It rains" in answer.content.decode()
    assert read.all_claims(flood) == []


def test_a_second_position_makes_the_claim_disputed_and_asks_for_a_look(desk, flood, claim):
    answer = send(
        desk,
        f"claims/{claim}/position/",
        do="position",
        label="The mayor",
        source_type="state_body",
        standing="on",
        stance="denies",
        post="2",
    )
    assert answer.status_code == 302
    assert view(flood, claim).state.name == "disputed"
    listed = text(desk.get("/desk/flood/claims/"))
    assert listed.index("Needs a look") < listed.index("nobody has looked since")
    page = text(desk.get(f"/desk/flood/claims/{claim}/"))
    assert "The mayor denies it" in page
    assert "Varn asserts it" in page


def test_a_post_that_was_corrected_or_withdrawn_asks_for_a_look(desk, flood, claim):
    change = {"coverage": flood, "number": 1, "expected_seq": seq_of(flood, "post-1")}
    posts.correct(**act(), **change, copy=copy("The dam fails, says Varn."), note="It fails.")
    assert "Is it still what was said?" in text(desk.get("/desk/flood/claims/"))
    change["expected_seq"] = seq_of(flood, "post-1")
    posts.withdraw(**act(), **change, reason="Wrong town.")
    assert "was retracted or withdrawn" in text(desk.get("/desk/flood/claims/"))


def test_an_unnamed_source_of_another_claim_cannot_be_chosen(desk, flood, claim):
    record(flood, "It rains", says(unnamed("A guard")))
    assert "A guard" not in desk.get(f"/desk/flood/claims/{claim}/").content.decode()
    assert "A guard" not in desk.get("/desk/flood/claims/new/").content.decode()


def test_two_people_decide_on_what_we_say_in_our_own_name(desk, eve, flood, claim):
    sent = {"do": "assess", "status": "verified", "basis": ["geolocated"], "note": "We saw it."}
    answer = send(eve, f"claims/{claim}/assess/", seq=about(flood, claim)["expected_seq"], **sent)
    assert answer.status_code == 302
    assert view(flood, claim).state.name == "claimed"
    proposal = ProposedAssessment.objects.get().pk
    assert "Agree, and publish it" not in text(eve.get(f"/desk/flood/claims/{claim}/"))
    seen = text(desk.get(f"/desk/flood/claims/{claim}/"))
    assert "eve proposes: Verified" in seen
    assert "Agree, and publish it" in seen
    sent = {"do": "confirm", "proposal": proposal, "seq": about(flood, claim)["expected_seq"]}
    assert send(eve, f"claims/{claim}/confirm/", "k2", **sent).status_code == 422
    assert send(desk, f"claims/{claim}/confirm/", "k3", **sent).status_code == 302
    assert view(flood, claim).state.name == "confirmed"


def test_a_proposal_is_declined(desk, eve, flood, claim):
    sent = {"do": "assess", "status": "false", "basis": ["expert"]}
    send(eve, f"claims/{claim}/assess/", **sent)
    send(desk, f"claims/{claim}/drop/", "k2", proposal=ProposedAssessment.objects.get().pk)
    assert not ProposedAssessment.objects.exists()


def test_what_one_person_may_say_is_said_at_once(desk, flood, claim):
    seen = about(flood, claim)["expected_seq"]
    answer = send(desk, f"claims/{claim}/assess/", seq=seen, do="assess", status="inconclusive")
    assert answer.status_code == 302
    assert view(flood, claim).state.name == "inconclusive"


def test_who_is_overtaken_is_told_and_may_send_it_again(desk, flood, claim):
    seen = about(flood, claim)["expected_seq"]
    take(flood, claim, says(named("The mayor"), "denies", post=2))
    sent = {"do": "reword", "text": "The Orrin dam holds", "note": "Which dam."}
    answer = send(desk, f"claims/{claim}/reword/", seq=seen, **sent)
    assert answer.status_code == 409
    assert "Somebody else has changed" in text(answer)
    page = answer.content.decode()
    form = page[page.index("/reword/") :]
    key = re.search(r'name="idempotency_key" value="([^"]+)"', form)[1]
    seq = re.search(r'name="expected_seq" value="([^"]+)"', form)[1]
    assert send(desk, f"claims/{claim}/reword/", key, int(seq), **sent).status_code == 302
    assert view(flood, claim).record.text == "The Orrin dam holds"


def test_a_mistake_of_ours_is_said_with_its_reason(desk, flood, claim):
    position = view(flood, claim).positions[0].id
    sent = {"do": "void", "position": position}
    answer = send(desk, f"claims/{claim}/void/", **sent)
    assert (answer.status_code, "Say what was wrong" in text(answer)) == (422, True)
    answer = send(desk, f"claims/{claim}/void/", "k2", **sent, reason="It was the mayor.")
    assert answer.status_code == 302
    assert "Our mistake: It was the mayor." in text(desk.get(f"/desk/flood/claims/{claim}/"))


def test_claims_are_merged_related_and_moved(desk, flood, claim):
    other = record(flood, "The dam stands", says(named("The mayor"), "denies", post=2))
    seen = about(flood, other)["expected_seq"]
    sent = {"do": "merge", "into": claim}
    assert send(desk, f"claims/{other}/merge/", seq=seen, **sent).status_code == 302
    assert view(flood, claim).state.name == "disputed"
    assert "merged into another one" in text(desk.get(f"/desk/flood/claims/{other}/"))
    seen = about(flood, other)["expected_seq"]
    send(desk, f"claims/{other}/merge/", "k2", seen, do="merge", into="")
    assert view(flood, claim).state.name == "claimed"

    sent = {"do": "relate", "relation": "contradicts", "other": other}
    seen = about(flood, claim)["expected_seq"]
    send(desk, f"claims/{claim}/relate/", "k3", seen, **sent)
    assert view(flood, claim).record.relations[0].claim == other
    assert "Contradicts" in text(desk.get(f"/desk/flood/claims/{claim}/"))
    seen = about(flood, claim)["expected_seq"]
    send(desk, f"claims/{claim}/relate/", "k4", seen, **sent, remove="on")
    assert view(flood, claim).record.relations == ()

    position = view(flood, other).positions[0].id
    sent = {"do": "move", "position": position, "target": claim}
    assert send(desk, f"claims/{other}/move/", "k5", **sent).status_code == 302
    assert view(flood, claim).state.name == "disputed"


def test_a_claim_is_listed_first_and_no_longer(desk, flood, claim):
    for number, expected in enumerate(((claim,), ())):
        seen = last_seq(flood, LEDGER)
        send(desk, "claims/pin/", f"p{number}", seen, claim=claim)
        assert read.pinned(flood) == expected


def test_a_source_is_described_again_and_its_positions_are_listed(desk, flood, claim):
    source = source_id(flood, "Varn")
    page = desk.get(f"/desk/flood/sources/{source}/")
    assert "The dam holds" in text(page)
    seq = read.source(flood, source).seq
    sent = {"do": "set", "label": "Varn council", "bloc": "north", "naming": "named"}
    assert send(desk, f"sources/{source}/", seq=seq, **sent).status_code == 302
    assert read.source(flood, source).label == "Varn council"
    answer = send(desk, f"sources/{source}/", "k2", seq, **sent | {"label": "Varn town"})
    assert answer.status_code == 409
    answer = send(desk, f"sources/{source}/", "k3", read.source(flood, source).seq, **sent)
    assert "Nothing was changed" in text(answer)


@pytest.mark.parametrize("path", ["claims/0/", "sources/0/", "claims/0/void/", "claims/0/nope/"])
def test_what_is_not_there_is_not_found(desk, flood, path):
    assert desk.get(f"/desk/flood/{path}").status_code in (404, 405)
    assert desk.post(f"/desk/flood/{path}", command_fields()).status_code in (404, 405)
