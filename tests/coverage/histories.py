"""Random histories of several coverages, interleaved, with every kind of entry."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from dateline.content import markup
from dateline.content.tree import (
    Bullet,
    Bullets,
    Byline,
    Copy,
    Embed,
    KeyPoint,
    Lost,
    MapMarks,
    Part,
    Photograph,
    Place,
    Question,
    Quotation,
    Rendition,
    Text,
)
from dateline.coverage import objects
from dateline.desk.commands import coverages, erasure, front_matter, posts
from dateline.desk.errors import CommandRefused
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage, Leaf
from dateline.journal.read import last_seq
from tests.people import BEN, act, store_files

SLUGS = ("east", "north", "west")
WORDS = st.sampled_from(
    ["Water rises", "4.2 m", "“no”", "<b>&amp;", "مياه النهر", "вода", "a **b** _c_", "déjà vu", ""]
)
LINES = WORDS.filter(bool)
PARAGRAPHS = st.lists(LINES.map(markup.read_line), min_size=1, max_size=2).map(tuple)
BYLINES = st.lists(
    st.builds(Byline, LINES, st.sampled_from(["", "editor"]), st.sampled_from(["", "Varn"])),
    max_size=2,
).map(tuple)
RENDITIONS = (
    Rendition("a" * 64, "image/avif", 480, 300, 900),
    Rendition("b" * 64, "image/jpeg", 480, 300, 1900),
)
PARTS: st.SearchStrategy[tuple[Part, ...]] = st.lists(
    st.one_of(
        st.builds(Text, PARAGRAPHS),
        st.builds(Quotation, PARAGRAPHS, WORDS),
        st.builds(Question, LINES, PARAGRAPHS),
        st.builds(lambda line: Bullets((Bullet(line),)), LINES.map(markup.read_line)),
        st.builds(Photograph, st.just(RENDITIONS), LINES, LINES, LINES),
        st.builds(Embed, st.just("https://a.example/1"), LINES, WORDS, PARAGRAPHS),
        st.builds(lambda name: MapMarks(name, ("one", "two"), (Place(name, "1.5", "-2"),)), LINES),
        st.builds(Lost, st.sampled_from(["photograph", "embed", "map"]), WORDS, WORDS),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
COPIES = st.builds(Copy, WORDS, BYLINES, PARTS)
NUMBERS = st.integers(1, 6)
TIMES = st.none() | st.integers(1, 5000).map(
    lambda minutes: datetime(2026, 10, 25, 3, 0, tzinfo=UTC) - timedelta(minutes=minutes)
)


def _seq(coverage: Coverage, about: ObjectRef) -> dict[str, object]:
    return {"coverage": coverage, "expected_seq": last_seq(coverage, about)}


def _publish(coverage: Coverage, copy: Copy, dated: datetime | None, **_: object) -> None:
    posts.publish(**act(), coverage=coverage, copy=copy, dated=dated)


def _change(coverage: Coverage, copy: Copy, number: int, kind: str, note: str, **_: object) -> None:
    change = _seq(coverage, objects.post(number)) | {"number": number}
    if kind in ("withdraw", "retract"):
        getattr(posts, kind)(**act(), **change, reason=note)
    elif kind == "revise":
        posts.revise(**act(), **change, copy=copy)
    else:
        getattr(posts, kind)(**act(), **change, copy=copy, note=note)


def _set_key_event(coverage: Coverage, number: int, erased: int, **_: object) -> None:
    change = _seq(coverage, objects.post(number)) | {"number": number}
    posts.set_key_event(**act(), **change, key_event=erased % 2 == 0)


def _pin(coverage: Coverage, number: int, **_: object) -> None:
    front_matter.set_pin(**act(), **_seq(coverage, objects.PIN), post=number)


def _summary(coverage: Coverage, copy: Copy, **_: object) -> None:
    front_matter.set_summary(
        **act(),
        **_seq(coverage, objects.SUMMARY),
        headline=copy.headline,
        bylines=copy.bylines,
        parts=copy.parts,
    )


def _points(coverage: Coverage, note: str, number: int, **_: object) -> None:
    points = (KeyPoint(note), KeyPoint("post", number), KeyPoint("other", 0, "east"))
    front_matter.set_key_points(**act(), **_seq(coverage, objects.KEY_POINTS), points=points)


def _retitle(coverage: Coverage, copy: Copy, note: str, **_: object) -> None:
    front_matter.retitle(
        **act(),
        **_seq(coverage, objects.COVERAGE),
        headline=note,
        standfirst=copy.headline,
        bylines=copy.bylines,
    )


def _set_state(coverage: Coverage, number: int, **_: object) -> None:
    state = ("live", "paused", "closed")[number % 3]
    front_matter.set_state(**act(), **_seq(coverage, objects.COVERAGE), state=state)


def _erase(coverage: Coverage, erased: int, **_: object) -> None:
    leaves = list(Leaf.objects.filter(coverage=coverage).order_by("seq"))
    leaf = leaves[erased % len(leaves)]
    erasure.erase_entry(
        **act(),
        coverage=coverage,
        about=ObjectRef.parse(leaf.object),
        seq=leaf.seq,
        reason="data_protection",
    )


COMMANDS: list[Callable[..., None]] = [
    _publish,
    _publish,
    _change,
    _change,
    _set_key_event,
    _pin,
    _summary,
    _points,
    _retitle,
    _set_state,
    _erase,
]
CHANGES = ["revise", "update", "clarify", "correct", "retract", "withdraw"]
HISTORIES = st.lists(
    st.fixed_dictionaries(
        {
            "command": st.sampled_from(COMMANDS),
            "slug": st.sampled_from(SLUGS),
            "copy": COPIES,
            "dated": TIMES,
            "number": NUMBERS,
            "kind": st.sampled_from(CHANGES),
            "note": LINES,
            "erased": st.integers(0, 40),
        }
    ),
    min_size=5,
    max_size=25,
)


def begin() -> None:
    """Opens three coverages; the second follows the first."""
    store_files(Photograph(RENDITIONS, "", "", ""))
    for slug, zone in zip(SLUGS, ("Europe/London", "Asia/Beirut", "UTC"), strict=True):
        coverages.open_coverage(
            by=BEN,
            idempotency_key=uuid.uuid4().hex,
            opening=coverages.Opening(
                slug, slug.title(), "", (), zone, previous="east" if slug == "north" else ""
            ),
        )


def perform(step: dict) -> bool:
    """Runs one step, and returns whether it was done or refused. A refused one changes nothing."""
    wanted = dict(step)
    command, slug = wanted.pop("command"), wanted.pop("slug")
    coverage = Coverage.objects.get(slug=slug)
    try:
        command(coverage, **wanted)
    except CommandRefused:
        return False
    return True
