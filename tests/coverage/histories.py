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
from dateline.coverage.kinds import RELATION_NAMES, Pin, Relation
from dateline.coverage.read import statuses
from dateline.desk.commands import coverages, erasure, front_matter, posts, relations
from dateline.desk.commands.pins import pin_on_top, set_pins, unpin
from dateline.desk.commands.revision import ChangeNote
from dateline.desk.commands.tags import set_tags
from dateline.desk.errors import CommandRefused
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage, Leaf
from dateline.journal.read import last_seq
from tests.claims import histories as claim_histories
from tests.people import BEN, act, copy, store_files

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


def _title_key_event(coverage: Coverage, number: int, copy: Copy, **_: object) -> None:
    change = _seq(coverage, objects.post(number)) | {"number": number}
    posts.title_key_event(**act(), **change, title=copy.headline)


def _tag(coverage: Coverage, number: int, note: str, erased: int, **_: object) -> None:
    change = _seq(coverage, objects.post(number)) | {"number": number}
    set_tags(**act(), **change, tags=(note, "Flood")[: erased % 3])


def _relate(coverage: Coverage, number: int, erased: int, **_: object) -> None:
    change = _seq(coverage, objects.post(number)) | {"number": number}
    name = RELATION_NAMES[erased % 4]
    # Also to itself and to a later post, which is refused, and to none.
    earlier = (Relation(name, erased % 6),) if erased % 6 else ()
    relations.set_relations(**act(), **change, relations=earlier)


def _follow(coverage: Coverage, copy: Copy, number: int, **_: object) -> None:
    related = (Relation("follows", number),)
    posts.publish(**act(), coverage=coverage, copy=copy, relations=related, tags=("Flood",))


def _lead_picture(coverage: Coverage, number: int, **_: object) -> None:
    seq = _seq(coverage, objects.LEAD_PICTURE)
    front_matter.set_lead_picture(**act(), **seq, post=number)


def _pin(coverage: Coverage, number: int, **_: object) -> None:
    front_matter.set_pin(**act(), **_seq(coverage, objects.PIN), post=number)


def _pins(
    coverage: Coverage, number: int, erased: int, dated: datetime | None, **_: object
) -> None:
    later = None if dated is None else datetime(2126, 1, 1, tzinfo=UTC) + timedelta(number)
    several = (Pin(number, later), Pin(erased % 6 + 1))[: erased % 3]
    set_pins(**act(), **_seq(coverage, objects.PIN), pins=several)


def _pin_on_top(coverage: Coverage, number: int, erased: int, **_: object) -> None:
    command = unpin if erased % 3 == 0 else pin_on_top
    command(**act(), **_seq(coverage, objects.PIN), post=number)


def _summary(coverage: Coverage, copy: Copy, number: int, note: str, **_: object) -> None:
    front_matter.set_summary(
        **act(),
        **_seq(coverage, objects.SUMMARY),
        copy=copy,
        change=_kind_of_change(number, note),
    )


def _points(coverage: Coverage, note: str, number: int, **_: object) -> None:
    points = (KeyPoint(note), KeyPoint("post", number), KeyPoint("other", 0, "east"))
    if coverage.slug == "north" and statuses(Coverage.objects.get(slug="east"), {number}):
        # Carried over from the coverage before, where the post may be withdrawn later.
        points = (*points, KeyPoint("carried", number, "east"))
    front_matter.set_key_points(
        **act(),
        **_seq(coverage, objects.KEY_POINTS),
        points=points,
        change=_kind_of_change(number, note),
    )


def _retitle(coverage: Coverage, copy: Copy, note: str, number: int, **_: object) -> None:
    front_matter.retitle(
        **act(),
        **_seq(coverage, objects.COVERAGE),
        title=front_matter.Title(note, copy.headline, copy.bylines),
        change=_kind_of_change(number, note),
    )


def _kind_of_change(number: int, note: str) -> ChangeNote:
    changes = (ChangeNote("updated", ""), ChangeNote("corrected", note), ChangeNote("revised", ""))
    return changes[number % 3]


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
    *claim_histories.COMMANDS,
    _publish,
    _publish,
    _change,
    _change,
    _set_key_event,
    _title_key_event,
    _tag,
    _relate,
    _relate,
    _follow,
    _pin,
    _pins,
    _pin_on_top,
    _lead_picture,
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


def one_of_each(coverage: Coverage) -> None:
    """Appends an entry of each kind to a new coverage that has one post."""
    _set_key_event(coverage, number=1, erased=0)
    for kind, words in (
        ("revise", "Water ."),
        ("update", "Water, more."),
        ("clarify", "Water, much more."),
        ("correct", "Wine."),
    ):
        _change(coverage, copy(words), number=1, kind=kind, note="Why.")
    _change(coverage, copy(""), number=1, kind="retract", note="No.")
    _publish(coverage, copy("More."), None)
    _change(coverage, copy(""), number=2, kind="withdraw", note="No.")
    _publish(coverage, Copy("", (), (Photograph(RENDITIONS, "", "", ""),)), None)
    _lead_picture(coverage, number=3)
    _relate(coverage, number=3, erased=1)
    _tag(coverage, number=3, note="Halvern", erased=2)
    _set_key_event(coverage, number=3, erased=0)
    _title_key_event(coverage, number=3, copy=Copy("The bridge", (), ()))
    step = {"copy": copy("Summary"), "note": "Note", "number": 1}
    _pin(coverage, number=3)
    _pins(coverage, number=3, erased=1, dated=datetime.now(UTC))
    for command in (_summary, _points, _retitle):
        command(coverage, **step)
    claim_histories.one_of_each(coverage, number=3)
    _set_state(coverage, number=2)
    erasure.erase_entry(
        **act(),
        coverage=coverage,
        about=objects.SUMMARY,
        seq=last_seq(coverage, objects.SUMMARY),
        reason="court_order",
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
