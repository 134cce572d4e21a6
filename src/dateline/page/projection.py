"""Folds an entry into the page's tables, in the transaction that appends it.

Each block that the entry changes is rendered here, once: the same bytes go to the page, the
stream and whatever else shows it.
"""

from __future__ import annotations

from dateline.journal import read
from dateline.journal.kinds import Entry, EntryErased
from dateline.journal.models import Coverage
from dateline.journal.plain import from_plain, to_plain

from . import found_by, render
from .fold import CoverageNow, PostNow, fold_coverage, fold_post
from .models import Block, Change, Masthead, Post
from .places import page_of, place_of


def project(entry: Entry, coverage: Coverage) -> None:
    """Stores what stands after `entry` and renders every block that it changed."""
    before, now = _fold_coverage(entry, coverage)
    if entry.object.startswith("post-"):
        row = Post.objects.filter(coverage=coverage, number=_number(entry)).first()
        was_key = row is not None and row.key
        row = _fold_post(entry, coverage, row)
        _render_post(entry, coverage, now, row)
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
    """The coverage as it stands."""
    return from_plain(CoverageNow, Masthead.objects.get(coverage=coverage).now)


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
    row = Masthead.objects.filter(coverage=coverage).first()
    before = from_plain(CoverageNow, row.now) if row else None
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


def _fold_again(entry: Entry, coverage: Coverage) -> CoverageNow:
    now = None
    for earlier, _ in read.entries(coverage=coverage):
        if earlier.seq <= entry.seq:
            now = fold_coverage(now, earlier)
    assert now is not None
    return now


def _fold_post(entry: Entry, coverage: Coverage, row: Post | None) -> Post:
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
    is_new = row.pk is None
    row.save()
    if not is_new:
        _store_changes(coverage, now)
    return row


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
    posts = Post.objects.filter(coverage=coverage)
    place = place_of(now.dated, now.number)
    older = posts.filter(place__lt=place).order_by("-place").first()
    page = page_of(
        older.page if older else 0,
        is_newest=not posts.filter(place__gt=place).exists(),
        on_that_page=posts.filter(page=older.page).count() if older else 0,
    )
    return Post(coverage=coverage, number=now.number, place=place, page=page)


def _render_post(entry: Entry, coverage: Coverage, now: CoverageNow, row: Post) -> None:
    html = render.post(now, from_plain(PostNow, row.now), row.place, entry.seq)
    _upsert(coverage, entry.object, entry.seq, html, place=row.place, page=row.page)


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
    # One statement: `update_or_create` takes six, each of which every other writer waits for.
    Block.objects.bulk_create(
        [Block(coverage=coverage, name=name, seq=seq, place=place, page=page, html=html)],
        update_conflicts=True,
        unique_fields=["coverage", "name"],
        update_fields=["seq", "place", "page", "html"],
    )


def _number(entry: Entry) -> int:
    return int(entry.object.removeprefix("post-"))
