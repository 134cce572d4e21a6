"""Who says what in a whole coverage is proposed by a command, and waits for an editor."""

from __future__ import annotations

import pytest

from dateline.__main__ import main
from dateline.claims import read
from dateline.desk.commands import posts
from dateline.desk.commands.proposed import proposal_of
from dateline.newsroom.models import WaitingPosition
from tests.claims.acts import named, record, says
from tests.coverage.test_front_changes import set_points, summarise
from tests.people import act, publish, seq_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def flood(coverage, monkeypatch):
    # The command would run migrations and checks in the database of the test.
    monkeypatch.setattr("dateline.__main__.prepare", lambda: None)
    publish(coverage, "The mayor denies that the dam has failed.")
    publish(coverage, "It rains in the hills.")
    return coverage


def waiting() -> list[tuple[int, str, str]]:
    found = [(row.post, proposal_of(row)) for row in WaitingPosition.objects.order_by("pk")]
    return [(post, each.label, each.stance) for post, each in found]


def test_the_command_lists_what_it_finds_and_records_nothing(flood, capsys):
    assert main(["claims", "propose", "flood"]) == 0
    assert waiting() == [(1, "The mayor", "denies")]
    told = capsys.readouterr().out
    assert "post 1: The mayor denies" in told
    assert "/desk/flood/claims/waiting/" in told
    assert read.all_claims(flood) == []


def test_it_can_be_run_again_and_leaves_out_what_was_decided(flood):
    for _ in range(2):
        main(["claims", "propose", "flood"])
    assert len(waiting()) == 1
    WaitingPosition.objects.all().delete()
    record(flood, "The dam has failed", says(named("The mayor"), "denies"))
    main(["claims", "propose", "flood"])
    assert waiting() == []


def test_of_a_withdrawn_post_nothing_is_proposed(flood):
    seen = seq_of(flood, "post-1")
    posts.withdraw(**act(), coverage=flood, number=1, expected_seq=seen, reason="No.")
    main(["claims", "propose", "flood"])
    assert waiting() == []


def test_the_summary_and_the_key_points_are_read_as_well(flood):
    summarise(flood, "The council confirmed that the bridge is closed.")
    set_points(flood, "Varn denies that the dam has failed.")
    main(["claims", "propose", "flood"])
    found = [(post, label) for post, label, _ in waiting()]
    assert found == [(0, "Varn"), (0, "The council"), (1, "The mayor")]


def test_an_unknown_coverage_is_said(flood, capsys):
    assert main(["claims", "propose", "fire"]) == 1
    assert "no coverage 'fire'" in capsys.readouterr().err
