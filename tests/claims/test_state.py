"""The public state of a claim, rule by rule, and what always holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.claims.records import (
    STANCES,
    Assessment,
    Position,
    Quantity,
    Source,
)
from dateline.claims.state import AsOf, claim_state

NOON = datetime(2015, 10, 1, 12, tzinfo=UTC)


def source(name: str, label: str, **fields: Any) -> Source:
    return Source(**{"id": name, "label": label, "standing": True} | fields)


COALITION = source("coalition", "The opposition coalition")
MOSCOW = source("moscow", "Moscow", speaks_for="Russia", bloc="Russia")
KREMLIN = source("kremlin", "The Kremlin", speaks_for="Russia", bloc="Russia")
MINISTRY = source("ministry", "The defence ministry", speaks_for="Russia", bloc="Russia")
SENATOR = source("senator", "A senator", bloc="US")
GROUP = source("group", "A group that the US supports", bloc="US")
MONITOR = source("monitor", "A monitor", neutral=True)
COUNCIL = source("council", "The local council")
OFFICIAL = source("official", "An official", naming="described")
LEBANON = source("lebanon", "Sources in Lebanon", naming="described")
PASSERBY = source("passerby", "Somebody's account", standing=False)


def position(of: Source, stance: Any, minute: int = 0, **fields: Any) -> Position:
    """A position that was recorded as soon as it was taken. Its origin is its source."""
    values = {
        "id": f"{of.id}-{minute}",
        "source": of,
        "stance": stance,
        "said_at": NOON + timedelta(minutes=minute),
        "recorded_at": NOON + timedelta(minutes=minute),
        "origin": of.id,
    }
    return Position(**values | fields)


def assessment(status: Any, minute: int = 0, **fields: Any) -> Assessment:
    values = {
        "id": f"{status}-{minute}",
        "status": status,
        "at": NOON + timedelta(minutes=minute),
        "roles": ("reporter", "editor"),
        "basis": ("geolocated",),
    }
    return Assessment(**values | fields)


def number(low: int, high: int | None = None) -> Quantity:
    return Quantity(Decimal(low), Decimal(low if high is None else high))


ASSERTED = [position(COALITION, "asserts")]
BOTH = [*ASSERTED, position(MOSCOW, "denies", 1)]


@pytest.mark.parametrize(
    ("rule", "positions", "assessments", "name"),
    [
        (1, BOTH, [assessment("withdrawn")], "withdrawn"),
        (2, BOTH, [assessment("false")], "false"),
        (3, BOTH, [assessment("misleading")], "misleading"),
        (4, BOTH, [assessment("verified")], "confirmed"),
        (5, BOTH, [assessment("inconclusive")], "inconclusive"),
        (6, [*ASSERTED, position(COALITION, "retracts", 1)], [], "withdrawn_by_source"),
        (7, [position(KREMLIN, "admits")], [], "admitted"),
        (7, [*BOTH, position(KREMLIN, "admits", 2)], [], "admitted"),
        (8, BOTH, [], "disputed"),
        (8, BOTH, [assessment("corroborated")], "disputed"),
        (9, [position(MOSCOW, "denies")], [], "denied"),
        (10, ASSERTED, [assessment("corroborated")], "corroborated"),
        (10, [], [assessment("corroborated")], "corroborated"),
        (11, [*ASSERTED, position(MONITOR, "confirms", 1)], [], "several_sources"),
        (11, [position(SENATOR, "asserts"), position(MOSCOW, "asserts")], [], "several_sources"),
        (12, ASSERTED, [], "claimed"),
        (12, ASSERTED, [assessment("unverified")], "claimed"),
        (13, [position(LEBANON, "asserts")], [], "reported"),
        (13, [position(COALITION, "reports")], [], "reported"),
        (14, [position(OFFICIAL, "declines")], [], "no_position"),
        (14, [], [], "no_position"),
        (14, [], [assessment("checking")], "no_position"),
    ],
)
def test_the_first_rule_that_fits_decides(rule: int, positions, assessments, name: str):
    assert claim_state(positions, assessments).name == name, rule


@pytest.mark.parametrize(
    ("sentence", "positions", "assessments", "name"),
    [
        (1, BOTH, [], "disputed"),
        (2, [position(KREMLIN, "denies"), position(KREMLIN, "admits", 9)], [], "admitted"),
        (3, [position(LEBANON, "asserts", quantity=number(200))], [], "reported"),
        (
            4,
            [
                position(COALITION, "asserts"),
                position(MONITOR, "declines", 1, modality="conditional"),
            ],
            [],
            "claimed",
        ),
        (5, [position(SENATOR, "confirms", modality="absolute")], [], "claimed"),
        (5, [position(SENATOR, "confirms"), position(GROUP, "asserts", 1)], [], "claimed"),
        (5, [position(SENATOR, "confirms"), position(MONITOR, "asserts")], [], "several_sources"),
        (6, [position(OFFICIAL, "asserts")], [], "reported"),
        (
            7,
            [
                position(MINISTRY, "asserts", quantity=number(8)),
                position(MINISTRY, "asserts", 5, quantity=number(12)),
            ],
            [],
            "claimed",
        ),
        (
            8,
            [
                position(MONITOR, "asserts", quantity=number(28)),
                position(COUNCIL, "asserts", 1, quantity=number(36)),
                position(MOSCOW, "denies", 2, quantity=number(0)),
            ],
            [],
            "disputed",
        ),
        (9, [position(OFFICIAL, "declines")], [], "no_position"),
        (
            10,
            [position(MINISTRY, "asserts"), position(MINISTRY, "retracts", 5)],
            [],
            "withdrawn_by_source",
        ),
        (
            11,
            [position(COUNCIL, "confirms", voided_at=NOON), position(COUNCIL, "declines", 5)],
            [],
            "no_position",
        ),
        (12, [position(MINISTRY, "disputes")], [assessment("verified", 5)], "confirmed"),
    ],
)
def test_sentences_of_a_real_page_have_the_states_that_an_editor_gives_them(
    sentence: int, positions, assessments, name: str
):
    assert claim_state(positions, assessments).name == name, sentence


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("verified", "known"),
        ("misleading", "disputed"),
        ("inconclusive", "disputed"),
        ("corroborated", "disputed"),
        ("false", "not_so"),
        ("withdrawn", "not_so"),
    ],
)
def test_readers_find_a_claim_under_one_of_four_headings(name: str, heading: str):
    assert claim_state(BOTH, [assessment(name)]).heading == heading


def test_a_claim_without_a_position_is_not_listed():
    assert claim_state([position(OFFICIAL, "declines")], []).heading is None


def test_a_range_is_of_those_who_affirm_the_claim():
    state = claim_state(
        [
            position(MONITOR, "asserts", quantity=number(28)),
            position(COUNCIL, "asserts", 1, quantity=number(36, 40)),
            position(MOSCOW, "denies", 2, quantity=number(0)),
            position(COALITION, "asserts", 3),
        ],
        [],
    )
    assert state.range == number(28, 40)
    assert claim_state(BOTH, []).range is None


def test_different_numbers_are_a_range_and_no_dispute():
    counts = [
        position(MONITOR, "asserts", quantity=number(28)),
        position(COUNCIL, "asserts", 1, quantity=number(36)),
    ]
    assert claim_state(counts, []).name == "several_sources"
    within = position(MINISTRY, "disputes", 2, quantity=number(30, 36))
    assert claim_state([*counts, within], []).name == "several_sources"
    beyond = position(MINISTRY, "disputes", 2, quantity=number(5))
    assert claim_state([*counts, beyond], []).name == "disputed"


def test_none_against_some_is_a_dispute_even_if_nobody_denies():
    counts = [
        position(MINISTRY, "asserts", quantity=number(0)),
        position(COUNCIL, "asserts", 1, quantity=number(36)),
    ]
    assert claim_state(counts, []).name == "disputed"
    assert claim_state(counts[:1], []).name == "claimed"


def test_numbers_that_may_be_none_contradict_nothing():
    counts = [
        position(MINISTRY, "asserts", quantity=number(0)),
        position(COUNCIL, "asserts", 1, quantity=number(0, 5)),
    ]
    assert claim_state(counts, []).name == "claimed"


def test_whoever_says_none_is_shown_against_the_range_of_the_others():
    counts = [
        position(MINISTRY, "asserts", quantity=number(0)),
        position(COUNCIL, "asserts", 1, quantity=number(36)),
    ]
    state = claim_state(counts, [])
    assert state.range == number(36)
    assert [each.source for each in state.denied] == [MINISTRY]


def test_somebody_without_standing_who_says_none_disputes_nothing():
    counts = [
        position(MONITOR, "asserts", quantity=number(28)),
        position(PASSERBY, "asserts", 1, quantity=number(0)),
    ]
    assert claim_state(counts, []).name == "claimed"


def test_a_denial_from_somebody_without_standing_disputes_nothing():
    assert claim_state([*ASSERTED, position(PASSERBY, "denies", 1)], []).name == "claimed"


def test_one_origin_counts_once_whoever_passes_it_on():
    relayed = [position(COALITION, "asserts"), position(MONITOR, "asserts", 1, origin="coalition")]
    assert claim_state(relayed, []).name == "claimed"


def test_two_voices_of_one_party_are_one_side():
    voices = [
        source("office", "The office", speaks_for="Varn"),
        source("army", "The army", speaks_for="Varn"),
    ]
    assert claim_state([position(each, "asserts") for each in voices], []).name == "claimed"


def test_sources_of_unknown_sides_are_not_called_independent():
    unknown = [position(COALITION, "asserts"), position(COUNCIL, "asserts")]
    assert claim_state(unknown, []).name == "claimed"


def test_unnamed_sources_are_never_several():
    unnamed = [position(LEBANON, "asserts"), position(OFFICIAL, "asserts", 1)]
    assert claim_state(unnamed, []).name == "reported"
    assert claim_state([*unnamed, *ASSERTED], []).name == "claimed"


def test_a_conditional_yes_affirms_nothing():
    assert (
        claim_state([position(MONITOR, "confirms", modality="conditional")], []).name
        == "no_position"
    )


def test_an_agency_that_withdraws_its_report_takes_what_came_through_it():
    positions = [
        position(LEBANON, "asserts"),
        position(LEBANON, "denies", 5, relay_withdrawn_at=NOON),
    ]
    assert claim_state(positions, []).name == "reported"
    assert claim_state(positions[1:], []).name == "no_position"


def test_a_reversal_is_told_with_both_positions():
    (reversal,) = claim_state(
        [
            position(KREMLIN, "denies"),
            position(KREMLIN, "declines", 3),
            position(KREMLIN, "admits", 9),
        ],
        [],
    ).flags.reversals
    assert (reversal.before.stance, reversal.after.stance) == ("denies", "admits")
    assert reversal.source == KREMLIN
    assert reversal.learned_at is None


def test_what_was_said_earlier_and_learned_later_is_a_reversal_with_its_time():
    learned = NOON + timedelta(hours=2)
    positions = [
        position(KREMLIN, "admits", 9),
        position(KREMLIN, "denies", -60, recorded_at=learned),
    ]
    state = claim_state(positions, [])
    assert state.name == "admitted"
    assert [each.learned_at for each in state.flags.reversals] == [learned]


def test_our_own_mistake_is_no_reversal():
    state = claim_state(
        [position(COUNCIL, "confirms", voided_at=NOON), position(COUNCIL, "denies", 5)], []
    )
    assert state.flags.reversals == ()
    assert state.flags.corrected_by_us


def test_another_number_of_the_same_source_is_told_and_no_reversal():
    flags = claim_state(
        [
            position(MINISTRY, "asserts", quantity=number(8)),
            position(MINISTRY, "asserts", 5, quantity=number(12)),
        ],
        [],
    ).flags
    (change,) = flags.number_changes
    assert (change.before, change.after) == (number(8), number(12))
    assert flags.reversals == ()


def test_a_number_within_the_one_before_is_no_change():
    positions = [
        position(MINISTRY, "asserts", quantity=number(8, 12)),
        position(MINISTRY, "asserts", 5, quantity=number(10)),
    ]
    assert claim_state(positions, []).flags.number_changes == ()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("flat", "hedged", True),
        ("absolute", "conditional", True),
        ("hedged", "conditional", False),
        ("hedged", "flat", False),
    ],
)
def test_a_source_that_becomes_less_certain_is_told(before, after, told):
    positions = [
        position(MINISTRY, "asserts", modality=before),
        position(MINISTRY, "asserts", 5, modality=after),
    ]
    assert claim_state(positions, []).flags.softened == ((MINISTRY,) if told else ())


@pytest.mark.parametrize(("last", "told"), [("asserts", True), ("denies", False)])
def test_a_source_that_stays_less_certain_is_still_told(last, told):
    positions = [
        position(MINISTRY, "asserts"),
        position(MINISTRY, "asserts", 5, modality="hedged"),
        position(MINISTRY, last, 9, modality="hedged"),
    ]
    assert claim_state(positions, []).flags.softened == ((MINISTRY,) if told else ())


def test_two_bodies_of_one_party_give_two_accounts_and_reverse_nothing():
    flags = claim_state([position(KREMLIN, "admits"), position(MINISTRY, "denies", 1)], []).flags
    assert flags.mixed_parties == ("Russia",)
    assert flags.reversals == ()
    assert flags.still_denied_by == (MINISTRY,)


def test_a_source_that_withdraws_is_named_beside_those_who_stay():
    state = claim_state(
        [*ASSERTED, position(MONITOR, "asserts"), position(MONITOR, "retracts", 9)], []
    )
    assert (state.name, state.flags.withdrew) == ("claimed", (MONITOR,))


def test_a_denial_after_we_confirmed_a_claim_asks_for_a_look_and_changes_nothing():
    state = claim_state([*ASSERTED, position(MOSCOW, "denies", 9)], [assessment("verified", 5)])
    assert state.name == "confirmed"
    assert state.flags.needs_review
    assert state.flags.still_denied_by == (MOSCOW,)
    assert not claim_state(ASSERTED, [assessment("verified", 5)]).flags.needs_review


@pytest.mark.parametrize("fallen", ["voided_at", "relay_withdrawn_at"])
def test_a_confirmed_claim_whose_ground_falls_away_asks_for_a_look(fallen):
    later = NOON + timedelta(minutes=9)
    state = claim_state(
        [position(COALITION, "asserts", **{fallen: later})], [assessment("verified", 5)]
    )
    assert (state.name, state.flags.needs_review) == ("confirmed", True)


def test_a_number_within_the_range_is_still_told_of_a_confirmed_claim():
    positions = [
        position(COUNCIL, "asserts", quantity=number(28, 36)),
        position(MINISTRY, "disputes", 1, quantity=number(30)),
    ]
    flags = claim_state(positions, [assessment("verified", 5)]).flags
    assert flags.still_denied_by == (MINISTRY,)


def test_an_assessment_that_is_overdue_shows_its_time():
    due = NOON + timedelta(minutes=30)
    verified = assessment("verified", 5, review_after=due)
    assert claim_state(ASSERTED, [verified]).flags.as_of is None
    late = position(MONITOR, "asserts", 6)
    assert claim_state([*ASSERTED, late], [verified]).flags.as_of == AsOf(verified.at, due)


def test_the_latest_assessment_counts():
    both = [assessment("verified", 5), assessment("unverified", 9)]
    assert claim_state(ASSERTED, both).name == "claimed"
    assert claim_state(ASSERTED, both[::-1]).name == "claimed"


@pytest.mark.parametrize("status", ["verified", "misleading", "false"])
@pytest.mark.parametrize("lacking", [{"basis": ()}, {"roles": ()}, {"roles": ("editor",)}], ids=str)
def test_what_we_say_in_our_own_name_needs_a_basis_and_two_people(status, lacking):
    with pytest.raises(ValueError, match="needs"):
        assessment(status, **lacking)


def test_a_range_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="greater"):
        number(12, 8)


SOURCES = st.sampled_from(
    [COALITION, MOSCOW, KREMLIN, MINISTRY, SENATOR, GROUP, MONITOR, OFFICIAL, LEBANON, PASSERBY]
)
POSITIONS = st.lists(
    st.tuples(
        SOURCES,
        st.sampled_from(STANCES),
        st.sampled_from(["flat", "absolute", "hedged", "conditional"]),
        st.sampled_from([None, number(0), number(8), number(8, 12), number(36)]),
        st.integers(0, 600),
        st.booleans(),
    ),
    max_size=12,
).map(
    lambda drawn: [
        position(
            of,
            stance,
            minute,
            id=str(index),
            modality=modality,
            quantity=quantity,
            voided_at=NOON if void else None,
        )
        for index, (of, stance, modality, quantity, minute, void) in enumerate(drawn)
    ]
)
ASSESSMENTS = st.lists(
    st.tuples(
        st.sampled_from(["verified", "false", "misleading", "corroborated", "unverified"]),
        st.integers(0, 600),
    ),
    max_size=2,
).map(lambda drawn: [assessment(status, minute) for status, minute in drawn])


@given(POSITIONS, ASSESSMENTS, st.randoms())
def test_the_order_in_which_records_are_given_never_matters(positions, assessments, chance):
    state = claim_state(positions, assessments)
    chance.shuffle(positions)
    chance.shuffle(assessments)
    assert claim_state(positions, assessments) == state


@given(POSITIONS, ASSESSMENTS)
def test_a_void_position_never_counts(positions, assessments):
    kept = [each for each in positions if not each.voided_at]
    with_void, without = (claim_state(each, assessments) for each in (positions, kept))
    assert with_void.name == without.name
    assert with_void.flags.reversals == without.flags.reversals


@given(POSITIONS)
def test_no_position_alone_makes_a_claim_confirmed(positions):
    assert claim_state(positions, []).name not in (
        "confirmed",
        "false",
        "misleading",
        "inconclusive",
        "withdrawn",
    )


@given(POSITIONS, SOURCES)
def test_one_source_alone_is_never_several(positions, alone):
    own = [each for each in positions if each.source == alone]
    assert claim_state(own, []).name != "several_sources"


@given(POSITIONS)
def test_what_we_confirmed_stays_confirmed_whatever_is_said(positions):
    assert claim_state(positions, [assessment("verified")]).name == "confirmed"
