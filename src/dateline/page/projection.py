"""Folds an entry into the page's tables, in the transaction that appends it.

Each block that the entry changes is rendered here, once: the same bytes go to the page, the
stream and whatever else shows it.
"""

from __future__ import annotations

import json
from typing import Final

from dateline.journal import read, sql
from dateline.journal.kinds import Entry, EntryErased
from dateline.journal.models import Coverage
from dateline.journal.plain import from_plain, to_plain

from . import found_by, render
from .fold import CoverageNow, PostNow, fold_coverage, fold_post
from .models import Block, Change, Masthead, Post
from .places import page_of, place_of

# The older neighbour of a place: its page, how many posts that holds, whether none is newer.
_OLDER: Final = """
SELECT page,
  (SELECT COUNT(*) FROM page_post AS beside
   WHERE beside.coverage_id = older.coverage_id AND beside.page = older.page),
  NOT EXISTS (SELECT 1 FROM page_post AS newer
   WHERE newer.coverage_id = older.coverage_id AND newer.place > %s)
FROM page_post AS older WHERE coverage_id = %s AND place < %s ORDER BY place DESC LIMIT 1
"""


def project(entry: Entry, coverage: Coverage) -> None:
    """Stores what stands after `entry` and renders every block that it changed."""
    before, now = _fold_coverage(entry, coverage)
    if entry.object.startswith("post-"):
        row = None
        if entry.revision > 1:
            row = Post.objects.get(coverage=coverage, number=_number(entry))
        was_key = row is not None and row.key
        row, stands = _fold_post(entry, coverage, row)
        html = render.post(now, stands, row.place, entry.seq)
        _upsert(coverage, entry.object, entry.seq, html, place=row.place, page=row.page)
        if was_key or row.key:
            _render_key_events(entry, coverage, now)
        if entry.object in (f"post-{now.pin}", f"post-{before.pin if before else 0}"):
            _render_pin(entry, coverage, now)
    elif entry.object == "pin":
        _render_pin(entry, coverage, now)
    elif entry.object == "coverage":
        _upsert(coverage, "headline", entry.seq, render.headline(now, entry.seq))
    elif entry.object == "series":
        _upsert(coverage, "series", entry.seq, render.series(now, entry.seq))
    elif entry.object == "key-points":
        _upsert(coverage, "key-points", entry.seq, render.key_points(now, entry.seq))
    elif entry.object == "summary":
        _upsert(coverage, "summary", entry.seq, render.summary(now, entry.seq))


def masthead(coverage: Coverage) -> CoverageNow:
    """The coverage as it stands. Raises Masthead.DoesNotExist."""
    now = _masthead(coverage)
    if now is None:
        raise Masthead.DoesNotExist
    return now


def post(coverage: Coverage, number: int) -> PostNow:
    """A post as it stands. Raises Post.DoesNotExist."""
    return from_plain(PostNow, Post.objects.get(coverage=coverage, number=number).now)


def rebuild() -> int:
    """Empties the page's tables, folds the whole journal again; says how many entries there were.

    The caller holds the newsroom's turn and begins a new epoch.
    """
    for model in (Block, Change, Post, Masthead):
        model.objects.all().delete()
    count = 0
    for entry, coverage in read.entries():
        project(entry, coverage)
        count += 1
    return count


def _fold_coverage(entry: Entry, coverage: Coverage) -> tuple[CoverageNow | None, CoverageNow]:
    before = _masthead(coverage)
    if isinstance(entry.said, EntryErased) and not entry.object.startswith("post-"):
        now = _fold_again(entry, coverage)
    else:
        now = fold_coverage(before, entry)
    if now == before:
        return before, now
    Masthead.objects.update_or_create(
        coverage=coverage,
        defaults={"now": to_plain(now)},
        create_defaults={"now": to_plain(now), "opened_at": entry.at},
    )
    return before, now


def _masthead(coverage: Coverage) -> CoverageNow | None:
    for (now,) in sql.rows("SELECT now FROM page_masthead WHERE coverage_id = %s", coverage.pk):
        return from_plain(CoverageNow, json.loads(now))
    return None


def _fold_again(entry: Entry, coverage: Coverage) -> CoverageNow:
    now = None
    for earlier, _ in read.entries(coverage=coverage):
        if earlier.seq <= entry.seq:
            now = fold_coverage(now, earlier)
    assert now is not None
    return now


def _fold_post(entry: Entry, coverage: Coverage, row: Post | None) -> tuple[Post, PostNow]:
    if isinstance(entry.said, EntryErased):
        # What was erased is in the row, in the copy or in a note: only the journal is clean.
        now = None
        for earlier in read.history(coverage, entry.object):
            if earlier.seq <= entry.seq:
                now = fold_post(now, earlier)
        assert now is not None
    else:
        now = fold_post(from_plain(PostNow, row.now) if row else None, entry)
    if row is None:
        row = _new_row(coverage, now)
    row.now, row.seq = to_plain(now), entry.seq
    row.key = now.key
    row.words = found_by.words(now.copy)
    row.bylines, row.places = found_by.bylines(now.copy), found_by.places(now.copy)
    if row.pk is None:
        sql.insert(row)
    else:
        row.save()
        _store_changes(coverage, now)
    return row, now


def _store_changes(coverage: Coverage, now: PostNow) -> None:
    """All changes of the post anew: an erasure reaches the notes of earlier ones."""
    Change.objects.filter(coverage=coverage, post=now.number).delete()
    Change.objects.bulk_create(
        Change(
            coverage=coverage,
            post=now.number,
            seq=each.seq,
            kind=each.kind,
            at=each.at,
            note=each.note,
        )
        for each in now.changes
    )


def _new_row(coverage: Coverage, now: PostNow) -> Post:
    place = place_of(now.dated, now.number)
    neighbour = sql.rows(_OLDER, place, coverage.pk, place)
    older_page, on_that_page, is_newest = neighbour[0] if neighbour else (0, 0, True)
    page = page_of(older_page, is_newest=bool(is_newest), on_that_page=on_that_page)
    return Post(coverage=coverage, number=now.number, place=place, page=page)


def _render_pin(entry: Entry, coverage: Coverage, now: CoverageNow) -> None:
    pinned = post(coverage, now.pin) if now.pin else None
    _upsert(coverage, "pin", entry.seq, render.pin(now, pinned, entry.seq))


def _render_key_events(entry: Entry, coverage: Coverage, now: CoverageNow) -> None:
    rows = Post.objects.filter(coverage=coverage, key=True).order_by("-place")
    events: list[PostNow] = [from_plain(PostNow, row.now) for row in rows]
    _upsert(coverage, "key-events", entry.seq, render.key_events(now, events, entry.seq))


def _upsert(
    coverage: Coverage, name: str, seq: int, html: str, *, place: str = "", page: int = 0
) -> None:
    sql.insert(
        Block(coverage=coverage, name=name, seq=seq, place=place, page=page, html=html),
        over=("coverage_id", "name"),
    )


def _number(entry: Entry) -> int:
    return int(entry.object.removeprefix("post-"))
