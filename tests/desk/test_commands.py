"""The rules of commands: idempotency keys, roles, overtaken changes, what a change needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from dateline.content.tree import Bullet, Bullets, Copy, KeyPoint, Run
from dateline.coverage.read import coverage_state
from dateline.coverage.stems import _stem
from dateline.desk.commands import coverages, front_matter, posts
from dateline.desk.errors import (
    CommandRefused,
    IdempotencyKeyReused,
    MeaningChanged,
    NotAllowed,
    Overtaken,
)
from dateline.journal.models import Leaf
from dateline.journal.write_lock import WriteTransaction, write_lock
from dateline.page.models import BlockRow
from tests.people import ADA, BEN, EVE, act, copy, publish, seq_of


def change(coverage, number=1):
    return {
        "coverage": coverage,
        "number": number,
        "expected_seq": seq_of(coverage, f"post-{number}"),
    }


def test_a_retry_is_done_once(coverage):
    first = publish(coverage, "Once.", key="k1")
    again = publish(coverage, "Once.", key="k1")
    assert (again.first_seq, again.last_seq, again.repeated) == (
        first.first_seq,
        first.last_seq,
        True,
    )
    assert Leaf.objects.count() == 2


def test_an_idempotency_key_belongs_to_its_content_and_person(coverage):
    publish(coverage, "Once.", key="k1")
    with pytest.raises(IdempotencyKeyReused) as refusal:
        publish(coverage, "Twice.", key="k1")
    assert "Once." in refusal.value.earlier
    with pytest.raises(IdempotencyKeyReused) as refusal:
        posts.publish(**act(EVE, "k1"), coverage=coverage, copy=copy("Once."))
    # Whoever guesses a key reads nothing of what another sent with it.
    assert refusal.value.earlier == ""
    assert Leaf.objects.count() == 2


def test_a_key_belongs_to_the_version_that_its_writer_saw(coverage):
    publish(coverage, "Water at the door.")
    arguments = act() | {"coverage": coverage, "number": 1, "reason": "It was a rumour."}
    posts.withdraw(**arguments, expected_seq=2)
    assert posts.withdraw(**arguments, expected_seq=2).repeated
    with pytest.raises(IdempotencyKeyReused):
        posts.withdraw(**arguments, expected_seq=1)


def test_a_retry_is_answered_even_after_the_coverage_was_closed(coverage):
    publish(coverage, "Once.", key="k1")
    state = seq_of(coverage, "coverage")
    front_matter.set_state(**act(), coverage=coverage, expected_seq=state, state="closed")
    assert publish(coverage, "Once.", key="k1").repeated
    with pytest.raises(CommandRefused, match="closed"):
        publish(coverage, "Late.")


def test_a_refused_command_leaves_no_trace_and_its_idempotency_key_free(coverage):
    with pytest.raises(CommandRefused):
        posts.publish(**act(key="k1"), coverage=coverage, copy=Copy("", (), ()))
    assert Leaf.objects.count() == 1
    assert not publish(coverage, "Now it has words.", key="k1").repeated


def test_an_overtaken_change_is_refused(coverage):
    publish(coverage, "Water at 4.2 m.")
    seen = change(coverage)
    posts.correct(**act(), **seen, copy=copy("Water at 2.4 m."), note="It was 2.4.")
    for command, more in (
        (posts.correct, {"copy": copy("Three."), "note": "Three."}),
        (posts.revise, {"copy": copy("Water at 2.4 m .")}),
        (posts.withdraw, {"reason": "Wrong."}),
        (posts.retract, {"reason": "Wrong."}),
    ):
        with pytest.raises(Overtaken):
            command(**act(), **seen, **more)
    assert "2.4 m" in BlockRow.objects.get(name="post-1").html


def test_every_section_above_the_posts_guards_against_a_second_editor(coverage):
    publish(coverage, "Water.")
    parts = (Bullets((Bullet((Run("It rains."),)),)),)
    setters = [
        lambda seen: front_matter.set_pin(**act(), coverage=coverage, expected_seq=seen, post=1),
        lambda seen: front_matter.set_key_points(
            **act(), coverage=coverage, expected_seq=seen, points=(KeyPoint("One"),)
        ),
        lambda seen: front_matter.set_summary(
            **act(), coverage=coverage, expected_seq=seen, copy=Copy("", (), parts)
        ),
    ]
    for setter in setters:
        setter(0)
        with pytest.raises(Overtaken):
            setter(0)


def test_a_revision_that_changes_the_meaning_is_refused(coverage):
    publish(coverage, "Water at 4.2 m at the brigde.")
    with pytest.raises(MeaningChanged, match="a number"):
        posts.revise(**act(), **change(coverage), copy=copy("Water at 2.4 m at the bridge."))
    posts.revise(**act(), **change(coverage), copy=copy("Water at 4.2 m at the bridge."))
    html = BlockRow.objects.get(name="post-1").html
    assert "Edited" in html
    assert "bridge" in html


def test_a_revision_is_judged_in_the_language_of_its_coverage(open_coverage_named):
    german = open_coverage_named("flut", language="de")
    publish(german, "Die Stadt forderte das Projekt, das die Brücke rettet.")
    changed = "Die Stadt förderte das Projekt, das die Brücke rettet."
    with pytest.raises(MeaningChanged, match="meaning"):
        posts.revise(**act(), **change(german), copy=copy(changed))
    respelt = "Die Stadt forderte das Projekt, dass die Brücke rettet."
    posts.revise(**act(), **change(german), copy=copy(respelt))


def test_a_link_or_a_byline_is_more_than_spelling(coverage):
    publish(coverage, "See [here](https://a.example/).")
    with pytest.raises(MeaningChanged, match="link"):
        posts.revise(**act(), **change(coverage), copy=copy("See [here](https://b.example/)."))


@pytest.mark.parametrize("command", [posts.update, posts.clarify, posts.correct])
def test_a_change_needs_a_note_and_a_difference(coverage, command):
    publish(coverage, "Water.")
    with pytest.raises(CommandRefused, match="Say what"):
        command(**act(), **change(coverage), copy=copy("Fire."), note="")
    with pytest.raises(CommandRefused, match="Nothing was changed"):
        command(**act(), **change(coverage), copy=copy("Water."), note="Why.")


def test_a_retraction_or_withdrawal_needs_a_reason_and_ends_further_changes(coverage):
    publish(coverage, "Water.")
    with pytest.raises(CommandRefused, match="why"):
        posts.withdraw(**act(), **change(coverage), reason="")
    posts.retract(**act(), **change(coverage), reason="The premise fails.")
    html = BlockRow.objects.get(name="post-1").html
    assert html.index("The premise fails.") < html.index("<del") < html.index("Water.")
    with pytest.raises(CommandRefused, match="retracted"):
        posts.correct(**act(), **change(coverage), copy=copy("Fire."), note="Why.")
    posts.withdraw(**act(), **change(coverage), reason="Gone.")
    assert "Water." not in BlockRow.objects.get(name="post-1").html


def test_a_reporter_changes_nothing_that_readers_see(coverage):
    posts.publish(**act(EVE), coverage=coverage, copy=copy("Water."))
    for forbidden in (
        lambda: posts.publish(**act(ADA), coverage=coverage, copy=copy("Fire.")),
        lambda: posts.correct(**act(ADA), **change(coverage), copy=copy("Fire."), note="Fire."),
        lambda: posts.withdraw(**act(ADA), **change(coverage), reason="No."),
        lambda: front_matter.set_pin(**act(ADA), coverage=coverage, expected_seq=0, post=1),
        lambda: posts.set_key_event(**act(ADA), **change(coverage), key_event=True),
        lambda: front_matter.set_state(
            **act(ADA), coverage=coverage, expected_seq=1, state="closed"
        ),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_a_post_is_not_dated_into_the_future(coverage):
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with pytest.raises(CommandRefused, match="future"):
        publish(coverage, "Water.", dated=tomorrow)


@pytest.mark.parametrize(
    ("slug", "zone", "why"),
    [
        ("Flood", "UTC", "lower-case letters"),
        ("a--b", "UTC", "lower-case letters"),
        ("desk", "UTC", "taken"),
        ("flood", "UTC", "taken"),
        ("new-one", "Mars/Olympus", "not a time zone"),
    ],
)
def test_a_coverage_needs_a_free_address_and_a_real_zone(coverage, slug, zone, why):
    opening = coverages.Opening(slug, "Headline", "", (), zone)
    with pytest.raises(CommandRefused, match=why):
        coverages.open_coverage(**act(BEN), opening=opening)


def test_a_withdrawn_post_leaves_the_pin(coverage):
    publish(coverage, "Water at the door.")
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    assert "Water at the door." in BlockRow.objects.get(name="pin").html
    posts.withdraw(**act(), **change(coverage), reason="No.")
    pin = BlockRow.objects.get(name="pin")
    assert "Water" not in pin.html
    assert pin.seq == seq_of(coverage, "post-1")
    assert coverage_state(coverage).pinned == ()


def test_a_withdrawn_or_retracted_post_is_not_pinned(coverage):
    for words in ("Water.", "Fire."):
        publish(coverage, words)
    posts.withdraw(**act(), **change(coverage, 1), reason="No.")
    posts.retract(**act(), **change(coverage, 2), reason="No.")
    for number, why in ((1, "was withdrawn"), (2, "is retracted"), (3, "no post 3")):
        with pytest.raises(CommandRefused, match=why) as refusal:
            front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=number)
        assert refusal.value.field == "post"
    assert coverage_state(coverage).pinned == ()


def test_a_correction_reaches_the_pin_in_the_same_event(coverage):
    publish(coverage, "Water at 4.2 m.")
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    posts.correct(**act(), **change(coverage), copy=copy("Water at 2.4 m."), note="2.4.")
    assert set(BlockRow.objects.filter(seq=4).values_list("name", flat=True)) == {"post-1", "pin"}


def test_a_summary_cannot_refer_to_a_missing_post(coverage):
    parts = (Bullets((Bullet((Run("It rains."),), (7,)),)),)
    with pytest.raises(CommandRefused, match="no post 7"):
        front_matter.set_summary(
            **act(), coverage=coverage, expected_seq=0, copy=Copy("", (), parts)
        )


def test_a_coverage_that_follows_takes_over_pin_and_key_points(coverage, open_coverage_named):
    publish(coverage, "Water at the door.", "At the door")
    publish(coverage, "Second.")
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    points = (KeyPoint("The second", 2), KeyPoint("Plain"))
    front_matter.set_key_points(**act(), coverage=coverage, expected_seq=0, points=points)
    follows = open_coverage_named("flood-two", previous="flood", carry_over=True)
    assert coverage_state(follows).key_points == (
        KeyPoint("At the door", 1, "flood"),
        KeyPoint("The second", 2, "flood"),
        KeyPoint("Plain"),
    )
    alone = open_coverage_named("flood-three", previous="flood-two")
    assert coverage_state(alone).key_points == ()
    with pytest.raises(CommandRefused, match="already followed by another"):
        open_coverage_named("flood-four", previous="flood-two")


def test_nobody_waits_for_the_stems_of_another_post(coverage, monkeypatch):
    """They are computed before the write lock is taken, for which a long text took seconds."""
    computed: list[int] = []

    @contextmanager
    def counted() -> Iterator[WriteTransaction]:
        with write_lock() as transaction:
            computed.append(_stem.cache_info().misses)
            yield transaction
            computed.append(_stem.cache_info().misses)

    monkeypatch.setattr("dateline.desk.commands.command.write_lock", counted)
    _stem.cache_clear()
    publish(coverage, "Water is rising.")
    boats = copy("Boats are leaving.")
    posts.publish(**act(), coverage=coverage, copy=boats, unless_doubtful=True)
    posts.update(**act(), **change(coverage), copy=copy("Nobody is hurt."), note="New.")
    posts.revise(**act(), **change(coverage), copy=copy("Nobody is hurt ."))
    before, after = computed[::2], computed[1::2]
    assert before == after
    assert before[0] > 0
