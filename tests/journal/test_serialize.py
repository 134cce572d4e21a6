"""Dataclasses as JSON values: what was written can be read, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import pytest

from dateline.content.tree import Part, Quotation, Run, Text
from dateline.journal.serialize import from_json, to_json


@dataclass(frozen=True)
class Gauge:
    name: str
    level: int
    read_at: datetime | None
    trend: Literal["rises", "falls"]
    beside: tuple[str, ...]


GAUGE = Gauge("Mill bridge", 4, datetime(2026, 3, 1, 5, 4, 3, tzinfo=UTC), "rises", ("a", "b"))
PLAIN = {
    "type": "Gauge",
    "name": "Mill bridge",
    "level": 4,
    "read_at": "2026-03-01T05:04:03Z",
    "trend": "rises",
    "beside": ["a", "b"],
}


def test_a_value_survives_json():
    assert to_json(GAUGE) == PLAIN
    assert from_json(Gauge, json.loads(json.dumps(PLAIN))) == GAUGE
    assert from_json(Gauge, PLAIN | {"read_at": None}).read_at is None


def test_a_member_of_a_union_is_known_by_its_name():
    words = ((Run("a", ("strong", "emphasis")),),)
    for part in (Text(words), Quotation(words, "Ada Lind")):
        assert from_json(Part, json.loads(json.dumps(to_json(part)))) == part


@pytest.mark.parametrize(
    "wrong",
    [
        {"more": 1},
        {"type": "Barometer"},
        {"name": 4},
        {"name": None},
        {"level": "4"},
        {"level": True},
        {"read_at": "yesterday"},
        {"read_at": "2026-03-01T05:04:03"},
        {"read_at": "2026-03-01T05:04:03+00:00"},
        {"read_at": "2026-03-01T05:04:03.5Z"},
        {"read_at": "2026-W09-7T05:04:03Z"},
        {"read_at": "2026-03-01"},
        {"trend": "stays"},
        {"beside": "ab"},
        {"beside": ["a", 1]},
    ],
    ids=str,
)
def test_what_was_not_written_is_not_read(wrong):
    with pytest.raises(ValueError, match=r"not|Invalid isoformat"):
        from_json(Gauge, PLAIN | wrong)


def test_a_missing_field_and_a_foreign_type_in_a_union_are_not_read():
    with pytest.raises(ValueError, match="not a Gauge"):
        from_json(Gauge, {name: PLAIN[name] for name in PLAIN if name != "trend"})
    for stranger in (PLAIN, {"type": ["Text"]}, "Text", None):
        with pytest.raises(ValueError, match="none of"):
            from_json(Part, stranger)
