"""Times that people type: one that no clock showed is refused beside the field."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dateline.desk.errors import CommandRefused
from dateline.desk.local_time import NoSuchTime, in_zone

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    "typed",
    ["2026-03-29T01:30", "0001-01-01T00:00", "1815-06-18T11:00", "9999-12-31T23:59"],
)
def test_a_time_that_no_clock_showed_is_refused(typed):
    for zone in (LONDON, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/Adak")):
        if typed.startswith("2026") and zone is not LONDON:
            continue
        with pytest.raises(NoSuchTime):
            in_zone(datetime.fromisoformat(typed), zone)


def test_an_hour_that_comes_twice_is_the_first_of_the_two():
    typed = datetime(2025, 10, 26, 1, 30)  # noqa: DTZ001  as it is typed
    assert in_zone(typed, LONDON).astimezone(UTC) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_the_refusal_is_shown_beside_the_field_and_the_text_is_kept(coverage, admin_client):
    from django.contrib.auth.models import User

    from dateline.accounts.models import Member

    Member.objects.create(user=User.objects.get(username="admin"), role="editor", undo_seconds=0)
    fields = {
        "idempotency_key": "k",
        "expected_seq": "0",
        "headline": "Water",
        "part-0-kind": "text",
        "part-0-text": "Water at the door.",
        "dated": "2026-03-29T01:30",
    }
    answer = admin_client.post("/desk/flood/", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no 01:30 on that day, because the clocks go forward." in page
    assert "Water at the door." in page
    assert "<article" not in admin_client.get("/flood/").content.decode()


@pytest.mark.parametrize(("language", "known"), [("xx", False), ("he", True), ("ti-ER", True)])
def test_a_coverage_is_in_a_language_that_is_known(open_coverage_named, language, known):
    if known:
        assert open_coverage_named("fire", language=language)
    else:
        with pytest.raises(CommandRefused, match="not a known language"):
            open_coverage_named("fire", language=language)
