"""Claims, positions and sources are recorded by commands, and only by their rules."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dateline.claims import read
from dateline.claims.kinds import (
    LEDGER,
    ClaimRelation,
    Hop,
    Moment,
    Number,
    claim_ref,
    source_ref,
)
from dateline.claims.models import ClaimChangeRow, ClaimRow, PositionRow, SourceRow
from dateline.desk.commands import assessments, claims, posts
from dateline.desk.commands.assessments import Verdict
from dateline.desk.commands.claim_rules import ClaimText
from dateline.desk.commands.claims import MAX_PINNED
from dateline.desk.commands.erasure import erase_entry
from dateline.desk.errors import CommandRefused, Incomplete, NotAllowed, Overtaken
from dateline.journal import rebuild
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage
from dateline.journal.read import history, last_seq
from dateline.newsroom.models import ProposedAssessment
from dateline.page.models import BlockRow
from tests.people import ADA, BEN, EVE, act, publish, seq_of

from .acts import NOON, about, assess, confirm, named, record, says, source_id, take, unnamed, view

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HELD = "The dam holds"


@pytest.fixture
def flood(coverage) -> Coverage:
    publish(coverage, "The dam holds, says Varn.")
    publish(coverage, "The mayor denies it.")
    return coverage


def denied(flood: Coverage) -> str:
    claim = record(flood, HELD, says(named("Varn")))
    take(flood, claim, says(named("The mayor"), "denies", post=2))
    return claim


def kinds(flood: Coverage) -> list[tuple[str, str, str]]:
    rows = ClaimChangeRow.objects.filter(coverage=flood).order_by("seq", "claim")
    return [(row.kind, row.before, row.after) for row in rows]


def test_a_claim_has_the_state_that_its_positions_give_it(flood):
    claim = denied(flood)
    found = view(flood, claim)
    assert (found.state.name, found.posts) == ("disputed", [1, 2])
    assert [found.source_of(each).label for each in found.positions] == ["Varn", "The mayor"]
    assert kinds(flood) == [
        ("recorded", "", "no_position"),
        ("position", "no_position", "claimed"),
        ("position", "claimed", "disputed"),
    ]
    assert list(rebuild.differences()) == []


def test_a_source_of_that_name_is_recorded_once_and_used_again(flood):
    claim = record(flood, HELD, says(named("Varn")))
    with pytest.raises(CommandRefused, match="named “VARN” already"):
        take(flood, claim, says(named("VARN"), "denies"))
    take(flood, claim, says(source_id(flood, "Varn"), "denies", post=2))
    (turn,) = view(flood, claim).state.flags.reversals
    assert (turn.before.stance, turn.after.stance) == ("asserts", "denies")
    with pytest.raises(CommandRefused, match="no such source"):
        take(flood, claim, says("0" * 32))


def test_an_unnamed_source_belongs_to_one_claim(flood):
    claim = record(flood, HELD, says(unnamed("An engineer at the dam")))
    other = record(flood, "The bridge holds", says(unnamed("An engineer at the dam")))
    first, second = (view(flood, each).positions[0].source for each in (claim, other))
    assert first != second
    with pytest.raises(CommandRefused, match="belongs to another claim"):
        take(flood, other, says(first, "denies"))
    # It may take another position on its own claim.
    take(flood, claim, says(first, "retracts"))
    assert view(flood, claim).state.name == "withdrawn_by_source"
    with pytest.raises(CommandRefused, match="belongs to one claim"):
        move(flood, claim, other)


def test_readers_are_told_why_a_source_is_not_named(flood):
    with pytest.raises(Incomplete, match="why the source is not named"):
        record(flood, HELD, says(unnamed("An engineer", anonymity_reason="")))
    assert read.all_claims(flood) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "needs a sentence"), ("x" * 201, "at most 200 characters"), (HELD, "sentence already")],
)
def test_a_claim_is_one_short_sentence_of_its_own(flood, text, message):
    record(flood, HELD, says(named("Varn")))
    with pytest.raises(CommandRefused, match=message):
        record(flood, text, says(source_id(flood, "Varn")))


@pytest.mark.parametrize(
    ("position", "message"),
    [
        ({"stance": "reports"}, "through whom"),
        ({"said": Moment(datetime(2126, 1, 1, tzinfo=UTC), "day")}, "in the future"),
        ({"number": Number("9", "8")}, "greater"),
        ({"number": Number("NaN", "NaN")}, "not a number"),
        ({"number": Number("1e1000001", "1e1000001")}, "not a number"),
        ({"number": Number("1" * 16, "1" * 16)}, "not a number"),
        ({"number": Number("many", "many")}, "not a number"),
        ({"post": 9}, "no post 9"),
    ],
    ids=str,
)
def test_a_position_that_cannot_be_is_refused_and_nothing_is_recorded(flood, position, message):
    before = seq_of(flood, "coverage"), flood.head
    with pytest.raises(CommandRefused, match=message):
        record(flood, HELD, replace(says(named("Varn")), **position))
    flood.refresh_from_db()
    assert (seq_of(flood, "coverage"), flood.head) == before


def test_a_withdrawn_post_can_have_no_new_position(flood):
    posts.withdraw(
        **act(), coverage=flood, number=2, expected_seq=seq_of(flood, "post-2"), reason="No."
    )
    with pytest.raises(CommandRefused, match="withdrawn"):
        record(flood, HELD, says(named("Varn"), post=2))


def test_our_mistake_is_no_reversal_and_is_told(flood):
    claim = denied(flood)
    mayor = view(flood, claim).positions[-1]
    with pytest.raises(Incomplete):
        void(flood, claim, mayor.id, "")
    void(flood, claim, mayor.id, "She had said so of the bridge.")
    found = view(flood, claim)
    assert found.state.name == "claimed"
    assert (found.state.flags.reversals, found.state.flags.corrected_by_us) == ((), True)
    with pytest.raises(CommandRefused, match="does not count any more"):
        void(flood, claim, mayor.id, "Again.")


def test_a_position_through_an_agency_falls_with_its_report(flood):
    through = says(unnamed("Guards"), chain=(Hop("Reuters", "wire"),))
    claim = record(flood, HELD, through)
    (position,) = view(flood, claim).positions
    relay(flood, claim, position.id)
    assert view(flood, claim).state.name == "no_position"
    direct = record(flood, "The bridge holds", says(named("Varn")))
    with pytest.raises(CommandRefused, match="Nobody passed"):
        relay(flood, direct, view(flood, direct).positions[0].id)


def test_two_reports_of_one_agency_have_one_origin(flood):
    claim = record(flood, HELD, says(unnamed("Guards"), chain=(Hop("Reuters", "wire"),)))
    take(flood, claim, says(unnamed("Engineers"), chain=(Hop("Reuters", "wire"),)))
    found = view(flood, claim)
    origins = {each.position(found.source_of(each)).origin for each in found.positions}
    assert origins == {"via Reuters"}


def test_a_merged_claim_lends_its_positions_until_the_merge_is_undone(flood):
    claim = record(flood, HELD, says(named("Varn")))
    other = record(flood, "The dam stands", says(named("The mayor"), "denies", post=2))
    merge(flood, other, claim)
    assert view(flood, claim).state.name == "disputed"
    assert view(flood, claim).posts == [1, 2]
    assert [each.id for each in read.listed(flood)] == [claim]
    with pytest.raises(CommandRefused, match="merged into another"):
        take(flood, other, says(source_id(flood, "Varn")))
    with pytest.raises(CommandRefused, match="merged into another"):
        merge(flood, claim, other)
    with pytest.raises(CommandRefused, match="Undo the merge"):
        merge(flood, other, record(flood, "It rains", says(source_id(flood, "Varn"))))
    merge(flood, other, "")
    assert (view(flood, claim).state.name, view(flood, other).state.name) == ("claimed", "denied")
    assert list(rebuild.differences()) == []


def test_a_position_moves_to_the_claim_that_it_is_about(flood):
    claim = denied(flood)
    other = record(flood, "The bridge holds", says(source_id(flood, "Varn")))
    move(flood, claim, other)
    assert (view(flood, claim).state.name, view(flood, other).state.name) == ("claimed", "disputed")
    assert claim in {each.moved_from for each in view(flood, other).positions}
    assert not PositionRow.objects.filter(claim=claim, post=2).exists()
    assert kinds(flood)[-2:] in (
        [("moved_away", "disputed", "claimed"), ("moved_here", "claimed", "disputed")],
        [("moved_here", "claimed", "disputed"), ("moved_away", "disputed", "claimed")],
    )
    assert list(rebuild.differences()) == []


def test_a_change_of_a_source_moves_the_claims_that_rest_on_it(flood):
    claim = record(flood, HELD, says(named("Varn", bloc="north")))
    take(flood, claim, says(named("The ministry", bloc="north")))
    assert view(flood, claim).state.name == "claimed"
    change = {"coverage": flood, "source": source_id(flood, "The ministry")}
    change["expected_seq"] = last_seq(flood, source_ref(change["source"]))
    claims.change_source(**act(), **change, description=named("The ministry", bloc="south"))
    assert view(flood, claim).state.name == "several_sources"
    assert kinds(flood)[-1] == ("source_changed", "claimed", "several_sources")
    with pytest.raises(Overtaken):
        claims.change_source(**act(), **change, description=named("The ministry"))
    change["expected_seq"] = last_seq(flood, source_ref(change["source"]))
    with pytest.raises(CommandRefused, match="cannot change"):
        claims.change_source(**act(), **change, description=unnamed("Somebody"))
    with pytest.raises(CommandRefused, match="Nothing was changed"):
        claims.change_source(**act(), **change, description=named("The ministry", bloc="south"))


def test_a_new_sentence_of_a_claim_has_a_reason(flood):
    claim = record(flood, HELD, says(named("Varn")))
    text = ClaimText(text="The Orrin dam holds")
    with pytest.raises(Incomplete, match="Say why"):
        claims.reword_claim(**act(), **about(flood, claim), text=text, note="")
    claims.reword_claim(**act(), **about(flood, claim), text=text, note="Which dam.")
    assert view(flood, claim).record.text == "The Orrin dam holds"
    with pytest.raises(CommandRefused, match="Nothing was changed"):
        claims.reword_claim(**act(), **about(flood, claim), text=text, note="Which dam.")


def test_a_claim_is_related_to_others_but_not_to_itself(flood):
    claim = record(flood, HELD, says(named("Varn")))
    other = record(flood, "It rains", says(source_id(flood, "Varn")))
    part = ClaimRelation("part_of", other)
    claims.relate_claim(**act(), **about(flood, claim), relations=(part,))
    assert view(flood, claim).record.relations == (part,)
    for relations, message in (
        ((ClaimRelation("refines", claim),), "to itself"),
        ((ClaimRelation("refines", "0" * 32),), "no such claim"),
        ((part,), "Nothing was changed"),
    ):
        with pytest.raises(CommandRefused, match=message):
            claims.relate_claim(**act(), **about(flood, claim), relations=relations)


def test_what_we_establish_needs_a_basis_and_two_people(flood):
    claim = record(flood, HELD, says(named("Varn")))
    verified = Verdict(status="verified", basis=("geolocated",), note="We were there.")
    with pytest.raises(CommandRefused, match="Two people"):
        assessments.assess(**act(), **about(flood, claim), verdict=verified)
    without = {"coverage": flood, "claim": claim, "verdict": Verdict(status="verified")}
    with pytest.raises(Incomplete, match="basis"):
        assessments.propose(by=EVE, **without)
    assessments.propose(by=EVE, coverage=flood, claim=claim, verdict=verified)
    with pytest.raises(CommandRefused, match="is yours"):
        confirm(flood, claim, EVE)
    assert view(flood, claim).state.name == "claimed"
    confirm(flood, claim, BEN)
    found = view(flood, claim)
    assert found.state.name == "confirmed"
    assert found.record.assessment.assessed.roles == ("editor", "administrator")
    assert not ProposedAssessment.objects.exists()


def test_a_proposal_that_was_replaced_is_not_what_somebody_agreed_to(flood):
    claim = record(flood, HELD, says(named("Varn")))
    for status in ("verified", "false"):
        verdict = Verdict(status=status, basis=("expert",))
        assessments.propose(by=EVE, coverage=flood, claim=claim, verdict=verdict)
        if status == "verified":
            seen = ProposedAssessment.objects.get().pk
    with pytest.raises(CommandRefused, match="replaced"):
        assessments.confirm(**act(), **about(flood, claim), proposal=seen)
    assessments.drop_proposal(
        by=BEN, coverage=flood, claim=claim, proposal=ProposedAssessment.objects.get().pk
    )
    assert not ProposedAssessment.objects.exists()


def test_a_denial_of_what_we_confirmed_asks_for_a_look_and_is_told_with_it(flood):
    claim = record(flood, HELD, says(named("Varn")))
    assess(flood, claim, "verified", basis=("geolocated",))
    take(flood, claim, says(named("The mayor"), "denies", post=2))
    state = view(flood, claim).state
    assert (state.name, state.flags.needs_review) == ("confirmed", True)
    assert [each.label for each in state.flags.still_denied_by] == ["The mayor"]


def test_what_was_said_before_we_confirmed_it_asks_for_no_look(flood):
    """Times have whole seconds, and all of this happens in one."""
    claim = record(flood, HELD, says(named("Varn")))
    take(flood, claim, says(named("The mayor"), "denies", post=2))
    assess(flood, claim, "verified", basis=("geolocated",))
    assert not view(flood, claim).state.flags.needs_review
    void(flood, claim, view(flood, claim).positions[0].id, "It was the mayor.")
    assert view(flood, claim).state.flags.needs_review


def test_the_claims_that_are_listed_first_are_chosen(flood):
    names = [record(flood, f"Claim {number}", says(named(f"S{number}"))) for number in range(9)]
    assert [each.id for each in read.StoredClaims(flood).top(3)] == names[:-4:-1]
    pin(flood, names[1], names[0])
    assert [each.id for each in read.StoredClaims(flood).top(3)] == [names[1], names[0], names[8]]
    with pytest.raises(CommandRefused, match=f"At most {MAX_PINNED}"):
        pin(flood, *names[:8])
    with pytest.raises(CommandRefused, match="twice"):
        pin(flood, names[0], names[0])


def test_a_reporter_records_nothing_in_public(flood):
    claim = ClaimText(text=HELD)
    with pytest.raises(NotAllowed):
        claims.record_claim(**act(ADA), coverage=flood, claim=claim, position=says(named("Varn")))
    with pytest.raises(NotAllowed):
        assessments.propose(by=ADA, coverage=flood, claim="0", verdict=Verdict(status="verified"))


def test_the_post_and_the_list_are_rendered_again_when_a_state_moves(flood):
    claim = denied(flood)
    before = {row.name: row.seq for row in BlockRow.objects.filter(coverage=flood)}
    other = record(flood, "The dam stands", says(source_id(flood, "Varn"), post=2))
    merge(flood, other, claim)
    after = {row.name: row.seq for row in BlockRow.objects.filter(coverage=flood)}
    # Post 1 has only a position on the claim into which the other one was merged.
    assert {name for name in before if after[name] > before[name]} == {"claims", "post-1", "post-2"}


def test_a_position_that_moves_no_state_renders_only_its_own_post(flood):
    claim = record(flood, HELD, says(named("Varn")))
    publish(flood, "Varn says so again.")
    before = {row.name: row.seq for row in BlockRow.objects.filter(coverage=flood)}
    take(flood, claim, says(source_id(flood, "Varn"), post=3))
    after = {row.name: row.seq for row in BlockRow.objects.filter(coverage=flood)}
    assert {name for name in after if after[name] > before[name]} == {"claims", "post-3"}
    take(flood, claim, says(named("The mayor"), "denies", post=2))
    last = {row.name: row.seq for row in BlockRow.objects.filter(coverage=flood)}
    assert {name for name in last if last[name] > after[name]} == {
        "claims",
        "post-1",
        "post-2",
        "post-3",
    }


def test_what_was_said_long_ago_and_is_learned_now_is_ordered_by_when_it_was_said(flood):
    claim = record(flood, HELD, says(named("Varn"), "admits"))
    earlier = Moment(NOON - timedelta(days=1), "unknown")
    take(flood, claim, says(source_id(flood, "Varn"), "denies", said=earlier, post=2))
    found = view(flood, claim)
    assert found.state.name == "admitted"
    (turn,) = found.state.flags.reversals
    assert (turn.before.stance, turn.after.stance) == ("denies", "admits")
    assert turn.learned_at is not None


def test_numbers_of_several_sources_are_a_range(flood):
    claim = record(
        flood, "People died", says(named("Varn"), number=Number("28", "28")), category="number"
    )
    take(flood, claim, says(named("The council"), number=Number("36", "36")))
    found = view(flood, claim).state.range
    assert (found.low, found.high) == (Decimal(28), Decimal(36))


def test_an_erasure_takes_the_words_out_of_every_table(flood):
    claim = record(flood, HELD, says(named("Zoltan Abcde"), quote="It holds, says Abcde."))
    source = source_id(flood, "Zoltan Abcde")
    for each in (source_ref(source), claim_ref(claim)):
        erase_entry(**act(), coverage=flood, about=each, seq=last_seq(flood, each), reason="safety")
    assert [each.label for each in read.sources(flood)] == [""]
    stored = [*ClaimRow.objects.values_list(), *SourceRow.objects.values_list()]
    assert "Abcde" not in str(stored)
    assert "Abcde" not in str(list(BlockRow.objects.values_list("html")))
    assert list(rebuild.differences()) == []


def test_what_two_people_stand_for_is_not_reworded_by_one(flood):
    claim = record(flood, HELD, says(named("Varn")))
    assess(flood, claim, "verified", basis=("geolocated",))
    opposite = ClaimText(text="The dam has failed")
    with pytest.raises(CommandRefused, match="Two people stand for this sentence"):
        claims.reword_claim(**act(EVE), **about(flood, claim), text=opposite, note="typo")
    assess(flood, claim, "checking")
    claims.reword_claim(**act(EVE), **about(flood, claim), text=opposite, note="typo")
    assert view(flood, claim).state.name == "claimed"


@pytest.mark.parametrize("act_on", ["move", "merge"])
def test_a_denial_that_reaches_a_verified_claim_by_another_asks_for_a_look(flood, act_on):
    claim = record(flood, HELD, says(named("Varn")))
    other = record(flood, "The dam stands", says(named("The mayor"), "denies", post=2))
    assess(flood, claim, "verified", basis=("geolocated",))
    assert not view(flood, claim).state.flags.needs_review
    move(flood, other, claim) if act_on == "move" else merge(flood, other, claim)
    assert view(flood, claim).state.flags.needs_review
    assert list(rebuild.differences()) == []


def test_an_erasure_reaches_a_position_that_was_moved(flood):
    through = says(named("Varn"), chain=(Hop("Zoltan News", "wire"),), scope="Zoltan", post=2)
    claim = record(flood, HELD, through)
    other = record(flood, "The bridge holds", says(named("The mayor")))
    move(flood, claim, other)
    for entry in history(flood, claim_ref(claim)):
        with contextlib.suppress(CommandRefused):
            erase_entry(**act(), coverage=flood, about=entry.object, seq=entry.seq, reason="safety")
    assert "Zoltan" not in str(list(BlockRow.objects.values_list("html")))
    assert "Zoltan" not in str(list(ClaimRow.objects.values_list("record")))
    assert list(rebuild.differences()) == []


def test_the_same_position_is_recorded_once(flood):
    claim = record(flood, HELD, says(named("Varn")))
    with pytest.raises(CommandRefused, match="recorded already"):
        take(flood, claim, says(source_id(flood, "Varn")))
    take(flood, claim, says(source_id(flood, "Varn"), post=2))


def test_of_what_an_unnamed_source_said_only_the_day_is_recorded(flood):
    """By the minute, what it said on two claims could be joined."""
    noon = Moment(NOON.replace(hour=12, minute=37), "instant")
    claim = record(flood, HELD, says(unnamed("A guard"), said=noon))
    before = view(flood, claim).positions[0]
    assert (before.said.at, before.said.precision) == (NOON.replace(hour=0), "day")
    take(flood, claim, says(before.source, "denies", said=noon, earlier=False, post=2))
    assert {each.said.at.hour for each in view(flood, claim).positions} == {0}


@pytest.mark.parametrize("field", [{"aliases": ("Jo Hale",)}, {"speaks_for": "The ministry"}])
def test_an_unnamed_source_has_no_other_name_and_speaks_for_nobody(flood, field):
    with pytest.raises(CommandRefused, match="readers could tell"):
        record(flood, HELD, says(unnamed("A guard", **field)))


def test_a_source_may_be_described_less_but_not_named_afterwards(flood):
    record(flood, HELD, says(unnamed("A guard at the dam")))
    (source,) = read.sources(flood)
    change = {"coverage": flood, "source": source.id, "expected_seq": source.seq}
    withheld = unnamed("A source", naming="withheld")
    claims.change_source(**act(), **change, description=withheld)
    assert read.sources(flood)[0].label == "A source"


def test_an_unnamed_source_takes_back_what_it_said_after_a_merge(flood):
    claim = record(flood, HELD, says(named("Varn")))
    other = record(flood, "The dam stands", says(unnamed("A guard"), post=2))
    guard = view(flood, other).positions[0].source
    merge(flood, other, claim)
    take(flood, claim, says(guard, "retracts"))
    assert len(view(flood, claim).positions) == 3


def test_a_claim_that_was_listed_first_and_merged_then_blocks_nothing(flood):
    first = record(flood, HELD, says(named("Varn")))
    second = record(flood, "The dam stands", says(named("The mayor")))
    pin(flood, first)
    merge(flood, first, second)
    pin(flood, first, second)
    assert read.pinned(flood) == (first, second)


def test_no_word_of_a_claim_that_we_withdrew_is_given_to_pages(flood):
    told = says(
        named("Varn"), number=Number("28", "28"), chain=(Hop("Zoltan News", "wire"),), quote="Oh."
    )
    claim = record(flood, HELD, told)
    assess(flood, claim, "unverified", note="The dam may hold.")
    assess(flood, claim, "withdrawn", note="We should not have.")
    found = view(flood, claim)
    assert (found.state.range, found.positions[0].relay) == (None, "")
    assert value_or(found.positions[0].recorded.quote, "") == ""
    assert [value_or(each.assessed.note, "") for each in found.record.assessments] == [
        "",
        "We should not have.",
    ]
    other = record(flood, "The bridge holds", says(source_id(flood, "Varn")))
    merge(flood, claim, other)
    assert {each.relay for each in view(flood, other).positions} == {""}


def void(flood: Coverage, claim: str, position: str, reason: str) -> None:
    claims.void_position(**act(), coverage=flood, claim=claim, position=position, reason=reason)


def relay(flood: Coverage, claim: str, position: str) -> None:
    claims.withdraw_relay(**act(), coverage=flood, claim=claim, position=position)


def move(flood: Coverage, claim: str, target: str) -> None:
    position = view(flood, claim).positions[-1].id
    claims.move_position(**act(), coverage=flood, claim=claim, position=position, target=target)


def merge(flood: Coverage, claim: str, into: str) -> None:
    claims.merge_claim(**act(), **about(flood, claim), into=into)


def pin(flood: Coverage, *names: str) -> None:
    seen = last_seq(flood, LEDGER)
    claims.pin_claims(**act(), coverage=flood, expected_seq=seen, claims=names)
