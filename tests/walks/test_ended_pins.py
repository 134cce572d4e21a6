"""A running server takes a pin down at the time that readers were told."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom, get


@pytest.mark.any_database
def test_a_pin_that_ends_goes_from_open_pages_once(newsroom: Newsroom):
    newsroom.desk().publish("Water at the door.", "At the door")
    rex = newsroom.reader(after=newsroom.cursor())
    newsroom.python(
        "from datetime import UTC, datetime, timedelta\n"
        "from dateline.coverage.kinds import Pin\n"
        "from dateline.desk.commands.pins import set_pins\n"
        "from dateline.journal.models import Coverage\n"
        "from tests.people import act\n"
        "until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)\n"
        f"found = Coverage.objects.get(slug={newsroom.slug!r})\n"
        "set_pins(**act(), coverage=found, expected_seq=0, pins=(Pin(1, until),))"
    )
    (pinned,) = rex.blocks()
    assert "Pinned until" in pinned["html"]
    (ended,) = rex.blocks()
    assert ended["name"] == "pin"
    assert "At the door" not in ended["html"]
    assert "Pinned until" not in get(newsroom.address, f"/{newsroom.slug}/").text
    assert get(newsroom.address, f"/{newsroom.slug}/corrections/").text.count("Pin removed") == 1
